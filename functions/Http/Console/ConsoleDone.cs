namespace PaymentHub.Http.Console;

/// <summary>What was done by a form, for the page that it leads to.</summary>
internal static class ConsoleDone
{
    /// <summary>What a page says after a form; null for what no form leads to.</summary>
    public static string? Said(string? done) =>
        done switch
        {
            "resolved" => "Resolved. The merchant is told.",
            "awaits" => "Noted. A second operator has to decide the same.",
            "approved" => "Approved and done. The merchant is told.",
            "refused" => "Refused: nobody is awaited any more, and the order stays in review.",
            "entered" => "Entered: it is in review, and a second operator has to approve it.",
            "reopened" => "Reopened: it is in review, and the merchant is told.",
            "refreshed" => "The provider was asked.",
            "notified" => "The provider was asked to call back again.",
            "redelivered" => "It is delivered again.",
            "revived" => "Revived: it is due again, now.",
            "replay" => "It is processed again.",
            "discard" => "Discarded. The evidence stays.",
            "created" => "Taken on. It needs an account, an endpoint and an API key.",
            "disabled" => "Disabled: every instance refuses its keys within 15 seconds.",
            "enabled" => "Enabled.",
            "replaced" => "Replaced.",
            "rotated" => "Rotated: the one before it counts for a while, too.",
            "revoked" => "Revoked: every instance refuses it within 15 seconds.",
            "deleted" => "Deleted: what is owed to it waits until there is one of that id again.",
            "started" => "Started. This page shows how far it is; load it again.",
            _ => null,
        };
}
