using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Orders;
using static PaymentHub.Tests.Reconciliation.ReconciliationJobTests;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>How long the pieces are in which a list is read.</summary>
public class ReconciliationWindowTests
{
    [Fact]
    public void A_back_fill_reads_its_range_in_pieces_and_ends()
    {
        var job = ReconciliationJob.Backfill(
            "rec_1",
            ReconciliationJobTests.Account,
            OrderKind.Deposit,
            new TimeRange(Samples.Noon.AddDays(-5), Samples.Noon.AddDays(-3.5)),
            Samples.Noon
        );
        Assert.Equal("waiting", job.Status);

        var first = job.Claim("a", Samples.Noon, Settings);
        var second = Done(first, Samples.Noon).Claim("b", Samples.Noon, Settings);
        var end = Done(second, Samples.Noon);

        Assert.Equal((Samples.Noon.AddDays(-5), Samples.Noon.AddDays(-4), "running"), (first.Scan!.From, first.Scan.To, first.Status));
        Assert.Equal((Samples.Noon.AddDays(-4), Samples.Noon.AddDays(-3.5)), (second.Scan!.From, second.Scan.To));
        Assert.Equal(("completed", null, Samples.Noon, 2), (end.Status, end.DueAt, end.FinishedAt, end.Counts.Pages));
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
        } while (job.DueAt == later);

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
                job =
                    scan.Page > 10
                        ? job.Fail("There is no such page.", refused: true, now, Settings)
                        : job.Read(
                            new NoticePage([], scan.Page < pages) { Keys = [scan.Checking ? "1" : $"{scan.Page}"] },
                            new ReconciliationCounts(Pages: 1),
                            now,
                            Settings
                        );
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
        var job = ReconciliationJob.Backfill(
            "rec_1",
            ReconciliationJobTests.Account,
            OrderKind.Deposit,
            new TimeRange(Samples.Noon.AddDays(-1), Samples.Noon),
            Samples.Noon
        );

        job = Read(job.Claim("a", Samples.Noon, Settings), "1").Fail("too far", refused: true, Samples.Noon, Settings);
        var again = job.Claim("b", Samples.Noon, Settings);
        var end = Done(Done(again, Samples.Noon), Samples.Noon);

        Assert.Equal(
            (1, Samples.Noon.AddDays(-1), Samples.Noon.AddDays(-0.5), "running"),
            (again.Scan!.Page, again.Scan.From, again.Scan.To, again.Status)
        );
        Assert.Equal(("completed", Samples.Noon), (end.Status, end.SeenUpTo));
    }
}
