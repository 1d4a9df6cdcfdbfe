// Private endpoints of storage and Key Vault, and the names by which the app's network finds them.

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Network whose members find the endpoints.')
param networkId string

@description('Subnet the endpoints are in.')
param subnetId string

@description('Storage account.')
param storageId string

@description('Vault.')
param vaultId string

var storageSuffix = environment().suffixes.storage
// Key Vault's suffix is ".vault.azure.net"; its private zone is "privatelink.vaultcore.azure.net".
var vaultZone = 'privatelink${replace(environment().suffixes.keyvaultDns, '.vault.', '.vaultcore.')}'

var endpoints = [
  { name: 'blob', zone: 'privatelink.blob.${storageSuffix}', target: storageId, group: 'blob' }
  { name: 'queue', zone: 'privatelink.queue.${storageSuffix}', target: storageId, group: 'queue' }
  { name: 'table', zone: 'privatelink.table.${storageSuffix}', target: storageId, group: 'table' }
  { name: 'vault', zone: vaultZone, target: vaultId, group: 'vault' }
]

resource zones 'Microsoft.Network/privateDnsZones@2020-06-01' = [
  for endpoint in endpoints: {
    name: endpoint.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2020-06-01' = [
  for (endpoint, i) in endpoints: {
    parent: zones[i]
    name: 'rollcall'
    location: 'global'
    tags: tags
    properties: {
      registrationEnabled: false
      virtualNetwork: {
        id: networkId
      }
    }
  }
]

resource privateEndpoints 'Microsoft.Network/privateEndpoints@2023-11-01' = [
  for endpoint in endpoints: {
    name: 'pe-rollcall-${endpoint.name}'
    location: location
    tags: tags
    properties: {
      subnet: {
        id: subnetId
      }
      privateLinkServiceConnections: [
        {
          name: endpoint.name
          properties: {
            privateLinkServiceId: endpoint.target
            groupIds: [
              endpoint.group
            ]
          }
        }
      ]
    }
  }
]

resource zoneGroups 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2023-11-01' = [
  for (endpoint, i) in endpoints: {
    parent: privateEndpoints[i]
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: endpoint.name
          properties: {
            privateDnsZoneId: zones[i].id
          }
        }
      ]
    }
  }
]
