using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Providers;

namespace PaymentHub.Triggers;

/// <summary>Providers post their callbacks here. The path's secret says whose it is.</summary>
public sealed class ReceiveCallback(MerchantDirectory directory, CallbackDoor door, HttpEdge edge, TimeProvider clock)
{
    [Function(nameof(ReceiveCallback))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{callbackId}")] HttpRequest request,
        string callbackId,
        CancellationToken cancellationToken) =>
        edge.RunAsync(async () =>
        {
            var receivedAt = clock.GetUtcNow();
            if (directory.FindByCallbackId(callbackId) is not { } account)
                return await HoldAsync(request, callbackId, receivedAt, cancellationToken);
            if (await RequestBody.ReadAsync(request, CallbackDoor.MaxBody, cancellationToken) is not { } body)
                return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

            var answer = await door.ReceiveAsync(account, Read(request, account.Provider.CallbackHeaders, callbackId, body, receivedAt), cancellationToken);
            return answer.Acknowledgement is { } acknowledgement
                ? Results.Text(acknowledgement.Body, acknowledgement.ContentType)
                : Results.StatusCode(answer.Status);
        });

    // Of an account whose settings are broken: kept for it, where the headers to keep are known, and never acknowledged.
    private async Task<IResult> HoldAsync(HttpRequest request, string callbackId, DateTimeOffset receivedAt, CancellationToken cancellationToken)
    {
        if (directory.FindBroken(callbackId) is not { Count: > 0 } broken)
            return Results.StatusCode(StatusCodes.Status404NotFound);
        if (await RequestBody.ReadAsync(request, CallbackDoor.MaxBody, cancellationToken) is not { } body)
            return Results.StatusCode(StatusCodes.Status413PayloadTooLarge);

        foreach (var account in broken)
            if (account.CallbackHeaders is { } headers)
                await door.HoldAsync(account.Id, Read(request, headers, callbackId, body, receivedAt), cancellationToken);
        return ProblemResult.Of(new Problem(503, "unavailable", "This account cannot be served at the moment. Send the same request again later."));
    }

    private Callback Read(HttpRequest request, IReadOnlyList<string> headers, string callbackId, byte[] body, DateTimeOffset receivedAt) => new()
    {
        Body = body,
        ContentType = request.ContentType ?? "",
        Headers = headers
            .Where(name => request.Headers.ContainsKey(name))
            .ToDictionary(name => name, name => request.Headers[name].ToString(), StringComparer.Ordinal),
        // What the provider signed is our public address, whatever a proxy in front of us made of it.
        Path = $"{directory.Settings.PublicBaseUrl.AbsolutePath.TrimEnd('/')}/callbacks/{callbackId}",
        Query = request.QueryString.Value ?? "",
        ReceivedAt = receivedAt,
    };
}
