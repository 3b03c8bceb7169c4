using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;

namespace PaymentHub.Functions;

/// <summary>The directory as a whole, for operators.</summary>
public sealed class OperatorDirectoryFunctions(DirectoryReencryption reencryption, HttpEdge edge)
{
    /// <summary>POST /ops/directory/reencrypt: seals what an older master key has sealed with the present one, step by step.</summary>
    [Function(nameof(ReencryptDirectory))]
    public Task<IResult> ReencryptDirectory(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "ops/directory/reencrypt")] HttpRequest request
    ) =>
        edge.ChangeAsync(
            request,
            OperatorRoles.Admin,
            OwnDeadline.Asking,
            async (by, token) => JsonResult.Of(await reencryption.StepAsync(Author.Of(by), request.Query, token), DirectoryBody.Step)
        );
}
