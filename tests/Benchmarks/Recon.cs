using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace PaymentHub.Benchmarks;

/// <summary>Very many lists of one slow provider, on which nothing stands: how long a list waits to be read again, and what that costs.</summary>
internal sealed class Recon(int lists, TimeSpan every, TimeSpan takes)
{
    private const string Root = "/api/mer";

    // An account has two lists, deposits and withdrawals.
    private const int ListsEach = 2;

    private readonly ConcurrentDictionary<(string Account, string List), ConcurrentQueue<long>> _asked = new();

    public static async Task<Report> RunAsync(LoadOptions options, Recon recon, TimeSpan during, CancellationToken stop)
    {
        if (options.Url is not null)
            throw new ArgumentException("recon takes no --url.");
        var report = new Report("recon");
        var plan = recon.Plan(options.WithoutTimers().Plan!);
        Progress.Say($"starting an emulator and {options.Instances} instances with {recon.Accounts} accounts");
        await using var world = await World.StartAsync(plan, null, options.Instances, stop, recon.Map, options.App);
        await world.CountAsync();
        var (before, started) = (world.Processor(), Stopwatch.GetTimestamp());
        await Progress.WatchAsync(WaitAsync(during, stop), () => $"{Stopwatch.GetElapsedTime(started).TotalSeconds:0} s, {recon.Reads} lists read");
        var (after, ended, counts) = (world.Processor(), Stopwatch.GetTimestamp(), await world.CountAsync());
        recon.Tell(report, started, ended);

        var reads = (double)Math.Max(1, recon.Reads);
        report.Add("worker_ms", (after.Worker - before.Worker).TotalMilliseconds / reads, "ms of processor a reading, the workers");
        report.Add("host_ms", (after.Host - before.Host).TotalMilliseconds / reads, "ms of processor a reading, the hosts");
        var work = counts.Where(one => Report.IsWork(one.Key)).OrderByDescending(one => one.Value.Calls).ToList();
        report.Add("operations", work.Sum(one => one.Value.Calls) / reads, "storage operations a reading");
        foreach (var (name, count) in work)
            report.Add($"operations_{name.Replace(' ', '_')}", count.Calls / reads, $"    of them: {name}, of {count.Bytes / count.Calls} bytes");
        return report;
    }

    private int Accounts => (lists + 1) / ListsEach;

    private int Reads => _asked.Values.Sum(moments => moments.Count);

    private static async Task<bool> WaitAsync(TimeSpan during, CancellationToken stop)
    {
        await Task.Delay(during, stop);
        return true;
    }

    /// <summary>The plan with the accounts; of the timers only the one runs that calls for lists.</summary>
    private LoadPlan Plan(LoadPlan quiet)
    {
        var settings = quiet.Settings.ToDictionary(setting => setting.Key, setting => setting.Value);
        settings["ReconciliationSchedule"] = LoadPlan.Create(LoadOptions.Quiet).Settings["ReconciliationSchedule"];
        settings["PaymentHub__Reconciliation__Every"] = every.ToString();
        for (var number = 0; number < Accounts; number++)
        {
            var account = string.Create(CultureInfo.InvariantCulture, $"list_{number:00000}");
            foreach (
                var (name, value) in (IEnumerable<(string, string)>)
                    [
                        ("Provider", "pay_protocol"),
                        ("BaseUrl", string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{quiet.ReceiverPort}{Root}")),
                        ("CallbackIds__0", $"{account}{account}{account}"),
                        ("Settings__ApiKey", account),
                        ("Settings__ApiSecret", account),
                    ]
            )
            {
                settings[$"PaymentHub__Merchants__{LoadOptions.Quiet}__Accounts__{account}__{name}"] = value;
            }
        }

        return quiet with
        {
            Settings = settings,
        };
    }

    /// <summary>The provider: each of its lists is empty, and takes its time to say so.</summary>
    private void Map(IEndpointRouteBuilder routes)
    {
        foreach (var list in (string[])["recharge", "withdraw"])
        {
            routes.MapGet(
                $"{Root}/{list}/list",
                async context =>
                {
                    var account = context.Request.Headers["X-PAY-KEY"].ToString();
                    _asked.GetOrAdd((account, list), _ => []).Enqueue(Stopwatch.GetTimestamp());
                    await Task.Delay(takes, context.RequestAborted);
                    context.Response.ContentType = "application/json";
                    await context.Response.WriteAsync("""{"code":200,"msg":"success","data":{"list":[],"count":0}}""", context.RequestAborted);
                }
            );
        }
    }

    private void Tell(Report report, long started, long ended)
    {
        var gaps = _asked
            .Values.Select(moments => moments.Prepend(started).Append(ended).ToList())
            .Select(moments => moments.Zip(moments.Skip(1), (one, next) => Stopwatch.GetElapsedTime(one, next).TotalSeconds).Max())
            .ToList();
        // One that nobody has asked for has waited all the time.
        var longest = _asked.Count < Accounts * ListsEach ? Stopwatch.GetElapsedTime(started, ended).TotalSeconds : gaps.Max();
        var passed = Stopwatch.GetElapsedTime(started, ended).TotalSeconds;
        report.Add("lists", Accounts * ListsEach, $"lists, due each {every.TotalSeconds:0} s, each takes {takes.TotalSeconds:0.0} s to answer");
        report.Add("read", _asked.Count, $"of them read in {passed:0} s");
        report.Add("reads_a_second", Reads / passed, "readings a second");
        report.Add("longest_wait", longest, "s that a list waited at most to be read for the first time, again, or until the end");
        report.Add("of_interval", longest / every.TotalSeconds, "of its interval; twice is what the hub promises");
        report.Add(
            "provider_calls",
            Reads / (double)(Accounts * ListsEach) / (passed / every.TotalSeconds),
            "calls of the provider a list and interval"
        );
    }
}
