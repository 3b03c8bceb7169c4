using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables;

/// <summary>Appends a shared access signature to the address of each try, once.</summary>
internal sealed class SasPolicy(AzureSasCredential credential) : HttpPipelineSynchronousPolicy
{
    public override void OnSendingRequest(HttpMessage message)
    {
        var signature = credential.Signature.TrimStart('?');
        var query = message.Request.Uri.Query;
        if (query.Contains(signature, StringComparison.Ordinal))
            return;

        message.Request.Uri.Query = query.Length == 0 ? $"?{signature}" : $"{query}&{signature}";
    }
}
