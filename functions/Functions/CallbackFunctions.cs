using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Logging;
using PaymentHub.Callbacks;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Functions;

/// <summary>The providers' callbacks.</summary>
public sealed partial class CallbackFunctions(
    MerchantDirectory directory, DirectoryRefresh refresh, CallbackReceiver receiver, HttpEdge edge, TimeProvider clock, ILogger<CallbackFunctions> logger)
{
    /// <summary>Providers post their callbacks here. The path's secret says whose it is.</summary>
    [Function(nameof(ReceiveCallback))]
    public Task<IResult> ReceiveCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{callbackId}")] HttpRequest request,
        string callbackId) =>
        edge.RunAsync(async () =>
        {
            var receivedAt = clock.GetUtcNow();
            if (await FindAsync(callbackId) is not { } account)
                return await HoldAsync(request, callbackId, receivedAt);
            if (await edge.ReadBodyAsync(request, CallbackReceiver.MaxBody) is not { } body)
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

            var receipt = await receiver.ReceiveAsync(account, Read(request, account.Provider.CallbackHeaders, callbackId, body, receivedAt));
            if (request.HttpContext.RequestAborted.IsCancellationRequested)
                Log.NobodyWaited(logger, account.Id, receipt.Callback, receipt.Status);
            return receipt.Acknowledgement is { } acknowledgement
                ? Results.Text(acknowledgement.Body, acknowledgement.ContentType)
                : Results.StatusCode(receipt.Status);
        });

    // One that is not known may be new: the provider was told of it before this instance was. It is not the caller's time that this takes.
    private async Task<Account?> FindAsync(string callbackId) =>
        directory.FindByCallbackId(callbackId)
            ?? (directory.FindBroken(callbackId).Count == 0 && await refresh.AfterMissAsync(CancellationToken.None) ? directory.FindByCallbackId(callbackId) : null);

    // Of an account whose settings are broken: kept for it, where the headers to keep are known, and never acknowledged.
    private async Task<IResult> HoldAsync(HttpRequest request, string callbackId, DateTimeOffset receivedAt)
    {
        if (directory.FindBroken(callbackId) is not { Count: > 0 } broken)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        if (await edge.ReadBodyAsync(request, CallbackReceiver.MaxBody) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        foreach (var account in broken)
            if (account.CallbackHeaders is { } headers)
                await receiver.HoldAsync(account.Id, Read(request, headers, callbackId, body, receivedAt));
        return ProblemResult.Of(new Problem(503, "unavailable", "This account cannot be served at the moment. Send the same request again later."));
    }

    private Callback Read(HttpRequest request, IReadOnlyList<string> headers, string callbackId, byte[] body, DateTimeOffset receivedAt) => new()
    {
        Body = body,
        ContentType = Cut(request.ContentType ?? "", Callback.MaxHeader),
        Headers = headers
            .Where(name => request.Headers.ContainsKey(name))
            .ToDictionary(name => name, name => Cut(request.Headers[name].ToString(), Callback.MaxHeader), StringComparer.Ordinal),
        // What the provider signed is our public address, whatever a proxy in front of us made of it.
        Path = $"{directory.Settings.PublicBaseUrl.AbsolutePath.TrimEnd('/')}/callbacks/{callbackId}",
        Query = Cut(request.QueryString.Value ?? "", Callback.MaxQuery),
        ReceivedAt = receivedAt,
    };

    // One more than it may be, so that it shows.
    private static string Cut(string text, int max) => text.Length <= max ? text : text[..(max + 1)];

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Account {Account}: callback {Callback} is stored, but nobody waited for the answer ({Status}). The provider may send it again.")]
        public static partial void NobodyWaited(ILogger logger, string account, CallbackId callback, int status);
    }
}
