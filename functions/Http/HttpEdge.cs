using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>Who may call which HTTP function. <see cref="PublicEdge"/> has what those share that anybody may call.</summary>
public sealed partial class HttpEdge(
    Callers callers,
    OperatorGuard guard,
    RequestLimits limits,
    PublicEdge edge,
    OwnDeadline deadline,
    ILogger<HttpEdge> logger
)
{
    /// <summary>What is said with Retry-After.</summary>
    internal static Problem RateLimited { get; } = new(429, "rate_limited", "Too many requests. Continue after the seconds in Retry-After.");

    /// <inheritdoc cref="PublicEdge.RunAsync"/>
    public Task<IResult> RunAsync(Func<Task<IResult>> work, Func<Task<IResult>>? unavailable = null) => edge.RunAsync(work, unavailable);

    /// <summary>
    /// Runs a request that changes something, with our own deadline: otherwise it would be left half-done when its caller hangs up.
    /// </summary>
    public Task<IResult> ChangeAsync(TimeSpan limit, Func<CancellationToken, Task<IResult>> work) => RunAsync(() => deadline.RunAsync(limit, work));

    /// <summary>As <see cref="ChangeAsync(TimeSpan, Func{CancellationToken, Task{IResult}})"/>, for a merchant's request.</summary>
    public Task<IResult> ChangeAsync(HttpRequest request, Roles roles, TimeSpan limit, Func<Caller, CancellationToken, Task<IResult>> work) =>
        RunAsync(request, roles, caller => deadline.RunAsync(limit, token => work(caller, token)));

    /// <summary>As above, for one that has a JSON body.</summary>
    /// <param name="check">What is wrong with the readable parts of a body, to be reported together with the unreadable ones; null if nothing
    /// is.</param>
    public Task<IResult> ChangeAsync<T>(
        HttpRequest request,
        Roles roles,
        Func<Caller, T, CancellationToken, Task<IResult>> work,
        Func<Merchant, T, Problem?>? check = null
    )
        where T : class =>
        RunAsync(
            request,
            roles,
            caller => ReadAsync<T>(request, (body, token) => work(caller, body, token), body => check?.Invoke(caller.Merchant, body))
        );

    /// <summary>Runs an operator's request, if they have the role that it needs.</summary>
    public Task<IResult> RunAsync(HttpRequest request, OperatorRoles role, Func<Operator, Task<IResult>> work) =>
        RunAsync(() => guard.Admit(request, role).Match(admitted => work(admitted.Value), problem => Task.FromResult(ProblemResult.Of(problem))));

    /// <summary>Whether a request that anybody may make is an operator's with that role, and may be told more.</summary>
    public bool Admits(HttpRequest request, OperatorRoles role) =>
        request.Headers.Authorization.Count > 0 && guard.Admit(request, role) is Result<Operator>.Success;

    /// <summary>Runs an operator's request that changes something, and tells the log whose it was.</summary>
    public Task<IResult> ChangeAsync(
        HttpRequest request,
        OperatorRoles role,
        TimeSpan limit,
        Func<Operator, CancellationToken, Task<IResult>> work
    ) => RunAsync(request, role, by => deadline.RunAsync(limit, token => LoggedAsync(request, by, () => work(by, token))));

    /// <summary>As above, for one that has a JSON body.</summary>
    public Task<IResult> ChangeAsync<T>(
        HttpRequest request,
        OperatorRoles role,
        Func<Operator, T, CancellationToken, Task<IResult>> work,
        Func<T, Problem?>? check = null
    )
        where T : class =>
        RunAsync(
            request,
            role,
            by => ReadAsync<T>(request, (body, token) => LoggedAsync(request, by, () => work(by, body, token)), body => check?.Invoke(body))
        );

    /// <summary>As above, for what is done by the call itself: its body says why, or is left out.</summary>
    public Task<IResult> ChangeAsync(HttpRequest request, OperatorRoles role, Func<Deed, CancellationToken, Task<IResult>> work) =>
        RunAsync(
            request,
            role,
            by =>
                ReadAsync<NoteRequest>(
                    request,
                    (body, token) =>
                        NoteRequest.Check(body) is { } problem
                            ? Task.FromResult<IResult>(ProblemResult.Of(problem))
                            : LoggedAsync(request, by, () => work(new Deed(by, body.Note), token)),
                    NoteRequest.Check,
                    mayBeEmpty: true
                )
        );

    /// <inheritdoc cref="PublicEdge.ReadBodyAsync"/>
    public Task<byte[]?> ReadBodyAsync(HttpRequest request, int max) => edge.ReadBodyAsync(request, max);

    /// <summary>Runs a merchant's request, if its key has one of these roles.</summary>
    public Task<IResult> RunAsync(HttpRequest request, Roles roles, Func<Caller, Task<IResult>> work) =>
        RunAsync(async () =>
        {
            if (await FindCallerAsync(request) is not { } caller)
            {
                request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
                return ProblemResult.Of(new Problem(401, "unauthorized", "Send one of your API keys: Authorization: Bearer <key>."));
            }

            using var scope = logger.BeginScope(new Dictionary<string, object> { ["Merchant"] = caller.Merchant.Id });
            if (limits.Wait(caller.Merchant) is { } wait)
            {
                RetryAfter.Set(request.HttpContext.Response, wait);
                return ProblemResult.Of(RateLimited);
            }

            return caller.May(roles)
                ? await work(caller)
                : ProblemResult.Of(
                    new Problem(
                        403,
                        "forbidden",
                        $"This key's roles do not allow this; it needs {roles.ToString().ToLowerInvariant().Replace(", ", " or ", StringComparison.Ordinal)}."
                    )
                );
        });

    private async Task<IResult> ReadAsync<T>(
        HttpRequest request,
        Func<T, CancellationToken, Task<IResult>> work,
        Func<T, Problem?> check,
        bool mayBeEmpty = false
    )
        where T : class
    {
        var advice = WhyUnreadable(request);
        if (advice is not null && !mayBeEmpty)
            return ProblemResult.Of(new Problem(415, "unsupported_media_type", advice));
        if (await ReadBodyAsync(request, RequestJson.MaxBody) is not { } body)
            return ProblemResult.Of(new Problem(413, "too_large", $"The body may have at most {RequestJson.MaxBody} bytes."));
        var isEmpty = mayBeEmpty && body.Length == 0;
        // Clients name some type also of a body that they do not send.
        if (advice is not null && !isEmpty)
            return ProblemResult.Of(new Problem(415, "unsupported_media_type", advice));
        return await RequestJson
            .Read(isEmpty ? "{}"u8 : body, check)
            .Match(
                read => deadline.RunAsync(OwnDeadline.Asking, token => work(read.Value, token)),
                problem => Task.FromResult<IResult>(ProblemResult.Of(problem))
            );
    }

    // Read as something else than it is, a body might still be a request: for another amount.
    private static string? WhyUnreadable(HttpRequest request)
    {
        if (request.Headers.ContentEncoding.Any(coding => !"identity".Equals(coding?.Trim(), StringComparison.OrdinalIgnoreCase)))
            return "Send the body as it is, without a Content-Encoding.";
        if (!request.HasJsonContentType())
            return "Send the request as application/json.";
        var charset = MediaTypeHeaderValue.Parse(request.ContentType).Charset;
        return charset.HasValue && !HeaderUtilities.RemoveQuotes(charset).Equals("utf-8", StringComparison.OrdinalIgnoreCase)
            ? "Send the request in UTF-8."
            : null;
    }

    private async Task<Caller?> FindCallerAsync(HttpRequest request) =>
        BearerKey.Of(request) is { } key
            ? await callers.FindAsync(key, ClientAddress.Of(request.HttpContext), request.HttpContext.RequestAborted)
            : null;

    /// <summary>Runs what an operator changes, with a line in the log that says who does.</summary>
    internal async Task<IResult> LoggedAsync(HttpRequest request, Operator by, Func<Task<IResult>> work)
    {
        Log.Changing(logger, by.Name, request.Method, request.Path.ToUriComponent());
        return await work();
    }

    private static partial class Log
    {
        [LoggerMessage(2, LogLevel.Information, "Operator {Operator}: {Method} {Path}")]
        public static partial void Changing(ILogger logger, string @operator, string method, string path);
    }
}
