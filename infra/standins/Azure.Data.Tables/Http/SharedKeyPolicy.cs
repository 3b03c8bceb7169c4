using System.Globalization;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Signs each try with the account's key, as the table service wants it ("Shared Key").</summary>
internal sealed class SharedKeyPolicy(TableSharedKeyCredential credential, TimeProvider clock) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var request = message.Request;
        var date = clock.GetUtcNow().ToString("r", CultureInfo.InvariantCulture);
        request.Headers.SetValue("x-ms-date", date);
        var signature = credential.Sign(StringToSign(request, date, credential.AccountName));
        request.Headers.SetValue(HttpHeader.Names.Authorization, $"SharedKey {credential.AccountName}:{signature}");
    }

    /// <summary>Verb, MD5 (never sent), content type, date and resource. Other headers and the query are not signed for tables.</summary>
    internal static string StringToSign(Request request, string date, string accountName)
    {
        var contentType = request.Headers.TryGetValue(HttpHeader.Names.ContentType, out var type) ? type : "";

        // The path as it is escaped in the address. An emulator's path begins with the account, which is then there twice.
        var resource = $"/{accountName}{request.Uri.ToUri().AbsolutePath}";
        return $"{request.Method}\n\n{contentType}\n{date}\n{resource}";
    }
}
