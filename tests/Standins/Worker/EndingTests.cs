using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class EndingTests
{
    [Fact]
    public async Task A_stop_lets_a_running_message_end_and_deletes_it()
    {
        // One at a time, so that no poll is under way when the stop begins.
        await using var host = await ProbeHost.StartAsync(
            nameof(GatedProbe),
            settings: ["AzureFunctionsJobHost:extensions:queues:batchSize=1", "AzureFunctionsJobHost:extensions:queues:newBatchThreshold=0"]);
        await host.Queue().CreateAsync();
        await host.Queue().SendMessageAsync("b25l");
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        var stop = host.StopAsync();
        await host.Queue().SendMessageAsync("dHdv");
        Assert.False(stop.IsCompleted);
        host.State.Gate.Release();
        await stop;

        Assert.Equal(["one 1"], host.State.Seen);
        var left = Assert.Single((await host.Queue().PeekMessagesAsync(32)).Value);
        Assert.Equal("dHdv", left.MessageText);
    }

    [Fact]
    public async Task A_stop_cancels_what_outlasts_the_grace()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(GatedProbe),
            builder => builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromMilliseconds(300)));
        await host.Queue().CreateAsync();
        await host.Queue().SendMessageAsync("b25l");
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        // The host reports the overrun of its timeout, as any host does.
        await Record.ExceptionAsync(host.StopAsync);

        Assert.Equal(["one cancelled"], host.State.Seen);
        var left = Assert.Single((await host.Queue().PeekMessagesAsync(32)).Value);
        Assert.Equal(1, left.DequeueCount);
    }

    [Fact]
    public async Task A_stop_lets_a_running_request_end()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));
        var request = host.Client.GetAsync("api/waits");
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        var stop = host.StopAsync();
        host.State.Gate.Release();
        using var response = await request;
        await stop;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => host.Client.GetAsync("api/orders/1"));
    }

    [Fact]
    public async Task A_killed_host_cuts_its_requests_off()
    {
        var host = await ProbeHost.StartAsync(nameof(HttpProbes));
        using var client = new HttpClient { BaseAddress = host.Client.BaseAddress };
        var request = client.GetAsync("api/waits");
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        host.Kill();

        await Assert.ThrowsAsync<HttpRequestException>(() => request);
        await Assert.ThrowsAsync<HttpRequestException>(() => client.GetAsync("api/orders/1"));
    }

    [Fact]
    public async Task A_killed_host_leaves_its_message_hidden_and_the_next_host_gets_it()
    {
        var killed = await ProbeHost.StartAsync(nameof(GatedProbe), settings: "Functions:Queues:MessageVisibility=00:00:03");
        await killed.Queue().CreateAsync();
        await killed.Queue().SendMessageAsync("b25l");
        await Wait.UntilAsync(() => killed.State.Running == 1, "the function runs");
        var (state, calls, queue) = (killed.State, killed.Calls, killed.Queue());

        killed.Kill();

        await Wait.UntilAsync(() => state.Seen.Contains("one cancelled"), "the function notices");
        Assert.Empty((await queue.PeekMessagesAsync(32)).Value);
        Assert.Equal(0, calls.Deletes + calls.Updates);
        var polls = calls.Receives;
        await using var next = await ProbeHost.StartAsync(nameof(TextProbe), settings: $"Q={killed.QueueName}");
        await Wait.UntilAsync(() => next.State.Seen.Contains("one 2"), "the message comes back");
        Assert.Equal(polls, calls.Receives);
        Assert.Equal(0, calls.Deletes + calls.Updates);
    }
}
