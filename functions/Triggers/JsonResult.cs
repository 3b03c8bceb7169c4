using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace PaymentHub.Triggers;

/// <summary>JSON answers, written member by member: what is on the wire stands in one place and in one order.</summary>
internal static class JsonResult
{
    private static readonly JsonWriterOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static IResult Of(Action<Utf8JsonWriter> write, int status = StatusCodes.Status200OK, string mediaType = "application/json")
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Readable))
            write(json);
        return Results.Text(bytes.WrittenSpan, $"{mediaType}; charset=utf-8", status);
    }
}
