using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Triggers;

/// <summary>Problems as application/problem+json.</summary>
internal static class ProblemResult
{
    public static IResult Of(Problem problem) => JsonResult.Of(
        json =>
        {
            json.WriteStartObject();
            json.WriteString("type", "about:blank");
            json.WriteString("title", Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(problem.Status));
            json.WriteNumber("status", problem.Status);
            json.WriteString("code", problem.Code);
            json.WriteString("detail", problem.Detail);
            if (problem.Version is { } version)
                json.WriteNumber("version", version);
            if (problem.Errors.Count > 0)
            {
                json.WriteStartArray("errors");
                foreach (var error in problem.Errors)
                {
                    json.WriteStartObject();
                    json.WriteString("field", error.Field);
                    json.WriteString("message", error.Message);
                    json.WriteEndObject();
                }

                json.WriteEndArray();
            }

            json.WriteEndObject();
        },
        problem.Status,
        "application/problem+json");
}
