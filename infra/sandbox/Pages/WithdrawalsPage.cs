using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The providers' back offices in one: every withdrawal, and the buttons that decide about it.</summary>
internal static class WithdrawalsPage
{
    public const string Path = "/sandbox/withdrawals";

    public static Html Of(SandboxServer sandbox) =>
        Html.Of(
            $"""
            <header><h1>Withdrawals</h1><p class="soft">What merchants have asked the providers to pay. {sandbox.Withdrawals.Count(one =>
                one.Open
            )} are open.</p>
            <nav><a href="/sandbox">Everything else</a><a href="{Path}">Refresh</a></nav></header>
            <main><div class="cards">{Html.Join(Enum.GetValues<SandboxProvider>().Select(provider => Card(sandbox, provider)))}</div>
            {WithdrawalRulesCard.Of(sandbox, Path)}</main>
            """
        );

    private static Html Card(SandboxServer sandbox, SandboxProvider provider) =>
        Html.Of(
            $"""
            <section><h2>{Name(provider)}</h2>{WithdrawalParts.Table(sandbox.Withdrawals.Where(one => one.Provider == provider), Path)}</section>
            """
        );

    private static string Name(SandboxProvider provider) =>
        provider switch
        {
            SandboxProvider.PayProtocol => "Pay Protocol",
            SandboxProvider.Gateway => "USDT gateway",
            _ => "MPay",
        };
}

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

/// <summary>How the providers treat withdrawals.</summary>
internal static class WithdrawalRulesCard
{
    /// <param name="back">The page that the form leads back to.</param>
    public static Html Of(SandboxServer sandbox, string back = "/sandbox") =>
        Html.Of(
            $"""
            <section id="withdrawal-rules"><h2>How withdrawals are treated</h2><p class="soft">Those that come from now on. An empty field means: as it is.</p>
            <form class="row" method="post" action="/sandbox/withdrawal-rules"><input type="hidden" name="back" value="{back}">
            <label>Provider<select name="provider">{Parts.Options(Enum.GetValues<SandboxProvider>().Select(Parts.Word))}</select></label>
            <label>Settling<select name="settling"><option></option>{Parts.Options(Enum.GetValues<Settling>().Select(Parts.Word))}</select></label>
            <label>Settle after<input name="settle_after" placeholder="00:00:05"></label>
            <label>Outcome<select name="outcome"><option></option>{Parts.Options(
                Enum.GetValues<WithdrawalOutcome>().Select(Parts.Word)
            )}</select></label>
            <label>Asked twice<select name="repeated"><option></option>{Parts.Options(
                Enum.GetValues<RepeatedWithdrawal>().Select(Parts.Word)
            )}</select></label>
            <button>Set</button></form>
            {Parts.Table(
                "",
                ["Provider", "Settling", "After", "Outcome", "Asked twice"],
                Enum.GetValues<SandboxProvider>().Reverse(),
                provider => Row(provider, sandbox.RulesOf(provider))
            )}
            </section>
            """
        );

    private static Html[] Row(SandboxProvider provider, WithdrawalRules rules) =>
        [
            Parts.Text(Parts.Word(provider)),
            Parts.Text(Parts.Word(rules.Settling)),
            Parts.Text($"{rules.SettleAfter}"),
            Parts.Text(Parts.Word(rules.Outcome)),
            Parts.Text(Parts.Word(rules.Repeated)),
        ];
}
