using System.Diagnostics;

namespace PaymentHub.Benchmarks;

/// <summary>From the start of a process to readiness, and to the first callback's acknowledgement and webhook.</summary>
internal static class Start
{
    public static async Task<Report> RunAsync(LoadOptions options, int starts, CancellationToken stop)
    {
        var report = new Report("start");
        // The first start makes the tables and queues; those that count find them.
        await using var world = await options.StartAsync(stop);
        await world.StopHostsAsync();
        using var client = new HttpClient();
        List<double> listening = [],
            ready = [],
            accepted = [],
            delivered = [];
        for (var i = 1; i <= starts; i++)
        {
            var started = Stopwatch.GetTimestamp();
            var address = await world.StartHostAsync();
            listening.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
            while (!await IsReadyAsync(client, address, stop))
                await Task.Delay(TimeSpan.FromMilliseconds(20), stop);
            ready.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);

            world.Move(address);
            var merchant = world.Plan.Merchants[0];
            var sample = (await world.Deposits.PushAsync(merchant, world.Deposits.Sign(merchant, 1), 1, 1))[0];
            accepted.Add(sample.AcceptMilliseconds);
            delivered.Add(sample.RoadMilliseconds);
            Progress.Say($"start {i} of {starts}: ready after {ready[^1]:0} ms");
            await world.StopHostsAsync();
        }

        report.AddPercentiles("listening", listening, "until the functions are there");
        report.AddPercentiles("ready", ready, "until /health/ready says so");
        report.AddPercentiles("first_accept", accepted, "the first callback's acknowledgement after that");
        report.AddPercentiles("first_webhook", delivered, "the first callback's webhook after that");
        return report;
    }

    private static async Task<bool> IsReadyAsync(HttpClient client, Uri address, CancellationToken stop)
    {
        using var answer = await client.GetAsync(new Uri(address, "/health/ready"), stop);
        return answer.IsSuccessStatusCode;
    }
}
