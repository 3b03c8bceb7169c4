using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>What a merchant can ask of MPay.</summary>
internal sealed class MPayCalls(MPaySandbox provider)
{
    private const int Balance = 1_000_000;

    public Answer Up(MPayParameters parameters)
    {
        if (
            parameters.Text("merchOrderId") is not { } merchOrderId
            || parameters.Text("merchUserId") is not { } merchUserId
            || parameters.WholeNumber("amount") is not { } amount
            || parameters.Url("callBackUrl") is not { } callBackUrl
        )
        {
            return MPayErrors.Parameter;
        }

        var (order, added) = provider.Add(
            new()
            {
                Account = parameters.Account.Name,
                Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
                MerchOrderId = merchOrderId,
                MerchUserId = merchUserId,
                Amount = amount,
                CallBackUrl = callBackUrl,
                Title = parameters.Text("title"),
                Remark = parameters.Text("remark"),
                Currency = parameters.Text("currency") ?? "CNY",
                ReturnUrl = parameters.Url("returnUrl"),
                CreateTime = provider.Time.GetUtcNow(),
            }
        );
        return added || provider.Options.RepeatedOrderAnswersPage
            ? Good(new { url = $"{parameters.BaseUrl}/sandbox/mpay/pay/{order.Id}", id = order.Id })
            : MPayErrors.OrderExists;
    }

    public Answer CheckUpOrder(MPayParameters parameters)
    {
        if (parameters.Text("merchOrderId") is not { } merchOrderId)
        {
            return MPayErrors.Parameter;
        }

        return provider.Told(parameters.Account.Name, merchOrderId) is not { } order
            ? MPayErrors.OrderNotFound
            : Good(
                new
                {
                    merchOrderId = order.MerchOrderId,
                    amount = JsonNode.Parse(order.Amount),
                    userPayAddress = order.UserPayAddress ?? "",
                    merchId = parameters.Account.MerchId,
                    createTime = Time(order.CreateTime, provider.Options),
                    status = Word(order.Status),
                }
            );
    }

    public static Answer WalletBalance(MPayParameters parameters) => parameters.Text("merchName") is null ? MPayErrors.Parameter : Good(Balance);

    public static Answer Good(object data) =>
        Answer.Json(
            new
            {
                code = 0,
                message = "success",
                data,
            }
        );

    public static string Time(DateTimeOffset at, MPaySandboxOptions options) =>
        at.ToOffset(options.UtcOffset).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Word(MPayStatus status) =>
        status switch
        {
            MPayStatus.Pending => "pending",
            MPayStatus.Finish => "finish",
            _ => "fail",
        };
}
