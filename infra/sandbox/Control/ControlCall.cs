using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox.Control;

/// <summary>Reads a control call from JSON or from a form, and answers each in its way.</summary>
internal static class ControlCall
{
    /// <summary>Where a form leads, unless its field "back" names another page of the sandbox.</summary>
    private const string Home = "/sandbox";

    public static RequestDelegate Of<T>(Func<T, Task<object>> run) => context => RunAsync(context, run);

    private static async Task RunAsync<T>(HttpContext context, Func<T, Task<object>> run)
    {
        var form = context.Request.HasFormContentType ? await context.Request.ReadFormAsync(context.RequestAborted) : null;
        try
        {
            var call = form is null
                ? await JsonSerializer.DeserializeAsync<T>(context.Request.Body, SandboxJson.Own, context.RequestAborted)
                : FromForm(form).Deserialize<T>(SandboxJson.Own);
            var result = await run(call ?? throw new JsonException("The body is empty."));
            await AnswerAsync(context, form, result);
        }
        catch (Exception e) when (e is JsonException or ArgumentException or FormatException or InvalidOperationException)
        {
            await Results.Json(new { error = Mistake.Of(e) }, SandboxJson.Own, statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
        }
    }

    private static Task AnswerAsync(HttpContext context, IFormCollection? form, object result)
    {
        if (form is null)
        {
            return Results.Json(result, SandboxJson.Own).ExecuteAsync(context);
        }

        var back = form["back"].ToString();
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
        context.Response.Headers.Location = back.StartsWith(Home, StringComparison.Ordinal) ? back : Home;
        return Task.CompletedTask;
    }

    /// <summary>Empty fields are left out: an empty input means the default.</summary>
    private static JsonObject FromForm(IFormCollection form)
    {
        var json = new JsonObject();
        foreach (var (name, value) in form)
        {
            if (name != "back" && value.ToString() is { Length: > 0 } text)
            {
                json[name] = text;
            }
        }

        return json;
    }
}

/// <summary>Where an account's callbacks go.</summary>
internal sealed record CallbackUrl(SandboxProvider Provider, string Account, Uri Url);

/// <summary>Removes one provider's faults, or all.</summary>
internal sealed record ClearFaults(SandboxProvider? Provider);

/// <summary>Makes a user without asking the provider's API.</summary>
internal sealed record NewUser(string Account, string Id);

/// <summary>Sends a payment order's callback once more.</summary>
internal sealed record PaymentOrderReminder(string OutTradeNo);

/// <summary>Sends a provider's held callbacks.</summary>
internal sealed record ReleaseHeld(SandboxProvider Provider);

/// <summary>Sends an order's callback once more.</summary>
internal sealed record Resend(SandboxProvider Provider, string OrderId);

/// <summary>Gives a recharge its status.</summary>
internal sealed record Settlement(int RechargeId, RechargeStatus Status);

/// <summary>Gives a payment order its status.</summary>
internal sealed record PaymentOrderDecision(string OutTradeNo, PaymentStatus Status);

/// <summary>Pays to a payment order's address.</summary>
internal sealed record PaymentOrderPayment(string OutTradeNo)
{
    /// <summary>null: what is missing.</summary>
    public string? Amount { get; init; }

    public RechargeStatus Status { get; init; }
}

/// <summary>Ends a withdrawal at the gateway, by either id.</summary>
internal sealed record GatewayDecision(WithdrawalOutcome Outcome)
{
    public int? Id { get; init; }

    public string? OrderId { get; init; }
}

/// <summary>Gives an MPay payout its status, by either id.</summary>
internal sealed record MPayDecision(MPayStatus Status)
{
    public string? Id { get; init; }

    public string? MerchOrderId { get; init; }
}

/// <summary>Gives a Pay Protocol withdrawal its status, by either id.</summary>
internal sealed record PayProtocolDecision(WithdrawStatus Status)
{
    public int? WithdrawId { get; init; }

    public string? OutTradeNo { get; init; }
}

/// <summary>Changes how a provider treats withdrawals; what is left out stays.</summary>
internal sealed record NewWithdrawalRules(SandboxProvider Provider)
{
    public Settling? Settling { get; init; }

    public TimeSpan? SettleAfter { get; init; }

    public WithdrawalOutcome? Outcome { get; init; }

    public RepeatedWithdrawal? Repeated { get; init; }

    public WithdrawalRules Over(WithdrawalRules rules) =>
        new()
        {
            Settling = Settling ?? rules.Settling,
            SettleAfter = SettleAfter ?? rules.SettleAfter,
            Outcome = Outcome ?? rules.Outcome,
            Repeated = Repeated ?? rules.Repeated,
        };
}
