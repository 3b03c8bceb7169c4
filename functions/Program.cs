using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PaymentHub;
using PaymentHub.Http;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UsePaymentHub();
builder.Logging.QuietFramework();
builder.AddTelemetryExport();
builder.Services.AddPaymentHub();

builder.Build().Run();
