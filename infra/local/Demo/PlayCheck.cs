namespace PaymentHub.Local.Demo;

/// <summary>Compares what came of a play with what must come of it.</summary>
internal static class PlayCheck
{
    /// <param name="callback">The first attempt at the callback; null when the provider sent none.</param>
    /// <param name="webhooks">Every webhook about the play's customer, oldest first.</param>
    /// <param name="order">The order as our API tells it; null when no webhook named one.</param>
    public static PlayResult Of(Play play, SentCallback? callback, IReadOnlyList<DemoWebhook> webhooks, HubOrder? order)
    {
        var final = webhooks.FirstOrDefault(webhook => webhook.Event.Type == play.FinalEvent);
        return new PlayResult(
            play.Provider,
            order?.Id,
            order is null ? null : $"{order.Amount} {order.Currency}",
            order?.ReviewReason is { } reason ? $"{order.Status} ({reason})" : order?.Status,
            final is null || callback is null ? null : final.At - callback.At,
            webhooks.Count == 0 ? null : webhooks.All(webhook => webhook.Verified),
            [.. Problems(play, callback, webhooks, order)]
        );
    }

    private static IEnumerable<string> Problems(Play play, SentCallback? callback, IReadOnlyList<DemoWebhook> webhooks, HubOrder? order)
    {
        if (callback is null)
            yield return "the provider sent no callback";
        else if (!callback.Acknowledged)
            yield return $"the first callback was not acknowledged (HTTP {callback.Status?.ToString() ?? "no answer"})";

        if (webhooks.Count == 0)
            yield return $"the merchant received no webhook; it must be {string.Join(", ", play.Events)}";
        else if (!webhooks.Select(webhook => webhook.Event.Type).Where(type => !play.MayCome.Contains(type)).SequenceEqual(play.Events))
            yield return $"the merchant received {string.Join(", ", webhooks.Select(webhook => webhook.Event.Type))}; it must be {string.Join(", ", play.Events)}";
        if (webhooks.Any(webhook => !webhook.Verified))
            yield return "a webhook's signature is not good";
        foreach (var sent in webhooks.Where(webhook => webhook.Event.Type == play.FinalEvent).Select(webhook => webhook.Event.Data))
        {
            if (sent.Amount != play.Amount || sent.Currency != play.Currency)
                yield return $"the webhook says {sent.Amount} {sent.Currency}; it must be {play.Amount} {play.Currency}";
        }

        if (order is null)
            yield break;
        if (order.Status != "completed")
            yield return $"the order is {order.Status}; it must be completed";
        if (order.Amount != play.Amount || order.Currency != play.Currency)
            yield return $"the order has {order.Amount} {order.Currency}; it must be {play.Amount} {play.Currency}";
    }
}
