using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Functions;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>One withdrawal after the other is sent while something goes wrong, with a second instance of the app beside it.</summary>
internal sealed class MatrixWorld : IAsyncDisposable
{
    private static readonly TimeSpan SendWindow = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ClientPatience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Afterwards = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>The second instance relays: by a schedule, every world's outbox relay would run all the time, and the emulator with it.</summary>
    private static readonly TimeSpan RelayPause = TimeSpan.FromSeconds(1.2);

    private readonly Hub _hub;
    private readonly SendProbe _sends;
    private readonly HubProcess _second;
    private readonly Stopwatch _sinceRelay = new();
    private int _answered;

    private MatrixWorld(Hub hub, SendProbe sends)
    {
        _hub = hub;
        _sends = sends;
        _second = hub.MakeSecond();
    }

    public static async Task<MatrixWorld> StartAsync()
    {
        var sends = new SendProbe();
        var settings = Payouts.Settings(
            ("PaymentHub:Outbox:Grace", "00:00:00.500"),
            ("PaymentHub:Outbox:Repeat", "00:00:01"),
            ("AzureFunctionsJobHost:extensions:queues:maxPollingInterval", "00:00:00.400"),
            ("PaymentHub:Delivery:Timeout", "00:00:02"),
            ("PaymentHub:Withdrawals:SendWindow", SendWindow.ToString()),
            ("PaymentHub:Withdrawals:QuietPeriod", "00:00:01.500"),
            ("Accounts:alpha_pay:Settings:RequestTimeout", "00:00:01"),
            ("Accounts:alpha_usdt:Settings:RequestTimeout", "00:00:01"),
            ("Accounts:alpha_mpay:Settings:RequestTimeout", "00:00:01"),
            ("PaymentHub:Merchants:beta:Accounts:beta_pay:Settings:RequestTimeout", "00:00:01"),
            ("PaymentHub:Merchants:beta:Accounts:beta_usdt:Settings:RequestTimeout", "00:00:01"),
            ("PaymentHub:Merchants:beta:Accounts:beta_mpay:Settings:RequestTimeout", "00:00:01")
        );
        return new MatrixWorld(await Hub.StartAsync(settings, services: sends.AddTo), sends);
    }

    /// <summary>Runs one case and asserts its end.</summary>
    /// <returns>Whether the point was reached, how often it was paid, and the order's last status.</returns>
    public async Task<(string? Struck, int Paid, string Status)> RunAsync(MatrixCase one)
    {
        var reference = $"case-{one.Number}";
        var id = Payouts.IdOf(reference);
        var fault = one.Behaviour.Kind is { } kind
            ? _hub.Sandbox.Faults.Add(
                new Fault(Payouts.Of(one.Provider), kind)
                {
                    Endpoint = Payouts.Endpoint(one.Provider),
                    Value = one.Behaviour.Value,
                    Delay = one.Behaviour.Delay,
                }
            )
            : null;
        _sinceRelay.Restart();
        string? at = null;
        try
        {
            var struck = Arm(one, id);
            var wanted = Payouts.Wanted(one.Provider, reference);
            // Whoever has no answer, or none yet that settles it, asks again, and must be told of the same order.
            var asking = Eventually.TrueAsync(async () => await TryPostAsync(wanted) is 200 or 202, Patience, "the merchant is told of it", Pause);
            await Eventually.TrueAsync(async () => struck.IsCompleted || await IsOverAsync(one, id), Patience, "it was struck or is over", Pause);
            // The last calls come when all is over for everybody else.
            await Task.WhenAny(struck, Task.Delay(Afterwards));
            if (struck.IsCompleted)
                at = await RecoverAsync(one, id, await struck);
            await asking;
            await Eventually.TrueAsync(() => IsOverAsync(one, id), Patience, $"{id} is over", Pause);
            var order = (await OrderAsync(id))!;
            return (at, await WholeWithdrawal.AssertAsync(_hub, one, order, at is not null), SnakeCaseEnum.Of(order.Status));
        }
        catch (TimeoutException e)
        {
            var order = await _second.Services.GetRequiredService<IOrderStore>().ReadAsync(id, CancellationToken.None);
            throw new TimeoutException(
                $"{e.Message} The merchant was answered {_answered}; {_hub.Sandbox.Paid(id)}; {order?.Order}; due: {string.Join(' ', await Payouts.EntriesAsync(_hub, id))}",
                e
            );
        }
        finally
        {
            // A point that was not reached must not strike the next case, nor leave it a dead app.
            _sends.Arm("", null);
            var late = _hub.Process.Probe.Struck;
            _hub.Process.Probe.Start();
            if (at is null && late.IsCompleted)
                await RestartAsync();
            if (fault is not null)
                _hub.Sandbox.Faults.Remove(fault.Id);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _second.DisposeAsync();
        await _hub.DisposeAsync();
    }

    /// <summary>Plans what goes wrong; completes when it has.</summary>
    private Task<string> Arm(MatrixCase one, string id)
    {
        var probe = _hub.Process.Probe;
        if (one.Call > 0)
        {
            probe.Start(
                call => call.Number == one.Call ? one.Storage : StorageFault.None,
                name => RunningFunction.Name == "SubmitWithdrawal" || name == "queue withdrawals: delete",
                () => WakeSecondAsync(id, SendWindow + Pause)
            );
            return NameAsync(probe.Struck);
        }

        var struck = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var endpoint = Payouts.Endpoint(one.Provider);
        var before = Payouts.Requests(_hub, one.Provider).Count(endpoint);
        _sends.Arm(
            endpoint,
            async (send, token) =>
            {
                using var connection = CancellationTokenSource.CreateLinkedTokenSource(token);
                if (one.Send == SendFault.StandStill)
                {
                    await WakeSecondAsync(id, SendWindow + Pause);
                    struck.SetResult(nameof(SendFault.StandStill));
                    return await send(token);
                }

                var sending = send(connection.Token);
                if (one.Send == SendFault.DieDuring)
                {
                    await Eventually.TrueAsync(
                        () => Task.FromResult(sending.IsCompleted || Payouts.Requests(_hub, one.Provider).Count(endpoint) > before),
                        Patience,
                        "it arrived",
                        TimeSpan.FromMilliseconds(5)
                    );
                }
                else
                {
                    await Task.WhenAny(sending);
                }

                probe.Die();
                await connection.CancelAsync();
                struck.SetResult(one.Send.ToString());
                await Task.WhenAny(sending);
                throw new OperationCanceledException("The process is dead (as planned).");
            }
        );
        return struck.Task;

        static async Task<string> NameAsync(Task<StorageCall> call) => (await call).Name;
    }

    private async Task RestartAsync()
    {
        _hub.Process.Kill();
        await _hub.BringUpAsync();
    }

    private async Task<string> RecoverAsync(MatrixCase one, string id, string at)
    {
        if (one.Storage is StorageFault.DieBefore or StorageFault.DieAfter || one.Send is SendFault.DieDuring or SendFault.DieAfterAnswer)
        {
            await RestartAsync();
            // The gateway calls back once, and what comes while the app is dead is lost: support sends it again by hand.
            if (one.Provider == "usdt_gateway" && _hub.Sandbox.Paid(id).Paid > 0)
                await _hub.Sandbox.Gateway.Withdrawals.ResendAsync(id);
        }
        else
        {
            await WakeSecondAsync(id, TimeSpan.Zero);
        }

        return at;
    }

    /// <summary>Calls the second instance to the order's work, as the outbox relay or a
    /// message that came twice does, again and again for a while.</summary>
    private async Task WakeSecondAsync(string id, TimeSpan during)
    {
        var messages = _second.Services.GetRequiredService<ActionMessages>();
        var clock = Stopwatch.StartNew();
        do
        {
            foreach (var what in (ActionKind[])[ActionKind.Submit, ActionKind.Poll])
                await messages.RunAsync(ActionEnvelope.Write(new WakeUp(id, what, DueAt: null)).ToString(), CancellationToken.None);
            await Task.Delay(Pause);
        } while (clock.Elapsed < during);
    }

    /// <summary>The status of the answer; 0 when there was none, or none in the time that a client waits.</summary>
    private async Task<int> TryPostAsync(Dictionary<string, object?> wanted)
    {
        try
        {
            _answered = (await _hub.PostAsync(_hub.Alpha, "/v1/withdrawals", wanted).WaitAsync(ClientPatience)).Status;
        }
        catch (Exception e) when (e is HttpRequestException or TimeoutException)
        {
            _answered = 0;
        }

        return _answered;
    }

    /// <summary>Once the hub has left its request behind, the provider pays what it has; then all that is owed has to come to its end.</summary>
    private async Task<bool> IsOverAsync(MatrixCase one, string id)
    {
        if (_sinceRelay.Elapsed > RelayPause)
        {
            _sinceRelay.Restart();
            await _second.Services.GetRequiredService<OutboxRelay>().RunAsync(CancellationToken.None);
        }

        if (await OrderAsync(id) is not { } order || order.Status is OrderStatus.Created or OrderStatus.Submitting)
            return false;
        await Payouts.PayAllAsync(_hub, id);
        var over = _hub.Sandbox.Paid(id) switch
        {
            { Taken: 0 } => order.Status is OrderStatus.Failed or OrderStatus.NeedsReview,
            { Taken: > 1 } => true,
            { Open: 0 } => order.Status is OrderStatus.Completed,
            _ => false,
        };
        // What the provider takes late is still on its way while its delay lasts.
        return over && order.UpdatedAt + one.Behaviour.Delay < TimeProvider.System.GetUtcNow() && (await Payouts.EntriesAsync(_hub, id)).Count == 0;
    }

    private async Task<Order?> OrderAsync(string id) =>
        (await _second.Services.GetRequiredService<IOrderStore>().ReadAsync(id, CancellationToken.None))?.Order;
}
