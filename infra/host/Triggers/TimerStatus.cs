using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Blobs;

namespace FunctionsHost.Triggers;

/// <summary>When a timer function ran last and is due next, in local time.</summary>
internal sealed record TimerStatus(DateTime Last, DateTime Next, DateTime LastUpdated)
{
    /// <summary>The status that holds at a start, and whether an occurrence was missed. A schedule that was changed meanwhile misses none.</summary>
    /// <param name="stored">What the last host left; null for none.</param>
    public static (TimerStatus Status, bool IsPastDue) AtStart(TimerStatus? stored, TimerSchedule schedule, DateTime now)
    {
        if (stored is null)
            return (new TimerStatus(default, schedule.Next(now), now), false);
        var expected = schedule.Next(stored.Last == default ? stored.LastUpdated : stored.Last);
        // As the real host: it is then due as of the last run under the new schedule, and that may have passed, too.
        var status = expected == stored.Next ? stored : new TimerStatus(default, expected, now);
        return (status, now > expected);
    }

    /// <summary>The status after a run.</summary>
    /// <param name="started">When it started. A clock that runs a little ahead of the schedule must not make it due a second time.</param>
    public TimerStatus After(DateTime started, bool scheduled, TimerSchedule schedule)
    {
        var counted = scheduled && Next > started ? Next : started;
        return new TimerStatus(counted, schedule.Next(counted), counted);
    }
}

/// <summary>Keeps the status of one timer function where the real host does: in a blob of the host's container.</summary>
internal sealed class TimerStatusBlob(BlobContainerClient container, string hostId, string function)
{
    private static readonly JsonSerializerOptions Options = new() { UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip };

    private BlobClient Blob => container.GetBlobClient($"timers/{hostId}/Functions.{function}/status");

    /// <returns>Null when there is none.</returns>
    public async Task<TimerStatus?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            var blob = await Blob.DownloadContentAsync(cancellationToken);
            return JsonSerializer.Deserialize<TimerStatus>(blob.Value.Content, Options);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task WriteAsync(TimerStatus status, CancellationToken cancellationToken)
    {
        await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await Blob.UploadAsync(BinaryData.FromObjectAsJson(status, Options), overwrite: true, cancellationToken);
    }
}
