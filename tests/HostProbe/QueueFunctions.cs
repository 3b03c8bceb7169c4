using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace HostProbe;

/// <summary>A message with a shape.</summary>
public sealed record Parcel(string Name, int Weight);

/// <summary>Functions that take messages.</summary>
public static class QueueFunctions
{
    [Function("TakeText")]
    public static void TakeText(
        [QueueTrigger("texts")] string message,
        long dequeueCount,
        string id,
        string popReceipt,
        DateTimeOffset insertionTime,
        DateTimeOffset expirationTime,
        DateTimeOffset nextVisibleTime
    ) =>
        Diary.Write(
            $"text:{message}:{dequeueCount}:{id.Length > 0}:{popReceipt.Length > 0}:{insertionTime <= nextVisibleTime}:{expirationTime > nextVisibleTime}"
        );

    [Function("TakeBytes")]
    public static void TakeBytes([QueueTrigger("bytes")] byte[] message) => Diary.Write($"bytes:{Convert.ToHexString(message)}");

    [Function("TakeParcel")]
    public static void TakeParcel([QueueTrigger("parcels")] Parcel parcel) => Diary.Write($"parcel:{parcel.Name}:{parcel.Weight}");

    [Function("TakeWhole")]
    public static void TakeWhole([QueueTrigger("wholes")] QueueMessage message) =>
        Diary.Write($"whole:{message.Body}:{message.DequeueCount}:{message.MessageId.Length > 0}");

    [Function("TakeMembers")]
    public static void TakeMembers([QueueTrigger("members")] string message, string customer, string id, string number, string? nothing) =>
        Diary.Write($"members:{message.Length}:{customer}:{id}:{number}:{nothing ?? "none"}");

    [Function("TakeNever")]
    public static void TakeNever([QueueTrigger("nevers")] string message, long dequeueCount)
    {
        Diary.Write($"never:{message}:{dequeueCount}");
        throw new InvalidOperationException("It is never taken.");
    }

    [Function("TakeNeverPoison")]
    public static void TakeNeverPoison([QueueTrigger("nevers-poison")] string message) => Diary.Write($"poison:{message}");

    [Function("TakeSlowly")]
    public static async Task TakeSlowlyAsync([QueueTrigger("slows")] string message, CancellationToken cancellationToken)
    {
        Diary.Write($"slow:{message}");
        await Diary.WaitAsync("slow-gate", cancellationToken);
        Diary.Write($"slow-done:{message}");
    }

    [Function("TakeConfigured")]
    public static void TakeConfigured([QueueTrigger("%ProbeQueue%", Connection = "ProbeStorage")] string message) =>
        Diary.Write($"configured:{message}");
}
