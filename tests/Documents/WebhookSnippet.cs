using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace PaymentHub.Tests.Documents;

/// <summary>The program in C# that docs/merchant/webhooks.md shows, so that it is compiled and run.</summary>
internal static class WebhookSnippet
{
    public static void Map(WebApplication app, string secret)
    {
        // csharpier-ignore - line by line as the document has it
        app.MapPost("/hooks", async (HttpRequest request) =>
        {
            using var reader = new StreamReader(request.Body, new UTF8Encoding(false), detectEncodingFromByteOrderMarks: false);
            var body = await reader.ReadToEndAsync();
            try
            {
                new StandardWebhook(secret).Verify(body, request.Headers);
            }
            catch (WebhookVerificationException)
            {
                return Results.BadRequest();
            }

            // body is the event; remember webhook-id.
            return Results.NoContent();
        });
    }
}
