using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using PaymentHub.Merchants;
using PaymentHub.Storage;

namespace PaymentHub.Http;

/// <summary>What all HTTP functions have in common, also those that anybody may call: how failures are answered, and how a body is read.</summary>
public sealed partial class PublicEdge(OwnDeadline deadline, ILogger<PublicEdge> logger)
{
    /// <summary>Runs a request. If storage is down, the response is 503: nothing was promised, and the caller tries again.</summary>
    /// <param name="unavailable">What says so; null: a problem.</param>
    public async Task<IResult> RunAsync(Func<Task<IResult>> work, Func<Task<IResult>>? unavailable = null)
    {
        try
        {
            return await work();
        }
        catch (BrokenRequestException)
        {
            return ProblemResult.Of(Problem.InvalidRequest("", "The body ended too early."));
        }
        catch (Exception e) when (StorageFaults.IsUnavailable(e))
        {
            Log.StorageUnavailable(logger, e.GetBaseException().Message);
            return unavailable is not null ? await unavailable() : ProblemResult.Of(Problem.Unavailable);
        }
    }

    /// <summary>Reads a body, even if its caller has gone meanwhile: it may have arrived completely.</summary>
    public Task<byte[]?> ReadBodyAsync(HttpRequest request, int max) =>
        deadline.RunAsync(OwnDeadline.Storing, token => RequestBody.ReadAsync(request, max, token));

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Error, "Storage is unavailable, a request was answered with 503: {Reason}")]
        public static partial void StorageUnavailable(ILogger logger, string reason);
    }
}
