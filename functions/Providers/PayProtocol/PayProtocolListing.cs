using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>Reads the provider's lists of recharges and withdrawals, page by page.</summary>
internal sealed class PayProtocolListing(
    PayProtocolClient client,
    PayProtocolTranslation translation,
    PayProtocolCatalogue catalogue,
    PayProtocolOptions options
)
{
    // The most that the provider gives.
    private const int PageSize = 500;

    private static readonly string[] Formats = ["yyyy-MM-dd HH:mm:ss", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK"];

    /// <summary>One page; the first is 1.</summary>
    public async Task<ProviderResult<NoticePage>> ReadAsync(
        OrderKind kind,
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        CancellationToken cancellationToken
    )
    {
        var endpoint = kind == OrderKind.Deposit ? "recharge/list" : "withdraw/list";
        var answer = await client.ListAsync(endpoint, from, to, page, PageSize, cancellationToken);
        return await answer.ThenAsync(data => ReadAsync(kind, endpoint, data, page, cancellationToken));
    }

    private async Task<ProviderResult<NoticePage>> ReadAsync(
        OrderKind kind,
        string endpoint,
        JsonElement data,
        int page,
        CancellationToken cancellationToken
    )
    {
        if (
            data.ValueKind != JsonValueKind.Object
            || !data.TryGetProperty("list", out var list)
            || list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Null)
        )
        {
            return new ProviderResult<NoticePage>.Unavailable($"The answer of {endpoint} has no list.");
        }

        var (notices, unread, keys) = (new List<ListedNotice>(), new List<string>(), new List<string>());
        var lines = list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        foreach (var line in lines)
        {
            switch (await translation.ListedAsync(kind, line, cancellationToken))
            {
                case CallbackResult.Verified verified:
                    var listed = new ListedNotice(verified.Notice, CreatedAt(kind, line));
                    notices.Add(listed);
                    keys.Add(listed.Key);
                    break;
                // Everything that waits for the catalogue would be lost from this page: the whole page is read again.
                case CallbackResult.NotNow later when catalogue.IsInTrouble:
                    return new ProviderResult<NoticePage>.Unavailable(later.Reason);
                case CallbackResult.NotNow later:
                    SetAside(line, later.Reason);
                    break;
                case CallbackResult.Refused refused:
                    SetAside(line, refused.Detail);
                    break;
            }
        }

        return new ProviderResult<NoticePage>.Good(new NoticePage(notices, HasMore(data, page, lines.Count)) { Unread = unread, Keys = keys });

        void SetAside(JsonElement line, string reason)
        {
            var id = Id(kind, line);
            unread.Add($"{(id is null ? "A line without an id" : $"{IdName(kind)} {id}")}: {reason}");
            keys.Add($"unread/{id ?? Hash(line)}");
        }
    }

    // Whether 'count' is the number of all lines or of this page's is not documented: a full page has a next one in any case.
    private static bool HasMore(JsonElement data, int page, int lines)
    {
        if (lines == 0)
            return false;
        var size = Number(data, "size") is > 0 and <= PageSize and var said ? said : PageSize;
        return lines >= size || Number(data, "count") > ((page - 1) * size) + lines;
    }

    private static long? Number(JsonElement data, string name) =>
        data.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var number) ? number : null;

    private static string? Id(OrderKind kind, JsonElement line) => new JsonFields(line).Digits(IdName(kind)) is { Length: > 0 } id ? id : null;

    private static string Hash(JsonElement line) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(line.GetRawText())).AsSpan(0, 16));

    private static string IdName(OrderKind kind) => kind == OrderKind.Deposit ? PayProtocolCallback.Recharge : PayProtocolCallback.Withdrawal;

    // A time with a zone of its own keeps it; the others are in the account's.
    private DateTimeOffset? CreatedAt(OrderKind kind, JsonElement line)
    {
        var text = new JsonFields(line).OptionalText(kind == OrderKind.Deposit ? "createTime" : "withdrawTime");
        if (!DateTime.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out var time))
            return null;
        return time.Kind == DateTimeKind.Utc ? new DateTimeOffset(time) : new DateTimeOffset(time.Ticks, options.UtcOffset);
    }
}
