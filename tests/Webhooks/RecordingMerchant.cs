using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Tests.Webhooks;

/// <summary>An endpoint that notes which events arrive, and answers as a test wants.</summary>
internal sealed class RecordingMerchant : IAsyncDisposable
{
    private LoopbackEndpoint _server = null!;

    /// <summary>What was taken: answered with 200; at which <see cref="Stopwatch"/> time stamp it came.</summary>
    public ConcurrentQueue<(string Id, string Order, int Version, string Body, long At)> Taken { get; } = [];

    /// <summary>How many requests came, taken or not.</summary>
    public int Requests => _requests;

    /// <summary>Decides about a request; false breaks the connection.</summary>
    public Func<Task<bool>> Answer { get; set; } = () => Task.FromResult(true);

    /// <summary>The orders whose events it does not want; told with 422.</summary>
    public Func<string, bool> Refuses { get; set; } = _ => false;

    public Uri Url => _server.Url;

    private int _requests;

    public static async Task<RecordingMerchant> StartAsync()
    {
        var merchant = new RecordingMerchant();
        merchant._server = await LoopbackEndpoint.StartAsync(merchant.ReceiveAsync);
        return merchant;
    }

    /// <summary>The first arrivals of an order's events are in sequence, for every order.</summary>
    public void AssertInOrder()
    {
        foreach (var order in Taken.GroupBy(one => one.Order))
        {
            var first = order.Select(one => one.Version).Distinct().ToList();
            Assert.Equal(first.Order(), first);
        }
    }

    /// <summary>How many different events arrived.</summary>
    public int Events => Taken.Select(one => one.Id).Distinct().Count();

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    private async Task ReceiveAsync(HttpContext context)
    {
        Interlocked.Increment(ref _requests);
        var at = Stopwatch.GetTimestamp();
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        if (!await Answer())
        {
            context.Abort();
            return;
        }

        var data = JsonNode.Parse(body)!["data"]!;
        if (Refuses((string)data["id"]!))
        {
            context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
            return;
        }

        Taken.Enqueue((context.Request.Headers["webhook-id"].ToString(), (string)data["id"]!, (int)data["version"]!, body, at));
    }
}
