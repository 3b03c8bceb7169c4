using System.Text.Json.Nodes;
using PaymentHub.Sandbox;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

/// <summary>A sandbox that takes applications for withdrawals.</summary>
public abstract class PayProtocolWithdrawalBench : IAsyncLifetime
{
    private protected const string TronAddress = "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t";
    private protected const string EvmAddress = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";
    private protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private protected readonly ManualTimeProvider _clock = new(DateTimeOffset.FromUnixTimeSeconds(1723971200));
    private protected CallbackReceiver _receiver = null!;
    private protected SandboxServer _sandbox = null!;
    private protected PayProtocolCaller _caller = null!;

    public async Task InitializeAsync()
    {
        _receiver = await CallbackReceiver.StartAsync();
        _sandbox = await SandboxServer.StartAsync(
            new()
            {
                Time = _clock,
                PayProtocol = new()
                {
                    Accounts =
                    [
                        new()
                        {
                            Name = "shop",
                            ApiKey = "test_key",
                            ApiSecret = "test_secret",
                        },
                    ],
                },
            }
        );
        _caller = new(_sandbox.BaseUrl, "test_key", "test_secret", _clock);
    }

    public async Task DisposeAsync()
    {
        await _sandbox.DisposeAsync();
        await _receiver.DisposeAsync();
    }

    private protected async Task<int> ApplyAsync(string order, string amount) => (int)(await AskAsync(order, amount))["data"]!["withdrawId"]!;

    private protected async Task<JsonNode> AskAsync(string order, string amount) =>
        (
            await _caller.PostAsync(
                "/withdraw/apply",
                $$"""{"chainId":1,"currencyId":2,"withdrawAddress":"{{TronAddress}}","withdrawAmount":"{{amount}}","outTradeNo":"{{order}}","notifyUrl":"{{_receiver.Url}}"}"""
            )
        ).Json;
}
