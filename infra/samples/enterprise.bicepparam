// A large organisation: storage and vault off the internet, zones, sign-in before the HTTP
// functions, telemetry for a year. The network needs once: az provider register -n Microsoft.App
using '../main.bicep'

param environmentName = 'prod'
param location = 'westeurope'
param tags = {
  costCenter: '4711'
  owner: 'messaging'
}
param storageSku = 'Standard_ZRS'
param instanceMemoryMB = 2048
param maximumInstanceCount = 100
param privateNetwork = true
param networkAddressSpace = '10.83.0.0/24'
param networkDnsServers = [
  '10.0.0.4'
  '10.0.0.5'
]
param signInClientId = '00000000-0000-0000-0000-000000000000'
param signInAllowedApplications = [
  '11111111-1111-1111-1111-111111111111'
]
param telemetryRetentionDays = 365
param telemetryDailyCapGb = 20
param overdueHours = 8
param alertEmails = [
  'messaging-operators@contoso.com'
  'service-desk@contoso.com'
]
