// The operator's page, and the same queries saved for use by hand.

@description('Azure region.')
param location string

@description('Tags.')
param tags object

@description('Application Insights component that is asked.')
param componentId string

// Which tables the page has, in which order; a test compares their names with the queries below.
var page = loadJsonContent('../queries/workbook.json')

var queries = {
  'runs-over-time': loadTextContent('../queries/runs-over-time.kql')
  'last-run-per-policy': loadTextContent('../queries/last-run-per-policy.kql')
  'errors-by-cause': loadTextContent('../queries/errors-by-cause.kql')
  'changes-by-type': loadTextContent('../queries/changes-by-type.kql')
  throttling: loadTextContent('../queries/throttling.kql')
  'credentials-ending': loadTextContent('../queries/credentials-ending.kql')
  'slowest-mailboxes': loadTextContent('../queries/slowest-mailboxes.kql')
  'cost-drivers': loadTextContent('../queries/cost-drivers.kql')
  'queue-age': loadTextContent('../queries/queue-age.kql')
  'events-of-one-run': loadTextContent('../queries/events-of-one-run.kql')
}

var heading = [
  {
    type: 1
    name: 'introduction'
    content: {
      json: page.introduction
    }
  }
  {
    type: 9
    name: 'parameters'
    content: {
      version: 'KqlParameterItem/1.0'
      parameters: page.parameters
      style: 'pills'
      queryType: 0
      resourceType: 'microsoft.insights/components'
    }
  }
]

var tables = map(page.tables, table => {
  type: 3
  name: table.query
  content: {
    version: 'KqlItem/1.0'
    title: table.title
    noDataMessage: table.nothing
    query: queries[table.query]
    size: 0
    timeContextFromParameter: 'time'
    queryType: 0
    resourceType: 'microsoft.insights/components'
    visualization: table.visualization
    showExportToExcel: true
  }
})

resource workbook 'Microsoft.Insights/workbooks@2023-06-01' = {
  name: guid(resourceGroup().id, 'rollcall')
  location: location
  tags: tags
  kind: 'shared'
  properties: {
    category: 'workbook'
    displayName: 'Rollcall'
    sourceId: componentId
    version: 'Notebook/1.0'
    serializedData: string({
      version: 'Notebook/1.0'
      items: concat(heading, tables)
      fallbackResourceIds: [
        componentId
      ]
    })
  }
}

resource pack 'Microsoft.OperationalInsights/queryPacks@2019-09-01' = {
  name: 'rollcall-queries'
  location: location
  tags: tags
  properties: {}
}

resource saved 'Microsoft.OperationalInsights/queryPacks/queries@2019-09-01' = [
  for table in page.tables: {
    parent: pack
    name: guid(resourceGroup().id, 'rollcall', table.query)
    properties: {
      displayName: 'Rollcall: ${table.title}'
      body: replace(queries[table.query], '{run}', '')
      related: {
        categories: [
          'applications'
        ]
        resourceTypes: [
          'microsoft.insights/components'
        ]
      }
    }
  }
]
