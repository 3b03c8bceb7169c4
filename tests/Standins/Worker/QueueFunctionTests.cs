using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Queues;
using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class QueueFunctionTests
{
    [Theory]
    [InlineData("bytes", "hello", "bytes 68656C6C6F")]
    [InlineData("binary", "hello", "binary hello")]
    [InlineData("whole", "hello", "whole hello 1")]
    [InlineData("parsed", """{"TEXT":"hello","amount":0.10}""", "parsed hello 0.10")]
    public async Task A_message_is_bound_in_the_shape_that_the_function_takes(string queue, string text, string seen)
    {
        await using var host = await WithOtherStorageAsync();

        await SendAsync(host.Queue($"-{queue}"), text);

        await Wait.UntilAsync(() => !host.State.Seen.IsEmpty, "the function runs");
        Assert.Equal([seen], host.State.Seen);
    }

    [Fact]
    public async Task A_messages_metadata_is_bound_by_name()
    {
        await using var host = await WithOtherStorageAsync();

        await SendAsync(host.Queue("-metadata"), "hello");

        await Wait.UntilAsync(() => host.State.Seen.Count == 3, "the function runs");
        Assert.Equal(["metadata hello 1 True True", "times 7.00:00:00 True", "data 1 True"], host.State.Seen);
    }

    [Fact]
    public async Task A_message_that_was_taken_is_deleted()
    {
        await using var host = await ProbeHost.StartAsync(nameof(TextProbe));

        await SendAsync(host.Queue(), "hello");

        await Wait.UntilAsync(() => IsEmptyAsync(host.Queue()), "the message is deleted");
        Assert.Equal(["hello 1"], host.State.Seen);
    }

    [Fact]
    public async Task A_queue_that_is_created_later_is_polled_until_it_is_there()
    {
        await using var host = await ProbeHost.StartAsync(nameof(TextProbe));
        await Wait.UntilAsync(() => host.Calls.Receives >= 3, "the missing queue is polled");

        await SendAsync(host.Queue(), "late");

        await Wait.UntilAsync(() => host.State.Seen.Contains("late 1"), "the message is taken");
    }

    [Fact]
    public async Task A_failing_message_is_tried_five_times_and_moved_to_the_poison_queue()
    {
        await using var host = await ProbeHost.StartAsync(nameof(FailingProbe));

        await SendAsync(host.Queue(), "bad");

        Assert.Equal("YmFk", await PoisonTextAsync(host));
        await Wait.UntilAsync(() => IsEmptyAsync(host.Queue()), "the message is deleted");
        Assert.Equal(["bad 1", "bad 2", "bad 3", "bad 4", "bad 5"], host.State.Seen);
    }

    [Fact]
    public async Task A_message_that_was_received_too_often_is_moved_without_a_run()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(TextProbe), settings: ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=2", "Functions:Types=none"]);
        await SendAsync(host.Queue(), "worn");
        for (var i = 0; i < 2; i++)
        {
            var message = (await host.Queue().ReceiveMessageAsync()).Value;
            await host.Queue().UpdateMessageAsync(message.MessageId, message.PopReceipt, visibilityTimeout: TimeSpan.Zero);
        }

        await using var next = await ProbeHost.StartAsync(
            nameof(TextProbe), settings: ["AzureFunctionsJobHost:extensions:queues:maxDequeueCount=2", $"Q={host.QueueName}"]);

        Assert.Equal("d29ybg==", await PoisonTextAsync(next));
        Assert.Empty(next.State.Seen);
    }

    [Fact]
    public async Task A_poison_queues_failing_message_stays_hidden()
    {
        var poison = $"probe-{Guid.NewGuid():N}-poison";
        await using var host = await ProbeHost.StartAsync(nameof(FailingProbe), settings: $"Q={poison}");

        await SendAsync(host.Queue(), "bad");

        await Wait.UntilAsync(() => host.State.Seen.Contains("bad 1"), "the function runs");
        var polls = host.Calls.Receives;
        await Wait.UntilAsync(() => host.Calls.Receives >= polls + 4, "the queue is polled again");
        Assert.Equal(["bad 1"], host.State.Seen);
        Assert.Equal(0, host.Calls.Updates + host.Calls.Deletes);
        Assert.False(await host.Queue("-poison").ExistsAsync());
    }

    [Fact]
    public async Task A_text_that_is_not_base64_is_moved_as_it_is()
    {
        await using var host = await ProbeHost.StartAsync(nameof(TextProbe));
        await host.Queue().CreateAsync();

        await host.Queue().SendMessageAsync("not base64!");

        Assert.Equal("not base64!", await PoisonTextAsync(host));
        Assert.Empty(host.State.Seen);
    }

    [Fact]
    public async Task Without_encoding_the_text_is_taken_as_it_is()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(TextProbe), settings: "AzureFunctionsJobHost:extensions:queues:messageEncoding=none");
        await host.Queue().CreateAsync();

        await host.Queue().SendMessageAsync("not base64!");

        await Wait.UntilAsync(() => host.State.Seen.Contains("not base64! 1"), "the message is taken");
    }

    [Fact]
    public async Task A_message_that_is_no_json_for_its_function_is_moved_to_the_poison_queue()
    {
        await using var host = await ProbeHost.StartAsync(nameof(ParsingProbe));

        await SendAsync(host.Queue(), "{broken");

        Assert.Equal(Convert.ToBase64String("{broken"u8), await PoisonTextAsync(host));
        Assert.Empty(host.State.Seen);
    }

    [Fact]
    public async Task A_failing_message_stays_hidden_for_the_visibility_timeout()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(FailingProbe), settings: "AzureFunctionsJobHost:extensions:queues:visibilityTimeout=01:00:00");

        await SendAsync(host.Queue(), "bad");

        await Wait.UntilAsync(() => host.Calls.Updates == 1, "the message is released");
        var polls = host.Calls.Receives;
        await Wait.UntilAsync(() => host.Calls.Receives >= polls + 4, "the queue is polled again");
        Assert.Equal(["bad 1"], host.State.Seen);
    }

    [Theory]
    [InlineData(2, 0, 2)]
    [InlineData(2, 1, 3)]
    [InlineData(1, 2, 3)]
    public async Task Batch_size_and_threshold_bound_how_many_messages_run(int batchSize, int threshold, int most)
    {
        const int Messages = 8;
        await using var host = await ProbeHost.StartAsync(
            nameof(GatedProbe),
            settings: [$"AzureFunctionsJobHost:extensions:queues:batchSize={batchSize}", $"AzureFunctionsJobHost:extensions:queues:newBatchThreshold={threshold}"]);
        await host.Queue().CreateAsync();
        for (var i = 0; i < Messages; i++)
            await SendAsync(host.Queue(), "hello");

        for (var passed = 1; passed <= Messages; passed++)
        {
            await Wait.UntilAsync(() => host.State.Running >= Math.Min(threshold + 1, Messages - passed + 1), "the next messages run");
            host.State.Gate.Release();
            await Wait.UntilAsync(() => host.State.Seen.Count == passed, "a message has passed");
        }

        Assert.Equal(most, host.State.MostRunning);
    }

    [Fact]
    public async Task A_running_message_is_kept_hidden()
    {
        await using var host = await ProbeHost.StartAsync(nameof(GatedProbe), settings: "Functions:Queues:MessageVisibility=00:00:04");
        await SendAsync(host.Queue(), "slow");

        await Wait.UntilAsync(() => host.Calls.Updates >= 3, "the message was hidden anew three times, over longer than its visibility");
        host.State.Gate.Release();

        await Wait.UntilAsync(() => IsEmptyAsync(host.Queue()), "the message is deleted");
        Assert.Equal(["slow 1"], host.State.Seen);
        Assert.Equal(1, host.State.MostRunning);
    }

    [Fact]
    public async Task A_poll_that_fails_is_tried_again()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(TextProbe),
            builder => builder.Services.AddSingleton<HttpPipelinePolicy>(new FailingCalls(RequestMethod.Get, 3)));

        await SendAsync(host.Queue(), "hello");

        await Wait.UntilAsync(() => host.State.Seen.Contains("hello 1"), "the message is taken");
        Assert.True(host.Calls.Receives > 3);
    }

    [Fact]
    public async Task A_message_whose_deletion_fails_comes_back_when_its_time_is_over()
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(TextProbe),
            builder => builder.Services.AddSingleton<HttpPipelinePolicy>(new FailingCalls(RequestMethod.Delete, 1)),
            "Functions:Queues:MessageVisibility=00:00:01");

        await SendAsync(host.Queue(), "hello");

        await Wait.UntilAsync(() => host.State.Seen.Contains("hello 2"), "the message comes back");
        await Wait.UntilAsync(() => IsEmptyAsync(host.Queue()), "the message is deleted");
    }

    private static async Task<ProbeHost> WithOtherStorageAsync() =>
        await ProbeHost.StartAsync(
            nameof(QueueProbes), settings: $"ConnectionStrings:OtherStorage={await Support.SharedAzurite.ConnectionStringAsync()}");

    private static async Task SendAsync(QueueClient queue, string text)
    {
        await queue.CreateIfNotExistsAsync();
        await queue.SendMessageAsync(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
    }

    private static async Task<bool> IsEmptyAsync(QueueClient queue) =>
        (await queue.GetPropertiesAsync()).Value.ApproximateMessagesCount == 0;

    private static async Task<string> PoisonTextAsync(ProbeHost host)
    {
        var poison = host.Queue("-poison");
        await Wait.UntilAsync(async () => await poison.ExistsAsync() && !await IsEmptyAsync(poison), "the message is in the poison queue");
        return Assert.Single((await poison.PeekMessagesAsync(32)).Value).MessageText;
    }
}
