// The function app on Flex Consumption.
param name string
param location string
param identityId string
param clientId string
param storageName string
param deployments string
param vaultUri string
param insightsConnection string
param workspaceId string
@description('The subnet it goes out through; empty: the platform.')
param subnetId string
@allowed([512, 2048, 4096])
param instanceMemoryMB int
@minValue(40)
@maxValue(1000)
param maximumInstances int
@description('What is kept running with nothing to do: http, or function:<name>.')
param alwaysReady { name: string, instanceCount: int }[]
@description('Which part of all traces is kept, as a number from 0 to 1.')
param tracesSampled string
param settings object
param vaultSettings object

// The host's own names: what runs the app, and the schedules that its timers name.
var fixed = {
  AzureWebJobsStorage__accountName: storageName
  AzureWebJobsStorage__credential: 'managedidentity'
  AzureWebJobsStorage__clientId: clientId
  OutboxRelaySchedule: '*/15 * * * * *'
  ReconciliationSchedule: '*/15 * * * * *'
  IntegrityCheckSchedule: '0 */10 * * * *'
  // Not APPLICATIONINSIGHTS_CONNECTION_STRING, which the host reads, too: its requests' paths hold callback ids. See docs/operator/telemetry.md.
  PaymentHub__Telemetry__ApplicationInsights: insightsConnection
  OTEL_TRACES_SAMPLER: 'microsoft.fixed_percentage'
  OTEL_TRACES_SAMPLER_ARG: tracesSampled
}
// Without a version, so that a new one is taken within a day, or at once with a restart.
var references = toObject(items(vaultSettings), secret => secret.key, secret => '@Microsoft.KeyVault(SecretUri=${vaultUri}secrets/${secret.value}/)')

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  tags: { 'azd-service-name': 'hub' }
  identity: { type: 'UserAssigned', userAssignedIdentities: { '${identityId}': {} } }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    keyVaultReferenceIdentity: identityId
    virtualNetworkSubnetId: empty(subnetId) ? null : subnetId
    siteConfig: { minTlsVersion: '1.2', scmMinTlsVersion: '1.2', ftpsState: 'Disabled', http20Enabled: true }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deployments
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identityId }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: {
        maximumInstanceCount: maximumInstances
        instanceMemoryMB: instanceMemoryMB
        alwaysReady: alwaysReady
      }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union(fixed, settings, references)
  }

  // Passwords that would open the app's files to whoever has them.
  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }
}

// What the host says. Never AppServiceHTTPLogs: they have the paths of requests, and a callback's holds its id.
resource hostLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'host'
  scope: app
  properties: {
    workspaceId: workspaceId
    logs: [{ category: 'FunctionAppLogs', enabled: true }]
  }
}

output id string = app.id
output name string = app.name
output url string = 'https://${app.properties.defaultHostName}'
