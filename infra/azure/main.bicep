// One function app on Flex Consumption, its storage account, and its identity's rights: everything PaymentHub runs on.
// az deployment group create -g <group> -f infra/azure/main.bicep -p name=<name> settings=@settings.json
@description('Names everything; 3 to 17 lower-case letters and digits.')
@minLength(3)
@maxLength(17)
param name string

@description('Where it runs.')
param location string = resourceGroup().location

@description('The PaymentHub__… settings, by name, operators too (PaymentHub__Operators__<name>__Sha256, __Roles): the app asks for their keys itself. Values may be Key Vault references.')
@secure()
param settings object

// The app makes its tables and queues at start, too; here they exist before the first instance asks for them.
// A rules test holds these lists and the code's together.
var queues = ['callbacks', 'callbacks-poison', 'webhooks', 'webhooks-poison', 'withdrawals', 'withdrawals-poison', 'deposits', 'deposits-poison']
var tables = ['orders', 'callbacks', 'listing', 'addresses', 'limits', 'endpoints', 'reconciliations']
var deployments = 'deployments'

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}store'
  location: location
  kind: 'StorageV2'
  sku: { name: 'Standard_ZRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    resource container 'containers' = { name: deployments }
  }

  resource tableService 'tableServices' = {
    name: 'default'
    resource table 'tables' = [for table in tables: { name: table }]
  }

  resource queueService 'queueServices' = {
    name: 'default'
    resource queue 'queues' = [for queue in queues: { name: queue }]
  }
}

resource plan 'Microsoft.Web/serverfarms@2023-12-01' = {
  name: '${name}-plan'
  location: location
  kind: 'functionapp'
  sku: { tier: 'FlexConsumption', name: 'FC1' }
  properties: { reserved: true }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: '${name}-insights'
  location: location
  kind: 'web'
  properties: { Application_Type: 'web' }
}

resource app 'Microsoft.Web/sites@2023-12-01' = {
  name: name
  location: location
  kind: 'functionapp,linux'
  identity: { type: 'SystemAssigned' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    siteConfig: { minTlsVersion: '1.2' }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deployments}'
          authentication: { type: 'SystemAssignedIdentity' }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { maximumInstanceCount: 40, instanceMemoryMB: 2048 }
    }
  }

  resource appSettings 'config' = {
    name: 'appsettings'
    properties: union({
      AzureWebJobsStorage__accountName: storage.name
      APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
      OutboxRelaySchedule: '*/15 * * * * *'
      ReconciliationSchedule: '*/15 * * * * *'
      IntegrityCheckSchedule: '0 */10 * * * *'
    }, settings)
  }
}

// Storage Blob Data Owner (the host's leases and deployments), Storage Queue Data Contributor, Storage Table Data Contributor.
var roles = [
  'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
]

resource rights 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for role in roles: {
  name: guid(storage.id, app.id, role)
  scope: storage
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
  }
}]

output callbackBaseUrl string = 'https://${app.properties.defaultHostName}/callbacks/'
