using System.Text;
using System.Text.RegularExpressions;
using Azure.Core;
using Azure.Core.Pipeline;

namespace PaymentHub.Tests.Support;

/// <summary>
/// Sits in the pipeline of every storage client, at the position where each try of a call passes. Names and counts the calls, however
/// often each is tried, and makes one go wrong on request. Polling, relaying and lease keeping are not counted: they belong to no deposit.
/// </summary>
internal sealed partial class StorageProbe : HttpPipelinePolicy
{
    private readonly Lock _gate = new();
    private readonly List<StorageCall> _calls = [];
    private TaskCompletionSource<StorageCall> _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Func<StorageCall, StorageFault> _plan = _ => StorageFault.None;
    private Func<string, bool> _counts = _ => true;
    private Func<Task> _meanwhile = () => Task.CompletedTask;
    private bool _counting;
    private volatile bool _dead;

    /// <summary>The calls since <see cref="Start"/>.</summary>
    public IReadOnlyList<StorageCall> Calls
    {
        get
        {
            lock (_gate)
                return [.. _calls];
        }
    }

    /// <summary>Completes with the call that the plan struck.</summary>
    public Task<StorageCall> Struck => _struck.Task;

    /// <summary>Starts counting anew, with a plan for what goes wrong. The first call that it strikes is the only one.</summary>
    /// <param name="counts">Which calls count, by their names; null: all.</param>
    /// <param name="meanwhile">What happens while <see cref="StorageFault.StandStill"/> lasts.</param>
    public void Start(Func<StorageCall, StorageFault>? plan = null, Func<string, bool>? counts = null, Func<Task>? meanwhile = null)
    {
        lock (_gate)
        {
            _calls.Clear();
            _counting = true;
            _plan = plan ?? (_ => StorageFault.None);
            _counts = counts ?? (_ => true);
            _meanwhile = meanwhile ?? (() => Task.CompletedTask);
            if (_struck.Task.IsCompleted)
                _struck = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    /// <summary>From now on nothing reaches storage: the process is dead, whatever its threads still do.</summary>
    public void Die() => _dead = true;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        throw new NotSupportedException("Everything here is asynchronous.");

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var fault = Judge(message);
        if (_dead || fault == StorageFault.DieBefore)
            throw Dead();
        if (fault == StorageFault.StandStill)
            await _meanwhile();
        await ProcessNextAsync(message, pipeline);
        if (_dead || fault == StorageFault.DieAfter)
            throw Dead();
        if (fault == StorageFault.LoseAnswer)
            throw new IOException("The connection broke before the answer arrived (as planned).");
    }

    private StorageFault Judge(HttpMessage message)
    {
        lock (_gate)
        {
            // Tried again, it is the same call: a slow machine makes more tries, not more calls.
            var again = message.ProcessingContext.RetryNumber > 0;
            if (!_counting || again || Name(message) is not { } name || !_counts(name))
                return StorageFault.None;
            var call = new StorageCall(_calls.Count + 1, name);
            _calls.Add(call);
            var fault = _struck.Task.IsCompleted ? StorageFault.None : _plan(call);
            if (fault != StorageFault.None)
                _struck.TrySetResult(call);
            if (fault is StorageFault.DieBefore)
                _dead = true;
            return fault;
        }
    }

    private OperationCanceledException Dead()
    {
        // Not a fault that anything retries: a dead process does nothing any more.
        _dead = true;
        return new OperationCanceledException("The process is dead (as planned).");
    }

    /// <summary>What the call is, as "orders: transaction"; null where it belongs to no order: polling, relaying, keeping leases.</summary>
    internal static string? Name(HttpMessage message)
    {
        var uri = message.Request.Uri.ToUri();
        var path = uri.AbsolutePath.Split('/', 3) is [_, _, var rest] ? Uri.UnescapeDataString(rest) : "";
        var method = message.Request.Method.Method;
        if (path.Split('/') is [var queue, "messages", ..])
        {
            return method switch
            {
                "POST" => $"queue {queue}: send",
                "DELETE" => $"queue {queue}: delete",
                _ => null,
            };
        }

        if (path == "$batch")
            return $"{BatchTable(message)}: transaction";
        if (Table().Match(path) is not { Success: true } table)
            return null;
        var name = table.Groups["table"].Value;
        var isRelay = uri.Query.Contains("WakeAt", StringComparison.Ordinal) || method == "PATCH" || method == "MERGE";
        return method switch
        {
            _ when isRelay => null,
            "GET" => $"{name}: read",
            "POST" => $"{name}: add",
            "PUT" => $"{name}: update",
            _ => $"{name}: {method}",
        };
    }

    private static string BatchTable(HttpMessage message)
    {
        using var content = new MemoryStream();
        message.Request.Content!.WriteTo(content, CancellationToken.None);
        return Batch().Match(Encoding.UTF8.GetString(content.ToArray())).Groups["table"].Value;
    }

    [GeneratedRegex(@"^(?<table>orders|callbacks|listing|addresses|limits|reconciliations|merchants)(\(|$)")]
    private static partial Regex Table();

    [GeneratedRegex(@"https?://[^/]+/[^/]+/(?<table>[a-z]+)")]
    private static partial Regex Batch();
}
