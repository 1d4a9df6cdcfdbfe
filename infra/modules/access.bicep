// Every role of the app's identity: one list, each role on the one resource that needs it. What
// needs which is declared beside the code that calls, with @NeedsRole; a test compares.

@description('Object id of the app\'s identity.')
param principalId string

@description('Name of the storage account.')
param storageName string

@description('Name of the vault.')
param vaultName string

@description('Name of the Application Insights component.')
param componentName string

@description('Whether the app may create and import certificates. Without it, it reads them only.')
param manageCertificates bool

var grants = [
  // The host: its keys, the timers' leases, and the deployed package; files of administrators.
  { on: 'storage', role: 'Storage Blob Data Owner', id: 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b' }
  // The work queue, and the host that listens to it.
  { on: 'storage', role: 'Storage Queue Data Contributor', id: '974c5e8b-45b9-4653-ba55-5f855dd0fb88' }
  // All state.
  { on: 'storage', role: 'Storage Table Data Contributor', id: '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3' }
  // Certificates with their keys, and client secrets.
  { on: 'vault', role: 'Key Vault Secrets User', id: '4633458b-17de-408a-b874-0445c86b69e6' }
  // Making certificates and taking them in: only with manageCertificates.
  { on: 'vault', role: 'Key Vault Certificates Officer', id: 'a4417e6f-fecd-4de8-b567-7b0420556985' }
  // Telemetry.
  { on: 'component', role: 'Monitoring Metrics Publisher', id: '3913510d-42f4-4e42-8a64-420c390055eb' }
]

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' existing = {
  name: vaultName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

resource onStorage 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, grant => grant.on == 'storage'): {
    scope: storage
    name: guid(storage.id, principalId, grant.id)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.id)
      description: grant.role
    }
  }
]

resource onVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, grant => grant.on == 'vault' && (manageCertificates || grant.role != 'Key Vault Certificates Officer')): {
    scope: vault
    name: guid(vault.id, principalId, grant.id)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.id)
      description: grant.role
    }
  }
]

resource onComponent 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for grant in filter(grants, grant => grant.on == 'component'): {
    scope: component
    name: guid(component.id, principalId, grant.id)
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grant.id)
      description: grant.role
    }
  }
]
