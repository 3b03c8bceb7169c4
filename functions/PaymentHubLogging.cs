using Microsoft.Extensions.Logging;

namespace PaymentHub;

/// <summary>What is not for logs.</summary>
public static class PaymentHubLogging
{
    /// <summary>Keeps the framework's lines about every request out: their paths hold callback ids, which are secrets, and nobody misses them.</summary>
    public static ILoggingBuilder AddPaymentHub(this ILoggingBuilder logging) => logging
        .AddFilter("Microsoft.AspNetCore", LogLevel.Warning)
        .AddFilter("System.Net.Http.HttpClient", LogLevel.Warning)
        .AddFilter("Azure", LogLevel.Warning);
}
