using System.Text;
using Microsoft.Extensions.Configuration;
using PaymentHub.Providers;
using PaymentHub.Providers.PayProtocol;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolSignatureTests : IDisposable
{
    // Recorded: HMAC-SHA256 with "test_secret" over "1723971200POST/callbacks/test" and the documentation's recharge.
    private const string OverPath = "xE6Gn575WqLN46iBK+N8OIWmYbvX4Kxn7D1QR6dIpFY=";

    // Recorded: the same over "/callbacks/test?source=pp".
    private const string OverPathAndQuery = "ODFSY8dBkU5LrrgadDxxTsbRTNZhVGURT4rARzaV2tg=";

    // Recorded: over the path, with "old_secret".
    private const string WithOldSecret = "iw56oEOC8KTT0Q7HhHNz+swcBcX97b/yTn0zkmWIsd8=";

    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData("POST", "/api/mer/user/create", """{"uuid":"USER10001"}""", "ZzTfpiM2r1eDEQTf4BVqLP7XaJ6KswnVCN8fGG7WOSU=")]
    [InlineData("GET", "/api/mer/user/detail?uuid=USER10001", "", "HaVV2rOMDgsqNFWJ7+WH+vjIYwvd5pzV1/4osou7vms=")]
    public void The_published_requests_have_the_published_signatures(string method, string path, string body, string expected)
    {
        var options = PayProtocolOptions.Read(
            new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(PayProtocolBench.Settings).Build())
        );

        Assert.Equal(expected, new PayProtocolSignature(options!).Sign("1723971200", method, path, Encoding.UTF8.GetBytes(body)));
    }

    [Fact]
    public async Task A_recorded_callback_is_genuine()
    {
        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Recorded(OverPath)));
    }

    [Fact]
    public async Task The_path_is_covered_with_or_without_its_query()
    {
        var callback = Recorded(OverPath) with { Query = "?source=pp" };

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(callback));
        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Recorded(OverPathAndQuery) with { Query = "?source=pp" }));
    }

    [Fact]
    public async Task A_signature_over_a_query_that_is_not_ours_is_bad()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Recorded(OverPathAndQuery)));
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Recorded(OverPathAndQuery) with { Query = "?source=xx" }));
    }

    [Fact]
    public async Task A_signature_over_another_path_is_bad()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Recorded(OverPath) with { Path = "/callbacks/other" }));
    }

    [Fact]
    public async Task An_altered_body_is_found_out()
    {
        var altered = Recorded(OverPath) with
        {
            Body = Encoding.UTF8.GetBytes(PayProtocolBench.Recharge.Replace("10000000", "90000000", StringComparison.Ordinal)),
        };

        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(altered));
    }

    [Fact]
    public async Task A_space_more_is_an_altered_body()
    {
        var altered = Recorded(OverPath) with { Body = Encoding.UTF8.GetBytes(PayProtocolBench.Recharge + " ") };

        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(altered));
    }

    [Fact]
    public async Task An_altered_timestamp_is_found_out()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Recorded(OverPath, timestamp: "1723971201")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("test_kez")]
    [InlineData("TEST_KEY")]
    [InlineData("test_key ")]
    public async Task Another_key_is_the_wrong_key(string key)
    {
        var expected = key.Length == 0 ? CallbackVerdict.Malformed : CallbackVerdict.WrongKey;

        Assert.Equal(expected, await _bench.Account.VerdictAsync(Recorded(OverPath, key: key)));
    }

    [Theory]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    [InlineData("xE6Gn575WqLN46iBK+N8OIWmYbvX4Kxn7D1QR6dIpFY")]
    [InlineData("xE6Gn575WqLN46iBK+N8OIWmYbvX4Kxn7D1QR6dIpFY= ")]
    [InlineData("XE6Gn575WqLN46iBK+N8OIWmYbvX4Kxn7D1QR6dIpFY=")]
    public async Task A_malformed_signature_is_a_bad_one(string sign)
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(Recorded(sign)));
    }

    [Theory]
    [InlineData("x-pay-key")]
    [InlineData("x-pay-timestamp")]
    [InlineData("x-pay-sign")]
    public async Task A_missing_header_verifies_nothing(string header)
    {
        var callback = Recorded(OverPath);
        var without = callback with { Headers = callback.Headers.Where(pair => pair.Key != header).ToDictionary() };

        Assert.Equal(CallbackVerdict.Malformed, await _bench.Account.VerdictAsync(without));
    }

    [Fact]
    public async Task A_callback_signed_with_the_former_secret_counts_again_once_the_account_has_it()
    {
        var former = Recorded(WithOldSecret);

        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(former));
        using var corrected = new PayProtocolBench(("ApiSecret", "old_secret"));
        Assert.IsType<CallbackResult.Verified>(await corrected.Account.ReadAsync(former));
        using var rotating = new PayProtocolBench(("ApiSecretPrevious", "old_secret"));
        Assert.IsType<CallbackResult.Verified>(await rotating.Account.ReadAsync(former));
        Assert.IsType<CallbackResult.Verified>(await rotating.Account.ReadAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge)));
    }

    [Fact]
    public async Task A_byte_order_mark_before_a_body_may_be_signed_or_not()
    {
        var plain = PayProtocolBench.Signed(PayProtocolBench.Recharge);
        byte[] marked = [0xEF, 0xBB, 0xBF, .. plain.Body.Span];

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(plain with { Body = marked }));
        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(PayProtocolBench.Signed(marked)));
    }

    [Theory]
    [InlineData(300, true)]
    [InlineData(301, false)]
    [InlineData(-1800, true)]
    [InlineData(-1801, false)]
    public async Task A_callback_is_fresh_from_half_an_hour_before_to_five_minutes_after_its_receipt(long ahead, bool fresh)
    {
        var result = await _bench.Account.ReadAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge, ahead: ahead));

        Assert.Equal(fresh, result is CallbackResult.Verified);
        Assert.Equal(!fresh, result is CallbackResult.Refused { Verdict: CallbackVerdict.StaleTimestamp });
    }

    [Fact]
    public async Task How_fresh_is_a_setting()
    {
        using var strict = new PayProtocolBench(("TimestampAhead", "00:00:10"), ("TimestampBehind", "00:00:20"));

        Assert.Equal(
            CallbackVerdict.StaleTimestamp,
            await strict.Account.VerdictAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge, ahead: 11))
        );
        Assert.Equal(
            CallbackVerdict.StaleTimestamp,
            await strict.Account.VerdictAsync(PayProtocolBench.Signed(PayProtocolBench.Recharge, ahead: -21))
        );
    }

    [Fact]
    public async Task When_it_is_processed_does_not_matter()
    {
        _bench.Bench.Clock.Advance(TimeSpan.FromDays(3));

        Assert.IsType<CallbackResult.Verified>(await _bench.Account.ReadAsync(Recorded(OverPath)));
    }

    [Theory]
    [InlineData("253402300800")]
    [InlineData("99999999999999999999999999")]
    public async Task A_signed_timestamp_beyond_all_calendars_is_stale(string timestamp)
    {
        var body = Encoding.UTF8.GetBytes(PayProtocolBench.Recharge);
        var sign = PayProtocolBench.Sign(timestamp, "POST", Received.Path, body);

        Assert.Equal(CallbackVerdict.StaleTimestamp, await _bench.Account.VerdictAsync(Recorded(sign, timestamp: timestamp)));
    }

    [Fact]
    public async Task A_forged_callback_is_not_even_parsed()
    {
        Assert.Equal(CallbackVerdict.BadSignature, await _bench.Account.VerdictAsync(PayProtocolBench.Signed("{", secret: "guess")));
        Assert.Empty(_bench.Wire.Sent);
    }

    private static Callback Recorded(string sign, string key = "test_key", string timestamp = "1723971200") =>
        Received.Json(PayProtocolBench.Recharge, ("x-pay-key", key), ("x-pay-timestamp", timestamp), ("x-pay-sign", sign));
}
