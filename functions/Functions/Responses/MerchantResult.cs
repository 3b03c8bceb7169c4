using Microsoft.AspNetCore.Http;
using PaymentHub.Deposits;
using PaymentHub.Http;
using PaymentHub.Merchants;
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
