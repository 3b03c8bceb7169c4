using PaymentHub.Local.Demo;

namespace PaymentHub.Tests.Local;

public sealed class PlayCheckTests
{
    private static readonly DateTimeOffset CalledBack = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private static readonly HubOrder Order = new()
    {
        Id = "dep_1",
        Status = "completed",
        CustomerId = "customer-1",
        Amount = "10.5",
        Currency = "USDT",
    };
    private static readonly DemoWebhook Webhook = new(
        "evt_1",
        CalledBack.AddMilliseconds(1250),
        Verified: true,
        new HubEvent("deposit.completed", Order)
    );
    private static readonly SentCallback Callback = new("usdt_gateway", "77", CalledBack, 200, Acknowledged: true);
    private static readonly Play Play = new(
        "usdt_gateway",
        "customer-1",
        "10.5",
        "USDT",
        ["deposit.completed"],
        "v1/deposits",
        (_, _) => Task.FromResult("77")
    );

    [Fact]
    public void A_completed_order_and_one_verified_webhook_are_as_expected()
    {
        var result = PlayCheck.Of(Play, Callback, [Webhook], Order);

        Assert.True(result.AsExpected);
        Assert.Equal("dep_1", result.Order);
        Assert.Equal("10.5 USDT", result.Amount);
        Assert.Equal("completed", result.State);
        Assert.Equal(TimeSpan.FromMilliseconds(1250), result.Latency);
        Assert.True(result.Verified);
    }

    [Fact]
    public void No_callback_and_no_webhook_are_told()
    {
        var result = PlayCheck.Of(Play, null, [], null);

        Assert.Equal(["the provider sent no callback", "the merchant received no webhook; it must be deposit.completed"], result.Problems);
        Assert.Null(result.Latency);
        Assert.Null(result.Verified);
    }

    [Fact]
    public void A_callback_that_was_not_acknowledged_is_told() =>
        AssertProblem(
            "the first callback was not acknowledged (HTTP 503)",
            PlayCheck.Of(Play, Callback with { Status = 503, Acknowledged = false }, [Webhook], Order)
        );

    [Fact]
    public void A_second_webhook_is_told() =>
        AssertProblem(
            "the merchant received deposit.completed, deposit.completed; it must be deposit.completed",
            PlayCheck.Of(Play, Callback, [Webhook, Webhook], Order)
        );

    [Fact]
    public void Webhooks_in_another_order_are_told()
    {
        var withdrawal = Play with { Events = ["withdrawal.submitted", "withdrawal.completed"] };
        var submitted = Webhook with { Event = new("withdrawal.submitted", Order) };
        var completed = Webhook with { Event = new("withdrawal.completed", Order) };

        Assert.True(PlayCheck.Of(withdrawal, Callback, [submitted, completed], Order).AsExpected);
        AssertProblem(
            "the merchant received withdrawal.completed, withdrawal.submitted; it must be withdrawal.submitted, withdrawal.completed",
            PlayCheck.Of(withdrawal, Callback, [completed, submitted], Order)
        );
    }

    [Fact]
    public void A_bad_signature_is_told()
    {
        var result = PlayCheck.Of(Play, Callback, [Webhook with { Verified = false }], Order);

        AssertProblem("a webhook's signature is not good", result);
        Assert.False(result.Verified);
    }

    [Fact]
    public void Another_amount_in_the_webhook_is_told() =>
        AssertProblem(
            "the webhook says 10.50 USDT; it must be 10.5 USDT",
            PlayCheck.Of(Play, Callback, [Webhook with { Event = new("deposit.completed", Order with { Amount = "10.50" }) }], Order)
        );

    [Fact]
    public void Another_amount_of_the_order_is_told() =>
        AssertProblem("the order has 105 USDT; it must be 10.5 USDT", PlayCheck.Of(Play, Callback, [Webhook], Order with { Amount = "105" }));

    [Fact]
    public void Another_state_is_told_with_its_reason()
    {
        var result = PlayCheck.Of(Play, Callback, [Webhook], Order with { Status = "needs_review", ReviewReason = "unknown_address" });

        AssertProblem("the order is needs_review; it must be completed", result);
        Assert.Equal("needs_review (unknown_address)", result.State);
    }

    private static void AssertProblem(string problem, PlayResult result)
    {
        Assert.False(result.AsExpected);
        Assert.Equal([problem], result.Problems);
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void What_stopped_a_play_is_a_part_of_a_sentence_in_our_words(Exception exception, string words) =>
        Assert.Equal(words, DemoProblem.Of(exception));

    public static TheoryData<Exception, string> Exceptions =>
        new()
        {
            { new DemoException("The withdrawal wd_1 is still created after 30 seconds."), "The withdrawal wd_1 is still created after 30 seconds" },
            { new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused (127.0.0.1:1)"), "nobody answers there" },
            { new HttpRequestException(HttpRequestError.ResponseEnded, "The response ended prematurely. (ResponseEnded)"), "the connection broke" },
            { new System.Text.Json.JsonException("'<' is an invalid start of a value. Path: $"), "the answer is not the JSON that it should be" },
            {
                new TaskCanceledException("The request was canceled due to the configured HttpClient.Timeout of 30 seconds elapsing."),
                "no answer came in time"
            },
        };
}
