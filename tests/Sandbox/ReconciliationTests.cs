using System.Text;
using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class ReconciliationTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1723971200);
    private readonly ManualTimeProvider _clock = new(Start);
    private CallbackReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await CallbackReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData(PayProtocolListOrder.NewestFirst)]
    [InlineData(PayProtocolListOrder.OldestFirst)]
    public async Task Twelve_hundred_recharges_stand_on_three_pages(PayProtocolListOrder order)
    {
        await using var sandbox = await StartAsync(order);

        var seeded = sandbox.PayProtocol.Seed(
            new()
            {
                Uuid = "alice",
                Count = 1200,
                First = Start,
                Step = TimeSpan.FromSeconds(2),
            }
        );
        var pages = new List<int[]>();
        for (var page = 1; page <= 4; page++)
        {
            pages.Add(await PageAsync(sandbox, page));
        }

        var ids = seeded.Select(one => one.RechargeId);
        Assert.Equal([500, 500, 200, 0], pages.Select(page => page.Length));
        Assert.Equal(order == PayProtocolListOrder.NewestFirst ? ids.Reverse() : ids, pages.SelectMany(page => page));
        Assert.Equal(Start + TimeSpan.FromSeconds(2398), seeded[^1].CreateTime);
        Assert.Empty(_receiver.Callbacks);
    }

    [Fact]
    public async Task One_that_comes_between_two_pages_pushes_the_others_over_the_boundary()
    {
        await using var sandbox = await StartAsync(PayProtocolListOrder.NewestFirst);
        sandbox.PayProtocol.Seed(
            new()
            {
                Uuid = "alice",
                Count = 600,
                First = Start,
                Step = TimeSpan.FromSeconds(1),
            }
        );
        sandbox.PayProtocol.PageRead = read =>
        {
            if (read is { Endpoint: "recharge/list", Page: 1 })
            {
                sandbox.PayProtocol.Seed(
                    new()
                    {
                        Uuid = "alice",
                        Count = 1,
                        First = Start + TimeSpan.FromHours(1),
                    }
                );
            }
        };

        var first = await PageAsync(sandbox, 1);
        var second = await PageAsync(sandbox, 2);

        Assert.Equal(101, second.Length);
        Assert.Equal(first[^1], second[0]);
        Assert.DoesNotContain(sandbox.PayProtocol.Recharges[^1].RechargeId, first.Concat(second));
    }

    [Fact]
    public async Task All_callbacks_can_be_lost()
    {
        await using var sandbox = await StartAsync(PayProtocolListOrder.NewestFirst);
        sandbox.Faults.Add(new(SandboxProvider.PayProtocol, FaultKind.CallbackDropped) { Times = null });

        for (var paid = 0; paid < 20; paid++)
        {
            await sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");
        }

        Assert.All(sandbox.PayProtocol.Callbacks.Deliveries.Items, one => Assert.Equal(DeliveryState.Dropped, one.State));
        Assert.Equal(20, (await PageAsync(sandbox, 1)).Length);
        Assert.Empty(_receiver.Callbacks);
    }

    [Fact]
    public async Task Kept_callbacks_come_when_they_are_released_and_not_before()
    {
        await using var sandbox = await StartAsync(PayProtocolListOrder.NewestFirst);
        sandbox.PayProtocol.AddUser("shop", "bob");
        sandbox.Faults.Add(new(SandboxProvider.PayProtocol, FaultKind.CallbackKept) { Times = null, About = "alice" });

        await sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");
        await sandbox.PayProtocol.PayAsync("bob", 1, 2, "1");
        var before = _receiver.Callbacks.Count;
        await sandbox.PayProtocol.Callbacks.ReleaseHeldAsync();

        Assert.Equal((1, 2), (before, _receiver.Callbacks.Count));
        Assert.Contains("\"uuid\":\"alice\"", _receiver.Callbacks.Last().Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_there_and_here_can_be_made_to_differ()
    {
        await using var sandbox = await StartAsync(PayProtocolListOrder.OldestFirst);
        var seeded = sandbox.PayProtocol.Seed(
            new()
            {
                Uuid = "alice",
                Count = 3,
                First = Start,
                Step = TimeSpan.FromSeconds(1),
            }
        );
        var planted = sandbox.PayProtocol.Withdrawals.Add(
            new()
            {
                WithdrawAddress = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
                WithdrawAmount = "7",
                OutTradeNo = "wd_unheard_of",
                Status = WithdrawStatus.Success,
            }
        );

        sandbox.PayProtocol.Forget(seeded[0].RechargeId);
        await sandbox.PayProtocol.SettleAsync(seeded[1].RechargeId, RechargeStatus.Failure);
        sandbox.Faults.Add(new(SandboxProvider.PayProtocol, FaultKind.QueryWrongAmount) { About = $"{seeded[2].RechargeId}", Value = "5" });
        var listed = (await Caller(sandbox).GetAsync("/recharge/list")).Json["data"]!["list"]!.AsArray();
        var withdrawals = (await Caller(sandbox).GetAsync("/withdraw/list")).Json["data"]!["list"]!.AsArray();

        Assert.Equal(["2 1000000", "0 5"], listed.Select(one => $"{one!["rechargeStatus"]} {one["rechargeAmount"]}"));
        Assert.Equal(planted.WithdrawId, (int)Assert.Single(withdrawals)!["withdrawId"]!);
    }

    [Fact]
    public async Task Recharges_can_be_seeded_over_http()
    {
        await using var sandbox = await StartAsync(PayProtocolListOrder.NewestFirst);
        using var http = new HttpClient();

        using var answer = await http.PostAsync(
            sandbox.BaseUrl + "/sandbox/pay-protocol/seed",
            new StringContent(
                """{"uuid":"alice","count":30,"amount":"2.5","first":"2024-08-18T08:00:00Z","step":"00:00:10"}""",
                Encoding.UTF8,
                "application/json"
            )
        );

        Assert.Equal("""{"count":30}""", await answer.Content.ReadAsStringAsync());
        Assert.Equal(new DateTimeOffset(2024, 8, 18, 8, 4, 50, TimeSpan.Zero), sandbox.PayProtocol.Recharges[^1].CreateTime);
        Assert.Equal("2500000", sandbox.PayProtocol.Recharges[0].RechargeAmount);
    }

    private async Task<SandboxServer> StartAsync(PayProtocolListOrder order)
    {
        var sandbox = await SandboxServer.StartAsync(
            new()
            {
                Time = _clock,
                PayProtocol = new()
                {
                    ListOrder = order,
                    Accounts =
                    [
                        new()
                        {
                            Name = "shop",
                            ApiKey = "key",
                            ApiSecret = "secret",
                            CallbackUrl = _receiver.Url,
                        },
                    ],
                },
            }
        );
        sandbox.PayProtocol.AddUser("shop", "alice");
        return sandbox;
    }

    private PayProtocolCaller Caller(SandboxServer sandbox) => new(sandbox.BaseUrl, "key", "secret", _clock);

    private async Task<int[]> PageAsync(SandboxServer sandbox, int page)
    {
        var answer = await Caller(sandbox).GetAsync($"/recharge/list?page={page}&size=500");
        return [.. answer.Json["data"]!["list"]!.AsArray().Select(one => (int)one!["rechargeId"]!)];
    }
}
