namespace PaymentHub.Providers.MPay;

/// <summary>A callback on the wire: a form whose fields are all signed.</summary>
internal static class MPayCallback
{
    public const string Sign = "sign";
    public const string OrderId = "merchOrderId";
    public const string UserId = "merchUserId";

    /// <summary>Looks for what every callback has, whatever it says.</summary>
    public static CallbackShape CheckShape(Callback callback)
    {
        if (!callback.HasMediaType("application/x-www-form-urlencoded"))
            return CallbackShape.UnsupportedMediaType;
        return MPayForm.Read(callback.Body) is { } form && HasShape(form) ? CallbackShape.Acceptable : CallbackShape.Malformed;
    }

    /// <summary>
    /// Reads and verifies a body. Whether it can be read in two ways comes first, since it decides what is signed.
    /// </summary>
    /// <returns>Why it is refused, or null.</returns>
    public static CallbackResult.Refused? Read(ReadOnlyMemory<byte> body, MPaySignature signature, out MPayForm form)
    {
        form = null!;
        if (MPayForm.Read(body) is not { } read)
            return new(CallbackVerdict.Malformed, "The body is no form.");
        form = read;
        if (form.FindAmbiguity() is { } ambiguity)
            return new(CallbackVerdict.Ambiguous, ambiguity);
        if (!HasShape(form) || form.Value(Sign) is not { } sign)
            return new(CallbackVerdict.Malformed, "'sign' is missing, or both 'merchOrderId' and 'merchUserId' are.");
        return signature.Verify(form.Fields, sign) ? null : new(CallbackVerdict.BadSignature, "'sign' does not match the fields.");
    }

    private static bool HasShape(MPayForm form) =>
        form.Count(Sign) == 1
        && form.Value(Sign) is not null
        && form.Count(OrderId) <= 1
        && form.Count(UserId) <= 1
        && (form.Value(OrderId) ?? form.Value(UserId)) is not null;
}
