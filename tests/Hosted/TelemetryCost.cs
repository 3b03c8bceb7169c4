using System.Diagnostics;
using System.Globalization;
using FunctionsHost;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Hosted;

/// <summary>
/// What telemetry costs on the road from a callback to its webhook: two real workers side by side in one run, one that exports all three kinds and
/// one that exports nothing, take the same callbacks in turns, and their processors' time is
/// compared. A ratio, since machines differ; PAYMENTHUB_MATRIX=whole sends more.
/// </summary>
public sealed class TelemetryCost(ITestOutputHelper output)
{
    private static readonly int Rounds = Environment.GetEnvironmentVariable("PAYMENTHUB_MATRIX") == "whole" ? 12 : 2;
    private const int InRound = 50;

    [Fact]
    public async Task A_worker_that_exports_does_all_that_one_does_that_does_not()
    {
        var exported = 0L;
        await using var collector = await LoopbackEndpoint.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            Interlocked.Add(ref exported, body.Length);
        });
        await using var silent = await World.StartAsync([]);
        await using var telling = await World.StartAsync(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.GetLeftPart(UriPartial.Authority),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            }
        );

        // Both are warm before anything is measured.
        await silent.RoundAsync();
        await telling.RoundAsync();
        var before = (Silent: silent.Processor(), Telling: telling.Processor());
        for (var round = 0; round < Rounds; round++)
        {
            await silent.RoundAsync();
            await telling.RoundAsync();
        }

        var (without, with) = (silent.Processor() - before.Silent, telling.Processor() - before.Telling);
        output.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{Rounds * InRound} deposits each: {without.TotalMilliseconds / (Rounds * InRound):0.0} ms of processor a deposit without telemetry, {with.TotalMilliseconds / (Rounds * InRound):0.0} ms with all three exported, ratio {with / without:0.00}; {exported / 1024} KiB were exported."
            )
        );
        Assert.Equal(silent.Delivered, telling.Delivered);
        Assert.True(exported > 0);
    }

    private sealed class World : IAsyncDisposable
    {
        private FunctionsHostServer _server = null!;
        private Hub _hub = null!;
        private int _sent;

        public int Delivered => _hub.Sandbox.Merchant.Received.Items.Count;

        public static async Task<World> StartAsync(Dictionary<string, string?> settings)
        {
            var world = new World();
            settings["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept";
            world._hub = await Hub.StartAsync(settings, start: async hub => world._server = await HostedApp.StartHostAsync(hub));
            return world;
        }

        public async Task RoundAsync()
        {
            var url = new Uri(_hub.Address, "/callbacks/" + _hub.Alpha.CallbackId(_hub.Alpha.GatewayAccount));
            for (var i = 0; i < InRound; i++)
            {
                var number = string.Create(CultureInfo.InvariantCulture, $"{1_750_000_000_000_000_000 + ++_sent}");
                var data =
                    $$"""{"identify":"same","chain_type":3,"contract_type":32,"order_id":"{{number}}","transaction_id":"{{new string('a', 45)}}{{number}}","amount":10}""";
                Assert.Equal(200, (await SignedCallback.Gateway(_hub.Alpha.Keys.Gateway, data).PostAsync(url)).Status);
            }

            await Eventually.TrueAsync(() => Task.FromResult(Delivered == _sent), Hub.Patience, "all webhooks have arrived");
        }

        public TimeSpan Processor()
        {
            using var process = Process.GetProcessById(_server.WorkerProcessId!.Value);
            return process.TotalProcessorTime;
        }

        public ValueTask DisposeAsync() => _hub.DisposeAsync();
    }
}
