// All state, the work queue, files of administrators and the deployed package. Nobody has a key: roles alone open it.

@minLength(3)
@maxLength(24)
@description('Name of the account.')
param name string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Replication.')
param sku string

@description('Whether the account answers on the internet, to those with a role. Otherwise private endpoints alone reach it.')
param reachableFromInternet bool

// As in dev.rollcall.state.table.TableState.
var tables = [
  'Environments'
  'Policies'
  'Runs'
  'RunLanes'
  'RunTargets'
  'RunChanges'
  'Checkpoints'
  'Snapshots'
  'Leases'
  'Notices'
]

// As in dev.rollcall.work.WorkQueue; the host moves a message it gave up on to the second.
var queues = [
  'rollcall-work'
  'rollcall-work-poison'
]

var container = 'app-package'

// As in dev.rollcall.state.blob.BlobFiles.
var fileContainer = 'files'

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  tags: tags
  kind: 'StorageV2'
  sku: {
    name: sku
  }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowCrossTenantReplication: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: reachableFromInternet ? 'Enabled' : 'Disabled'
    networkAcls: {
      bypass: 'None'
      defaultAction: reachableFromInternet ? 'Allow' : 'Deny'
    }
    encryption: {
      keySource: 'Microsoft.Storage'
      requireInfrastructureEncryption: true
      services: {
        blob: { enabled: true, keyType: 'Account' }
        queue: { enabled: true, keyType: 'Account' }
        table: { enabled: true, keyType: 'Account' }
      }
    }
  }
}

resource blobs 'Microsoft.Storage/storageAccounts/blobServices@2023-05-01' = {
  parent: account
  name: 'default'
  properties: {
    deleteRetentionPolicy: {
      enabled: true
      days: 7
    }
  }
}

resource packages 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: container
  properties: {
    publicAccess: 'None'
  }
}

resource files 'Microsoft.Storage/storageAccounts/blobServices/containers@2023-05-01' = {
  parent: blobs
  name: fileContainer
  properties: {
    publicAccess: 'None'
  }
}

resource tableService 'Microsoft.Storage/storageAccounts/tableServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource stateTables 'Microsoft.Storage/storageAccounts/tableServices/tables@2023-05-01' = [
  for table in tables: {
    parent: tableService
    name: table
  }
]

resource queueService 'Microsoft.Storage/storageAccounts/queueServices@2023-05-01' = {
  parent: account
  name: 'default'
}

resource workQueues 'Microsoft.Storage/storageAccounts/queueServices/queues@2023-05-01' = [
  for queue in queues: {
    parent: queueService
    name: queue
  }
]

@description('Resource id.')
output id string = account.id

@description('Name of the account.')
output name string = account.name

@description('Container for the deployed package.')
output packageContainer string = packages.name
