using Azure;
using Azure.Data.Tables.Models;
using Azure.Identity;

namespace PaymentHub.Storage;

/// <summary>Tells the storage failures apart that callers treat differently.</summary>
public static class StorageFaults
{
    /// <summary>
    /// A write found another state than it expected: somebody else's, or its own, if its answer was lost and the SDK tried again.
    /// </summary>
    public static bool IsConflict(RequestFailedException e) =>
        e.Status is 404 or 409 or 412 && e.ErrorCode != TableErrorCode.TableNotFound.ToString();

    /// <summary>Storage cannot be reached or does not do its work at the moment.</summary>
    public static bool IsUnavailable(Exception e) =>
        e switch
        {
            // A table that is not there yet is made at the app's start.
            RequestFailedException failed => failed.Status is 0 or 408 or 429 or >= 500
                || failed.ErrorCode == TableErrorCode.TableNotFound.ToString(),
            // What the SDK's pipeline throws when its last repetition failed. A try that its network timeout cut off stands in there as a
            // mere cancellation; a caller's own cancellation ends the tries, and comes alone unless some had failed before.
            AggregateException aggregate => aggregate.InnerExceptions.All(inner => inner is OperationCanceledException || IsUnavailable(inner)),
            // The app's identity could not be had.
            AuthenticationFailedException => true,
            IOException or TimeoutException => true,
            OperationCanceledException { InnerException: TimeoutException } => true,
            _ => false,
        };
}
