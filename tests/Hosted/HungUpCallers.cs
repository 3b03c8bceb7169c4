using System.Globalization;
using System.Net.Sockets;
using System.Text;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Hosted;

/// <summary>Providers that send a callback whole and do not wait for the answer, with the host in
/// between: it takes the request and its function's call back from the worker.</summary>
public sealed class HungUpCallers
{
    private const int Times = 10;
    private const string Executed = "Executed 'Functions.ReceiveCallback' (Failed";

    private static readonly Dictionary<string, string?> Settings = new()
    {
        ["PaymentHub:Merchants:alpha:Accounts:alpha_usdt:UnknownAddresses"] = "accept",
    };

    [Fact]
    public async Task A_callback_that_has_come_to_the_worker_is_kept_and_processed_though_its_caller_has_gone()
    {
        await using var gate = await StorageGate.StartAsync();
        await using var hub = await HostedApp.StartAsync(Settings, gate.Storage);
        gate.Shut();
        var connections = new List<TcpClient>();
        for (var number = 0; number < Times; number++)
            connections.Add(await SendAsync(hub, Recharge(hub, number)));
        await Eventually.TrueAsync(() => Task.FromResult(gate.Waiting == Times), Hub.Patience, "all of them are on their way to storage");

        connections.ForEach(connection => connection.Dispose());
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Log.Lines.Count(line => line.Contains(Executed, StringComparison.Ordinal)) == Times),
            Hub.Patience,
            "the host has given all of them up"
        );
        gate.Open();

        await AssertAllCompletedAsync(hub);
        Assert.Equal(Times, hub.Log.Lines.Count(line => line.Contains("the sender did not wait for the response", StringComparison.Ordinal)));
    }

    /// <summary>What is closed with its last byte may never come out of the host's own
    /// web server, on Azure as here. It is not acknowledged then.</summary>
    [Fact]
    public async Task A_provider_that_hangs_up_at_once_and_sends_it_again_is_told_in_the_end()
    {
        await using var hub = await HostedApp.StartAsync(Settings);

        for (var number = 0; number < Times; number++)
        {
            (await SendAsync(hub, Recharge(hub, number))).Dispose();
            Assert.Equal(200, (await Recharge(hub, number).PostAsync(Callbacks(hub))).Status);
        }

        await AssertAllCompletedAsync(hub);
    }

    private static async Task AssertAllCompletedAsync(Hub hub)
    {
        await Eventually.TrueAsync(
            async () => (await hub.RowsAsync(TableNames.Callbacks, "callback|")).Count >= Times,
            Hub.Patience,
            "all of them are kept"
        );
        await hub.SettleAsync();
        var orders = (await hub.RowsAsync(TableNames.Orders)).Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal)).ToList();
        Assert.Equal(Times, orders.Count);
        Assert.All(orders, order => Assert.Equal("completed", order.GetString("Status")));
    }

    private static Uri Callbacks(Hub hub) => new(hub.Address, "/callbacks/" + hub.Alpha.CallbackId(hub.Alpha.GatewayAccount));

    private static async Task<TcpClient> SendAsync(Hub hub, SignedCallback callback)
    {
        var connection = new TcpClient { NoDelay = true };
        await connection.ConnectAsync(hub.Address.Host, hub.Address.Port);
        var head =
            $"POST {Callbacks(hub).AbsolutePath} HTTP/1.1\r\nHost: {hub.Address.Authority}\r\nContent-Type: {callback.ContentType}\r\nContent-Length: {callback.Body.Length}\r\n\r\n";
        await connection.GetStream().WriteAsync((byte[])[.. Encoding.ASCII.GetBytes(head), .. callback.Body]);
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
