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
