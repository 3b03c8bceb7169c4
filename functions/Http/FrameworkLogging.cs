using Microsoft.Extensions.Logging;

namespace PaymentHub.Http;

/// <summary>What the framework says of every request is not for logs.</summary>
public static class FrameworkLogging
{
    /// <summary>Keeps the framework's lines about every request out: their paths hold
    /// callback ids, which are secrets, and nobody misses them.</summary>
    public static ILoggingBuilder QuietFramework(this ILoggingBuilder logging) =>
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning).AddFilter("System.Net.Http.HttpClient", LogLevel.Warning);
}
