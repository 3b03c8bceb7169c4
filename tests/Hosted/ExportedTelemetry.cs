using System.Collections.Concurrent;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using PaymentHub.Tests.Support;
using PaymentHub.Tests.Webhooks;

namespace PaymentHub.Tests.Hosted;

/// <summary>What leaves the real worker for whoever collects its telemetry: all three kinds, one trace, and no secret.</summary>
public sealed class ExportedTelemetry
{
    [Fact]
    public async Task Traces_metrics_and_logs_are_exported_and_hold_no_secret()
    {
        var received = new ConcurrentBag<(string Path, byte[] Body)>();
        await using var collector = await LoopbackEndpoint.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            received.Add((context.Request.Path, body.ToArray()));
            context.Response.StatusCode = StatusCodes.Status200OK;
        });
        await using var hub = await HostedApp.StartAsync(
            new()
            {
                ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Url.GetLeftPart(UriPartial.Authority),
                ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
                ["OTEL_METRIC_EXPORT_INTERVAL"] = "500",
                ["OTEL_BSP_SCHEDULE_DELAY"] = "200",
                ["OTEL_BLRP_SCHEDULE_DELAY"] = "200",
            }
        );
        bool Has(string path, byte[] what) =>
            received.Any(one => one.Path.EndsWith(path, StringComparison.Ordinal) && one.Body.AsSpan().IndexOf(what) >= 0);
        bool Says(string path, string what) => Has(path, Encoding.UTF8.GetBytes(what));

        foreach (var provider in (string[])["pay_protocol", "usdt_gateway", "mpay"])
            await (await DepositSteps.PrepareAsync(hub, provider))();
        await Eventually.TrueAsync(
            () => Task.FromResult(hub.Sandbox.Merchant.Received.Items.Count == 3),
            Hub.Patience,
            "three webhooks have arrived"
        );

        foreach (var webhook in hub.Sandbox.Merchant.Received.Items)
        {
            var trace = Convert.FromHexString(webhook.Headers["traceparent"].Split('-')[1]);
            await Eventually.TrueAsync(() => Task.FromResult(Has("/v1/traces", trace)), Hub.Patience, "the webhook's trace is exported");
        }

        foreach (var span in (string[])["receive callback", "process callback", "call provider", "deliver webhook", "send webhook"])
            await Eventually.TrueAsync(() => Task.FromResult(Says("/v1/traces", span)), Hub.Patience, $"the span '{span}' is exported");
        foreach (
            var metric in (string[])
                [
                    "paymenthub.callbacks",
                    "paymenthub.callback.commit_time",
                    "paymenthub.callback.delivery_time",
                    "paymenthub.provider.call_time",
                    "paymenthub.storage.operations",
                ]
        )
        {
            await Eventually.TrueAsync(() => Task.FromResult(Says("/v1/metrics", metric)), Hub.Patience, $"the metric {metric} is exported");
        }

        await Eventually.TrueAsync(() => Task.FromResult(Says("/v1/logs", "delivered at attempt")), Hub.Patience, "logs are exported");
        foreach (var webhook in hub.Sandbox.Merchant.Received.Items)
        {
            var order = (string)JsonNode.Parse(webhook.Text)!["data"]!["id"]!;
            await Eventually.TrueAsync(() => Task.FromResult(Has("/v1/logs", Attribute("Order", order))), Hub.Patience, "lines have their order");
        }

        var keys = hub.Alpha.Keys;
        string[] secrets =
        [
            hub.Alpha.ApiKey,
            keys.PayProtocol.ApiKey,
            keys.PayProtocol.ApiSecret,
            keys.Gateway.ApiKey,
            keys.MPay.Md5Key,
            keys.WebhookSecret,
            hub.Alpha.CallbackId(hub.Alpha.PayProtocolAccount),
            hub.Alpha.CallbackId(hub.Alpha.GatewayAccount),
            hub.Alpha.CallbackId(hub.Alpha.MPayAccount),
        ];
        Assert.All(secrets, secret => Assert.DoesNotContain(received, one => one.Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(secret)) >= 0));
    }

    /// <summary>A name and a text as they are written in OTLP: a message of two fields, whose second has the text as its only one.</summary>
    private static byte[] Attribute(string name, string text) =>
        [
            0x0A,
            (byte)name.Length,
            .. Encoding.ASCII.GetBytes(name),
            0x12,
            (byte)(text.Length + 2),
            0x0A,
            (byte)text.Length,
            .. Encoding.ASCII.GetBytes(text),
        ];
}
