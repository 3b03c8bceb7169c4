using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Http.Pay;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>Payers' pages, for whoever has the address of one.</summary>
public sealed class PayFunctions(PayerPageTokens tokens, PayerPages pages, PayerLimits limits, PageRenderer renderer, PublicEdge edge)
{
    /// <summary>GET /pay/{token}: the page.</summary>
    [Function(nameof(GetPayPage))]
    public Task<IResult> GetPayPage(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pay/{token}")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    )
    {
        var response = request.HttpContext.Response;
        response.Headers["X-Robots-Tag"] = "noindex";
        response.Headers.Vary = "Accept-Language";
        response.Headers.ContentSecurityPolicy = PayerPolicy.For(PageLook.Plain);
        var texts = PayerTexts.For(request);

        Task<IResult> NoticeAsync(int status) =>
            renderer.RenderAsync<PayerNotice>(
                new() { [nameof(PayerNotice.Texts)] = texts, [nameof(PayerNotice.IsThere)] = status != StatusCodes.Status404NotFound },
                status
            );

        return edge.RunAsync(
            async () =>
            {
                if (tokens.Open(token) is not { } subject)
                    return await NoticeAsync(StatusCodes.Status404NotFound);
                if (!limits.MayAsk(token))
                    return await LaterAsync(response, NoticeAsync);
                if (await pages.FindAsync(subject, Since(request), cancellationToken) is not { } page)
                    return await NoticeAsync(StatusCodes.Status404NotFound);
                var currencies = page.Currencies.Count > 0 ? page.Currencies : await pages.CurrenciesAsync(subject, cancellationToken);
                response.Headers.ContentSecurityPolicy = PayerPolicy.For(page.Look);
                return await renderer.RenderAsync<PayerView>(
                    new()
                    {
                        [nameof(PayerView.Texts)] = texts,
                        [nameof(PayerView.Page)] = page,
                        [nameof(PayerView.Currencies)] = currencies,
                        [nameof(PayerView.Token)] = token,
                        [nameof(PayerView.Language)] = request.Query.ContainsKey("lang") ? texts.Own.Code : null,
                        [nameof(PayerView.From)] = Since(request)?.ToUnixTimeMilliseconds(),
                    }
                );
            },
            () => LaterAsync(response, NoticeAsync)
        );
    }

    /// <summary>GET /pay/{token}/state: whether the page has changed, for its script.</summary>
    [Function(nameof(GetPayState))]
    public Task<IResult> GetPayState(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pay/{token}/state")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            request,
            token,
            async subject => await pages.FindAsync(subject, Since(request), cancellationToken) is { } page ? PayerResult.Of(page) : NoPage
        );

    /// <summary>GET /pay/{token}/qr.svg: the code, for a shop's own page.</summary>
    [Function(nameof(GetPayQrSvg))]
    public Task<IResult> GetPayQrSvg(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pay/{token}/qr.svg")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) =>
        ReadAsync(
            request,
            token,
            async subject => Code(request, await pages.FindCodeAsync(subject, cancellationToken), QrImage.Svg, "image/svg+xml")
        );

    /// <summary>GET /pay/{token}/qr.png: the same, for what shows no SVG.</summary>
    [Function(nameof(GetPayQrPng))]
    public Task<IResult> GetPayQrPng(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "pay/{token}/qr.png")] HttpRequest request,
        string token,
        CancellationToken cancellationToken
    ) => ReadAsync(request, token, async subject => Code(request, await pages.FindCodeAsync(subject, cancellationToken), QrImage.Png, "image/png"));

    private static IResult NoPage => ProblemResult.Of(Problem.NotFound("payment page"));

    private Task<IResult> ReadAsync(HttpRequest request, string token, Func<PayerSubject, Task<IResult>> read) =>
        edge.RunAsync(async () =>
        {
            if (tokens.Open(token) is not { } subject)
                return NoPage;
            if (limits.MayAsk(token))
                return await read(subject);
            request.HttpContext.Response.Headers.RetryAfter = "5";
            return ProblemResult.Of(HttpEdge.RateLimited);
        });

    private static IResult Code(HttpRequest request, string? text, Func<string, byte[]> draw, string mediaType)
    {
        if (text is null || !QrImage.CanHold(text))
            return NoPage;
        // What a page's code holds never changes.
        request.HttpContext.Response.Headers.CacheControl = "private, max-age=3600";
        return Results.Bytes(draw(text), mediaType);
    }

    private static Task<IResult> LaterAsync(HttpResponse response, Func<int, Task<IResult>> notice)
    {
        response.Headers.RetryAfter = "30";
        return notice(StatusCodes.Status503ServiceUnavailable);
    }

    /// <summary>From when on the page of an address tells of payments; what is no such
    /// time is left aside, for a page is shown all the same.</summary>
    private static DateTimeOffset? Since(HttpRequest request) =>
        long.TryParse(request.Query["since"], NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds)
        && milliseconds < 100_000_000_000_000
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
