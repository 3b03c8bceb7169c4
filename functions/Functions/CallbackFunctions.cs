using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace PaymentHub.Functions;

/// <summary>The providers' callbacks.</summary>
public sealed class CallbackFunctions(CallbackIntake intake)
{
    /// <summary>Providers post their callbacks here. The path's secret says whose it is.</summary>
    [Function(nameof(ReceiveCallback))]
    public Task<IResult> ReceiveCallback(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "callbacks/{callbackId}")] HttpRequest request,
        string callbackId
    ) => EarlyCallbacks.AnswerOf(request.HttpContext) ?? intake.TakeAsync(request, callbackId);
}
