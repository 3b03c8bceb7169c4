using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using PaymentHub.Merchants;

namespace PaymentHub.Http;

/// <summary>A problem as application/problem+json, with the id of the request that it answers.</summary>
internal sealed class ProblemResult(Problem problem) : IResult, IStatusCodeHttpResult
{
    public int? StatusCode => problem.Status;

    public static IResult Of(Problem problem) => new ProblemResult(problem);

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var body = new Body(
            "about:blank",
            ReasonPhrases.GetReasonPhrase(problem.Status),
            problem.Status,
            problem.Code,
            problem.Detail,
            problem.Version,
            problem.Order,
            problem.Errors.Count > 0 ? problem.Errors : null,
            SecurityHeaders.RequestIdOf(httpContext)
        );
        if (problem.RetryAfter is { } wait)
            RetryAfter.Set(httpContext.Response, wait);
        return JsonResult.Of(body, problem.Status, "application/problem+json").ExecuteAsync(httpContext);
    }

    private sealed record Body(
        string Type,
        string Title,
        int Status,
        string Code,
        string Detail,
        int? Version,
        string? Order,
        IReadOnlyList<FieldError>? Errors,
        string? RequestId
    );
}
