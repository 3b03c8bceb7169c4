using System.Text.Json;
using PaymentHub.Storage;

namespace PaymentHub.Reconciliation;

/// <summary>Calls for the reading of lists, one message each, so that all instances of the app share them.</summary>
public interface IReconciliationQueue
{
    /// <summary>Calls for a list; false when the call could not be sent. None has to arrive: what is due stands in its row.</summary>
    /// <param name="key">The reconciliation's key.</param>
    /// <param name="dueAt">When the call shows.</param>
    Task<bool> TryCallAsync(string key, DateTimeOffset dueAt, CancellationToken cancellationToken);
}

/// <summary>The queue message that calls for the reading of a list.</summary>
/// <param name="Job">The reconciliation's key.</param>
internal sealed record ReconciliationCall(string Job, int V = 1)
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static BinaryData Write(string key) => new(JsonSerializer.SerializeToUtf8Bytes(new ReconciliationCall(key), Json));

    /// <summary>Reads a message: the reconciliation's key.</summary>
    /// <exception cref="FormatException">It is not one of our messages.</exception>
    public static string Parse(string message)
    {
        try
        {
            return JsonSerializer.Deserialize<ReconciliationCall>(message, Json) is { V: 1, Job: { } key } && Keys.IsJob(key)
                ? key
                : throw new FormatException("The message is no reconciliation call of version 1.");
        }
        catch (Exception e) when (e is JsonException or ArgumentException) // ArgumentException: the text is no Unicode.
        {
            throw new FormatException("The message is no reconciliation call: " + e.Message);
        }
    }
}
