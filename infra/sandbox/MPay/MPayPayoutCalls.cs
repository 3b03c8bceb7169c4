using System.Security.Cryptography;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.MPay;

/// <summary>The calls about payouts.</summary>
internal sealed class MPayPayoutCalls(MPaySandbox provider)
{
    public Answer Down(MPayParameters parameters)
    {
        if (
            parameters.Text("merchOrderId") is not { } merchOrderId
            || parameters.Text("merchUserId") is not { } merchUserId
            || parameters.Text("userWalletAddress") is not { } address
            || parameters.WholeNumber("amount") is not { } amount
            || parameters.Url("callBackUrl") is not { } callBackUrl
        )
        {
            return MPayErrors.Parameter;
        }

        return
            provider.Withdrawals.Take(
                new()
                {
                    Account = parameters.Account.Name,
                    Id = RandomNumberGenerator.GetHexString(32, lowercase: true),
                    MerchOrderId = merchOrderId,
                    MerchUserId = merchUserId,
                    Amount = amount,
                    UserWalletAddress = address,
                    CallBackUrl = callBackUrl,
                    Username = parameters.Text("username"),
                    IdNumber = parameters.Text("idNumber"),
                    PhoneNumber = parameters.Text("phoneNumber"),
                    Title = parameters.Text("title"),
                    Remark = parameters.Text("remark"),
                    Currency = parameters.Text("currency") ?? "CNY",
                    CreateTime = provider.Time.GetUtcNow(),
                }
            )
                is var (payout, afterwards)
            ? MPayCalls.Good(new { status = MPayCalls.Word(payout.Status), id = payout.Id }) with
            {
                Afterwards = afterwards,
            }
            : MPayErrors.OrderExists;
    }

    public Answer CheckDownOrder(MPayParameters parameters)
    {
        if (parameters.Text("merchOrderId") is not { } merchOrderId)
        {
            return MPayErrors.Parameter;
        }

        return provider.Withdrawals.Told(parameters.Account.Name, merchOrderId) is not { } payout
            ? MPayErrors.OrderNotFound
            : MPayCalls.Good(
                new
                {
                    merchOrderId = payout.MerchOrderId,
                    amount = JsonNode.Parse(payout.Amount),
                    userPayAddress = payout.UserWalletAddress,
                    merchId = parameters.Account.MerchId,
                    createTime = MPayCalls.Time(payout.CreateTime, provider.Options),
                    status = MPayCalls.Word(payout.Status),
                }
            );
    }
}
