using System.Text.Json;
using PaymentHub.Orders;

namespace PaymentHub.Providers;

/// <summary>
/// What the answer to a withdrawal proves. The providers' codes are not public, so a refusal counts only if the account's settings say that its code
/// is definite, or if the HTTP status means that nothing was read.
/// </summary>
internal static class SubmissionResultReader
{
    private const int MaxIdLength = 64;

    /// <summary>Reads an answer.</summary>
    /// <param name="goodCode">The only code that means "taken".</param>
    /// <param name="refusalCodes">The codes that certainly mean "not taken".</param>
    /// <param name="idName">Where the provider's own id stands in the data; null when it gives none.</param>
    /// <param name="words">The names of the fields that explain a refusal.</param>
    public static SubmissionResult Read(
        ProviderResponse response,
        string goodCode,
        IReadOnlySet<string> refusalCodes,
        string? idName,
        params ReadOnlySpan<string> words
    )
    {
        if (response is not ProviderResponse.Complete complete)
            return new SubmissionResult.Unknown(((ProviderResponse.Failed)response).Reason);
        if (complete.Status == 429)
            return new SubmissionResult.NotNow("HTTP 429.", complete.RetryAfter);
        return ProviderEnvelope
            .Read(response, goodCode, words)
            .Match<SubmissionResult>(
                data => new SubmissionResult.Accepted(Id(data, idName)),
                refused =>
                    IsUnread(complete.Status) || (complete.Status is (>= 200 and < 300) or 400 && refusalCodes.Contains(refused.Code))
                        ? new SubmissionResult.Refused(new Failure(refused.Code, refused.Message))
                        : new SubmissionResult.Unknown(
                            $"HTTP {complete.Status} with code {refused.Code}, which is not listed as a definite refusal."
                        ),
                // No envelope says so by itself; if one ever does, it proves nothing about money.
                () => new SubmissionResult.Unknown($"HTTP {complete.Status}, and nothing about the withdrawal."),
                // An unreadable body, or one that says success, is not a refusal by the provider, unless its status alone is.
                reason =>
                    IsUnread(complete.Status) && !ProviderEnvelope.HasCode(complete, goodCode)
                        ? new SubmissionResult.Refused(new Failure($"http_{complete.Status}", ""))
                        : new SubmissionResult.Unknown(reason)
            );
    }

    // If the caller is unknown, not allowed or at the wrong address, nothing was read.
    private static bool IsUnread(int status) => status is 401 or 403 or 404;

    private static string? Id(JsonElement data, string? name)
    {
        var fields = new JsonFields(data);
        var id = name is null ? null : fields.OptionalScalar(name);
        return fields.Wrong is null && id?.Length <= MaxIdLength ? id : null;
    }
}
