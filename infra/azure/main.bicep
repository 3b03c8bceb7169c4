// Everything PaymentHub runs on, in a resource group of its own; a file for each thing. docs/operator/deploy.md has the commands.
targetScope = 'subscription'

@description('Names everything, with the stage: 3 to 12 lower-case letters and digits.')
@minLength(3)
@maxLength(12)
param name string

@description('dev, prod: ends the name, and chooses the parameters of the stage.')
@minLength(2)
@maxLength(5)
param stage string

@description('Where it runs.')
param location string

@description('What differs from stage to stage: stages/<stage>.json.')
param sizes {
  zoneRedundant: bool
  instanceMemoryMB: 512 | 2048 | 4096
  maximumInstances: int
  alwaysReady: { name: string, instanceCount: int }[]
  retentionDays: int
  tracesSampled: string
  privateNetwork: bool
  busyAccounts: string[]
  alertEmails: string[]
}

@description('The PaymentHub__ settings by name, without secrets: the public address, operators (PaymentHub__Operators__<name>__Sha256, __Roles), merchants, accounts.')
param settings object

@description('Settings whose values are secrets of the vault: the setting, and the name of its secret.')
param vaultSettings object

var full = '${name}${stage}'

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: '${full}-rg'
  location: location
  tags: { 'azd-env-name': stage }
}

module identity 'identity.bicep' = {
  scope: group
  params: { name: full, location: location }
}

module network 'network.bicep' = if (sizes.privateNetwork) {
  scope: group
  params: { name: full, location: location }
}

module storage 'storage.bicep' = {
  scope: group
  params: { name: full, location: location, zoneRedundant: sizes.zoneRedundant, closed: sizes.privateNetwork }
}

module vault 'vault.bicep' = {
  scope: group
  params: { name: full, location: location, closed: sizes.privateNetwork }
}

module endpoints 'endpoints.bicep' = if (sizes.privateNetwork) {
  scope: group
  params: {
    name: full
    location: location
    networkId: network!.outputs.networkId
    subnetId: network!.outputs.endpointsId
    storageId: storage.outputs.id
    vaultId: vault.outputs.id
  }
}

module monitoring 'monitoring.bicep' = {
  scope: group
  params: { name: full, location: location, retentionDays: sizes.retentionDays }
}

module rights 'rights.bicep' = {
  scope: group
  params: {
    principalId: identity.outputs.principalId
    storageName: storage.outputs.name
    vaultName: vault.outputs.name
    insightsName: monitoring.outputs.insightsName
  }
}

module app 'app.bicep' = {
  scope: group
  params: {
    name: full
    location: location
    identityId: identity.outputs.id
    clientId: identity.outputs.clientId
    storageName: storage.outputs.name
    deployments: storage.outputs.deployments
    vaultUri: vault.outputs.uri
    insightsConnection: monitoring.outputs.connection
    workspaceId: monitoring.outputs.workspaceId
    subnetId: sizes.privateNetwork ? network!.outputs.appId : ''
    instanceMemoryMB: sizes.instanceMemoryMB
    maximumInstances: sizes.maximumInstances
    alwaysReady: sizes.alwaysReady
    tracesSampled: sizes.tracesSampled
    settings: settings
    vaultSettings: vaultSettings
  }
  dependsOn: [rights, endpoints]
}

module alerts 'alerts.bicep' = {
  scope: group
  params: {
    name: full
    location: location
    workspaceId: monitoring.outputs.workspaceId
    appId: app.outputs.id
    storageId: storage.outputs.id
    busyAccounts: sizes.busyAccounts
    emails: sizes.alertEmails
  }
}

module availability 'availability.bicep' = {
  scope: group
  params: {
    name: full
    location: location
    insightsId: monitoring.outputs.insightsId
    url: '${app.outputs.url}/health/ready'
    actionGroupId: alerts.outputs.actionGroupId
  }
}

module workbook 'workbook.bicep' = {
  scope: group
  params: { name: full, location: location, workspaceId: monitoring.outputs.workspaceId }
}

output AZURE_RESOURCE_GROUP string = group.name
output appName string = app.outputs.name
output appUrl string = app.outputs.url
output vaultName string = vault.outputs.name
output outgoingAddress string = sizes.privateNetwork ? network!.outputs.outgoingAddress : 'any of the platform'
