// The alerts: those of alerts/alerts.json over the hub's own metrics, and what only the platform sees. docs/operator/alerts.md says what to do.
param name string
param location string
param workspaceId string
param appId string
param storageId string
@description('Accounts that are hardly ever silent for two hours.')
param busyAccounts string[]
param emails string[]

var rules = loadJsonContent('alerts/alerts.json')
var reads = { max: 'max(Max)', min: 'min(Min)', sum: 'sum(Sum)', count: 'sum(ItemCount)' }
// Never an empty list, which is none.
var busy = concat(busyAccounts, [''])
var filters = [for rule in rules: join(map(items(any(rule.where)), tag => ' | where tostring(Properties["${tag.key}"]) in (${join(map(tag.value[0] == 'busyAccounts' ? busy : tag.value, value => '"${value}"'), ', ')})'), '')]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: '${name}-operators'
  location: 'global'
  properties: {
    enabled: true
    groupShortName: 'paymenthub'
    emailReceivers: [for (email, i) in emails: { name: 'operator-${i}', emailAddress: email, useCommonAlertSchema: true }]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [for (rule, i) in rules: {
  name: '${name}-${replace(rule.name, '_', '-')}'
  location: location
  properties: {
    displayName: '${name}: ${rule.name}'
    description: rule.means
    severity: rule.severity
    enabled: true
    scopes: [workspaceId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT${rule.minutes}M'
    autoMitigate: true
    // The table comes with the first telemetry.
    skipQueryValidation: true
    criteria: {
      allOf: [
        {
          query: 'AppMetrics | where Name == "${rule.metric}"${filters[i]} | summarize value = ${reads[rule.read]}${empty(rule.by) ? '' : ' by split = tostring(Properties["${rule.by}"])'} | extend value = coalesce(todouble(value), 0.0)'
          timeAggregation: 'Maximum'
          metricMeasureColumn: 'value'
          dimensions: empty(rule.by) ? [] : [{ name: 'split', operator: 'Include', values: ['*'] }]
          operator: rule.is
          threshold: rule.threshold
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }
        }
      ]
    }
    actions: { actionGroups: [people.id] }
  }
}]

resource failures 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-http-5xx'
  location: 'global'
  properties: {
    description: 'The app or its host answers 5xx.'
    severity: 1
    enabled: true
    scopes: [appId]
    evaluationFrequency: 'PT1M'
    windowSize: 'PT5M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        { name: 'failures', criterionType: 'StaticThresholdCriterion', metricNamespace: 'Microsoft.Web/sites', metricName: 'Http5xx', operator: 'GreaterThan', threshold: 5, timeAggregation: 'Total' }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

resource slowness 'Microsoft.Insights/metricAlerts@2018-03-01' = {
  name: '${name}-storage-latency'
  location: 'global'
  properties: {
    description: 'Storage is slow: callbacks wait for it and may be refused.'
    severity: 2
    enabled: true
    scopes: [storageId]
    evaluationFrequency: 'PT5M'
    windowSize: 'PT15M'
    criteria: {
      'odata.type': 'Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria'
      allOf: [
        { name: 'latency', criterionType: 'StaticThresholdCriterion', metricNamespace: 'Microsoft.Storage/storageAccounts', metricName: 'SuccessE2ELatency', operator: 'GreaterThan', threshold: 500, timeAggregation: 'Average' }
      ]
    }
    actions: [{ actionGroupId: people.id }]
  }
}

output actionGroupId string = people.id
