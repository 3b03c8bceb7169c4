using System.Text.Json;
using Microsoft.AspNetCore.Http;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>Decisions on reviews, as operators see them.</summary>
internal static class ReviewResult
{
    /// <summary>The order where it is decided; 202 and who is awaited where a second operator is.</summary>
    public static IResult Of(Result<ReviewDecision> result) => result.Match(
        decided => decided.Value.Awaited is { } awaited
            ? JsonResult.Of(
                json =>
                {
                    json.WriteStartObject();
                    json.WriteString("status", "awaiting_second_operator");
                    json.WriteString("order", decided.Value.Order.Id);
                    Write(json, awaited);
                    json.WriteEndObject();
                },
                StatusCodes.Status202Accepted)
            : MerchantResult.Of(new Result<Order>.Success(decided.Value.Order)),
        ProblemResult.Of);

    /// <summary>The members of a decision that awaits a second operator.</summary>
    public static void Write(Utf8JsonWriter json, Proposal proposal)
    {
        json.WriteString("outcome", SnakeCaseEnum.Of(proposal.Outcome));
        json.WriteNumber("version", proposal.Version);
        json.WriteString("requested_by", proposal.By);
        json.WriteString("note", proposal.Note);
        json.WriteString("requested_at", OrderJson.Time(proposal.At));
        json.WriteString("expires_at", OrderJson.Time(proposal.ExpiresAt));
    }
}
