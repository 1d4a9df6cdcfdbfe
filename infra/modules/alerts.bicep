// What somebody has to look at. Each alert is a query over the events that the app writes; the
// queries are files of their own, tried by the tests against recorded events.

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Application Insights component that is asked.')
param componentId string

@description('Mail addresses alerts go to.')
param emails string[]

@description('Hours after which a run that has not ended is overdue.')
param overdueHours int

var queries = {
  'run-failed': loadTextContent('../alerts/run-failed.kql')
  'run-held': loadTextContent('../alerts/run-held.kql')
  'run-overdue': replace(
    loadTextContent('../alerts/run-overdue.kql'),
    'let overdue = 4h;',
    'let overdue = ${overdueHours}h;'
  )
  'credential-ending': loadTextContent('../alerts/credential-ending.kql')
  'poison-message': loadTextContent('../alerts/poison-message.kql')
  throttled: loadTextContent('../alerts/throttled.kql')
  'scheduler-silent': loadTextContent('../alerts/scheduler-silent.kql')
}

// An alert fires if its query answers any row; each row's dimensions name what it is about.
var rules = loadJsonContent('../alerts/alerts.json')

resource operators 'Microsoft.Insights/actionGroups@2023-01-01' = if (!empty(emails)) {
  name: 'ag-rollcall'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'rollcall'
    emailReceivers: [
      for (email, i) in emails: {
        name: 'operator-${i}'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: 'rollcall-${rule.name}'
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.todo
      enabled: true
      severity: rule.severity
      scopes: [
        componentId
      ]
      evaluationFrequency: rule.every
      windowSize: rule.window
      // Fires once for what overlapping windows see twice.
      autoMitigate: true
      criteria: {
        allOf: [
          {
            query: queries[rule.name]
            timeAggregation: 'Count'
            operator: 'GreaterThan'
            threshold: 0
            dimensions: map(rule.dimensions, dimension => {
              name: dimension
              operator: 'Include'
              values: [
                '*'
              ]
            })
            failingPeriods: {
              numberOfEvaluationPeriods: 1
              minFailingPeriodsToAlert: 1
            }
          }
        ]
      }
      actions: {
        actionGroups: empty(emails) ? [] : [operators.id]
      }
    }
  }
]
