// What `azd up` deploys with: its own questions answer the first two.
using 'main.bicep'

param environmentName = readEnvironmentVariable('AZURE_ENV_NAME')
param location = readEnvironmentVariable('AZURE_LOCATION')
param alertEmails = empty(readEnvironmentVariable('ROLLCALL_ALERT_EMAIL', ''))
  ? []
  : [readEnvironmentVariable('ROLLCALL_ALERT_EMAIL', '')]
