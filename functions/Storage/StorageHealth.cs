using Azure;
using Azure.Data.Tables;

namespace PaymentHub.Storage;

/// <summary>Whether storage works. The result is cached for two seconds, so that nobody can make us ask storage more often.</summary>
public sealed class StorageHealth(StorageClients storage, TimeProvider clock)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Task<IReadOnlyList<PartHealth>>? _last;
    private DateTimeOffset _askedAt;

    /// <summary>How each part is; one that does not answer within five seconds is not ready.</summary>
    public Task<IReadOnlyList<PartHealth>> AskAsync()
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_last is null || (_last.IsCompleted && now - _askedAt >= Fresh))
                (_last, _askedAt) = (AskAllAsync(), now);
            return _last;
        }
    }

    private async Task<IReadOnlyList<PartHealth>> AskAllAsync() =>
        await Task.WhenAll(
            AskAsync(
                "tables",
                token => storage.Table(TableNames.Orders).GetEntityIfExistsAsync<TableEntity>(Keys.Bucket(0), "health", cancellationToken: token)
            ),
            AskAsync("queues", token => storage.Queue(QueueNames.Webhooks).GetPropertiesAsync(token))
        );

    private static async Task<PartHealth> AskAsync(string part, Func<CancellationToken, Task> ask)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await ask(patience.Token);
            return new PartHealth(part, null);
        }
        catch (Exception e) when (e is RequestFailedException || StorageFaults.IsUnavailable(e) || e is OperationCanceledException)
        {
            return new PartHealth(
                part,
                e switch
                {
                    RequestFailedException { Status: > 0 } failed => $"HTTP {failed.Status} {failed.ErrorCode}".TrimEnd(),
                    OperationCanceledException => $"no answer within {Patience.TotalSeconds:0} s",
                    _ => e.GetBaseException().GetType().Name,
                }
            );
        }
    }
}

/// <summary>The state of one part that the app depends on.</summary>
/// <param name="Part">Which it is.</param>
/// <param name="Trouble">What is wrong, for an operator; null when it is ready.</param>
public sealed record PartHealth(string Part, string? Trouble);
