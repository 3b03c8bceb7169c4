using System.Text.Json;
using System.Text.RegularExpressions;

namespace PaymentHub.Sandbox.Wire;

/// <summary>What is wrong with a call or with settings, in the words of JSON: .NET's own messages name its types and members.</summary>
internal static partial class Mistake
{
    public static string Of(Exception e) =>
        e switch
        {
            JsonException json => Of(json),

            // "… (Parameter 'name')"
            ArgumentException argument => Parameter().Replace(argument.Message, ""),
            _ => e.Message,
        };

    private static string Of(JsonException e)
    {
        if (Unmapped().Match(e.Message) is { Success: true } unmapped)
            return $"'{unmapped.Groups["name"].Value}' is not known here.";
        if (Missing().Match(e.Message) is { Success: true } missing)
            return $"{missing.Groups["names"].Value} is missing.";
        if (e.Data[WordConverter.Words] is string words)
            return $"{Place(e)} must be one of {words}.";
        if (Ours().IsMatch(e.Message))
            return e.Message;
        if (e.Path is null || e.InnerException is JsonException)
            return "That is no JSON.";
        return e.Path.Length > 2 ? $"{Place(e)} has a value of the wrong kind." : "That is no JSON object.";
    }

    // "$.pay_protocol.accounts[0].name" without the root.
    private static string Place(JsonException e) => e.Path is { Length: > 2 } path ? path[2..] : "The value";

    [GeneratedRegex(@" \(Parameter '[^']*'\)")]
    private static partial Regex Parameter();

    [GeneratedRegex("^The JSON property '(?<name>[^']*)' could not be mapped")]
    private static partial Regex Unmapped();

    [GeneratedRegex("missing required properties including: (?<names>.+?)\\.( |$)")]
    private static partial Regex Missing();

    [GeneratedRegex("^The (body is|settings are|keys are) empty")]
    private static partial Regex Ours();
}
