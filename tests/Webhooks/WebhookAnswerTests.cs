using System.Diagnostics;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Tests.Webhooks;

/// <summary>Answers of endpoints that are slow, huge or strange.</summary>
public sealed class WebhookAnswerTests : WebhookSenderBench
{
    [Theory]
    [InlineData(500, 1)]
    [InlineData(64 * 1024, 10)]
    public async Task An_answer_is_not_read_to_its_end_just_to_use_its_connection_again(int length, int connections)
    {
        var used = new HashSet<string>();
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            lock (used)
                used.Add(context.Connection.Id);
            context.Response.ContentLength = length;
            await context.Response.Body.WriteAsync(new byte[length], context.RequestAborted);
        });

        for (var webhook = 0; webhook < 10; webhook++)
            Assert.Equal(200, (await SendAsync(endpoint.Url)).Status);

        Assert.Equal(connections, used.Count);
    }

    [Fact]
    public async Task An_answer_that_drips_is_cut_off_by_the_deadline()
    {
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.WriteAsync("x", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(20, context.RequestAborted);
            }
        });
        var started = Stopwatch.GetTimestamp();

        var answer = await SendAsync(endpoint.Url, timeout: TimeSpan.FromMilliseconds(300));

        Assert.Equal((null, "timeout", false), (answer.Status, answer.Error, answer.IsDelivered));
        Assert.InRange(Stopwatch.GetElapsedTime(started), TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task No_answer_is_cut_off_by_the_deadline()
    {
        await using var endpoint = await LoopbackEndpoint.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted));

        var answer = await SendAsync(endpoint.Url, timeout: TimeSpan.FromMilliseconds(200));

        Assert.Equal((null, "timeout"), (answer.Status, answer.Error));
    }

    [Fact]
    public async Task Of_a_huge_answer_the_first_kibibyte_is_read()
    {
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            var chunk = Encoding.ASCII.GetBytes(new string('x', 64 * 1024));
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });

        var answer = await SendAsync(endpoint.Url);

        Assert.Equal((200, new string('x', 1024)), (answer.Status, answer.Body));
    }

    [Fact]
    public async Task An_answer_is_kept_as_clean_text()
    {
        await using var endpoint = await LoopbackEndpoint.StartAsync(async context =>
        {
            context.Response.StatusCode = 500;
            await context.Response.Body.WriteAsync("a\0b\u001b[31m\r\nc\t余"u8.ToArray());
            await context.Response.Body.WriteAsync(new byte[] { 0xFF });
        });

        var answer = await SendAsync(endpoint.Url);

        Assert.Equal((500, "ab[31m\nc\t余\uFFFD"), (answer.Status, answer.Body));
    }
}
