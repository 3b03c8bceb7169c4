using System.Globalization;

namespace Azure.Data.Tables;

/// <summary>A transaction was refused as a whole; nothing of it was applied.</summary>
public class TableTransactionFailedException : RequestFailedException
{
    /// <summary>The key of <see cref="Exception.Data"/> under which the index travels.</summary>
    internal const string IndexKey = "FailedEntity";

    /// <summary>Takes over status, code and message, and the index of the refused action.</summary>
    public TableTransactionFailedException(RequestFailedException requestFailedException)
        : base(
            requestFailedException.Status,
            requestFailedException.Message,
            requestFailedException.ErrorCode,
            requestFailedException.InnerException)
    {
        foreach (var key in requestFailedException.Data.Keys)
            Data[key] = requestFailedException.Data[key];
        if (int.TryParse(Data[IndexKey] as string, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            FailedTransactionActionIndex = index;
    }

    /// <summary>Which action was refused, counted from 0; null when the service did not say.</summary>
    public int? FailedTransactionActionIndex { get; }
}
