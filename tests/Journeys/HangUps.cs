using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Functions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Journeys;

/// <summary>Providers that send a callback whole and do not wait for the answer.</summary>
public sealed class HangUps
{
    private const int Times = 30;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_was_sent_whole_is_kept_and_processed_though_the_connection_is_closed_at_once(bool chunked)
    {
        await using var hub = await Hub.StartAsync();

        for (var i = 0; i < Times; i++)
        {
            using (await SendAsync(hub, Recharge(hub, i), chunked))
            {
                // Closed with the last byte.
            }
        }

        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Count == Times,
            Hub.Patience,
            "all of them are kept"
        );
        await hub.SettleAsync();
        Assert.All(await hub.VerdictsAsync(), verdict => Assert.Equal("applied", verdict));
        Assert.Equal(Times, (await hub.RowsAsync(TableNames.Orders)).Count(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_storage_takes_its_time_loses_nothing_and_is_told_of()
    {
        await using var hub = await Hub.StartAsync();
        var connection = await SendWhileStorageStandsStillAsync(hub, Recharge(hub, 1));

        await Eventually.TrueAsync(async () => (await hub.VerdictsAsync()).Count == 1, Hub.Patience, "it is kept and processed");

        Assert.Equal(["applied"], await hub.VerdictsAsync());
        var id = (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Single().GetString("Id")!;
        await Eventually.TrueAsync(
            () =>
                Task.FromResult(
                    hub.Log.Lines.Any(line =>
                        line.Contains(id, StringComparison.Ordinal)
                        && line.Contains("the sender did not wait", StringComparison.Ordinal)
                        && line.Contains(hub.Alpha.GatewayAccount, StringComparison.Ordinal)
                    )
                ),
            Hub.Patience,
            "the log tells of it"
        );
        connection.Dispose();
    }

    [Fact]
    public async Task What_receipt_refuses_is_kept_as_well_when_its_caller_hangs_up()
    {
        await using var hub = await Hub.StartAsync();
        using var connection = await SendWhileStorageStandsStillAsync(hub, Recharge(hub, 1).Altered("\"signature\"", "\"sign\""));

        await Eventually.TrueAsync(async () => (await hub.RowsAsync(TableNames.Callbacks, "quarantine|")).Count == 1, Hub.Patience, "it is kept");

        Assert.Equal(["malformed"], await hub.VerdictsAsync());
    }

    [Fact]
    public async Task What_has_come_whole_is_kept_though_the_worker_ends_the_request_before_its_function_runs()
    {
        await using var hub = await Hub.StartAsync();
        var early = hub.Process.Services.GetServices<IStartupFilter>().OfType<EarlyCallbacks>().Single();
        // What the worker does with a request whose call was taken back.
        await using var worker = await LoopbackEndpoint.StartAsync(
            _ => throw new TaskCanceledException(),
            host => host.ConfigureServices(services => services.AddSingleton<IStartupFilter>(early))
        );

        var (status, _, body) = await Recharge(hub, 1).PostAsync(new Uri(worker.Url, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount)));

        Assert.Equal((500, ""), (status, body));
        await hub.SettleAsync();
        Assert.Equal(["applied"], await hub.VerdictsAsync());
    }

    /// <summary>Hangs up while the callback's first write is on its way to storage, and lets that go on once the app must have noticed.</summary>
    private static async Task<TcpClient> SendWhileStorageStandsStillAsync(Hub hub, SignedCallback callback)
    {
        TcpClient? connection = null;
        var sent = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        hub.Process.Probe.Start(
            call => call.Name == "callbacks: transaction" ? StorageFault.StandStill : StorageFault.None,
            meanwhile: async () =>
            {
                await sent.Task;
                connection!.Client.LingerState = new LingerOption(true, 0);
                connection.Dispose();
                // A whole exchange after it: the app has met the broken connection by then.
                await hub.GetAsync(hub.Alpha, "/health/live");
                await hub.GetAsync(hub.Alpha, "/health/ready");
            }
        );
        connection = await SendAsync(hub, callback, chunked: false);
        sent.SetResult();
        await hub.Process.Probe.Struck.WaitAsync(Hub.Patience);
        return connection;
    }

    private static async Task<TcpClient> SendAsync(Hub hub, SignedCallback callback, bool chunked)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(hub.Address.Host, hub.Address.Port);
        var length = chunked ? "Transfer-Encoding: chunked" : $"Content-Length: {callback.Body.Length}";
        var head =
            $"POST /callbacks/{hub.Alpha.CallbackId(hub.Alpha.GatewayAccount)} HTTP/1.1\r\nHost: {hub.Address.Authority}\r\nContent-Type: {callback.ContentType}\r\n{length}\r\n\r\n";
        byte[] body = chunked ? [.. Encoding.ASCII.GetBytes($"{callback.Body.Length:x}\r\n"), .. callback.Body, .. "\r\n0\r\n\r\n"u8] : callback.Body;
        await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. body]);
        return connection;
    }

    private static SignedCallback Recharge(Hub hub, int number) =>
        SignedCallback.Gateway(
            hub.Alpha.Keys.Gateway,
            string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"identify":"cust-{{number}}","chain_type":3,"contract_type":32,"retry_id":"r","order_id":"{{1750000000000000001 + number}}","transaction_id":"{{number:x64}}","amount":51}"""
            )
        );
}
