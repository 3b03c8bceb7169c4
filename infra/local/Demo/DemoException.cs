using System.Text.Json;

namespace PaymentHub.Local.Demo;

/// <summary>The demo got another answer than it should have.</summary>
internal sealed class DemoException(string message) : Exception(message);

/// <summary>What stopped a play, as a part of a sentence: without a full stop, and in our words where the exception has only .NET's.</summary>
internal static class DemoProblem
{
    public static string Of(Exception e) =>
        e switch
        {
            DemoException => e.Message.TrimEnd('.', '\n'),
            HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError } => "nobody answers there",
            HttpRequestException => "the connection broke",
            JsonException => "the answer is not the JSON that it should be",
            _ => "no answer came in time",
        };
}
