using PaymentHub.Reconciliation;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>Which page is read next, and when everything has been.</summary>
public class ListScanTests
{
    private static readonly ListScan Start = new("run", Samples.Noon, Samples.Later);

    [Fact]
    public void A_single_page_is_all() => Assert.Null(Start.After(["a", "b"], hasMore: false));

    [Fact]
    public void An_empty_page_ends_a_list_that_says_it_goes_on() => Assert.Null(Start.After([], hasMore: true));

    [Fact]
    public void Pages_are_read_one_after_the_other_and_the_first_once_more() =>
        Assert.Equal([1, 2, 3, 1], Read((["a", "b"], true), (["c", "d"], true), (["e"], false), (["a", "b"], true)));

    [Fact]
    public void A_first_page_that_has_changed_means_everything_again_from_the_second() =>
        Assert.Equal([1, 2, 1, 2, 1], Read((["a", "b"], true), (["c"], false), (["x", "a"], true), (["b", "c"], false), (["x", "a"], true)));

    [Fact]
    public void The_last_order_of_a_page_met_again_on_the_next_means_everything_again() =>
        Assert.Equal([1, 2, 1, 2, 1], Read((["a", "b"], true), (["b", "c"], false), (["a", "b"], true), (["c", "d"], false), (["a", "b"], true)));

    [Fact]
    public void A_list_that_shrinks_to_one_page_is_read_with_it() =>
        Assert.Equal([1, 2, 1], Read((["a", "b"], true), (["c"], false), (["a"], false)));

    [Fact]
    public void A_page_that_comes_three_times_in_a_row_was_the_last() =>
        Assert.Equal([1, 2, 3, 4, 1], Read((["a", "b"], true), (["c", "d"], true), (["c", "d"], true), (["c", "d"], true), (["a", "b"], true)));

    [Fact]
    public void A_first_page_that_comes_three_times_in_a_row_was_all() =>
        Assert.Equal([1, 2, 3, 1], Read((["a", "b"], true), (["a", "b"], true), (["a", "b"], true), (["a", "b"], true)));

    [Fact]
    public void A_page_that_comes_twice_means_a_list_that_has_moved_by_a_page_and_everything_again() =>
        Assert.Equal(
            [1, 2, 3, 4, 1, 2, 3, 4, 1],
            Read(
                (["a", "b"], true),
                (["c", "d"], true),
                (["c", "d"], true),
                (["e"], false),
                (["a", "b"], true),
                (["x", "y"], true),
                (["c", "d"], true),
                (["e"], false),
                (["a", "b"], true)
            )
        );

    [Fact]
    public void A_list_that_never_stands_still_is_left_after_five_passes()
    {
        var scan = Start;
        var pages = 0;
        for (var next = scan; next is not null; pages++)
        {
            scan = next;
            next = scan.After([$"new {pages}", "b"], hasMore: scan.Page == 1);
        }

        Assert.Equal((5, 11), (scan.Pass, pages));
    }

    [Fact]
    public void No_two_pages_are_called_the_same()
    {
        var steps = new List<string>();
        for (var scan = Start; scan is not null; scan = scan.After([$"{steps.Count}"], hasMore: scan.Page == 1))
            steps.Add(scan.Step);

        Assert.Equal(steps.Count, steps.Distinct().Count());
        Assert.Equal(["run/1/1", "run/1/2", "run/1/check", "run/2/2"], steps.Take(4));
    }

    /// <summary>The pages that are asked for while the list answers like this; nothing is asked beyond it.</summary>
    private static List<int> Read(params (string[] Keys, bool HasMore)[] answers)
    {
        var pages = new List<int>();
        var scan = Start;
        foreach (var (keys, hasMore) in answers)
        {
            pages.Add(scan!.Page);
            scan = scan.After(keys, hasMore);
        }

        Assert.Null(scan);
        return pages;
    }
}
