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
        var host = Hosts().Of(TestDirectory.Account(new ScriptedAccount()));
        var reading = new List<IDisposable?>();
        for (var i = 0; i < ProviderHosts.MaxAtOnce; i++)
            reading.Add(await host.TryEnterAsync(default));
        var waiting = Enumerable.Range(0, ProviderHosts.MaxWaiting).Select(_ => host.TryEnterAsync(default)).ToList();

        var beyond = await host.TryEnterAsync(default);
        reading[0]!.Dispose();
        using var next = await waiting[0];

        Assert.DoesNotContain(null, reading);
        Assert.Null(beyond);
        Assert.NotNull(next);
        Assert.False(waiting[1].IsCompleted);
    }

    [Fact]
    public async Task Whoever_is_cancelled_while_waiting_holds_no_turn()
    {
        var host = Hosts().Of(TestDirectory.Account(new ScriptedAccount()));
        var reading = new List<IDisposable?>();
        for (var i = 0; i < ProviderHosts.MaxAtOnce; i++)
            reading.Add(await host.TryEnterAsync(default));
        using var gone = new CancellationTokenSource();
        var first = host.TryEnterAsync(gone.Token);
        var second = host.TryEnterAsync(default);

        await gone.CancelAsync();
        reading[0]!.Dispose();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.NotNull(await second);
    }

    [Fact]
    public void A_host_is_away_when_three_accounts_in_a_row_get_no_answer_and_one_that_does_ends_it()
    {
        var host = Hosts().Of(TestDirectory.Account(new ScriptedAccount()));
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
}
