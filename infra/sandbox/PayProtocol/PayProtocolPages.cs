using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>Cuts lists into pages.</summary>
internal sealed class PayProtocolPages(PayProtocolListOrder order)
{
    private const int LastPage = 1_000_000;
    private const int LargestSize = 500;

    /// <summary>Called when a page has been cut and before it is sent, while nobody else can do
    /// anything at the provider: it must not wait for anybody who wants to.</summary>
    public Action<PayProtocolPageRead>? Read { get; set; }

    /// <param name="oldestFirst">All entries of the list.</param>
    public Answer Answer(string endpoint, PayProtocolRequest request, IEnumerable<object> oldestFirst)
    {
        var (page, size) = (request.Number("page") ?? 1, request.Number("size") ?? 10);
        if (page is < 1 or > LastPage || size is < 1 or > LargestSize)
        {
            return PayProtocolErrors.Parameter("page, size");
        }

        object[] all = [.. oldestFirst];
        if (order == PayProtocolListOrder.NewestFirst)
        {
            Array.Reverse(all);
        }

        object[] list = [.. all.Skip((int)Math.Min((page - 1) * size, int.MaxValue)).Take((int)size)];
        var answer = PayProtocolWire.Good(
            new
            {
                count = all.Length,
                page,
                size,
                list,
            },
            request.Account.Credentials.Name
        );
        Read?.Invoke(new(endpoint, (int)page, list.Length, all.Length));
        return answer;
    }
}

/// <summary>How lists are sorted by time; the provider does not document it. Entries of the same second stand in the order of their ids.</summary>
public enum PayProtocolListOrder
{
    /// <summary>What comes while somebody reads pushes everything to later places: the last entry of one page is the first of the next.</summary>
    NewestFirst,

    /// <summary>What comes while somebody reads stands at the end, unless it is older than what was read.</summary>
    OldestFirst,
}

/// <summary>A page of a list that somebody is reading.</summary>
/// <param name="Endpoint">"recharge/list", "withdraw/list" or "user/list".</param>
/// <param name="Page">The first is 1.</param>
/// <param name="Listed">How many entries are on this page.</param>
/// <param name="Count">How many there are on all pages.</param>
public sealed record PayProtocolPageRead(string Endpoint, int Page, int Listed, int Count);
