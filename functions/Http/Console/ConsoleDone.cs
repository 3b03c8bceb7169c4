namespace PaymentHub.Http.Console;

/// <summary>What was done by a form, for the page that it leads to.</summary>
internal static class ConsoleDone
{
    /// <summary>What a page says after a form; null for what no form leads to.</summary>
    public static string? Said(string? done) =>
        done switch
        {
            "resolved" => "Resolved. The merchant is told.",
            "awaits" => "Recorded. A second operator has to confirm.",
            "approved" => "Approved and done. The merchant is told.",
            "refused" => "Refused: no decision is waiting any more, and the order stays in review.",
            "entered" => "Entered: it is in review, and a second operator has to approve it.",
            "reopened" => "Reopened: it is in review, and the merchant is told.",
            "refreshed" => "The provider was asked.",
            "notified" => "The provider was asked to send its callback again.",
            "redelivered" => "It will be delivered again.",
            "revived" => "Revived: it is due now.",
            "replay" => "It will be processed again.",
            "discard" => "Discarded. The evidence stays.",
            "created" => "Added. It now needs an account, an endpoint and an API key.",
            "disabled" => "Disabled: every instance refuses its keys within 15 seconds.",
            "enabled" => "Enabled.",
            "replaced" => "Replaced.",
            "rotated" => "Rotated: the old one stays valid for a while.",
            "revoked" => "Revoked: every instance refuses it within 15 seconds.",
            "deleted" => "Deleted: its events wait until there is an endpoint with that id again.",
            "started" => "Started. Reload this page to see its progress.",
            _ => null,
        };
}
