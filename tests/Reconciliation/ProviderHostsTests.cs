using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>How many lists of a host are read at once, and when it counts as away.</summary>
public sealed class ProviderHostsTests
{
    private readonly ManualTimeProvider _clock = new(Samples.Noon);

    [Fact]
    public async Task Eight_are_read_at_once_some_wait_in_their_order_and_the_rest_is_sent_away()
    {
        var host = Host();
        var reading = await EnterAsync(host);
        var waiting = await LineUpAsync(host);

        reading[0].Dispose();
        using var next = await waiting[0];

        Assert.Equal(ProviderHosts.MaxWaiting, waiting.Count);
        Assert.NotNull(next);
        Assert.False(waiting[1].IsCompleted);
    }

    [Theory]
    [InlineData(1, ProviderHosts.MaxWaiting)]
    [InlineData(8, 20)]
    [InlineData(16, 10)]
    public async Task Nobody_waits_who_would_get_a_turn_later_than_after_twenty_seconds(int seconds, int line)
    {
        var host = Host();
        await ReadAsync(host, TimeSpan.FromSeconds(seconds), times: 6);
        await EnterAsync(host);

        Assert.Equal(line, (await LineUpAsync(host)).Count);
    }

    [Fact]
    public async Task A_host_that_hangs_has_a_short_line_and_a_long_one_once_it_answers_again()
    {
        var host = Host();
        await ReadAsync(host, TimeSpan.FromSeconds(1), times: 6);
        var reading = await EnterAsync(host);
        // None of these has ended: how long they have taken so far is all there is to go by.
        _clock.Advance(TimeSpan.FromSeconds(16));
        var waiting = await LineUpAsync(host);

        reading.ForEach(turn => turn.Dispose());
        foreach (var turn in waiting)
            (await turn)!.Dispose();
        await ReadAsync(host, TimeSpan.FromSeconds(1), times: 1);
        await EnterAsync(host);

        Assert.Equal(10, waiting.Count);
        Assert.Equal(ProviderHosts.MaxWaiting, (await LineUpAsync(host)).Count);
    }

    [Fact]
    public async Task Whoever_is_sent_away_comes_back_when_the_line_is_worked_off_and_one_after_the_other()
    {
        var host = Host();
        await ReadAsync(host, TimeSpan.FromSeconds(8), times: 6);
        await EnterAsync(host);
        await LineUpAsync(host);

        var pauses = Enumerable.Range(0, 9).Select(_ => Math.Round(host.NextTry().TotalSeconds)).ToList();

        Assert.Equal([21, 22, 23, 24, 25, 26, 27, 28, 21], pauses);
    }

    [Fact]
    public async Task Whoever_is_cancelled_while_waiting_holds_no_turn()
    {
        var host = Host();
        var reading = await EnterAsync(host);
        using var gone = new CancellationTokenSource();
        var first = host.TryEnterAsync(gone.Token);
        var second = host.TryEnterAsync(default);

        await gone.CancelAsync();
        reading[0].Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await second);
    }

    [Fact]
    public void A_host_is_away_when_three_accounts_in_a_row_get_no_answer_and_one_that_does_ends_it()
    {
        var host = Host();
        // One account's own trouble is no host's, however often it fails, nor is that of two beside one that is answered.
        for (var i = 0; i < 9; i++)
            host.Note("shop_a", answered: false);
        host.Note("shop_b", answered: false);
        host.Note("shop_c", answered: true);
        host.Note("shop_a", answered: false);
        host.Note("shop_b", answered: false);
        Assert.True(host.MayAsk(out _));

        host.Note("shop_d", answered: false);

        Assert.False(host.MayAsk(out var until));
        Assert.Equal(Samples.Noon.AddSeconds(15), until);
        _clock.Advance(TimeSpan.FromSeconds(15));
        // One finds out, and nobody else asks meanwhile.
        Assert.Equal([true, false], [host.MayAsk(out _), host.MayAsk(out until)]);
        Assert.Equal(Samples.Noon.AddSeconds(45), until);
        host.Note("shop_a", answered: true);
        Assert.True(host.MayAsk(out _));
    }

    [Fact]
    public void Accounts_of_one_provider_at_another_host_know_nothing_of_each_other()
    {
        var hosts = Hosts();
        var (one, other) = (TestDirectory.Account(new ScriptedAccount { At = "one" }), TestDirectory.Account(new ScriptedAccount { At = "other" }));
        foreach (var account in (string[])["shop_a", "shop_b", "shop_c"])
            hosts.Of(one).Note(account, answered: false);

        Assert.Equal([false, true], [hosts.Of(one).MayAsk(out _), hosts.Of(other).MayAsk(out _)]);
    }

    private ProviderHosts Hosts() => new(_clock, NullLogger<ProviderHosts>.Instance);

    private ProviderHosts.ProviderHost Host() => Hosts().Of(TestDirectory.Account(new ScriptedAccount()));

    /// <summary>Takes all turns of a host.</summary>
    private static async Task<List<IDisposable>> EnterAsync(ProviderHosts.ProviderHost host)
    {
        var turns = new List<IDisposable>();
        while (turns.Count < ProviderHosts.MaxAtOnce)
            turns.Add((await host.TryEnterAsync(default))!);
        return turns;
    }

    /// <summary>Waits in line as often as the host lets anybody.</summary>
    private static async Task<List<Task<IDisposable?>>> LineUpAsync(ProviderHosts.ProviderHost host)
    {
        var line = new List<Task<IDisposable?>>();
        while (true)
        {
            var next = host.TryEnterAsync(default);
            if (next.IsCompleted)
            {
                Assert.Null(await next);
                return line;
            }

            line.Add(next);
        }
    }

    /// <summary>All turns of the host are used, each for so long, so many times over.</summary>
    private async Task ReadAsync(ProviderHosts.ProviderHost host, TimeSpan takes, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var turns = await EnterAsync(host);
            _clock.Advance(takes);
            turns.ForEach(turn => turn.Dispose());
        }
    }
}
