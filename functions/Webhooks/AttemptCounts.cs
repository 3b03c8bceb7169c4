using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Data.Tables;
using PaymentHub.Storage;

namespace PaymentHub.Webhooks;

/// <summary>The counts of attempts: a small row an endpoint.</summary>
public sealed class AttemptCounts(StorageClients storage) : IAttemptCounts
{
    private const string Hours = "Hours";

    private readonly TableClient _table = storage.Table(TableNames.Endpoints);

    public async Task<bool> TryAddAsync(
        string merchantId,
        string endpoint,
        DateTimeOffset now,
        AttemptCount count,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var before = await ReadAsync(merchantId, endpoint, cancellationToken);
            var row = new TableEntity(Keys.AttemptCounts, Keys.Breaker(merchantId, endpoint))
            {
                [Hours] = JsonSerializer.Serialize(before.Value.Add(now, count).Hours),
            };
            // A write whose answer was lost is counted twice: it is a rate, not an account.
            return before.IsWritten
                ? await _table.TryUpdateAsync(row, new ETag(before.Revision), TableUpdateMode.Replace, cancellationToken)
                : await _table.TryAddAsync(row, cancellationToken);
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e) && !cancellationToken.IsCancellationRequested)
        {
            // The delivery is recorded already: a late count is no reason to deliver it again.
            return false;
        }
    }

    public async Task<AttemptCount> SumAsync(string merchantId, string endpoint, DateTimeOffset now, CancellationToken cancellationToken) =>
        (await ReadAsync(merchantId, endpoint, cancellationToken)).Value.Sum(now);

    private async Task<Versioned<AttemptHours>> ReadAsync(string merchantId, string endpoint, CancellationToken cancellationToken)
    {
        var found = await _table.GetEntityIfExistsAsync<TableEntity>(
            Keys.AttemptCounts,
            Keys.Breaker(merchantId, endpoint),
            cancellationToken: cancellationToken
        );
        return found is { HasValue: true, Value: { } row }
            ? new Versioned<AttemptHours>(new AttemptHours(Read(row)), row.ETag.ToString())
            : new Versioned<AttemptHours>(new AttemptHours(new Dictionary<string, AttemptCount>()), "");
    }

    private static Dictionary<string, AttemptCount> Read(TableEntity row)
    {
        try
        {
            return JsonSerializer.Deserialize<Dictionary<string, AttemptCount>>(row.GetString(Hours) ?? "{}")!;
        }
        catch (JsonException)
        {
            // Changed by hand: start again.
            return [];
        }
    }
}

/// <summary>The results of attempts at an endpoint.</summary>
/// <param name="Attempts">How many were made.</param>
/// <param name="Delivered">How many of them arrived.</param>
public sealed record AttemptCount(int Attempts, int Delivered)
{
    /// <summary>Both together.</summary>
    public AttemptCount And(AttemptCount other) => new(Attempts + other.Attempts, Delivered + other.Delivered);
}

/// <summary>The attempts at an endpoint in the last 24 hours, by the hour. Pure.</summary>
/// <param name="Hours">The counts by their hour, as 2026053114.</param>
public sealed record AttemptHours(IReadOnlyDictionary<string, AttemptCount> Hours)
{
    /// <summary>The attempts with some more, which were made in this hour.</summary>
    public AttemptHours Add(DateTimeOffset now, AttemptCount count)
    {
        var kept = Recent(now).ToDictionary(StringComparer.Ordinal);
        kept[Hour(now)] = kept.GetValueOrDefault(Hour(now))?.And(count) ?? count;
        return new AttemptHours(kept);
    }

    /// <summary>All of the last 24 hours.</summary>
    public AttemptCount Sum(DateTimeOffset now) => Recent(now).Aggregate(new AttemptCount(0, 0), (sum, hour) => sum.And(hour.Value));

    private IEnumerable<KeyValuePair<string, AttemptCount>> Recent(DateTimeOffset now) =>
        Hours.Where(hour => string.CompareOrdinal(hour.Key, Hour(now.AddHours(-23))) >= 0);

    private static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMddHH", CultureInfo.InvariantCulture);
}
