using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Http;

/// <summary>Renders Razor components to whole pages: on the server, once, without anything that stays behind.</summary>
public sealed class PageRenderer(IServiceScopeFactory scopes, ILoggerFactory logs)
{
    /// <summary>The page that a component makes of its parameters.</summary>
    public async Task<IResult> RenderAsync<T>(Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where T : IComponent
    {
        // Some of what the renderer asks for lives as long as one page.
        await using var scope = scopes.CreateAsyncScope();
        await using var renderer = new HtmlRenderer(scope.ServiceProvider, logs);
        var html = await renderer.Dispatcher.InvokeAsync(async () =>
            (await renderer.RenderComponentAsync<T>(ParameterView.FromDictionary(parameters))).ToHtmlString()
        );
        return Results.Content(html, "text/html; charset=utf-8", statusCode: status);
    }
}
