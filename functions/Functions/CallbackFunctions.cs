using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Providers;
using PaymentHub.Telemetry;

namespace PaymentHub.Functions;

/// <summary>The providers' callbacks.</summary>
public sealed class CallbackFunctions(CallbackIntake intake)
{
    /// <summary>Providers post their callbacks here. The path's secret says whose it is.</summary>
    [Function(nameof(ReceiveCallback))]
    public Task<IResult> ReceiveCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{callbackId}")] HttpRequest request,
        string callbackId
    ) => EarlyCallbacks.AnswerOf(request.HttpContext) ?? intake.TakeAsync(request, callbackId);
}

/// <summary>Receives a request to a callback URL completely: only our own deadline applies, not the caller's cancellation.</summary>
public sealed partial class CallbackIntake(
    MerchantDirectory directory,
    DirectoryRefresh refresh,
    CallbackReceiver receiver,
    PublicEdge edge,
    TimeProvider clock,
    ILogger<CallbackIntake> logger
)
{
    /// <summary>Receives one, and returns the response to its sender.</summary>
    public Task<IResult> TakeAsync(HttpRequest request, string callbackId)
    {
        // Nothing but the body is read of the request once something has been awaited: what it is passed on to may change its headers meanwhile.
        var head = new RequestHead(request, clock.GetUtcNow());
        // The framework puts a request's path into the scope of every log line within it, and this path is secret.
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => TakeAsync(request, head, callbackId));
    }

    private async Task<IResult> TakeAsync(HttpRequest request, RequestHead head, string callbackId)
    {
        var account = directory.FindByCallbackId(callbackId);
        var status = StatusCodes.Status500InternalServerError;
        try
        {
            var result = await edge.RunAsync(async () =>
            {
                // Before anything is awaited: what is not read when the sender hangs up is lost.
                if (await edge.ReadBodyAsync(request, CallbackReceiver.MaxBody) is not { } body)
                    return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);
                account ??= await FindNewAsync(callbackId);
                return account is null ? await HoldAsync(head, callbackId, body) : await ReceiveAsync(request, head, callbackId, account, body);
            });
            status = (result as IStatusCodeHttpResult)?.StatusCode ?? StatusCodes.Status200OK;
            return result;
        }
        finally
        {
            HubMetrics.CallbackAnswered(account?.ProviderName ?? "none", status);
        }
    }

    private async Task<IResult> ReceiveAsync(HttpRequest request, RequestHead head, string callbackId, Account account, byte[] body)
    {
        using var span = HubTrace.Begin(logger, "receive callback", head.Trace, ("Account", account.Id), ("Merchant", account.MerchantId));
        var receipt = await receiver.ReceiveAsync(account, Read(head, account.Provider.CallbackHeaders, callbackId, body));
        if (request.HttpContext.RequestAborted.IsCancellationRequested)
            Log.NobodyWaited(logger, account.Id, receipt.Callback, receipt.Status);
        return receipt switch
        {
            { Acknowledgement: { } acknowledgement } => Results.Text(acknowledgement.Body, acknowledgement.ContentType),
            { RetryAfter: { } wait } => new NotNowResult(receipt.Status, wait),
            _ => Results.StatusCode(receipt.Status),
        };
    }

    // One that is not known may be new: its provider was told of it before this instance was. Whoever gives up waiting has not sent it in vain.
    private async Task<Account?> FindNewAsync(string callbackId) =>
        directory.FindBroken(callbackId).Count == 0 && await refresh.AfterMissAsync(CancellationToken.None)
            ? directory.FindByCallbackId(callbackId)
            : null;

    // Of an account whose settings are broken: kept for it, where the headers to keep are known, and never acknowledged.
    private async Task<IResult> HoldAsync(RequestHead head, string callbackId, byte[] body)
    {
        if (directory.FindBroken(callbackId) is not { Count: > 0 } broken)
            return Results.StatusCode(StatusCodes.Status404NotFound);

        foreach (var account in broken)
        {
            if (account.CallbackHeaders is { } headers)
                await receiver.HoldAsync(account.KeptFor, Read(head, headers, callbackId, body));
        }

        return ProblemResult.Of(Problem.AccountUnavailable);
    }

    private Callback Read(RequestHead head, IReadOnlyList<string> headers, string callbackId, byte[] body) =>
        new()
        {
            Body = body,
            ContentType = Cut(head.ContentType, Callback.MaxHeader),
            Headers = headers
                .Where(head.Headers.ContainsKey)
                .ToDictionary(name => name, name => Cut(head.Headers[name], Callback.MaxHeader), StringComparer.Ordinal),
            // The provider signed our public address, whatever a proxy in front of us made of it.
            Path = $"{directory.Settings.PublicBaseUrl.AbsolutePath.TrimEnd('/')}/callbacks/{callbackId}",
            Query = Cut(head.Query, Callback.MaxQuery),
            ReceivedAt = head.ReceivedAt,
        };

    // One more than it may be, so that it shows.
    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(max + 1)];

    /// <summary>A copy of all but the body.</summary>
    private sealed class RequestHead(HttpRequest request, DateTimeOffset receivedAt)
    {
        public DateTimeOffset ReceivedAt => receivedAt;

        public string? Trace { get; } = HubTrace.Current;

        public string ContentType { get; } = request.ContentType ?? "";

        public string Query { get; } = request.QueryString.Value ?? "";

        public Dictionary<string, string> Headers { get; } =
            request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>A status and when to come again.</summary>
    private sealed class NotNowResult(int status, TimeSpan wait) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => status;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = status;
            RetryAfter.Set(httpContext.Response, wait);
            return Task.CompletedTask;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Warning,
            "Account {Account}: callback {Callback} is stored, but the sender did not wait for the response ({Status}). The provider may send it again."
        )]
        public static partial void NobodyWaited(ILogger logger, string account, CallbackId callback, int status);
    }
}
