using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Pages;

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
