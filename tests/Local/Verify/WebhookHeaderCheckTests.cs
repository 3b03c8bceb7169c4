using System.Text.RegularExpressions;
using PaymentHub.Local.Verify;
using static PaymentHub.Tests.Local.Verify.WebhookCheckTests;

namespace PaymentHub.Tests.Local.Verify;

/// <summary>What verify-webhook says of headers.</summary>
public class WebhookHeaderCheckTests
{
    [Theory]
    [InlineData(3600 * 26, "2025-11-22T04:00:00Z, 1 d 2 h before now: libraries refuse more than 5 minutes. Verify when it arrives")]
    [InlineData(301, "2025-11-22T04:00:00Z, 5 min 1 s before now: libraries refuse")]
    [InlineData(-3900, "2025-11-22T04:00:00Z, 1 h 5 min after now: libraries refuse more than 5 minutes. Your clock is slow")]
    public void A_skew_is_told_with_how_much_it_is(int seconds, string expected)
    {
        var parts = WebhookCheck.Run(Headers(), Utf8(Body), Secret, Now(seconds));

        var part = Wrong(parts);
        Assert.Equal("webhook-timestamp", part.Name);
        Assert.StartsWith(expected, part.Text, StringComparison.Ordinal);
        Assert.Contains(parts, other => other is { Name: "signature", Text: "matches." });
    }

    [Fact]
    public void The_timestamp_of_another_attempt_is_found()
    {
        var headers = Headers().Replace($"{At}", $"{At + 7321}", StringComparison.Ordinal);

        var part = Wrong(WebhookCheck.Run(headers, Utf8(Body), Secret, Now(7330)));

        Assert.Equal("webhook-timestamp", part.Name);
        Assert.StartsWith(
            "is not the one that was signed, 1763784000 (2025-11-22T04:00:00Z): headers of two attempts were mixed",
            part.Text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void The_id_of_another_event_is_found()
    {
        var headers = Headers().Replace(Id, "evt_dep_4xe7bw90sba62sj1ffa4cph7w3_1", StringComparison.Ordinal);

        var part = Wrong(WebhookCheck.Run(headers, Utf8(Body), Secret, Now(12)));

        Assert.Equal(
            ("webhook-id", $"is not the one that was signed, {Id}: headers of one webhook and the body of another, or it was changed."),
            (part.Name, part.Text)
        );
    }

    [Theory]
    [InlineData("webhook-id: .*\n", "", "webhook-id", "is missing: something between PaymentHub and your program drops it")]
    [InlineData("webhook-id", "svix-id", "webhook-id", "is missing; there is one of Svix's name instead")]
    [InlineData("webhook-id: .*\n", "webhook-id: \n", "webhook-id", "is empty.")]
    [InlineData("webhook-id", "webhook-id: evt_x_1\nwebhook-id", "webhook-id", "stands there more than once, with different values.")]
    [InlineData(
        "webhook-timestamp: .*\n",
        "webhook-timestamp: 2025-11-22T04:00:00Z\n",
        "webhook-timestamp",
        "is '2025-11-22T04:00:00Z', but must be Unix seconds"
    )]
    [InlineData("1763784000", "1763784000000", "webhook-timestamp", "is in milliseconds, but must be in seconds")]
    [InlineData("v1,", "v1=", "webhook-signature", "holds no signature 'v1,' and the base64 of 32 bytes")]
    [InlineData("v1,.*\n", "v1,c2hvcnQ=\n", "webhook-signature", "holds no signature")]
    public void A_header_that_is_missing_or_odd_is_told(string pattern, string replacement, string name, string expected)
    {
        var headers = Regex.Replace(Headers(), pattern, replacement);

        var parts = Check(headers, Body, Secret);

        Assert.Contains(
            parts,
            part => part.State == PartState.Wrong && part.Name == name && part.Text.StartsWith(expected, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Headers_are_read_as_tools_write_them()
    {
        var curl = "> POST /hooks HTTP/1.1\r\n" + string.Join("\r\n", Headers().TrimEnd().Split('\n').Select(line => "> " + line));
        var json =
            "{"
            + string.Join(',', Headers().TrimEnd().Split('\n').Select(line => line.Split(": ")).Select(pair => $"\"{pair[0]}\":[\"{pair[1]}\"]"))
            + "}";

        Assert.All(
            [curl, json, Headers().Replace("webhook", "Webhook", StringComparison.Ordinal)],
            headers => Assert.All(Check(headers, Body, Secret), part => Assert.Equal(PartState.Right, part.State))
        );
    }

    [Fact]
    public void A_renamed_header_is_noted() =>
        Assert.StartsWith(
            "was given as HTTP_WEBHOOK_ID: something on its way renamed it",
            Assert
                .Single(
                    Check(Headers().Replace("webhook-id", "HTTP_WEBHOOK_ID", StringComparison.Ordinal), Body, Secret),
                    part => part.State == PartState.Note
                )
                .Text,
            StringComparison.Ordinal
        );
}
