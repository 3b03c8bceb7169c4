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
    public static IResult Of(Result<ReviewDecision> result) =>
        result.Match(
            decided =>
                decided.Value is { Awaited: { } awaited, Order.Id: var order }
                    ? JsonResult.Of(
                        OperationBody.Awaited(awaited) with
                        {
                            Status = "awaiting_second_operator",
                            Order = order,
                        },
                        StatusCodes.Status202Accepted
                    )
                    : MerchantResult.Of(new Result<Order>.Success(decided.Value.Order)),
            ProblemResult.Of
        );
}
