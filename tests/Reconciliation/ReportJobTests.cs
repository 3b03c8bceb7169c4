using System.Text.Json.Nodes;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>A report is asked for, runs in the background, and is there to be read when it has ended.</summary>
public sealed class ReportJobTests
{
    [Fact]
    public async Task It_waits_for_a_run_and_keeps_what_that_found()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Put(Enumerable.Range(1, 1_500).Select(id => ScriptedAccount.Recharge(id, ReconciliationWorld.Before)));

        var started = await StartAsync(world);
        await world.Reports.RunAsync(default);
        var ended = await FindAsync(world, started.Id);

        Assert.Equal(("waiting", "completed", Samples.Noon), (started.Status, ended.Job.Status, ended.Job.FinishedAt));
        var report = JsonNode.Parse(ended.Report!)!;
        Assert.Equal((1_500, 1_000), ((int)report["deposits"]!["difference_count"]!, report["deposits"]!["differences"]!.AsArray().Count));
        await world.Reports.RunAsync(default);
        Assert.Equal(ended.Revision, (await FindAsync(world, started.Id)).Revision);
    }

    [Fact]
    public async Task An_account_s_reports_are_listed_newest_first_and_without_what_they_found()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var first = await StartAsync(world);
        await world.Reports.RunAsync(default);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        var second = await StartAsync(world);

        var listed = await world.Reports.ListAsync(world.Account.Id, default);

        var reports = Assert.IsType<Result<IReadOnlyList<StoredReportJob>>.Success>(listed).Value;
        Assert.Equal([(second.Id, "waiting"), (first.Id, "completed")], reports.Select(report => (report.Job.Id, report.Job.Status)));
        Assert.All(reports, report => Assert.Null(report.Report));
    }

    [Fact]
    public async Task A_provider_that_is_away_is_asked_again_and_given_up_after_three_times()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Trouble = new ProviderResult<NoticePage>.Unavailable("away");
        var started = await StartAsync(world);

        await world.Reports.RunAsync(default);
        var once = (await FindAsync(world, started.Id)).Job;
        for (var i = 0; i < 2; i++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(10));
            await world.Reports.RunAsync(default);
        }

        var ended = (await FindAsync(world, started.Id)).Job;
        Assert.Equal(("waiting", Samples.Noon.AddMinutes(5)), (once.Status, once.DueAt));
        Assert.Equal(("failed", "The provider cannot be reached at the moment.", 3, null), (ended.Status, ended.Failure, ended.Tries, ended.DueAt));
        Assert.Single(world.Log.Lines, line => line.Contains("was given up after 3 tries", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_refusal_ends_it_at_once()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.Trouble = new ProviderResult<NoticePage>.Refused("401", "bad key");
        var started = await StartAsync(world);

        await world.Reports.RunAsync(default);

        Assert.Equal(
            ("failed", "The provider refused with code 401: bad key."),
            ((await FindAsync(world, started.Id)).Job.Status, (await FindAsync(world, started.Id)).Job.Failure)
        );
    }

    [Fact]
    public async Task What_nobody_foresaw_is_kept_and_ends_it_some_day()
    {
        var world = await ReconciliationWorld.CreateAsync();
        world.Provider.BeforePage = (_, _) => throw new FormatException("Nobody foresaw this.");
        var started = await StartAsync(world);

        await world.Reports.RunAsync(default);

        Assert.Equal("It failed in the app itself (FormatException). Nobody foresaw this.", (await FindAsync(world, started.Id)).Job.Failure);
    }

    [Fact]
    public async Task One_whose_run_died_is_begun_anew_and_given_up_when_they_all_die()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var started = await StartAsync(world);
        var store = new ReportStore(world.Storage);
        for (var i = 0; i < 3; i++)
        {
            var due = Assert.Single(await store.FindDueAsync(world.Clock.GetUtcNow(), default));
            Assert.NotNull(await store.TrySaveAsync(due, due.Job.Claim("dead", world.Clock.GetUtcNow(), TimeSpan.FromMinutes(5)), null, default));
            Assert.Empty(await store.FindDueAsync(world.Clock.GetUtcNow(), default));
            world.Clock.Advance(TimeSpan.FromMinutes(6));
        }

        await world.Reports.RunAsync(default);

        Assert.Equal(
            ("failed", "It was begun 3 times and broken off each time; ask for a shorter range."),
            ((await FindAsync(world, started.Id)).Job.Status, (await FindAsync(world, started.Id)).Job.Failure)
        );
    }

    [Fact]
    public async Task A_long_one_is_held_for_as_long_as_it_lasts()
    {
        var world = await ReconciliationWorld.CreateAsync();
        var started = await StartAsync(world);
        var (reached, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        world.Provider.BeforePage = async (_, _) =>
        {
            reached.TrySetResult();
            await goesOn.Task;
        };

        var running = world.Reports.RunAsync(default);
        await reached.Task;
        for (var minute = 1; minute <= 20; minute++)
        {
            world.Clock.Advance(TimeSpan.FromMinutes(1));
            await Eventually.TrueAsync(
                async () => (await FindAsync(world, started.Id)).Job.DueAt >= world.Clock.GetUtcNow().AddMinutes(1),
                TimeSpan.FromSeconds(30),
                "it is held for a while more"
            );
        }

        Assert.Empty(await new ReportStore(world.Storage).FindDueAsync(world.Clock.GetUtcNow(), default));
        goesOn.SetResult();
        await running;
        Assert.Equal(("completed", 1), ((await FindAsync(world, started.Id)).Job.Status, (await FindAsync(world, started.Id)).Job.Tries));
    }

    [Theory]
    [InlineData("nobody", "rpt_1")]
    [InlineData("shop_pay", "rpt_1")]
    [InlineData("shop_pay", "../reconciliations")]
    public async Task What_is_not_there_is_not_found(string account, string id) =>
        Assert.Equal(
            404,
            Assert
                .IsType<Result<StoredReportJob>.Failure>(await (await ReconciliationWorld.CreateAsync()).Reports.FindAsync(account, id, default))
                .Problem.Status
        );

    private static async Task<ReportJob> StartAsync(ReconciliationWorld world) =>
        Assert
            .IsType<Result<StoredReportJob>.Success>(
                await world.Reports.StartAsync(TestDirectory.Operator, "shop_pay", "2024-05-01", "2024-05-02", default)
            )
            .Value.Job;

    private static async Task<StoredReportJob> FindAsync(ReconciliationWorld world, string id) =>
        Assert.IsType<Result<StoredReportJob>.Success>(await world.Reports.FindAsync("shop_pay", id, default)).Value;
}
