// Where everything is kept: tables, queues, the app's package, exports of tables. Nobody has a key to it.
param name string
param location string
param zoneRedundant bool
@description('Reached through the private network only.')
param closed bool

// The app makes its tables and queues at start, too; here they exist before the first instance asks for them.
// A rules test holds these lists and the code's together.
var queues = ['callbacks', 'callbacks-poison', 'webhooks', 'webhooks-poison', 'withdrawals', 'withdrawals-poison', 'deposits', 'deposits-poison', 'reconciliations', 'reconciliations-poison']
var tables = ['orders', 'callbacks', 'listing', 'addresses', 'limits', 'endpoints', 'reconciliations', 'merchants']
var deploymentsContainer = 'deployments'
var exportsContainer = 'exports'

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: '${name}store'
  location: location
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_GZRS' : 'Standard_LRS' }
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: closed ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: closed ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      deleteRetentionPolicy: { enabled: true, days: 14 }
      containerDeleteRetentionPolicy: { enabled: true, days: 14 }
    }
    resource deployments 'containers' = { name: deploymentsContainer }
    resource exports 'containers' = { name: exportsContainer }
  }

  resource tableService 'tableServices' = {
    name: 'default'
    resource table 'tables' = [for table in tables: { name: table }]
  }

  resource queueService 'queueServices' = {
    name: 'default'
    resource queue 'queues' = [for queue in queues: { name: queue }]
  }

  // Rows have their own retention, in the app. Here only exports grow old; the app's package never does.
  resource lifecycle 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'old-exports'
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'], prefixMatch: ['${exportsContainer}/'] }
              actions: {
                baseBlob: {
                  tierToCool: { daysAfterModificationGreaterThan: 7 }
                  delete: { daysAfterModificationGreaterThan: 90 }
                }
              }
            }
          }
        ]
      }
    }
    dependsOn: [blobs]
  }
}

// A lock against a slip of the hand: who deletes it has to take this away first.
resource lock 'Microsoft.Authorization/locks@2020-05-01' = if (zoneRedundant) {
  name: 'keep'
  scope: storage
  properties: { level: 'CanNotDelete', notes: 'Every order and every callback is here.' }
}

output id string = storage.id
output name string = storage.name
output deployments string = '${storage.properties.primaryEndpoints.blob}${deploymentsContainer}'
