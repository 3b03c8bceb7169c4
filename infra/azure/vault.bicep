// The hub's secrets. Rights are given by role, and what was deleted can be had back for 90 days, whoever deleted it.
param name string
param location string
@description('Reached through the private network only.')
param closed bool

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: '${name}-kv'
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: 90
    enablePurgeProtection: true
    publicNetworkAccess: closed ? 'Disabled' : 'Enabled'
    networkAcls: { defaultAction: closed ? 'Deny' : 'Allow', bypass: 'AzureServices' }
  }
}

output id string = vault.id
output name string = vault.name
output uri string = vault.properties.vaultUri
