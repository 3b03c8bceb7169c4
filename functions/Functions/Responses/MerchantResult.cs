using Microsoft.AspNetCore.Http;
using PaymentHub.Deposits;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Functions.Responses;

/// <summary>Answers to merchants, as they are on the wire.</summary>
internal static class MerchantResult
{
    /// <param name="created">The status of an answer whose request created the order.</param>
    /// <param name="withDetails">Whether to show what is personal in it.</param>
    public static IResult Of(Result<Order> result, int created = StatusCodes.Status201Created, bool withDetails = false) =>
        result.Match(success => JsonResult.Of(success.Value, success.Created ? created : StatusCodes.Status200OK, withDetails), ProblemResult.Of);

    /// <summary>The order as it is now; what was asked for comes later.</summary>
    public static IResult Accepted(Result<Order> result) =>
        result.Match(success => JsonResult.Of(success.Value, StatusCodes.Status202Accepted), ProblemResult.Of);

    public static IResult Of(Result<CustomerAddresses> result) =>
        result.Match(success => JsonResult.Of(AddressesBody.Of(success.Value)), ProblemResult.Of);

    private sealed record AddressesBody(string Object, string Account, string Provider, string CustomerId, IEnumerable<AddressBody> Addresses)
    {
        public static AddressesBody Of(CustomerAddresses found) =>
            new(
                "deposit_address",
                found.Account.Id,
                found.Account.ProviderName,
                found.CustomerId,
                found.Addresses.Zip(found.PageUrls, AddressBody.Of)
            );
    }

    private sealed record AddressBody(string Network, string Address, string? PageUrl, string? QrUrl)
    {
        public static AddressBody Of(DepositAddress address, string? page) =>
            new(address.Network, address.Address, page, page is null ? null : OrderJson.QrUrl(page));
    }
}

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
