using 'main.bicep'

// The stage's parameters are a file of their own; what names the deployment comes from the environment, as azd and the deploy workflow set it.
var stages = { dev: loadJsonContent('stages/dev.json'), prod: loadJsonContent('stages/prod.json') }

param stage = readEnvironmentVariable('PAYMENTHUB_STAGE', 'dev')
param name = readEnvironmentVariable('PAYMENTHUB_NAME', 'paymenthub')
param location = readEnvironmentVariable('AZURE_LOCATION', 'westeurope')
param sizes = stages[stage].sizes
param vaultSettings = stages[stage].vaultSettings
param settings = union(stages[stage].settings, { PaymentHub__PublicBaseUrl: readEnvironmentVariable('PAYMENTHUB_PUBLIC_BASE_URL', 'https://hub.example.com') })
