using System.Text;
using System.Text.Json;

namespace PaymentHub.Sandbox.Wire;

/// <summary>What a provider answers, made before anything is written, so that a fault can still throw it away.</summary>
/// <param name="Outcome">"ok", or why it was refused: for the log, not for the wire.</param>
/// <param name="Account">Whose request it was, when its signature told.</param>
internal sealed record Answer(int Status, string ContentType, string Body, string Outcome, string? Account = null)
{
    public const string Ok = "ok";

    /// <summary>What the provider does next, once the answer is on its way; null: nothing.</summary>
    public Action? Afterwards { get; init; }

    public static Answer Json(object body, string outcome = Ok, int status = StatusCodes.Status200OK) =>
        new(status, "application/json;charset=UTF-8", JsonSerializer.Serialize(body, SandboxJson.Wire), outcome);

    public Task WriteAsync(HttpContext context)
    {
        var body = Encoding.UTF8.GetBytes(Body);
        context.Response.StatusCode = Status;
        context.Response.ContentType = ContentType;
        context.Response.ContentLength = body.Length;
        return context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
