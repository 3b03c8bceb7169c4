using System.Text.RegularExpressions;

namespace Azure.Data.Tables;

/// <summary>Reads the answers out of a transaction's multipart answer.</summary>
internal static partial class BatchResponse
{
    /// <returns>As many answers as actions when it was applied, a single one when it was refused.</returns>
    /// <exception cref="TableTransactionFailedException">It was refused.</exception>
    /// <exception cref="RequestFailedException">The answer is not whole, so the outcome is unknown.</exception>
    public static List<Response> Read(Response response, int actions)
    {
        // In the order of the actions; the names of the boundaries, which the answer chooses, are not needed to tell answers apart.
        var text = response.Content.ToString();
        var parts = StatusLine().Matches(text);
        var answers = new List<Response>(parts.Count);
        for (var i = 0; i < parts.Count; i++)
        {
            var end = i + 1 < parts.Count ? parts[i + 1].Index : text.Length;
            answers.Add(BatchPart.Parse(text[parts[i].Index..end], response.ClientRequestId));
        }

        if (answers.Find(answer => answer.Status >= 400) is { } refused)
            throw Failure(refused);

        return answers.Count == actions
            ? answers
            : throw new RequestFailedException(response.Status, $"The answer to {actions} actions holds {answers.Count} answers.");
    }

    private static TableTransactionFailedException Failure(Response refused)
    {
        var failure = new RequestFailedException(refused, null, TablesErrorParser.Shared);
        var message = TablesErrorParser.Read(refused)?.Message ?? "";
        if (LeadingIndex().Match(message) is { Success: true } match)
            failure.Data[TableTransactionFailedException.IndexKey] = match.Groups["index"].Value;
        return new TableTransactionFailedException(failure);
    }

    [GeneratedRegex(@"^HTTP/1\.1 \d{3}\b", RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex StatusLine();

    [GeneratedRegex(@"^(?<index>\d+):", RegexOptions.CultureInvariant)]
    private static partial Regex LeadingIndex();
}
