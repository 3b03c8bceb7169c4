namespace PaymentHub.Local.Demo;

/// <summary>Plays what there is to show, all at once, and checks what comes of it.</summary>
internal sealed class Director(JsonCalls hub, Payer payer)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public async Task<IReadOnlyList<PlayResult>> RunAsync(IReadOnlyList<Play> plays, CancellationToken cancellationToken)
    {
        var acted = await Task.WhenAll(plays.Select(play => ActAsync(play, cancellationToken)));

        // Only now: a webhook that should not have come at all has had the time of the slowest play to come.
        return await Task.WhenAll(
            plays.Zip(
                acted,
                async (play, act) =>
                    act.Problem is null ? await CheckAsync(play, act.ProviderId!, cancellationToken) : PlayResult.Failed(play, act.Problem)
            )
        );
    }

    private async Task<(string? ProviderId, string? Problem)> ActAsync(Play play, CancellationToken cancellationToken)
    {
        try
        {
            var providerId = await play.ActAsync(play, cancellationToken);
            await WaitForWebhookAsync(play, cancellationToken);
            return (providerId, null);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            return (null, DemoProblem.Of(e));
        }
    }

    private async Task WaitForWebhookAsync(Play play, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        try
        {
            while (!(await payer.WebhooksAsync(play.Customer, deadline.Token)).Any(webhook => webhook.Event.Type == play.FinalEvent))
                await Task.Delay(Pause, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // The check tells what is missing.
        }
    }

    private async Task<PlayResult> CheckAsync(Play play, string providerId, CancellationToken cancellationToken)
    {
        try
        {
            var webhooks = await payer.WebhooksAsync(play.Customer, cancellationToken);
            var callback = await payer.FindCallbackAsync(play.Provider, providerId, cancellationToken);
            var order = webhooks.Count == 0 ? null : await hub.GetAsync<HubOrder>($"{play.OrderPath}/{webhooks[0].Event.Data.Id}", cancellationToken);
            return PlayCheck.Of(play, callback, webhooks, order);
        }
        catch (Exception e) when (IsFailure(e, cancellationToken))
        {
            return PlayResult.Failed(play, DemoProblem.Of(e));
        }
    }

    private static bool IsFailure(Exception e, CancellationToken cancellationToken) =>
        e is DemoException or HttpRequestException or System.Text.Json.JsonException
        || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
