using Microsoft.AspNetCore.Http;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Triggers;

/// <summary>Answers to merchants, as they are on the wire.</summary>
internal static class MerchantResult
{
    /// <param name="created">The status of an answer whose request created the order.</param>
    /// <param name="withDetails">Whether to show what is personal in it.</param>
    public static IResult Of(Answer<Order> answer, int created = StatusCodes.Status201Created, bool withDetails = false) => answer switch
    {
        Answer<Order>.Done done => JsonResult.Of(json => OrderJson.Write(json, done.Value, withDetails), done.Created ? created : StatusCodes.Status200OK),
        Answer<Order>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };

    /// <summary>The order as it is now; what was asked for comes later.</summary>
    public static IResult Accepted(Answer<Order> answer) => answer is Answer<Order>.Done done
        ? JsonResult.Of(json => OrderJson.Write(json, done.Value), StatusCodes.Status202Accepted)
        : Of(answer);

    public static IResult Of(Answer<CustomerAddresses> answer) => answer switch
    {
        Answer<CustomerAddresses>.Done done => JsonResult.Of(json =>
        {
            json.WriteStartObject();
            json.WriteString("object", "deposit_address");
            json.WriteString("account", done.Value.Account.Id);
            json.WriteString("provider", done.Value.Account.ProviderName);
            json.WriteString("customer_id", done.Value.CustomerId);
            json.WriteStartArray("addresses");
            foreach (var address in done.Value.Addresses)
            {
                json.WriteStartObject();
                json.WriteString("network", address.Network);
                json.WriteString("address", address.Address);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }),
        Answer<CustomerAddresses>.Not not => ProblemResult.Of(not.Problem),
        _ => throw new InvalidOperationException("An answer is done or not."),
    };
}
