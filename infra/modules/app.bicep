// The plan and the function app: Flex Consumption, Java 21, no key or password anywhere.

@description('Name of the function app.')
param name string

@description('Name of the plan.')
param planName string

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Resource id of the app\'s identity.')
param identityId string

@description('Client id of the app\'s identity.')
param identityClientId string

@description('Storage account of state, work queue and package.')
param storageName string

@description('Container of the deployed package.')
param packageContainer string

@description('Address of the vault.')
param vaultUri string

@description('Name of the Application Insights component.')
param componentName string

@description('Memory of one instance in MB.')
param instanceMemoryMB int

@description('Most instances at once.')
param maximumInstanceCount int

@description('Subnet the app joins; empty for none.')
param subnetId string

@description('Login host of the custom cloud; empty if there is none.')
param customLoginUrl string

@description('Graph address of the custom cloud.')
param customGraphUrl string

@description('Scope of Graph tokens in the custom cloud.')
param customGraphScope string

@description('Root of Exchange administration in the custom cloud; empty if it is not asked.')
param customExchangeUrl string

@description('Scope of the tokens of Exchange administration in the custom cloud.')
param customExchangeScope string

@description('Days for which runs are kept after their end.')
param historyDays int

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' existing = {
  name: storageName
}

resource component 'Microsoft.Insights/components@2020-02-02' existing = {
  name: componentName
}

// The names of dev.rollcall.app.Settings, and what the host itself reads. Blank counts as absent.
var settings = {
  AzureWebJobsStorage__blobServiceUri: storage.properties.primaryEndpoints.blob
  AzureWebJobsStorage__queueServiceUri: storage.properties.primaryEndpoints.queue
  AzureWebJobsStorage__tableServiceUri: storage.properties.primaryEndpoints.table
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: identityClientId
  APPLICATIONINSIGHTS_CONNECTION_STRING: component.properties.ConnectionString
  APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identityClientId};Authorization=AAD'
  ROLLCALL_KEY_VAULT_URL: vaultUri
  ROLLCALL_IDENTITY_CLIENT_ID: identityClientId
  ROLLCALL_CUSTOM_LOGIN_URL: customLoginUrl
  ROLLCALL_CUSTOM_GRAPH_URL: customGraphUrl
  ROLLCALL_CUSTOM_GRAPH_SCOPE: customGraphScope
  ROLLCALL_CUSTOM_EXCHANGE_URL: customExchangeUrl
  ROLLCALL_CUSTOM_EXCHANGE_SCOPE: customExchangeScope
  ROLLCALL_HISTORY_DAYS: string(historyDays)
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: {
    reserved: true
  }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  tags: tags
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: {
      '${identityId}': {}
    }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientCertEnabled: false
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${packageContainer}'
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identityId
          }
        }
      }
      scaleAndConcurrency: {
        instanceMemoryMB: instanceMemoryMB
        maximumInstanceCount: maximumInstanceCount
      }
      runtime: {
        name: 'java'
        version: '21'
      }
    }
    siteConfig: {
      ftpsState: 'Disabled'
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      http20Enabled: true
      remoteDebuggingEnabled: false
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: settings
  }

  // Deployment with a password is off; with an identity it works.
  resource ftpPassword 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: {
      allow: false
    }
  }

  resource scmPassword 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: {
      allow: false
    }
  }
}

@description('Name of the function app.')
output name string = app.name

@description('Where the HTTP functions answer.')
output apiUrl string = 'https://${app.properties.defaultHostName}/api'
