// Entra sign-in before the HTTP functions: a caller needs a token of this tenant for the app
// registration, and the function key. Health stays open for probes.

@description('Name of the function app.')
param appName string

@description('Application (client) id of the app registration that callers sign in to.')
param clientId string

@description('Client ids of the applications whose tokens are taken; empty for any.')
param allowedApplications string[]

resource app 'Microsoft.Web/sites@2024-04-01' existing = {
  name: appName
}

resource settings 'Microsoft.Web/sites/config@2024-04-01' = {
  parent: app
  name: 'authsettingsV2'
  properties: {
    platform: {
      enabled: true
    }
    globalValidation: {
      requireAuthentication: true
      unauthenticatedClientAction: 'Return401'
      excludedPaths: [
        '/api/health'
        // Other installations prove who they are by their signature.
        '/api/offers/*'
      ]
    }
    httpSettings: {
      requireHttps: true
    }
    identityProviders: {
      azureActiveDirectory: {
        enabled: true
        registration: {
          clientId: clientId
          openIdIssuer: '${environment().authentication.loginEndpoint}${subscription().tenantId}/v2.0'
        }
        validation: {
          allowedAudiences: [
            clientId
            'api://${clientId}'
          ]
          defaultAuthorizationPolicy: empty(allowedApplications)
            ? {}
            : {
                allowedApplications: allowedApplications
              }
        }
      }
    }
    login: {
      tokenStore: {
        enabled: false
      }
    }
  }
}
