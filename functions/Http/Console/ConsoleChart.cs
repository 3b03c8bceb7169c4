using System.Globalization;
using System.Text;
using PaymentHub.Operations;

namespace PaymentHub.Http.Console;

/// <summary>The ways from callback to webhook, drawn as bars: a picture made here, without any script. Each bar leads to its order.</summary>
internal static class ConsoleChart
{
    private const int Width = 640;
    private const int Height = 120;

    /// <summary>The picture. Our own ids and numbers are all that is in it.</summary>
    public static string Draw(IReadOnlyList<CallbackWay> ways)
    {
        var longest = Math.Max(ways.Max(way => way.Took.TotalMilliseconds), 1);
        var step = (double)Width / Math.Max(ways.Count, 12);
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg class=\"chart\" viewBox=\"0 0 {Width} {Height + 2}\" role=\"group\" aria-label=\"Seconds from callback to webhook, the newest orders\">"
        );
        foreach (var y in (int[])[1, Height / 2, Height])
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"0\" x2=\"{Width}\" y1=\"{y}\" y2=\"{y}\"/>");
        for (var i = 0; i < ways.Count; i++)
        {
            var height = Math.Max(2, Height * ways[i].Took.TotalMilliseconds / longest);
            var said = $"{ways[i].OrderId}: {Seconds(ways[i].Took)}";
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<a href=\"/console/orders/{ways[i].OrderId}\" aria-label=\"{said}\"><title>{said}</title><rect x=\"{i * step + step * .14:0.#}\" y=\"{Height - height + 1:0.#}\" width=\"{step * .72:0.#}\" height=\"{height:0.#}\" rx=\"2\"/></a>"
            );
        }

        return svg.Append("</svg>").ToString();
    }

    /// <summary>So many of a hundred took at most that long.</summary>
    public static string Within(IReadOnlyList<CallbackWay> ways, int percent) =>
        Seconds(ways.Select(way => way.Took).Order().ElementAt((ways.Count * percent + 99) / 100 - 1));

    public static string Seconds(TimeSpan took) => string.Create(CultureInfo.InvariantCulture, $"{took.TotalSeconds:0.00} s");
}
