using System.Globalization;
using PaymentHub.Sandbox.Faults;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The faults on the home page.</summary>
internal static class FaultCard
{
    public static Html Of(FaultPlan plan) =>
        Html.Of(
            $"""
            <section id="faults"><h2>Faults</h2><p class="soft">What shall go wrong next. An empty field means the default.</p>
            <form class="row" method="post" action="/sandbox/faults">
            <label>Provider<select name="provider">{Parts.Options(Enum.GetValues<SandboxProvider>().Select(Parts.Word))}</select></label>
            <label>Fault<select name="kind">{Parts.Options(Enum.GetValues<FaultKind>().Select(Parts.Word))}</select></label>
            <label>Times<input name="times" value="1" inputmode="numeric" required></label>
            <label>Only about<input name="about" placeholder="user or order"></label>
            <label>Endpoint<input name="endpoint" placeholder="withdraw/apply"></label>
            <label>Value<input name="value"></label>
            <label>Delay<input name="delay" placeholder="00:00:30"></label>
            <button>Add</button></form>
            {Parts.Table("Everything works as it should.", ["Provider", "Fault", "Still to strike", "Only about", "Value"], plan.Active, Row)}
            {(
                plan.Active.Count == 0
                    ? default
                    : Html.Of($"""<form method="post" action="/sandbox/faults/clear"><button class="plain small">Remove all</button></form>""")
            )}
            <h3>Callbacks that are held or kept</h3>
            <form class="acts" method="post" action="/sandbox/release-held">{Html.Join(Enum.GetValues<SandboxProvider>().Select(Release))}</form>
            </section>
            """
        );

    private static Html Release(SandboxProvider provider) =>
        Html.Of($"""<button class="plain small" name="provider" value="{Parts.Word(provider)}">Release those of {Parts.Word(provider)}</button> """);

    private static Html[] Row(Fault fault) =>
        [
            Parts.Text(Parts.Word(fault.Provider)),
            Parts.Text(Parts.Word(fault.Kind)),
            Parts.Text(fault.Times?.ToString(CultureInfo.InvariantCulture) ?? "always"),
            Parts.Text(fault.About ?? fault.Endpoint),
            Parts.Text(fault.Value),
        ];
}
