using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Operations;
using PaymentHub.Orders;

namespace PaymentHub.Functions;

/// <summary>The operators' console: what <c>/ops</c> has, for a person in a browser.</summary>
public sealed class ConsoleFunctions(
    ConsoleEdge console,
    ConsoleWorkReader work,
    ConsoleFinder finder,
    Timelines timelines,
    Quarantine quarantine,
    PageRenderer renderer
)
{
    /// <summary>GET /console: what needs a person now.</summary>
    [Function(nameof(ShowConsole))]
    public Task<IResult> ShowConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await renderer.RenderAsync<ConsoleOverview>(
                    new() { [nameof(ConsoleOverview.Visit)] = visit, [nameof(ConsoleOverview.Work)] = await work.ReadAsync(cancellationToken) }
                )
        );

    /// <summary>POST /console/sign-in: begins a session.</summary>
    [Function(nameof(SignIn))]
    public Task<IResult> SignIn([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-in")] HttpRequest request) =>
        console.SignInAsync(request);

    /// <summary>POST /console/sign-out: ends it.</summary>
    [Function(nameof(SignOut))]
    public Task<IResult> SignOut([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/sign-out")] HttpRequest request) =>
        console.SignOutAsync(request);

    /// <summary>GET /console/find: leads to what an id names.</summary>
    [Function(nameof(FindInConsole))]
    public Task<IResult> FindInConsole(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/find")] HttpRequest request,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await finder.FindAsync(request.Query["q"].ToString().Trim(), cancellationToken) is { } path
                    ? ConsoleEdge.SeeOther(request, path)
                    : await console.SayAsync(
                        visit,
                        StatusCodes.Status404NotFound,
                        "Nothing has that id. An order is found by its own id, its merchant's reference, its provider's id and any of its events; a callback in quarantine by its id."
                    )
        );

    /// <summary>GET /console/orders/{id}: one order, with everything that happened to it.</summary>
    [Function(nameof(ShowOrder))]
    public Task<IResult> ShowOrder(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/orders/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                OrderId.IsWellFormed(id) && await timelines.ReadAsync(id, cancellationToken) is { } timeline
                    ? await renderer.RenderAsync<ConsoleOrder>(
                        new()
                        {
                            [nameof(ConsoleOrder.Visit)] = visit,
                            [nameof(ConsoleOrder.Timeline)] = timeline,
                            [nameof(ConsoleOrder.Done)] = ConsoleActionFunctions.Said(request.Query["done"]),
                        }
                    )
                    : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such order.")
        );

    /// <summary>GET /console/quarantine/{id}: one callback in quarantine.</summary>
    [Function(nameof(ShowCallback))]
    public Task<IResult> ShowCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/quarantine/{id}")] HttpRequest request,
        string id,
        CancellationToken cancellationToken
    ) =>
        console.ShowAsync(
            request,
            async visit =>
                await quarantine.FindAsync(id, cancellationToken) is Result<QuarantinedCallback>.Success { Value: var callback }
                    ? await renderer.RenderAsync<ConsoleCallback>(
                        new() { [nameof(ConsoleCallback.Visit)] = visit, [nameof(ConsoleCallback.Callback)] = callback }
                    )
                    : await console.SayAsync(visit, StatusCodes.Status404NotFound, "There is no such callback in quarantine.")
        );
}
