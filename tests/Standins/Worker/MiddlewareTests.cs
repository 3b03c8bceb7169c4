using System.Net;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Extensions.Hosting;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class MiddlewareTests
{
    [Fact]
    public async Task Middleware_surrounds_an_invocation_in_the_order_of_its_adding()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes), builder =>
        {
            builder.UseMiddleware<Recording>();
            builder.UseMiddleware((context, next) =>
            {
                context.Items["inner"] = true;
                return next();
            });
        });

        await host.Client.GetStringAsync("api/context/1");

        Assert.Equal("before Context, http True", host.State.Seen.First());
        Assert.Equal("after Context, inner True, result ContentResult", host.State.Seen.Last());
        Assert.Equal(6, host.State.Seen.Count);
    }

    [Fact]
    public async Task Middleware_can_answer_for_a_function_that_throws()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes), builder => builder.UseMiddleware<Answering>());

        using var response = await host.Client.GetAsync("api/throws");

        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal("/api/throws fails", await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Middleware_surrounds_queue_functions_without_an_http_context()
    {
        await using var host = await ProbeHost.StartAsync(nameof(TextProbe), builder => builder.UseMiddleware<Recording>());
        await host.Queue().CreateAsync();

        await host.Queue().SendMessageAsync("aGVsbG8=");

        await Wait.UntilAsync(() => host.State.Seen.Count == 3, "the message is taken");
        Assert.Equal(["before Text, http False", "hello 1", "after Text, inner False, result nothing"], host.State.Seen);
    }

    private sealed class Recording(ProbeState state) : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            state.Add($"before {context.FunctionDefinition.Name}, http {context.GetHttpContext() is not null}");
            await next(context);
            var result = context.GetInvocationResult().Value?.GetType().Name ?? "nothing";
            state.Add($"after {context.FunctionDefinition.Name}, inner {context.Items.ContainsKey("inner")}, result {result}");
        }
    }

    private sealed class Answering : IFunctionsWorkerMiddleware
    {
        public async Task Invoke(FunctionContext context, FunctionExecutionDelegate next)
        {
            try
            {
                await next(context);
            }
            catch (InvalidOperationException failure)
            {
                context.GetInvocationResult().Value = new ContentResult { Content = failure.Message, StatusCode = 503 };
            }
        }
    }
}
