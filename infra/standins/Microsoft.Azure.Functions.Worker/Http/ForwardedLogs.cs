using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>Sends the web server's log to the app's loggers.</summary>
internal sealed class ForwardedLogs(ILoggerFactory loggers) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => loggers.CreateLogger(categoryName);

    public void Dispose()
    {
    }
}
