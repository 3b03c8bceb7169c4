using System.Text.Json.Nodes;

namespace PaymentHub.Cli;

/// <summary>What the hub said no with, for a person.</summary>
internal static class Problems
{
    public static int Tell(HubAnswer answer)
    {
        var problem = answer.Body as JsonObject;
        var code = Text(problem?["code"]);
        if (problem is not null && code is null)
            new Screen(json: false).Show(problem, []);
        Screen.Tell(
            Text(problem?["detail"])
                ?? (
                    problem is null
                        ? $"The answer has status {answer.Status} and is none of the hub's: is {HubAddress.UrlVariable} right?"
                        : "The hub says that it cannot work."
                )
        );
        if (problem?["errors"] is JsonArray errors)
        {
            foreach (var error in errors)
                Screen.Tell($"  {Text(error?["field"])}: {Text(error?["message"])}");
        }

        if (problem?["version"] is { } version)
            Screen.Tell($"  Its version is {version} now.");
        if (answer.RetryAfter is { } wait)
            Screen.Tell($"  Try again in {wait.TotalSeconds} s.");
        Screen.Tell($"({answer.Status} {code ?? "-"}, request {Text(problem?["request_id"]) ?? answer.RequestId ?? "-"})");
        return answer.Status >= 500 || answer.Status is 429 or 408 ? ExitCodes.Unavailable : ExitCodes.Refused;
    }

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
