using System.Net;
using System.Net.Http.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;

namespace PaymentHub.Tests.Standins.Worker;

public sealed class HttpFunctionTests
{
    [Theory]
    [InlineData("orders/12", "number 12 GET")]
    [InlineData("orders", "number none GET")]
    [InlineData("orders/0f8fad5b-d9cb-469f-a165-70867728950e", "guid 0f8fad5bd9cb469fa16570867728950e GET")]
    [InlineData("orders/mine", "name mine GET")]
    [InlineData("orders/special", "special GET")]
    [InlineData("files/a/b.txt", "file a/b.txt GET")]
    [InlineData("files", "file  GET")]
    [InlineData("pages", "page 1 GET")]
    [InlineData("pages/3", "page 3 GET")]
    [InlineData("anymethod", "GET")]
    public async Task A_request_reaches_the_function_of_its_route(string path, string answer)
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        var text = await host.Client.GetStringAsync($"api/{path}");

        Assert.Equal(answer, text);
    }

    [Theory]
    [InlineData("GET", "api/nothing")]
    [InlineData("GET", "orders/12")]
    [InlineData("GET", "api/orders/12-x")]
    [InlineData("POST", "api/orders/12")]
    [InlineData("GET", "")]
    public async Task What_no_function_takes_is_not_found(string method, string path)
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Theory]
    [InlineData("GET", "api/orders/12", "number 12 GET")]
    [InlineData("DELETE", "api/orders/12", "cancelled 12 DELETE")]
    [InlineData("PATCH", "api/AnyMethod", "PATCH")]
    public async Task The_method_chooses_among_functions_of_one_path(string method, string path, string answer)
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await host.Client.SendAsync(request);

        Assert.Equal(answer, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("", "orders/5")]
    [InlineData("/v2/", "v2/orders/5")]
    public async Task The_route_prefix_is_a_setting(string prefix, string path)
    {
        await using var host = await ProbeHost.StartAsync(
            nameof(HttpProbes), settings: $"AzureFunctionsJobHost:extensions:http:routePrefix={prefix}");

        Assert.Equal("number 5 GET", await host.Client.GetStringAsync(path));
    }

    [Fact]
    public async Task A_json_body_is_bound()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        using var response = await host.Client.PostAsync("api/echo", JsonContent.Create(new { TEXT = "hello ", amount = 0.10m }));

        Assert.Equal("""{"text":"hello POST","amount":0.10}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("{", "application/json")]
    [InlineData("", "application/json")]
    [InlineData("{}", "text/plain")]
    public async Task A_body_that_cannot_be_bound_is_a_failure(string body, string type)
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        using var content = new StringContent(body, System.Text.Encoding.UTF8, type);
        using var response = await host.Client.PostAsync("api/echo", content);

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
    }

    [Fact]
    public async Task An_exception_is_answered_500_without_a_body()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        using var response = await host.Client.GetAsync("api/throws");

        Assert.Equal(HttpStatusCode.InternalServerError, response.StatusCode);
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_caller_who_leaves_cancels_the_invocation()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));
        using var leave = new CancellationTokenSource();
        var request = host.Client.GetAsync("api/waits", leave.Token);
        await Wait.UntilAsync(() => host.State.Running == 1, "the function runs");

        await leave.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => request);
        await Wait.UntilAsync(() => host.State.Seen.Contains("cancelled"), "the function is cancelled");
    }

    [Fact]
    public async Task The_context_shows_the_invocation()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        var first = await host.Client.GetStringAsync("api/context/x1");
        var second = await host.Client.GetStringAsync("api/context/x1");

        Assert.Equal(["same request: True", "same services: True", "name: Context", "id: x1"], host.State.Seen.Take(4));
        Assert.NotEqual(first, second);
    }

    [Theory]
    [InlineData("action/object", 201, "application/json; charset=utf-8", """{"orderId":7,"method":"GET"}""")]
    [InlineData("action/status", 418, null, "")]
    [InlineData("action/file", 200, "application/octet-stream", "bytes")]
    [InlineData("action/problem", 409, "application/problem+json; charset=utf-8", """{"title":"No","status":409}""")]
    [InlineData("action/empty", 200, null, "")]
    [InlineData("plain", 202, "text/plain; charset=utf-8", "plain GET")]
    [InlineData("task", 200, "text/plain; charset=utf-8", "task GET")]
    [InlineData("valuetask", 200, "application/json; charset=utf-8", """{"answer":"GET"}""")]
    [InlineData("writes", 203, null, "written")]
    // Neither an action's result nor a plain one: the real worker writes nothing.
    [InlineData("other", 200, null, "")]
    public async Task Each_kind_of_result_is_written(string path, int status, string? type, string body)
    {
        await using var host = await ProbeHost.StartAsync(nameof(ResultProbes));

        using var response = await host.Client.GetAsync($"api/{path}");

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.ToString());
        Assert.Equal(body, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Several_hosts_run_in_one_process()
    {
        await using var one = await ProbeHost.StartAsync(nameof(HttpProbes));
        await using var other = await ProbeHost.StartAsync(nameof(ResultProbes));

        Assert.Equal("number 5 GET", await one.Client.GetStringAsync("api/orders/5"));
        Assert.Equal("task GET", await other.Client.GetStringAsync("api/task"));
        Assert.NotEqual(one.Client.BaseAddress, other.Client.BaseAddress);
    }

    [Fact]
    public async Task The_bound_address_is_known_once_the_host_has_started()
    {
        await using var host = await ProbeHost.StartAsync(nameof(HttpProbes));

        var addresses = host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses;

        var address = new Uri(Assert.Single(addresses));
        Assert.Equal("127.0.0.1", address.Host);
        Assert.NotEqual(0, address.Port);
    }
}
