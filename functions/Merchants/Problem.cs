namespace PaymentHub.Merchants;

/// <summary>Why a merchant's request was not done, as RFC 9457 problem details say it.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Code">A stable word for programs.</param>
/// <param name="Detail">A sentence for people: what is wrong and what to do.</param>
/// <param name="Errors">The fields at fault.</param>
public sealed record Problem(int Status, string Code, string Detail, IReadOnlyList<FieldError> Errors)
{
    public Problem(int status, string code, string detail)
        : this(status, code, detail, []) { }

    /// <summary>The order's present version, where that is what the caller has to know.</summary>
    public int? Version { get; init; }

    /// <summary>The id of another order that stands in the way.</summary>
    public string? Order { get; init; }

    /// <summary>When the same request may be sent again, if the request itself is not at fault; every 503 has it.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The request's content is wrong; each field says how.</summary>
    public static Problem InvalidRequest(IReadOnlyList<FieldError> errors) =>
        new(400, "invalid_request", "The request is invalid; errors lists every wrong field.", errors);

    /// <summary>One field of the request is wrong.</summary>
    public static Problem InvalidRequest(string field, string message) => InvalidRequest([new FieldError(field, message)]);

    /// <summary>There is no such thing, or it is another merchant's.</summary>
    public static Problem NotFound(string what) => new(404, "not_found", $"There is no such {what}.");

    /// <summary>The order is not what the caller has looked at.</summary>
    public static Problem VersionConflict(int version) =>
        new(409, "version_conflict", "The order has changed since you looked. Look at it again; version is the current one.") { Version = version };

    /// <summary>The provider said no.</summary>
    public static Problem ProviderRefused(string code, string message) =>
        new(422, "provider_refused", $"The provider refused with code {code}{(message.Length > 0 ? $": {message}" : "")}.");

    /// <summary>One withdrawal is above what the account's settings allow.</summary>
    public static Problem LimitExceeded(string detail) => new(422, "limit_exceeded", detail);

    /// <summary>The account pays no withdrawals.</summary>
    public static Problem WithdrawalsOff(string detail) => new(422, "withdrawals_off", detail);

    /// <summary>The account's settings have mistakes, which its merchant cannot correct.</summary>
    public static Problem AccountUnavailable { get; } =
        new(
            503,
            "unavailable",
            "This account cannot be served at the moment: an operator has to correct its settings. Send the same request again later."
        )
        {
            // A person has to mend it.
            RetryAfter = TimeSpan.FromMinutes(5),
        };

    /// <summary>Storage is away: nothing was promised.</summary>
    public static Problem Unavailable { get; } =
        new(503, "unavailable", "The service is unavailable at the moment. Send the same request again later.")
        {
            // As long as an instance believes what it was told of its storage, and a little more.
            RetryAfter = TimeSpan.FromSeconds(5),
        };

    /// <summary>The provider could not be reached.</summary>
    public static Problem ProviderUnavailable { get; } =
        new(502, "provider_unavailable", "The provider cannot be reached at the moment. Send the same request again later.");
}

/// <summary>What is wrong with one field of a request.</summary>
/// <param name="Field">The field's name as it is on the wire.</param>
/// <param name="Message">A sentence.</param>
public sealed record FieldError(string Field, string Message);
