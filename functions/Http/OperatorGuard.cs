using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>Who may call <c>/ops</c>: an operator, by a key of theirs, whose roles allow it. The same on every machine.</summary>
public sealed partial class OperatorGuard(OperatorDirectory operators, RequestLimits limits, ILogger<OperatorGuard> logger)
{
    private static readonly Problem NoOperators = new(
        403,
        "no_operators",
        "This hub has no operators. Add the settings PaymentHub__Operators__<name>__Sha256 (the SHA-256 of the operator's key, in hex) and PaymentHub__Operators__<name>__Roles."
    );

    private static readonly Problem Unknown = new(401, "unauthorized", "Send an operator's key: Authorization: Bearer <key>.");

    /// <summary>The operator who makes this request.</summary>
    public Result<Operator> Admit(HttpRequest request, OperatorRoles role)
    {
        var admitted = Identify(request, BearerKey.Of(request), isTry: request.Headers.Authorization.Count > 0);
        if (admitted is Result<Operator>.Failure { Problem.Status: StatusCodes.Status401Unauthorized })
            request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return admitted is not Result<Operator>.Success { Value: var found } || found.May(role)
            ? admitted
            : new Result<Operator>.Failure(
                new Problem(403, "forbidden", $"Your roles do not allow this; it needs {role.ToString().ToLowerInvariant()}.")
            );
    }

    /// <summary>The operator who signs in at the console with a key.</summary>
    public Result<Operator> SignIn(HttpRequest request, string key)
    {
        var client = ClientAddress.NetworkOf(request.HttpContext);
        if (limits.WaitAfterSignIns(client) is { } pause)
            return Wait(request, pause);
        var found = Identify(request, key, isTry: true);
        if (found is Result<Operator>.Failure { Problem.Status: StatusCodes.Status401Unauthorized })
            limits.CountSignIn(client);
        return found;
    }

    /// <summary>Why who is signed in has to wait; null when they need not.</summary>
    public Problem? Pace(HttpRequest request, Operator by) => limits.Wait(by) is { } wait ? Wait(request, wait).Problem : null;

    /// <param name="isTry">Whether a key was given, so that a wrong one counts.</param>
    private Result<Operator> Identify(HttpRequest request, string? key, bool isTry)
    {
        if (operators.Operators.Count == 0)
            return new Result<Operator>.Failure(NoOperators);
        var client = ClientAddress.NetworkOf(request.HttpContext);
        // Before the key is checked: after too many wrong keys, the client learns nothing about the next one.
        if (limits.WaitAfterFailures(client) is { } pause)
            return Wait(request, pause);
        if (key is null || operators.Find(key) is not { } found)
        {
            if (isTry)
            {
                limits.CountFailure(client);
                Log.Refused(logger, client);
            }

            return new Result<Operator>.Failure(Unknown);
        }

        return limits.Wait(found) is { } wait ? Wait(request, wait) : new Result<Operator>.Success(found);
    }

    private static Result<Operator>.Failure Wait(HttpRequest request, TimeSpan wait)
    {
        RetryAfter.Set(request.HttpContext.Response, wait);
        return new Result<Operator>.Failure(HttpEdge.RateLimited);
    }

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "A request under /ops or /console with a key of no operator was refused; it came from {Client}.")]
        public static partial void Refused(ILogger logger, string client);
    }
}

/// <summary>The key that a request brings.</summary>
internal static class BearerKey
{
    private const string Scheme = "Bearer ";

    /// <summary>The key in the Authorization header; null when there is none, or no such thing.</summary>
    public static string? Of(HttpRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) && header.Length is > 7 and <= 256
            ? header[Scheme.Length..].Trim()
            : null;
    }
}
