using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Pages;

/// <summary>Withdrawals on pages, with what can be done to each.</summary>
internal static class WithdrawalParts
{
    private static readonly string[] Good = ["success", "finish"];

    /// <param name="back">The page that a button leads back to.</param>
    public static Html Table(IEnumerable<Withdrawal> oldestFirst, string back = "/sandbox") =>
        Parts.Table("No withdrawal yet.", ["Order", "Amount"], oldestFirst, one => Row(one, back));

    private static Html[] Row(Withdrawal one, string back) =>
        [
            Parts.Two(Parts.Text(one.OrderId ?? "without an order"), Html.Of($"{one.Id}<br><code>{one.Address}</code>")),
            Html.Of(
                $"""
                {Parts.Two(Html.Of($"{one.Amount} {one.Currency}"), Parts.Text(one.Account))}<div class="acts">{Status(one)}{(
                    one.Paid && !Good.Contains(one.Status) ? Parts.Good("paid") : default
                )}</div>
                <div class="acts">{(one.Open ? Decide(one, back) : Resend(one, back))}</div>
                """
            ),
        ];

    private static Html Status(Withdrawal one) =>
        one.Open ? Parts.Wait(one.Status.Replace('_', ' '))
        : Good.Contains(one.Status) ? Parts.Good(one.Status)
        : Parts.Bad(one.Status);

    private static Html Decide(Withdrawal one, string back)
    {
        var (path, id, field, choices) = one.Provider switch
        {
            SandboxProvider.PayProtocol => ("pay-protocol", "withdraw_id", "status", PayProtocolChoices(one)),
            SandboxProvider.Gateway => ("gateway", "id", "outcome", [("Pay", "success"), ("Fail", "failure")]),
            _ => ("mpay", "id", "status", [("Pay", "finish"), ("Tell pending", "pending"), ("Fail", "fail")]),
        };
        var buttons = choices.Select(choice =>
            Html.Of($"""<button class="plain small" name="{field}" value="{choice.Value}">{choice.Text}</button> """)
        );
        return Html.Of(
            $"""
            <form class="acts" method="post" action="/sandbox/{path}/withdrawals/settle"><input type="hidden" name="{id}" value="{one.Id}"><input type="hidden"
            name="back" value="{back}">{Html.Join(buttons)}</form>
            """
        );
    }

    /// <summary>What the back office can decide next.</summary>
    private static (string Text, string Value)[] PayProtocolChoices(Withdrawal one) =>
        one.Status switch
        {
            "pending_approval" => [("Approve", "block_confirmation"), ("Review", "under_review"), ("Reject", "rejected")],
            "under_review" => [("Approve", "block_confirmation"), ("Reject", "rejected")],
            _ => [("Complete", "success"), ("Fail", "failure")],
        };

    private static Html Resend(Withdrawal one, string back) =>
        Parts.Resend(one.Provider, one.Provider == SandboxProvider.PayProtocol ? one.Id : one.OrderId!, back);
}
