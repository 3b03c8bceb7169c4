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
    private static readonly ReconciliationSettings Settings = new();
    private static readonly Account Account = TestDirectory.Account(new ScriptedAccount());
    private static readonly ReconciliationJob New = ReconciliationJob.Regular(Account, OrderKind.Deposit, Samples.Noon, Settings);

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
    public void After_a_long_outage_it_catches_up_day_by_day_without_a_pause()
    {
        var behind = New with { From = Samples.Noon.AddDays(-9), SeenUpTo = Samples.Noon.AddDays(-2.5) };
        var ends = new List<DateTimeOffset>();
        do
        {
            behind = behind.Claim("a", Samples.Noon, Settings);
            ends.Add(behind.Scan!.To);
            behind = Done(behind, Samples.Noon);
        }
        while (behind.DueAt == Samples.Noon);

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
    public void A_back_fill_reads_its_range_in_pieces_and_ends()
    {
        var job = ReconciliationJob.Backfill("rec_1", Account, OrderKind.Deposit, new TimeRange(Samples.Noon.AddDays(-5), Samples.Noon.AddDays(-3.5)), Samples.Noon);
        Assert.Equal("waiting", job.Status);

        var first = job.Claim("a", Samples.Noon, Settings);
        var second = Done(first, Samples.Noon).Claim("b", Samples.Noon, Settings);
        var end = Done(second, Samples.Noon);

        Assert.Equal((Samples.Noon.AddDays(-5), Samples.Noon.AddDays(-4), "running"), (first.Scan!.From, first.Scan.To, first.Status));
        Assert.Equal((Samples.Noon.AddDays(-4), Samples.Noon.AddDays(-3.5)), (second.Scan!.From, second.Scan.To));
        Assert.Equal(("completed", null, Samples.Noon, 2), (end.Status, end.DueAt, end.FinishedAt, end.Counts.Pages));
    }

    [Fact]
    public void A_back_fill_gives_up_after_ten_failures_in_a_row()
    {
        var job = ReconciliationJob.Backfill("rec_1", Account, OrderKind.Deposit, new TimeRange(Samples.Noon.AddDays(-1), Samples.Noon), Samples.Noon);
        for (var i = 0; i < 9; i++)
            job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
        Assert.Equal("running", job.Status);

        job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);

        Assert.Equal(("failed", "away", null), (job.Status, job.LastFailure, job.DueAt));
    }

    [Fact]
    public void A_window_that_fails_three_times_on_a_page_starts_over_shorter_from_where_everything_was_seen()
    {
        var job = Read(New.Claim("a", Samples.Noon, Settings), "1");
        for (var i = 0; i < 2; i++)
            job = job.Claim("b", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
        Assert.Equal((2, 2, "running"), (job.Scan!.Page, job.Failures, job.Status));

        job = job.Claim("c", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
        var later = Samples.Noon.AddDays(3);
        var again = job.Claim("d", later, Settings);

        Assert.Equal((null, Samples.Noon.AddHours(-1), 3, Samples.Noon.AddMinutes(20)), (job.Scan, job.SeenUpTo, job.Failures, job.DueAt));
        Assert.Equal((1, Samples.Noon.AddHours(-1), Samples.Noon.AddHours(-0.5)), (again.Scan!.Page, again.Scan.From, again.Scan.To));
        // Its first page ends nothing; its end does, and the pieces grow again.
        Assert.Equal((3, "away"), (Read(again, "1").Failures, Read(again, "1").LastFailure));
        var done = Done(again, later);
        Assert.Equal((Samples.Noon.AddHours(-0.5), 0, null), (done.SeenUpTo, done.Failures, done.LastFailure));
        Assert.Equal(Samples.Noon.AddHours(0.5), done.Claim("e", later, Settings).Scan!.To);
    }

    [Fact]
    public void A_length_that_a_page_failed_at_is_tried_again_a_day_later()
    {
        var job = Read(New.Claim("a", Samples.Noon, Settings), "1").Fail("too far", refused: true, Samples.Noon, Settings);

        var same = Done(job.Claim("b", Samples.Noon.AddHours(1), Settings), Samples.Noon.AddHours(1));
        var grown = Done(same.Claim("c", Samples.Noon.AddHours(25), Settings), Samples.Noon.AddHours(25));

        Assert.Equal(TimeSpan.FromMinutes(30), same.Length);
        Assert.Equal(TimeSpan.FromHours(1), grown.Length);
    }

    [Fact]
    public void A_provider_that_was_away_at_the_first_page_leaves_no_short_pieces_behind()
    {
        var job = New;
        for (var i = 0; i < 9; i++)
            job = job.Claim("a", Samples.Noon, Settings).Fail("away", refused: false, Samples.Noon, Settings);
        var later = Samples.Noon.AddDays(2);
        var pieces = 0;
        do
        {
            job = Done(job.Claim("b", later, Settings), later);
            pieces++;
        }
        while (job.DueAt == later);

        Assert.Equal((9, later, null), (pieces, job.SeenUpTo, job.Reached));
    }

    [Fact]
    public void What_a_long_round_read_first_is_within_the_overlap_of_the_next()
    {
        var behind = Done(New with { From = Samples.Noon.AddDays(-9), SeenUpTo = Samples.Noon.AddDays(-2) }, Samples.Noon);
        var later = Samples.Noon.AddDays(1);
        while (behind.Reached is not null)
            behind = Done(behind, later);

        // Three days and a quarter, in pieces of a day.
        Assert.Equal((later, 4), (behind.SeenUpTo, behind.Counts.Pages));
        Assert.Equal(Samples.Noon.AddHours(-6), behind.Claim("b", later.AddMinutes(5), Settings).Scan!.From);
    }

    /// <summary>Two weeks at 0.3 orders a second, of a provider that shows no page beyond its tenth: six hours are thirteen pages.</summary>
    [Fact]
    public void A_busy_account_whose_overlap_alone_is_too_long_is_read_on_for_ever()
    {
        const double PerSecond = 0.3;
        var job = New;
        var failures = 0;
        var behind = TimeSpan.Zero;
        for (var now = Samples.Noon; now < Samples.Noon.AddDays(14); now = now.AddMinutes(1))
        {
            for (var left = Settings.MaxPages; left > 0 && job.DueAt <= now.AddSeconds(1); left--)
            {
                job = job.Scan is null || job.Owner is null ? job.Claim("a", now, Settings) : job;
                var scan = job.Scan!;
                var pages = (int)Math.Ceiling((scan.To - scan.From).TotalSeconds * PerSecond / 500);
                job = scan.Page > 10
                    ? job.Fail("There is no such page.", refused: true, now, Settings)
                    : job.Read(new NoticePage([], scan.Page < pages) { Keys = [scan.Checking ? "1" : $"{scan.Page}"] }, new ReconciliationCounts(Pages: 1), now, Settings);
                failures += scan.Page > 10 ? 1 : 0;
                if (job is { Scan: not null, Owner: not null })
                    job = job with { DueAt = now };
            }

            behind = now - job.SeenUpTo > behind ? now - job.SeenUpTo : behind;
        }

        Assert.InRange(failures, 1, 2 * 14);
        Assert.InRange(behind, TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(61));
    }

    [Fact]
    public void A_window_with_a_page_that_is_refused_starts_over_at_once()
    {
        var refused = Read(New.Claim("a", Samples.Noon, Settings), "1").Fail("too far", refused: true, Samples.Noon, Settings);

        Assert.Equal((null, Samples.Noon.AddHours(-1), "too far"), (refused.Scan, refused.SeenUpTo, refused.LastFailure));
    }

    [Fact]
    public void Pages_in_between_give_a_window_its_tries_back()
    {
        var job = New.Claim("a", Samples.Noon, Settings);
        for (var i = 0; i < 5; i++)
            job = Read(job.Fail("away", refused: false, Samples.Noon, Settings).Claim("b", Samples.Noon, Settings), $"{i}");

        Assert.Equal((6, 0), (job.Scan!.Page, job.Failures));
    }

    [Fact]
    public void A_back_fill_that_is_refused_a_page_goes_on_in_shorter_pieces_until_it_gives_up()
    {
        var job = ReconciliationJob.Backfill("rec_1", Account, OrderKind.Deposit, new TimeRange(Samples.Noon.AddDays(-1), Samples.Noon), Samples.Noon);

        job = Read(job.Claim("a", Samples.Noon, Settings), "1").Fail("too far", refused: true, Samples.Noon, Settings);
        var again = job.Claim("b", Samples.Noon, Settings);
        var end = Done(Done(again, Samples.Noon), Samples.Noon);

        Assert.Equal((1, Samples.Noon.AddDays(-1), Samples.Noon.AddDays(-0.5), "running"), (again.Scan!.Page, again.Scan.From, again.Scan.To, again.Status));
        Assert.Equal(("completed", Samples.Noon), (end.Status, end.SeenUpTo));
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
    private static ReconciliationJob Read(ReconciliationJob job, string key) =>
        job.Read(new NoticePage([], HasMore: true) { Keys = [key] }, new ReconciliationCounts(Pages: 1), Samples.Noon, Settings);

    private static DateTimeOffset? Time(string? text) => text is null ? null : DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static ReconciliationJob Done(ReconciliationJob job, DateTimeOffset now, params string[] unread) =>
        (job.Scan is null ? job.Claim("z", now, Settings) : job).Read(new NoticePage([], HasMore: false) { Unread = unread }, new ReconciliationCounts(Pages: 1, Unread: unread.Length), now, Settings);
}
