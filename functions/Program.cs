using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using PaymentHub;
using PaymentHub.Triggers;

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.UseMiddleware<SecurityHeaders>();
builder.Logging.QuietFramework();
builder.Services.AddPaymentHub();

builder.Build().Run();
