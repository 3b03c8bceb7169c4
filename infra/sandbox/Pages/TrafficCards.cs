using System.Text.Json;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Pages;

/// <summary>What went over the wire, on the home page.</summary>
internal static class TrafficCards
{
    public static Html Webhooks(DemoMerchant merchant) => Html.Of($"""
        <section id="webhooks"><h2>Webhooks at the demo merchant</h2>
        <p class="soft">Endpoints: {Html.Join(merchant.Endpoints.Select(id => Html.Of($"<code>/merchant/webhooks/{id}</code> ")))}</p>
        {Parts.Table("None received yet.", ["Time", "Event", "Verified", "Answered", ""], merchant.Received.Items, Webhook)}</section>
        """);

    public static Html Attempts(IEnumerable<DeliveryAttempt> attempts) => Html.Of($"""
        <section id="callbacks"><h2>Callbacks sent</h2><p class="soft">Every attempt, and what was answered.</p>
        {Parts.Table("None sent yet.", ["Time", "Provider", "Order", "Attempt", "Answer", "Acknowledged", ""], attempts.OrderBy(one => one.At), Attempt)}</section>
        """);

    public static Html Requests(IEnumerable<(SandboxProvider Provider, ReceivedRequest Request)> requests) => Html.Of($"""
        <section id="requests"><h2>Requests received</h2>
        {Parts.Table("None received yet.", ["Time", "Provider", "Endpoint", "Account", "Status", "Outcome"], requests.OrderBy(one => one.Request.At), Request)}</section>
        """);

    private static Html Webhook(ReceivedWebhook one) => Html.Of($"""
        <tr><td class="short">{Parts.Time(one.At)}</td><td class="wide">{EventType(one)}<br><span class="soft">{one.Endpoint} · {one.Id}</span></td>
        <td>{(one.Verified ? Parts.Good("yes") : Parts.Bad($"no: {Parts.Word(one.Verdict)}"))}</td>
        <td>{(one.Answered == 0 ? "broke off" : $"{one.Answered}")}</td><td><details><summary>Body</summary><pre>{one.Text}</pre></details></td></tr>
        """);

    private static Html Attempt(DeliveryAttempt one) => Html.Of($"""
        <tr><td class="short">{Parts.Time(one.At)}</td><td class="short">{Parts.Word(one.Provider)}</td><td class="wide"><code>{one.OrderId}</code></td><td>{one.Number}</td>
        <td class="wide">{Answer(one.Answer)}</td><td>{(one.Acknowledged ? Parts.Good("yes") : Parts.Bad("no"))}</td>
        <td><details><summary>Body</summary><pre>{one.Request.Body}</pre></details></td></tr>
        """);

    private static Html Request((SandboxProvider Provider, ReceivedRequest Request) one) => Html.Of($"""
        <tr><td class="short">{Parts.Time(one.Request.At)}</td><td class="short">{Parts.Word(one.Provider)}</td><td class="short"><code>{one.Request.Endpoint}</code></td>
        <td>{one.Request.Account ?? "?"}</td><td>{(one.Request.Status == 0 ? "broke off" : $"{one.Request.Status}")}</td>
        <td>{(one.Request.Outcome == Wire.Answer.Ok ? Parts.Good("ok") : Parts.Bad(one.Request.Outcome))}</td></tr>
        """);

    private static string Answer(CallbackAnswer answer)
    {
        var body = answer.Body is { Length: > 60 } longer ? longer[..60] + "…" : answer.Body;
        return answer.Status is { } status ? $"{status} {body}" : $"none: {answer.Error}";
    }

    private static string EventType(ReceivedWebhook one)
    {
        try
        {
            using var json = JsonDocument.Parse(one.Body);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var type) ? type.ToString() : "no type";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }
}
