using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>One page of a list.</summary>
internal static class PayProtocolPage
{
    private const int LastPage = 1_000_000;
    private const int LargestSize = 500;

    public static Answer Answer(PayProtocolRequest request, IEnumerable<object?> items)
    {
        var (page, size) = (request.Number("page") ?? 1, request.Number("size") ?? 10);
        if (page is < 1 or > LastPage || size is < 1 or > LargestSize)
        {
            return PayProtocolErrors.Parameter("page, size");
        }

        object?[] all = [.. items];
        var list = all.Skip((int)Math.Min((page - 1) * size, int.MaxValue)).Take((int)size);
        return PayProtocolWire.Good(new { count = all.Length, page, size, list }, request.Account.Credentials.Name);
    }
}
