// Optional, with the network: storage's services and the vault at addresses within it, by their usual names.
param name string
param location string
param networkId string
param subnetId string
param storageId string
param vaultId string

var targets = [
  { what: 'blob', id: storageId, zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { what: 'queue', id: storageId, zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { what: 'table', id: storageId, zone: 'privatelink.table.${environment().suffixes.storage}' }
  { what: 'vault', id: vaultId, zone: 'privatelink.vaultcore.azure.net' }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [for target in targets: {
  name: target.zone
  location: 'global'
}]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [for (target, i) in targets: {
  parent: zones[i]
  name: name
  location: 'global'
  properties: { registrationEnabled: false, virtualNetwork: { id: networkId } }
}]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [for target in targets: {
  name: '${name}-${target.what}'
  location: location
  properties: {
    subnet: { id: subnetId }
    privateLinkServiceConnections: [{ name: target.what, properties: { privateLinkServiceId: target.id, groupIds: [target.what] } }]
  }
}]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [for (target, i) in targets: {
  parent: endpoints[i]
  name: 'default'
  properties: { privateDnsZoneConfigs: [{ name: target.what, properties: { privateDnsZoneId: zones[i].id } }] }
}]
