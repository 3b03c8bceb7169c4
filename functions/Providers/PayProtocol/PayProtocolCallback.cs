using System.Text.Json;

namespace PaymentHub.Providers.PayProtocol;

/// <summary>A callback's shape, and which kind of order its verified body is about: the ids in it tell.</summary>
internal static class PayProtocolCallback
{
    public const string Recharge = "rechargeId";
    public const string Withdrawal = "withdrawId";
    public const string Payment = "outPaymentNo";

    private static readonly string[] Kinds = [Recharge, Withdrawal, Payment];

    /// <summary>Looks for what every callback has, whatever it says.</summary>
    public static CallbackShape CheckShape(Callback callback)
    {
        if (!callback.HasMediaType("application/json"))
            return CallbackShape.UnsupportedMediaType;
        return
            callback.Header(PayProtocolSignature.KeyHeader) is not null
            && callback.Header(PayProtocolSignature.SignHeader) is not null
            && callback.Header(PayProtocolSignature.TimestampHeader) is { } timestamp
            && timestamp.All(char.IsAsciiDigit)
            ? CallbackShape.Acceptable
            : CallbackShape.Malformed;
    }

    /// <summary>Reads a verified body.</summary>
    /// <param name="kind">The name of the id that tells the kind, when nothing is refused.</param>
    /// <returns>Why it is refused, or null.</returns>
    public static CallbackResult.Refused? Read(ReadOnlyMemory<byte> body, out JsonElement root, out string kind)
    {
        kind = "";
        var validity = StrictJson.Read(body, out root);
        if (validity == JsonValidity.Invalid || (validity == JsonValidity.Valid && root.ValueKind != JsonValueKind.Object))
            return new(CallbackVerdict.Malformed, "The body is no JSON object.");
        if (validity == JsonValidity.DuplicateNames)
            return new(CallbackVerdict.Ambiguous, "A name is given twice in the same JSON object.");

        var fields = new JsonFields(root);
        var found = Kinds.Where(fields.Has).ToList();
        if (found.Count == 0)
            return new(CallbackVerdict.UnknownKind, "None of rechargeId, withdrawId and outPaymentNo is there.");
        if (found.Count > 1)
            return new(CallbackVerdict.ContradictoryKind, $"{string.Join(" and ", found)} stand in the same body.");
        kind = found[0];
        return null;
    }
}
