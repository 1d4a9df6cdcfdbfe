// A small organisation: the defaults, and somebody to tell.
using '../main.bicep'

param environmentName = 'small'
param location = 'westeurope'
param alertEmails = [
  'operators@contoso.com'
]
