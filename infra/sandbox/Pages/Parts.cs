using System.Globalization;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Pages;

/// <summary>The small parts that pages are made of.</summary>
internal static class Parts
{
    public const int Shown = 50;

    /// <summary>A table of the newest entries, newest first, or a line that says there are none.</summary>
    public static Html Table<T>(string empty, string[] heads, IEnumerable<T> oldestFirst, Func<T, Html> row)
    {
        Html[] rows = [.. oldestFirst.Reverse().Take(Shown).Select(row)];
        return rows.Length == 0
            ? Html.Of($"""<p class="empty">{empty}</p>""")
            : Html.Of($"""
                <div class="scroll" tabindex="0"><table><thead><tr>{Html.Join(heads.Select(head => Html.Of($"<th>{head}</th>")))}</tr></thead>
                <tbody>{Html.Join(rows)}</tbody></table></div>
                """);
    }

    public static Html Good(string text) => Html.Of($"""<span class="tag good">{text}</span>""");

    public static Html Bad(string text) => Html.Of($"""<span class="tag bad">{text}</span>""");

    public static Html Wait(string text) => Html.Of($"""<span class="tag wait">{text}</span>""");

    public static Html Plain(string text) => Html.Of($"""<span class="tag">{text}</span>""");

    public static Html Time(DateTimeOffset at) =>
        Html.Of($"""<time datetime="{at.ToString("O", CultureInfo.InvariantCulture)}">{at.ToString("HH:mm:ss", CultureInfo.InvariantCulture)}</time>""");

    public static Html Options(IEnumerable<string> values) => Html.Join(values.Select(value => Html.Of($"<option>{value}</option>")));

    /// <summary>The word that stands for an enum's value in forms and JSON.</summary>
    public static string Word<T>(T value)
        where T : struct, Enum => System.Text.Json.JsonSerializer.SerializeToElement(value, SandboxJson.Own).GetString()!;

    public static Html Resend(SandboxProvider provider, string orderId) => Html.Of($"""
        <form class="inline" method="post" action="/sandbox/resend"><input type="hidden" name="provider" value="{Word(provider)}"><input type="hidden"
        name="order_id" value="{orderId}"><button class="plain small" title="Send the callback once more">Resend</button></form>
        """);
}
