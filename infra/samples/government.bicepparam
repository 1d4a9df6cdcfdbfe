// A tenant in GCC High or DoD: the same, in Azure Government. Before deploying:
// az cloud set --name AzureUSGovernment && az login
// Check first that the region offers the plan: az functionapp list-flexconsumption-locations.
using '../main.bicep'

param environmentName = 'gov'
param location = 'usgovvirginia'
param storageSku = 'Standard_GRS'
param privateNetwork = true
param telemetryRetentionDays = 365
param alertEmails = [
  'operators@contoso.us'
]
