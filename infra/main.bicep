// Rollcall in one resource group: what is here is wired; each concern has its own module.
// Deploy with `azd up`, or with `az deployment sub create` (see the README).
targetScope = 'subscription'

@minLength(1)
@maxLength(32)
@description('A short name for this installation, such as "prod"; names of resources are derived from it.')
param environmentName string

@minLength(1)
@description('Azure region. It must offer the Flex Consumption plan: az functionapp list-flexconsumption-locations.')
param location string

@description('Resource group that is created, or brought up to date.')
param resourceGroupName string = 'rg-rollcall-${environmentName}'

@description('Tags for every resource.')
param tags object = {}

@allowed([
  'Standard_LRS'
  'Standard_ZRS'
  'Standard_GRS'
  'Standard_GZRS'
])
@description('How state is replicated. All state can be built anew from the directory and the mailboxes, but history cannot.')
param storageSku string = 'Standard_LRS'

@allowed([
  512
  2048
  4096
])
@description('Memory of one instance in MB. 2048 carries organisations of any size that fits one run; 512 suits a few thousand contacts.')
param instanceMemoryMB int = 2048

@minValue(40)
@maxValue(1000)
@description('Most instances at once. Runs are limited by the concurrency of their policies long before; 40 is the least the plan takes.')
param maximumInstanceCount int = 40

@minValue(30)
@maxValue(730)
@description('Days for which telemetry is kept.')
param telemetryRetentionDays int = 90

@minValue(1)
@maxValue(3650)
@description('Days for which runs are kept after their end, with the names and numbers in their changes.')
param historyDays int = 90

@minValue(-1)
@description('Most telemetry taken in a day, in GB; -1 for no limit. What is over the limit is lost, alerts with it.')
param telemetryDailyCapGb int = 5

@description('Mail addresses that alerts go to. Without any, alerts are shown in the portal only.')
param alertEmails string[] = []

@minValue(1)
@maxValue(48)
@description('Hours after which a run that was asked for and has not ended counts as overdue.')
param overdueHours int = 4

@description('Keeps storage and Key Vault off the internet: a virtual network, private endpoints, and the app joined to it. Needed to reach on-premises servers, too.')
param privateNetwork bool = false

@description('Address space of the virtual network, at least a /24. Only with privateNetwork.')
param networkAddressSpace string = '10.83.0.0/24'

@description('DNS servers that know the names of on-premises servers, and forward the rest to 168.63.129.16. Empty: Azure\'s own. Only with privateNetwork.')
param networkDnsServers string[] = []

@description('Whether Rollcall may create and import certificates in its vault. Without it, it reads them only, and /api/certificates answers nothing.')
param manageCertificates bool = true

@description('Application (client) id of the Entra app registration that callers of the HTTP functions sign in to. Empty: function keys alone.')
param signInClientId string = ''

@description('Client ids of the applications whose tokens are taken, with signInClientId. Empty: any application of the tenant that is assigned to it.')
param signInAllowedApplications string[] = []

@description('Login host of the custom cloud that environments with "cloud": "custom" are in. Empty: there is none.')
param customLoginUrl string = ''

@description('Graph address of the custom cloud. Goes with customLoginUrl.')
param customGraphUrl string = ''

@description('Scope of Graph tokens in the custom cloud. Goes with customLoginUrl.')
param customGraphScope string = ''

@description('Root of Exchange administration in the custom cloud. Empty: Exchange is not asked there.')
param customExchangeUrl string = ''

@description('Scope of the tokens of Exchange administration in the custom cloud. Goes with customExchangeUrl.')
param customExchangeScope string = ''

var token = toLower(uniqueString(subscription().id, resourceGroupName, location))
var allTags = union(tags, {
  'azd-env-name': environmentName
  application: 'rollcall'
})

resource group 'Microsoft.Resources/resourceGroups@2022-09-01' = {
  name: resourceGroupName
  location: location
  tags: allTags
}

module identity 'modules/identity.bicep' = {
  name: 'rollcall-identity'
  scope: group
  params: {
    name: 'id-rollcall-${token}'
    location: location
    tags: allTags
  }
}

module network 'modules/network.bicep' = if (privateNetwork) {
  name: 'rollcall-network'
  scope: group
  params: {
    name: 'vnet-rollcall-${token}'
    location: location
    tags: allTags
    addressSpace: networkAddressSpace
    dnsServers: networkDnsServers
  }
}

module storage 'modules/storage.bicep' = {
  name: 'rollcall-storage'
  scope: group
  params: {
    name: 'strollcall${token}'
    location: location
    tags: allTags
    sku: storageSku
    reachableFromInternet: !privateNetwork
  }
}

module vault 'modules/vault.bicep' = {
  name: 'rollcall-vault'
  scope: group
  params: {
    name: 'kv-rc-${token}'
    location: location
    tags: allTags
    reachableFromInternet: !privateNetwork
  }
}

module privateEndpoints 'modules/privateEndpoints.bicep' = if (privateNetwork) {
  name: 'rollcall-private-endpoints'
  scope: group
  params: {
    location: location
    tags: allTags
    networkId: network.?outputs.networkId ?? ''
    subnetId: network.?outputs.endpointSubnetId ?? ''
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module monitoring 'modules/monitoring.bicep' = {
  name: 'rollcall-monitoring'
  scope: group
  params: {
    workspaceName: 'log-rollcall-${token}'
    componentName: 'appi-rollcall-${token}'
    location: location
    tags: allTags
    retentionDays: telemetryRetentionDays
    dailyCapGb: telemetryDailyCapGb
  }
}

module access 'modules/access.bicep' = {
  name: 'rollcall-access'
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    componentName: monitoring.outputs.componentName
    manageCertificates: manageCertificates
  }
}

module app 'modules/app.bicep' = {
  name: 'rollcall-app'
  scope: group
  params: {
    name: 'func-rollcall-${token}'
    planName: 'plan-rollcall-${token}'
    location: location
    // azd finds the app that it deploys to by this tag.
    tags: union(allTags, { 'azd-service-name': 'rollcall' })
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageName: storage.outputs.name
    packageContainer: storage.outputs.packageContainer
    vaultUri: vault.outputs.uri
    componentName: monitoring.outputs.componentName
    instanceMemoryMB: instanceMemoryMB
    maximumInstanceCount: maximumInstanceCount
    subnetId: network.?outputs.appSubnetId ?? ''
    customLoginUrl: customLoginUrl
    customGraphUrl: customGraphUrl
    customGraphScope: customGraphScope
    customExchangeUrl: customExchangeUrl
    customExchangeScope: customExchangeScope
    historyDays: historyDays
  }
  // The host reads its storage when it starts: before the roles are there it fails and backs off.
  dependsOn: [
    access
    privateEndpoints
  ]
}

module signIn 'modules/signIn.bicep' = if (!empty(signInClientId)) {
  name: 'rollcall-sign-in'
  scope: group
  params: {
    appName: app.outputs.name
    clientId: signInClientId
    allowedApplications: signInAllowedApplications
  }
}

module alerts 'modules/alerts.bicep' = {
  name: 'rollcall-alerts'
  scope: group
  params: {
    location: location
    tags: allTags
    componentId: monitoring.outputs.componentId
    emails: alertEmails
    overdueHours: overdueHours
  }
}

module workbook 'modules/workbook.bicep' = {
  name: 'rollcall-workbook'
  scope: group
  params: {
    location: location
    tags: allTags
    componentId: monitoring.outputs.componentId
  }
}

@description('Resource group everything is in.')
output AZURE_RESOURCE_GROUP string = group.name

@description('Function app to deploy to.')
output ROLLCALL_APP_NAME string = app.outputs.name

@description('Where the HTTP functions answer.')
output ROLLCALL_API_URL string = app.outputs.apiUrl

@description('Vault for the certificates of app registrations.')
output ROLLCALL_KEY_VAULT_NAME string = vault.outputs.name

@description('Client id of the app\'s managed identity.')
output ROLLCALL_IDENTITY_CLIENT_ID string = identity.outputs.clientId

@description('Object id of the app\'s managed identity: the subject of a federated credential.')
output ROLLCALL_IDENTITY_PRINCIPAL_ID string = identity.outputs.principalId

@description('Resource id of the virtual network; empty without privateNetwork. What peerings and gateways are made with.')
output ROLLCALL_NETWORK_ID string = network.?outputs.networkId ?? ''
