using Microsoft.AspNetCore.Http;
using PaymentHub.Deposits;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Functions.Responses;

/// <summary>Answers to merchants, as they are on the wire.</summary>
internal static class MerchantResult
{
    /// <param name="created">The status of an answer whose request created the order.</param>
    /// <param name="withDetails">Whether to show what is personal in it.</param>
    public static IResult Of(Result<Order> result, int created = StatusCodes.Status201Created, bool withDetails = false) =>
        result switch
        {
            Result<Order>.Success success => JsonResult.Of(
                json => OrderJson.Write(json, success.Value, withDetails),
                success.Created ? created : StatusCodes.Status200OK
            ),
            Result<Order>.Failure failure => ProblemResult.Of(failure.Problem),
            _ => throw new InvalidOperationException("An answer is done or not."),
        };

    /// <summary>The order as it is now; what was asked for comes later.</summary>
    public static IResult Accepted(Result<Order> result) =>
        result is Result<Order>.Success success
            ? JsonResult.Of(json => OrderJson.Write(json, success.Value), StatusCodes.Status202Accepted)
            : Of(result);

    public static IResult Of(Result<CustomerAddresses> result) =>
        result switch
        {
            Result<CustomerAddresses>.Success success => JsonResult.Of(json =>
            {
                json.WriteStartObject();
                json.WriteString("object", "deposit_address");
                json.WriteString("account", success.Value.Account.Id);
                json.WriteString("provider", success.Value.Account.ProviderName);
                json.WriteString("customer_id", success.Value.CustomerId);
                json.WriteStartArray("addresses");
                foreach (var (address, page) in success.Value.Addresses.Zip(success.Value.PageUrls))
                {
                    json.WriteStartObject();
                    json.WriteString("network", address.Network);
                    json.WriteString("address", address.Address);
                    if (page is not null)
                    {
                        json.WriteString("page_url", page);
                        json.WriteString("qr_url", OrderJson.QrUrl(page));
                    }

                    json.WriteEndObject();
                }

                json.WriteEndArray();
                json.WriteEndObject();
            }),
            Result<CustomerAddresses>.Failure failure => ProblemResult.Of(failure.Problem),
            _ => throw new InvalidOperationException("An answer is done or not."),
        };
}
