// One page of pictures over the hub's metrics.
param name string
param location string
param workspaceId string

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'paymenthub')
  location: location
  kind: 'shared'
  properties: {
    displayName: '${name}: PaymentHub'
    category: 'workbook'
    sourceId: workspaceId
    serializedData: string(loadJsonContent('workbook/workbook.json'))
  }
}
