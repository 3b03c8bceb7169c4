using PaymentHub.Sandbox;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Sandbox;

public sealed class CallbackScheduleTests : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1723971200);
    private readonly ManualTimeProvider _clock = new(Start);
    private CallbackReceiver _receiver = null!;

    public async Task InitializeAsync() => _receiver = await CallbackReceiver.StartAsync();

    public async Task DisposeAsync() => await _receiver.DisposeAsync();

    [Theory]
    [InlineData(1, new[] { 0.0, 15, 30, 180, 300, 600 })]
    [InlineData(60, new[] { 0.0, 0.25, 0.5, 3, 5, 10 })]
    public async Task A_callback_that_is_never_acknowledged_comes_six_times(double scale, double[] due)
    {
        _receiver.Answer = (200, "text/plain", "SUCCESS");
        await using var sandbox = await StartAsync(scale);

        await sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");
        for (var attempt = 2; attempt <= due.Length; attempt++)
        {
            // Shortly before, nothing is due yet.
            var rest = Start + TimeSpan.FromSeconds(due[attempt - 1]) - _clock.GetUtcNow();
            _clock.Advance(rest - TimeSpan.FromMilliseconds(10));
            _clock.Advance(TimeSpan.FromMilliseconds(10));
            await sandbox.PayProtocol.Callbacks.Attempts.WaitForAsync(one => one.Number == attempt, Deadline);
        }

        var attempts = sandbox.PayProtocol.Callbacks.Attempts.Items;
        Assert.Equal(DeliveryState.GivenUp, await sandbox.PayProtocol.Callbacks.Deliveries.Items[0].Finished.WaitAsync(Deadline));
        Assert.Equal(due, attempts.Select(one => (one.At - Start).TotalSeconds));
        Assert.All(attempts, one => Assert.False(one.Acknowledged));
        Assert.All(attempts, one => Assert.Equal("SUCCESS", one.Answer.Body));
    }

    [Fact]
    public async Task An_acknowledged_callback_comes_no_more()
    {
        _receiver.Answer = (503, "text/plain", "");
        await using var sandbox = await StartAsync(1);
        await sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");

        _receiver.Answer = (200, "text/plain; charset=utf-8", "success");
        _clock.Advance(TimeSpan.FromSeconds(15));
        var state = await sandbox.PayProtocol.Callbacks.Deliveries.Items[0].Finished.WaitAsync(Deadline);

        Assert.Equal(DeliveryState.Acknowledged, state);
        Assert.Equal([503, 200], sandbox.PayProtocol.Callbacks.Attempts.Items.Select(one => one.Answer.Status));
    }

    [Fact]
    public async Task A_server_that_is_down_is_told_again()
    {
        await using var sandbox = await StartAsync(1);
        sandbox.PayProtocol.SetCallbackUrl("shop", new Uri("http://127.0.0.1:1/nobody"));

        await sandbox.PayProtocol.PayAsync("alice", 1, 2, "1");
        _clock.Advance(TimeSpan.FromSeconds(15));
        var second = await sandbox.PayProtocol.Callbacks.Attempts.WaitForAsync(one => one.Number == 2, Deadline);

        Assert.Null(second.Answer.Status);
        Assert.NotNull(second.Answer.Error);
    }

    private async Task<SandboxServer> StartAsync(double scale)
    {
        var sandbox = await SandboxServer.StartAsync(
            new()
            {
                Time = _clock,
                TimeScale = scale,
                PayProtocol = new()
                {
                    Accounts =
                    [
                        new()
                        {
                            Name = "shop",
                            ApiKey = "key",
                            ApiSecret = "secret",
                            CallbackUrl = _receiver.Url,
                        },
                    ],
                },
            }
        );
        sandbox.PayProtocol.AddUser("shop", "alice");
        return sandbox;
    }
}
