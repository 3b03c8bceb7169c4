using Microsoft.AspNetCore.Http.Features;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.PayProtocol;

/// <summary>The provider's API: every call is verified before it is read.</summary>
internal sealed class PayProtocolEndpoints(PayProtocolSandbox provider)
{
    public const string Prefix = "/api/mer";

    public void Map(IEndpointRouteBuilder app)
    {
        var api = app.MapGroup(Prefix);
        var users = new PayProtocolUserCalls(provider);
        Post(api, "user/create", users.Create);
        Get(api, "user/detail", users.Detail);
        Get(api, "user/list", users.List);

        var recharges = new PayProtocolRechargeCalls(provider);
        Get(api, "recharge/list", recharges.List);
        Get(api, "recharge/detail", recharges.Detail);
        Get(api, "recharge/notify", recharges.Notify);

        var withdrawals = new PayProtocolWithdrawCalls(provider);
        Post(api, "withdraw/apply", withdrawals.Apply);
        Get(api, "withdraw/detail", withdrawals.Detail);
        Get(api, "withdraw/list", withdrawals.List);
        Get(api, "withdraw/notify", withdrawals.Notify);

        var payments = new PayProtocolPaymentCalls(provider);
        Post(api, "payment/createPaymentOrder", payments.Create);
        Get(api, "payment/detail", payments.Detail);
        Get(api, "payment/notify", payments.Notify);

        var catalogue = new PayProtocolCatalogueCalls(provider);
        Get(api, "conf/list/chain", catalogue.Chains);
        Get(api, "conf/list/currency", catalogue.Currencies);

        api.Map("{**unknown}", static context => PayProtocolWire.Error(404, "no such endpoint", StatusCodes.Status404NotFound).WriteAsync(context));
    }

    private void Get(RouteGroupBuilder api, string endpoint, Func<PayProtocolRequest, Answer> call) =>
        api.MapGet(endpoint, context => provider.Pipeline.AnswerAsync(context, endpoint, body => Verified(context, body, call)));

    private void Post(RouteGroupBuilder api, string endpoint, Func<PayProtocolRequest, Answer> call) =>
        api.MapPost(endpoint, context => provider.Pipeline.AnswerAsync(context, endpoint, body => Verified(context, body, call)));

    private Answer Verified(HttpContext context, byte[] body, Func<PayProtocolRequest, Answer> call) =>
        provider.Read(() =>
        {
            var headers = context.Request.Headers;
            var account = provider.AccountOfKey(headers[PayProtocolSigner.KeyHeader].ToString());
            var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
            var refusal = PayProtocolSigner.Refuse(headers, account?.Credentials, new(context.Request.Method, target, body), provider.Clock);
            if (account is null || refusal is not null)
            {
                return PayProtocolErrors.Unauthorized(refusal ?? "wrong_key");
            }

            try
            {
                return call(new(account, context.Request.Query, body)) with { Account = account.Credentials.Name };
            }
            catch (Exception e) when (e is FormatException or OverflowException)
            {
                return PayProtocolErrors.Parameter("not a number");
            }
        });
}
