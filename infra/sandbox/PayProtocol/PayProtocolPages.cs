using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>Cuts lists into pages.</summary>
internal sealed class PayProtocolPages(PayProtocolListOrder order)
{
    private const int LastPage = 1_000_000;
    private const int LargestSize = 500;

    /// <summary>Called when a page has been cut and before it is sent, while nobody else can do anything at the provider: it must not wait for anybody who wants to.</summary>
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
        var answer = PayProtocolWire.Good(new { count = all.Length, page, size, list }, request.Account.Credentials.Name);
        Read?.Invoke(new(endpoint, (int)page, list.Length, all.Length));
        return answer;
    }
}
