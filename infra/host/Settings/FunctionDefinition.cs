using System.Text.Json;
using FunctionsHost.Worker.Rpc;

namespace FunctionsHost.Settings;

/// <summary>What makes a function run, and the name of the parameter that takes it.</summary>
internal abstract record Trigger(string Parameter);

/// <param name="Methods">Upper case; none for any.</param>
internal sealed record HttpTrigger(string Parameter, string Route, IReadOnlyList<string> Methods, AuthLevel Level) : Trigger(Parameter);

/// <param name="Connection">The name of the setting with the storage account; null for the usual one.</param>
internal sealed record QueueTrigger(string Parameter, string Queue, string? Connection, QueueContent Content) : Trigger(Parameter);

/// <param name="Schedule">As written, a setting's name between percent signs included.</param>
internal sealed record TimerTrigger(string Parameter, string Schedule, bool RunOnStartup, bool UseMonitor) : Trigger(Parameter);

internal enum AuthLevel
{
    Anonymous,
    Function,
    Admin,
}

/// <summary>What a queue function is given of its message.</summary>
internal enum QueueContent
{
    Text,
    Bytes,
    WholeMessage,
}

/// <summary>A function, as the worker tells of it.</summary>
internal sealed record FunctionDefinition(RpcFunctionMetadata Metadata, Trigger Trigger)
{
    public string Name => Metadata.Name;

    public string Id => Metadata.FunctionId;

    /// <exception cref="HostException">Something other than HTTP, a queue or a timer triggers it.</exception>
    public static FunctionDefinition Read(RpcFunctionMetadata metadata)
    {
        foreach (var text in metadata.RawBindings)
        {
            using var json = JsonDocument.Parse(text);
            var type = Text(json.RootElement, "type") ?? "";
            if (type.EndsWith("Trigger", StringComparison.OrdinalIgnoreCase))
                return new FunctionDefinition(metadata, ReadTrigger(metadata.Name, type, json.RootElement));
        }

        throw new HostException($"The function {metadata.Name} has no trigger.");
    }

    private static Trigger ReadTrigger(string function, string type, JsonElement binding)
    {
        var parameter = Text(binding, "name")!;
        return type.ToUpperInvariant() switch
        {
            "HTTPTRIGGER" => new HttpTrigger(parameter, Text(binding, "route") ?? function, Methods(binding), Level(binding)),
            "QUEUETRIGGER" => new QueueTrigger(parameter, Text(binding, "queueName")!, Text(binding, "connection"), Content(binding)),
            "TIMERTRIGGER" => new TimerTrigger(
                parameter,
                Text(binding, "schedule")!,
                Flag(binding, "runOnStartup") ?? false,
                Flag(binding, "useMonitor") ?? true
            ),
            _ => throw new HostException($"The function {function} has a {type}; this host knows HTTP, queue and timer triggers."),
        };
    }

    private static IReadOnlyList<string> Methods(JsonElement binding) =>
        Property(binding, "methods") is { ValueKind: JsonValueKind.Array } methods
            ? [.. methods.EnumerateArray().Select(method => method.GetString()!.ToUpperInvariant())]
            : [];

    // As everywhere in the Functions: without a word it is asked for a function key.
    private static AuthLevel Level(JsonElement binding) =>
        Enum.TryParse<AuthLevel>(Text(binding, "authLevel"), ignoreCase: true, out var level) ? level : AuthLevel.Function;

    private static QueueContent Content(JsonElement binding)
    {
        if (Property(binding, "properties") is { ValueKind: JsonValueKind.Object } properties && Flag(properties, "supportsDeferredBinding") == true)
            return QueueContent.WholeMessage;
        return string.Equals(Text(binding, "dataType"), "Binary", StringComparison.OrdinalIgnoreCase) ? QueueContent.Bytes : QueueContent.Text;
    }

    private static string? Text(JsonElement json, string name) =>
        Property(json, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    // "True" is a text in one version of the metadata and a truth value in another.
    private static bool? Flag(JsonElement json, string name) =>
        Property(json, name) is { } value && bool.TryParse(value.ToString(), out var flag) ? flag : null;

    private static JsonElement? Property(JsonElement json, string name)
    {
        foreach (var property in json.EnumerateObject())
        {
            if (string.Equals(property.Name, name, StringComparison.OrdinalIgnoreCase))
                return property.Value;
        }

        return null;
    }
}
