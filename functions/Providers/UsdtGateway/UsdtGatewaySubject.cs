using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Providers.UsdtGateway;

/// <summary>Which kind of order a callback says it is about. It says so beside the data, where no signature covers it, or inside.</summary>
internal static class UsdtGatewaySubject
{
    /// <summary>Reads the subject, wherever it stands.</summary>
    /// <returns>Why it is refused, or null.</returns>
    public static CallbackResult.Refused? Read(JsonElement root, JsonElement data, out OrderKind kind)
    {
        kind = default;
        var (outer, inner) = (new JsonFields(root), new JsonFields(data));
        var (outside, inside) = (outer.OptionalText("subject"), inner.OptionalText("subject"));
        var said = new[] { outside, inside }.Where(word => word is not null).Select(KindOf).ToList();
        if (outer.Wrong is not null || inner.Wrong is not null || said.Count == 0 || said.Contains(null))
            return new(CallbackVerdict.UnknownKind, "'subject' is missing or none of the documented ones.");
        if (said.Distinct().Count() > 1)
            return new(CallbackVerdict.ContradictoryKind, "'subject' says one thing beside the data and another inside.");
        kind = said[0]!.Value;
        return null;
    }

    private static OrderKind? KindOf(string? subject) =>
        subject switch
        {
            "recharge_callback" or "rechargeCallback" => OrderKind.Deposit,
            "withdraw_callback" or "withdrawCallback" => OrderKind.Withdrawal,
            _ => null,
        };
}
