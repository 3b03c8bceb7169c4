using System.Globalization;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Providers.PayProtocol;

public sealed class PayProtocolWithdrawalTests : IDisposable
{
    private const string Applied = """{"code":200,"msg":"success","data":{"withdrawId":1231}}""";
    private const string Evm = "0x52908400098527886E0F7030069857D2E4169EE7";
    private readonly PayProtocolBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public async Task What_goes_out_names_the_platforms_ids_and_the_decimal_amount()
    {
        AnswerLists().Answer(Applied);

        Assert.Equal(new SubmissionResult.Accepted("1231"), await _bench.Account.SubmitAsync(Withdrawals.PayProtocol));

        const string body =
            """{"chainId":1,"currencyId":2,"withdrawAddress":"TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2A","withdrawAmount":"12.5","outTradeNo":"wd_0123456789abcdefghjkmnpqrs","notifyUrl":"https://hub.example/callbacks/test"}""";
        var sent = _bench.Wire.Sent[2];
        Assert.Equal(("POST", "https://pay.example/api/mer/withdraw/apply", body), (sent.Method, sent.Address.AbsoluteUri, sent.Text));
        Assert.Equal(PayProtocolBench.Sign("1723971200", "POST", "/api/mer/withdraw/apply", sent.Body), sent.Headers["X-PAY-SIGN"]);
    }

    [Fact]
    public async Task The_same_symbol_on_another_network_has_other_ids()
    {
        AnswerLists().Answer(Applied);

        await _bench.Account.SubmitAsync(Withdrawals.PayProtocol with { Network = "bsc", Currency = "usdt", Address = Evm });

        Assert.StartsWith("""{"chainId":2,"currencyId":2,""", _bench.Wire.Sent[2].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_lists_nothing_is_sent_and_so_it_is_not_now()
    {
        _bench.Wire.Break().Break().Break();

        Assert.IsType<SubmissionResult.NotNow>(await _bench.Account.SubmitAsync(Withdrawals.PayProtocol));
        Assert.DoesNotContain(_bench.Wire.Sent, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task Whoever_breaks_off_while_the_lists_are_read_has_sent_nothing()
    {
        using var window = new CancellationTokenSource();
        _bench.Wire.Wait(new TaskCompletionSource<string>().Task);

        var sending = _bench.Account.SubmitWithdrawalAsync(Withdrawals.PayProtocol, window.Token);
        await window.CancelAsync();

        Assert.IsType<SubmissionResult.NotNow>(await sending);
        Assert.DoesNotContain(_bench.Wire.Sent, sent => sent.Method == "POST");
    }

    [Theory]
    [InlineData("tron", "USDT", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "It is the address of a token's contract")]
    [InlineData("tron", "TRX", "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t", "It is the address of a token's contract")]
    [InlineData("bsc", "USDT", "0x55d398326f99059fF775485246999027B3197955", "It is the address of a token's contract")]
    [InlineData("bsc", "USDT", "0x55D398326F99059FF775485246999027B3197955", "It is the address of a token's contract")]
    [InlineData("tron", "USDT", "T9yD14Nj9j7xAB4dbGeiX9h8unkKHxuWwb", "It is the zero address")]
    [InlineData("bsc", "USDT", "0x0000000000000000000000000000000000000000", "It is the zero address")]
    public async Task Nothing_goes_where_nobody_can_get_it_from(string network, string currency, string address, string mistake)
    {
        var mistakes = await _bench.Account.MistakesAsync(Withdrawals.PayProtocol with { Network = network, Currency = currency, Address = address });

        Assert.StartsWith(mistake, Assert.Single(mistakes, wrong => wrong.Key == "address").Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_currency_is_spelled_as_the_lists_spell_it()
    {
        Assert.Equal("USDT", await _bench.Account.SpellAsync("usdt", "tron", CancellationToken.None));
        Assert.Equal("usdc", await _bench.Account.SpellAsync("usdc", "tron", CancellationToken.None));
    }

    [Fact]
    public async Task A_currency_that_has_gone_since_is_refused_before_anything_is_sent()
    {
        var refused = Assert.IsType<SubmissionResult.Refused>(await _bench.Account.SubmitAsync(Withdrawals.PayProtocol with { Currency = "USDC" }));

        Assert.Equal("unknown_currency", refused.Failure.Code);
        Assert.DoesNotContain(_bench.Wire.Sent, sent => sent.Method == "POST");
    }

    [Fact]
    public async Task A_sound_withdrawal_has_no_mistakes()
    {
        Assert.Empty(await _bench.Account.MistakesAsync(Withdrawals.PayProtocol));
        Assert.Empty(
            await _bench.Account.MistakesAsync(Withdrawals.PayProtocol with { Network = "bsc", Address = Evm, Amount = 0.000000000000000001m })
        );
    }

    [Theory]
    [InlineData("0", "It must be above zero.")]
    [InlineData("-12.5", "It must be above zero.")]
    [InlineData("12.1234567", "USDT on tron has 6 decimals.")]
    [InlineData("12.1234560", null)]
    public async Task An_amount_is_positive_and_within_the_currencys_decimals(string amount, string? mistake)
    {
        var mistakes = await _bench.Account.MistakesAsync(
            Withdrawals.PayProtocol with
            {
                Amount = decimal.Parse(amount, CultureInfo.InvariantCulture),
            }
        );

        Assert.Equal(mistake, mistakes.GetValueOrDefault("amount"));
    }

    [Fact]
    public async Task What_the_account_does_not_have_is_told_with_what_it_has()
    {
        Assert.Equal(
            [new("network", "This account has no such network; there are: base, bsc, tron.")],
            await _bench.Account.MistakesAsync(Withdrawals.PayProtocol with { Network = "solana" })
        );
        Assert.Equal(
            [new("currency", "This account has no such currency on tron; there are: TRX, USDT.")],
            await _bench.Account.MistakesAsync(Withdrawals.PayProtocol with { Currency = "USDC" })
        );
    }

    [Theory]
    [InlineData("tron", Evm, "A TRON address has 34 letters and digits and starts with T.")]
    [InlineData(
        "tron",
        "TA1AtPt6bRfFgc4KuXJb9LrJrqxeXiaV2B",
        "The address's checksum is wrong: a character is missing, mistyped or in the wrong case."
    )]
    [InlineData("bsc", Withdrawals.Tron, "An address on this network is 0x and 40 hexadecimal digits.")]
    public async Task An_address_is_one_of_its_network(string network, string address, string sentence)
    {
        Assert.Equal(
            [new("address", sentence)],
            await _bench.Account.MistakesAsync(Withdrawals.PayProtocol with { Network = network, Address = address })
        );
    }

    [Fact]
    public async Task There_are_no_details()
    {
        Assert.Equal(
            [new("details.username", "This account's provider takes no details.")],
            await _bench.Account.MistakesAsync(Withdrawals.PayProtocol.With(("username", "x")))
        );
    }

    [Fact]
    public async Task A_symbol_that_stands_twice_on_a_network_is_not_guessed()
    {
        _bench
            .Wire.Answer(PayProtocolBench.Chains)
            .Answer(
                """{"code":200,"data":[{"currencyId":2,"chainId":1,"symbol":"USDT","decimals":6},{"currencyId":9,"chainId":1,"symbol":"USDT","decimals":18}]}"""
            );

        Assert.Equal(["currency"], (await _bench.Account.MistakesAsync(Withdrawals.PayProtocol)).Keys);
        Assert.Equal(
            "ambiguous_currency",
            Assert.IsType<SubmissionResult.Refused>(await _bench.Account.SubmitAsync(Withdrawals.PayProtocol)).Failure.Code
        );
    }

    [Fact]
    public async Task While_the_lists_cannot_be_read_nothing_can_be_said()
    {
        _bench.Wire.Break().Break().Break();

        Assert.IsType<ProviderResult<IReadOnlyDictionary<string, string>>.Unavailable>(
            await _bench.Account.CheckWithdrawalAsync(Withdrawals.PayProtocol, CancellationToken.None)
        );
    }

    private StubWire AnswerLists() => _bench.Wire.Answer(PayProtocolBench.Chains).Answer(PayProtocolBench.Currencies);
}
