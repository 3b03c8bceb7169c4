using System.Text.Encodings.Web;
using System.Text.Json;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions.Responses;

/// <summary>Documents of the directory, for whoever edits them.</summary>
internal static class PartDocument
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A part as the document that would replace it by what it is: without what only the hub says.</summary>
    public static string Of(StoredPart part)
    {
        var document = JsonResult.Node(DirectoryBody.Part(part, merchant: null));
        foreach (var name in (string[])["object", "secrets", "mistake", "version", "created_at", "updated_at"])
            document.Remove(name);
        return document.ToJsonString(Readable);
    }
}
