using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>From when to when a reconciliation reads, and when it is due again.</summary>
public class ReconciliationJobTests
{
    internal static readonly ReconciliationSettings Settings = new();
    internal static readonly Account Account = TestDirectory.Account(new ScriptedAccount());
    internal static readonly ReconciliationJob New = ReconciliationJob.Regular(Account, OrderKind.Deposit, Samples.Noon, Settings);

    [Fact]
    public void The_very_first_reconciliation_reaches_back_an_hour_and_never_further()
    {
        var first = New.Claim("a", Samples.Noon, Settings);
        var second = Done(first, Samples.Noon).Claim("b", Samples.Noon.AddMinutes(5), Settings);

        Assert.Equal((Samples.Noon.AddHours(-1), Samples.Noon), (first.Scan!.From, first.Scan.To));
        Assert.Equal((Samples.Noon.AddHours(-1), Samples.Noon.AddMinutes(5)), (second.Scan!.From, second.Scan.To));
    }

    [Fact]
    public void Later_reconciliations_reach_back_over_what_was_seen()
    {
        var old = New with { From = Samples.Noon.AddDays(-9), SeenUpTo = Samples.Noon.AddMinutes(-5) };

        var scan = old.Claim("a", Samples.Noon, Settings).Scan!;

        Assert.Equal((Samples.Noon.AddMinutes(-5).AddHours(-6), Samples.Noon), (scan.From, scan.To));
    }

    [Fact]
    public void The_long_overlap_is_walked_once_an_hour_and_a_short_one_every_time()
    {
        var rounds = Rounds(TimeSpan.FromHours(3));

        // The long one counts from the last long one, the short one from the last round.
        Assert.Equal([360, 420, 420], rounds.Select(Reach).Where(minutes => minutes > 65));
        Assert.Equal([65], rounds.Select(Reach).Where(minutes => minutes <= 65).Distinct());

        double Reach((DateTimeOffset Begun, DateTimeOffset From) round) =>
            Math.Round((round.Begun - round.From).TotalMinutes) is var minutes && round.Begun == Samples.Noon ? minutes - 5 : minutes;
    }

    [Fact]
    public void What_changes_within_six_hours_of_its_beginning_is_met_within_an_hour_of_the_change()
    {
        var rounds = Rounds(TimeSpan.FromHours(12));
        for (var begun = TimeSpan.Zero; begun < TimeSpan.FromHours(4); begun += TimeSpan.FromMinutes(7))
        {
            for (var later = TimeSpan.Zero; later < Settings.Overlap; later += TimeSpan.FromMinutes(11))
            {
                var (order, changed) = (Samples.Noon + begun, Samples.Noon + begun + later);
                Assert.Contains(
                    rounds,
                    round => round.Begun >= changed && round.Begun <= changed + Settings.OverlapEvery + Settings.Every && round.From <= order
                );
            }
        }
    }

    [Fact]
    public void After_a_long_outage_it_catches_up_day_by_day_without_a_pause()
    {
        var behind = New with { From = Samples.Noon.AddDays(-9), SeenUpTo = Samples.Noon.AddDays(-2.5) };
        var ends = new List<DateTimeOffset>();
        do
        {
            behind = behind.Claim("a", Samples.Noon, Settings);
            ends.Add(behind.Scan!.To);
            behind = Done(behind, Samples.Noon);
        } while (behind.DueAt == Samples.Noon);

        // The first piece begins with the overlap of six hours, and each where the one before ended.
        Assert.Equal([Samples.Noon.AddDays(-1.75), Samples.Noon.AddDays(-0.75), Samples.Noon], ends);
        Assert.Equal(Samples.Noon.AddMinutes(5), behind.DueAt);
    }

    [Fact]
    public void A_provider_that_is_away_is_left_alone_longer_each_time_up_to_an_hour()
    {
        var waits = new List<double>();
        var job = New;
        for (var i = 0; i < 6; i++)
        {
            job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
            waits.Add((job.DueAt!.Value - Samples.Noon).TotalMinutes);
        }

        Assert.Equal([5, 10, 20, 40, 60, 60], waits);
        Assert.Equal((6, "away", null), (job.Failures, job.LastFailure, job.FinishedAt));
        Assert.Equal((0, null), (Done(job, Samples.Noon).Failures, Done(job, Samples.Noon).LastFailure));
    }

    [Fact]
    public void A_back_fill_gives_up_after_ten_failures_in_a_row()
    {
        var job = ReconciliationJob.Backfill(
            "rec_1",
            Account,
            OrderKind.Deposit,
            new TimeRange(Samples.Noon.AddDays(-1), Samples.Noon),
            Samples.Noon
        );
        for (var i = 0; i < 9; i++)
            job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
        Assert.Equal("running", job.Status);

        job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);

        Assert.Equal(("failed", "away", null), (job.Status, job.LastFailure, job.DueAt));
    }

    [Fact]
    public void Of_lines_that_cannot_be_read_the_first_five_sentences_stay_until_other_lines_take_their_place()
    {
        var broken = Done(New, Samples.Noon, [.. Enumerable.Range(1, 9).Select(i => $"Line {i} {new string('x', 300)}")]);
        var well = Done(broken, Samples.Noon.AddMinutes(5));
        var again = Done(well, Samples.Noon.AddMinutes(10), ["Line 10"]);

        Assert.Equal((5, "Line 1 " + new string('x', 193) + "…"), (broken.Unread.Count, broken.Unread[0]));
        Assert.Equal((5, 0, Samples.Noon), (well.Unread.Count, well.Counts.Unread, well.LastUnreadAt));
        Assert.Equal(["Line 10"], again.Unread);
        Assert.Equal(Samples.Noon.AddMinutes(10), again.LastUnreadAt);
    }

    [Theory]
    [InlineData("2024-05-01", "2024-05-02", "2024-05-01T00:00:00+00:00", "2024-05-02T00:00:00+00:00")]
    [InlineData("2024-05-01T10:00:00Z", "2024-05-01T12:00:00.5+02:00", "2024-05-01T10:00:00+00:00", null)]
    [InlineData("2024-05-01T10:00:00", "2030-01-01", "2024-05-01T10:00:00+00:00", "2024-05-03T00:00:00+00:00")]
    [InlineData("2024-05-02", "2024-05-01", null, null)]
    [InlineData("2024-04-01", "2024-05-03", null, null)]
    [InlineData("2030-01-01", "2030-01-02", null, null)]
    [InlineData("0001-01-01", "0001-01-02", null, null)]
    [InlineData(null, "2024-05-02", null, null)]
    [InlineData("yesterday", "2024-05-02", null, null)]
    [InlineData("2024-05-01", "05/02/2024", null, null)]
    public void A_range_is_read_as_operators_write_it(string? from, string? to, string? expectedFrom, string? expectedTo)
    {
        var result = TimeRange.Read(from, to, new DateTimeOffset(2024, 5, 3, 0, 0, 0, TimeSpan.Zero), maxDays: 31);

        var range = (result as Result<TimeRange>.Success)?.Value;
        // 12:00:00.5 two hours east of UTC is half a second after ten.
        var half = from is not null && to?.Contains(".5", StringComparison.Ordinal) == true ? "2024-05-01T10:00:00.5+00:00" : null;
        Assert.Equal(Time(expectedFrom), range?.From);
        Assert.Equal(Time(expectedTo ?? half), range?.To);
    }

    /// <summary>A page of a list that goes on.</summary>
    internal static ReconciliationJob Read(ReconciliationJob job, string key) =>
        job.Read(new NoticePage([], HasMore: true) { Keys = [key] }, new ReconciliationCounts(Pages: 1), Samples.Noon, Settings);

    /// <summary>When the rounds of an account that is long there begin, and from when on they read.</summary>
    private static List<(DateTimeOffset Begun, DateTimeOffset From)> Rounds(TimeSpan played)
    {
        var job = New with { From = Samples.Noon.AddDays(-9), SeenUpTo = Samples.Noon.AddMinutes(-5) };
        var rounds = new List<(DateTimeOffset, DateTimeOffset)>();
        for (var now = Samples.Noon; now < Samples.Noon + played; now += Settings.Every)
        {
            job = job.Claim("a", now, Settings);
            rounds.Add((now, job.Scan!.From));
            job = Done(job, now);
        }

        return rounds;
    }

    private static DateTimeOffset? Time(string? text) =>
        text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    internal static ReconciliationJob Done(ReconciliationJob job, DateTimeOffset now, params string[] unread) =>
        (job.Scan is null ? job.Claim("z", now, Settings) : job).Read(
            new NoticePage([], HasMore: false) { Unread = unread },
            new ReconciliationCounts(Pages: 1, Unread: unread.Length),
            now,
            Settings
        );
}
