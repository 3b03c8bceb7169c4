using System.Net;
using System.Text;
using System.Text.Json;

namespace FunctionsHost.Tests;

public sealed class AdminTests(SharedProbe shared) : IClassFixture<SharedProbe>
{
    private readonly ProbeHost _probe = shared.Host;

    [Fact]
    public async Task The_status_says_that_the_host_runs()
    {
        var status = JsonElement.Parse(await _probe.GetAsync("/admin/host/status"));

        Assert.Equal("Running", status.GetProperty("state").GetString());
        Assert.Equal("probe", status.GetProperty("id").GetString());
    }

    [Fact]
    public async Task The_functions_are_listed()
    {
        var functions = JsonElement
            .Parse(await _probe.GetAsync("/admin/functions"))
            .EnumerateArray()
            .ToDictionary(function => function.GetProperty("name").GetString()!);

        Assert.Equal(_probe.Server.FunctionCount, functions.Count);
        Assert.Equal("/api/items/{id:int?}", functions["Item"].GetProperty("route").GetString());
        Assert.Equal("texts", functions["TakeText"].GetProperty("queue").GetString());
        Assert.Equal("%ProbeTick%", functions["Tick"].GetProperty("schedule").GetString());
    }

    [Fact]
    public async Task A_timer_function_is_run_by_hand()
    {
        Assert.Equal(HttpStatusCode.Accepted, await RunAsync("Tick", "{}"));

        await _probe.WrittenAsync($"tick:{_probe.Server.WorkerProcessId}:False:True");
    }

    [Fact]
    public async Task A_queue_function_is_run_by_hand()
    {
        Assert.Equal(HttpStatusCode.Accepted, await RunAsync("takeparcel", """{"input":"{\"name\":\"by hand\",\"weight\":7}"}"""));

        await _probe.WrittenAsync("parcel:by hand:7");
    }

    [Fact]
    public async Task A_function_that_fails_by_hand_is_told_in_the_log()
    {
        Assert.Equal(HttpStatusCode.Accepted, await RunAsync("TakeNever", """{"input":"x"}"""));

        await _probe.UntilAsync(
            () => _probe.Log.Any(line => line.Contains("'Functions.TakeNever', run by hand, failed", StringComparison.Ordinal)),
            "the log tells of it"
        );
    }

    [Theory]
    [InlineData("NoSuch", "{}", 404)]
    [InlineData("Item", "{}", 400)]
    [InlineData("TakeText", "not json", 400)]
    [InlineData("TakeText", "[1]", 400)]
    public async Task What_cannot_be_run_by_hand_is_refused(string function, string body, int expected) =>
        Assert.Equal(expected, (int)await RunAsync(function, body));

    private async Task<HttpStatusCode> RunAsync(string function, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var answer = await _probe.Http.PostAsync(_probe.At($"/admin/functions/{function}"), content);
        return answer.StatusCode;
    }
}
