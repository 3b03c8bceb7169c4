using System.Text.Json;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Sandbox.Wire;

namespace PaymentHub.Sandbox.Pages;

/// <summary>What went over the wire, on the home page.</summary>
internal static class TrafficCards
{
    public static Html Webhooks(DemoMerchant merchant) =>
        Html.Of(
            $"""
            <section id="webhooks"><h2>Webhooks at the demo merchant</h2>
            <p class="soft">Endpoints: {Html.Join(merchant.Endpoints.Select(id => Html.Of($"<code>/merchant/webhooks/{id}</code> ")))}</p>
            {Parts.Table("None received yet.", ["Time", "Event", "Verified", "Answered", "Body"], merchant.Received.Items, Webhook)}</section>
            """
        );

    public static Html Attempts(IEnumerable<DeliveryAttempt> attempts) =>
        Html.Of(
            $"""
            <section id="callbacks"><h2>Callbacks sent</h2><p class="soft">Every attempt, and what was answered.</p>
            {Parts.Table(
                "None sent yet.",
                ["Time", "Provider", "Order", "Attempt", "Answer", "Acknowledged", "Body"],
                attempts.OrderBy(one => one.At),
                Attempt
            )}</section>
            """
        );

    public static Html Requests(IEnumerable<(SandboxProvider Provider, ReceivedRequest Request)> requests) =>
        Html.Of(
            $"""
            <section id="requests"><h2>Requests received</h2>
            {Parts.Table(
                "None received yet.",
                ["Time", "Provider", "Endpoint", "Account", "Status", "Outcome"],
                requests.OrderBy(one => one.Request.At),
                Request
            )}</section>
            """
        );

    private static Html[] Webhook(ReceivedWebhook one) =>
        [
            Parts.Time(one.At),
            Parts.Two(Parts.Text(EventType(one)), Parts.Text($"{one.Endpoint} {one.Id}")),
            one.Verified ? Parts.Good("yes") : Parts.Bad($"no: {Parts.Word(one.Verdict)}"),
            Parts.Text(one.Answered == 0 ? "broke off" : $"{one.Answered}"),
            Body(one.Text),
        ];

    private static Html[] Attempt(DeliveryAttempt one) =>
        [
            Parts.Time(one.At),
            Parts.Text(Parts.Word(one.Provider)),
            Parts.Code(one.OrderId),
            Parts.Text($"{one.Number}"),
            Parts.Text(Answer(one.Answer)),
            one.Acknowledged ? Parts.Good("yes") : Parts.Bad("no"),
            Body(one.Request.Body),
        ];

    private static Html[] Request((SandboxProvider Provider, ReceivedRequest Request) one) =>
        [
            Parts.Time(one.Request.At),
            Parts.Text(Parts.Word(one.Provider)),
            Parts.Code(one.Request.Endpoint),
            Parts.Text(one.Request.Account ?? "?"),
            Parts.Text(one.Request.Status == 0 ? "broke off" : $"{one.Request.Status}"),
            one.Request.Outcome == Wire.Answer.Ok ? Parts.Good("ok") : Parts.Bad(one.Request.Outcome),
        ];

    private static Html Body(string text) => Html.Of($"<details><summary>Show</summary><pre>{text}</pre></details>");

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
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("type", out var type)
                ? type.ToString()
                : "no type";
        }
        catch (JsonException)
        {
            return "no JSON";
        }
    }
}
