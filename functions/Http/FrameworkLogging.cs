using Microsoft.Extensions.Logging;

namespace PaymentHub.Http;

/// <summary>What the framework says of every request is not for logs.</summary>
public static class FrameworkLogging
{
    /// <summary>Filters out the framework's log lines about every request: their paths contain callback ids, which are secret.</summary>
    public static ILoggingBuilder QuietFramework(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
}
