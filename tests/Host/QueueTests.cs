using System.Globalization;

namespace FunctionsHost.Tests;

public sealed class QueueTests(SharedProbe shared) : IClassFixture<SharedProbe>
{
    private readonly ProbeHost _probe = shared.Host;

    [Fact]
    public async Task A_text_comes_with_what_is_known_of_it()
    {
        await _probe.SendAsync("texts", "héllo");

        await _probe.WrittenAsync("text:héllo:1:True:True:True:True");
    }

    [Fact]
    public async Task Bytes_come_as_they_were_sent()
    {
        await _probe.Queue("bytes").SendMessageAsync(BinaryData.FromBytes(new byte[] { 0, 255, 128 }));

        await _probe.WrittenAsync("bytes:00FF80");
    }

    [Fact]
    public async Task A_JSON_message_becomes_an_object()
    {
        await _probe.SendAsync("parcels", """{"NAME":"box","weight":3}""");

        await _probe.WrittenAsync("parcel:box:3");
    }

    [Fact]
    public async Task A_function_may_take_the_whole_message()
    {
        await _probe.SendAsync("wholes", "plain");

        await _probe.WrittenAsync("whole:plain:1:True");
    }

    [Fact]
    public async Task The_members_of_a_JSON_message_can_be_bound_to()
    {
        // "id" names the message's own id as well, whose case differs: the member goes first, and one name is left.
        const string Message = """{"customer":"c1","id":"x","Number":12.50,"nothing":null,"many":[1],"deep":{"a":1}}""";

        await _probe.SendAsync("members", Message);

        await _probe.WrittenAsync($"members:{Message.Length}:c1:x:12.50:none");
    }

    [Fact]
    public async Task Members_that_differ_in_case_only_do_not_cost_the_message()
    {
        await _probe.SendAsync("members", """{"customer":"a","CUSTOMER":"b","id":"1","ID":"2","number":3}""");

        await _probe.UntilAsync(
            () =>
                _probe.Diary.Any(line =>
                    line.StartsWith("members:", StringComparison.Ordinal) && line.EndsWith(":b:2:3:none", StringComparison.Ordinal)
                ),
            "the message is taken"
        );
    }

    [Fact]
    public async Task A_message_that_is_refused_too_often_goes_to_the_poison_queue()
    {
        await _probe.SendAsync("nevers", "no");

        await _probe.WrittenAsync("poison:no");
        Assert.Equal(["never:no:1", "never:no:2", "never:no:3"], _probe.Diary.Where(line => line.StartsWith("never:no:", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_message_that_is_no_base64_goes_to_the_poison_queue_at_once()
    {
        await new Azure.Storage.Queues.QueueClient(_probe.Storage, "nevers").SendMessageAsync("not base64!");

        await _probe.UntilAsync(
            () => _probe.Log.Any(line => line.Contains("nevers-poison", StringComparison.Ordinal)),
            "the log tells of the poison queue"
        );
        Assert.DoesNotContain(_probe.Diary, line => line.StartsWith("never:not", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Queue_and_account_may_come_from_settings()
    {
        await _probe.SendAsync("configured", "x");

        await _probe.WrittenAsync("configured:x");
    }

    [Fact]
    public async Task A_message_that_was_taken_is_gone()
    {
        await _probe.SendAsync("texts", "once");
        await _probe.UntilAsync(() => _probe.Diary.Any(line => line.StartsWith("text:once:", StringComparison.Ordinal)), "it is taken");

        await _probe.UntilAsync(() => _probe.Queue("texts").GetProperties().Value.ApproximateMessagesCount == 0, "the queue is empty");
        Assert.Single(_probe.Diary, line => line.StartsWith("text:once:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Many_messages_are_each_taken_once()
    {
        var sent = Enumerable.Range(0, 150).Select(number => number.ToString("'m'000", CultureInfo.InvariantCulture)).ToList();
        await Task.WhenAll(sent.Select(text => _probe.SendAsync("parcels", $$"""{"name":"{{text}}","weight":1}""")));

        await _probe.UntilAsync(
            () => _probe.Diary.Count(line => line.StartsWith("parcel:m", StringComparison.Ordinal)) >= sent.Count,
            "all are taken"
        );

        Assert.Equal(
            sent,
            _probe
                .Diary.Where(line => line.StartsWith("parcel:m", StringComparison.Ordinal))
                .Select(line => line.Split(':')[1])
                .Order(StringComparer.Ordinal)
        );
    }
}
