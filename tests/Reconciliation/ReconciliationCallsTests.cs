using System.Globalization;
using PaymentHub.Reconciliation;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Reconciliation;

/// <summary>How many lists of a host are called for at once, and which.</summary>
public sealed class ReconciliationCallsTests
{
    private static readonly TimeSpan Run = TimeSpan.FromSeconds(15);

    private readonly ReconciliationCalls _calls = new();
    private readonly List<DueList> _due = [];
    private readonly List<DueList> _out = [];
    private DateTimeOffset _now = Samples.Noon;

    [Fact]
    public void A_host_is_called_for_as_many_as_it_reads_and_a_few_more_are_out()
    {
        Add("slow", 1_000);

        var calls = Enumerable.Range(0, 10).Select(_ => RunOnce(("slow", 80))["slow"]).ToList();

        // None until those are taken that were too many; a sixteenth and sixteen more are out beside those that it takes.
        Assert.Equal([240, 0, 21], calls.Take(3));
        Assert.All(calls.Skip(3), called => Assert.Equal(80, called));
        Assert.Equal(80 + 5 + 16 - 80, _out.Count);
    }

    [Fact]
    public void A_host_that_takes_all_its_calls_gets_more_until_it_takes_no_more()
    {
        Add("fast", 10_000);

        var calls = Enumerable.Range(0, 20).Select(_ => RunOnce(("fast", 700))["fast"]).ToList();

        Assert.Equal([240, 300, 375, 468, 585, 731], calls.Take(6));
        Assert.All(calls.Skip(8), called => Assert.Equal(700, called));
    }

    [Fact]
    public void A_host_that_hangs_keeps_no_other_from_being_called_for()
    {
        // All its lists are longer due.
        Add("hangs", 3_000);
        Add("well", 3_000);

        var calls = Enumerable.Range(0, 20).Select(_ => RunOnce(("hangs", 5), ("well", 200))).ToList();

        Assert.All(calls.Skip(1), called => Assert.InRange(called["well"], 180, 210));
        Assert.All(calls.Skip(1), called => Assert.InRange(called["hangs"], 0, 21));
    }

    [Fact]
    public void A_call_that_is_lost_is_made_again_after_two_minutes()
    {
        Add("host", 1);

        var calls = Enumerable.Range(0, 10).Select(_ => RunOnce()["host"]).ToList();

        Assert.Equal([1, 0, 0, 0, 0, 0, 0, 0, 1, 0], calls);
    }

    [Fact]
    public void Of_all_hosts_together_no_more_than_a_thousand_are_out_the_longest_due_first()
    {
        for (var host = 0; host < 8; host++)
            Add($"host_{host}", 200);

        var calls = _calls.Plan(_due, _now);

        Assert.Equal(_due.Take(ReconciliationCalls.MaxCalls).ToHashSet(), calls.Select(call => call.List).ToHashSet());
    }

    [Theory]
    [InlineData(240, 7.5, 15)]
    [InlineData(60, 3.75, 7.5)]
    [InlineData(1, 0, 0.1)]
    public void Calls_show_one_after_the_other_until_the_next_run_and_few_of_them_sooner(int lists, double middle, double end)
    {
        Add("host", lists);

        var moments = _calls.Plan(_due, _now).Select(call => (call.At - _now).TotalSeconds).ToList();

        Assert.Equal(0, moments[0]);
        Assert.Equal(middle, moments[lists / 2]);
        Assert.Equal(moments.Order(), moments);
        Assert.InRange(moments[^1], 0, end);
    }

    /// <summary>
    /// A run, and the time until the next one, in which each host takes so many of the calls that are out, and their lists are due again.
    /// </summary>
    /// <returns>How many were called for, of each host.</returns>
    private Dictionary<string, int> RunOnce(params (string Name, int Reads)[] hosts)
    {
        var calls = _calls.Plan(_due, _now);
        foreach (var call in calls)
        {
            _calls.Add(call);
            _out.Add(call.List);
        }

        foreach (var list in hosts.SelectMany(host => _out.Where(list => list.Host == host.Name).Take(host.Reads)).ToList())
        {
            _out.Remove(list);
            _due.Remove(list);
            _due.Add(list with { Revision = list.Revision + "+" });
        }

        _now += Run;
        return _due.Select(list => list.Host).Distinct().ToDictionary(host => host, host => calls.Count(call => call.List.Host == host));
    }

    /// <summary>Lists of a host, behind those that are due already.</summary>
    private void Add(string host, int count) =>
        _due.AddRange(
            Enumerable.Range(0, count).Select(number => new DueList(string.Create(CultureInfo.InvariantCulture, $"{host}_{number:00000}"), "1", host))
        );
}
