using HostProbe;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

if (Environment.GetEnvironmentVariable("ProbeFailsAtStart") is { } words)
    throw new InvalidOperationException(words);

var builder = FunctionsApplication.CreateBuilder(args);
builder.ConfigureFunctionsWebApplication();
builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
var host = builder.Build();
Diary.Write($"worker:{Environment.ProcessId}");
host.Run();
