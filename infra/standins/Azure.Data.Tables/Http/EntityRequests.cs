using Azure.Core;

namespace Azure.Data.Tables;

/// <summary>The requests that change one entity, the same alone and inside a transaction.</summary>
internal sealed class EntityRequests(TableRest rest, string table)
{
    public HttpMessage Add(ITableEntity entity)
    {
        var message = WithBody(rest.Create(RequestMethod.Post, table, 201, 204), entity);
        message.Request.Headers.Add("Prefer", "return-no-content");
        return message;
    }

    /// <param name="ifMatch">The expected version; the default sends none, and the entity is then inserted if it is missing.</param>
    public HttpMessage Write(ITableEntity entity, TableUpdateMode mode, ETag ifMatch = default)
    {
        var method = mode switch
        {
            TableUpdateMode.Merge => RequestMethod.Patch,
            TableUpdateMode.Replace => RequestMethod.Put,
            _ => throw new ArgumentException($"Unexpected value for {nameof(mode)}: {mode}", nameof(mode)),
        };
        var message = WithBody(rest.Create(method, TableRest.EntityPath(table, entity.PartitionKey, entity.RowKey), 204), entity);
        if (ifMatch != default)
            message.Request.Headers.Add(HttpHeader.Names.IfMatch, ifMatch.ToString());
        return message;
    }

    /// <param name="ifMatch">The expected version; the default is any.</param>
    public HttpMessage Delete(string partitionKey, string rowKey, ETag ifMatch)
    {
        var message = rest.Create(RequestMethod.Delete, TableRest.EntityPath(table, partitionKey, rowKey), 204, 404);
        message.Request.Headers.Add(HttpHeader.Names.IfMatch, (ifMatch == default ? ETag.All : ifMatch).ToString());
        return message;
    }

    public HttpMessage For(TableTransactionAction action) => action.ActionType switch
    {
        TableTransactionActionType.Add => Add(action.Entity),
        TableTransactionActionType.UpdateMerge => Write(action.Entity, TableUpdateMode.Merge, action.ETag),
        TableTransactionActionType.UpdateReplace => Write(action.Entity, TableUpdateMode.Replace, action.ETag),
        TableTransactionActionType.UpsertMerge => Write(action.Entity, TableUpdateMode.Merge),
        TableTransactionActionType.UpsertReplace => Write(action.Entity, TableUpdateMode.Replace),
        TableTransactionActionType.Delete => Delete(action.Entity.PartitionKey, action.Entity.RowKey, action.ETag),
        _ => throw new InvalidOperationException("Unknown request type."),
    };

    private static HttpMessage WithBody(HttpMessage message, ITableEntity entity)
    {
        message.Request.Headers.Add(HttpHeader.Names.ContentType, TableRest.Json);
        message.Request.Content = RequestContent.Create(EntityWriter.Write(entity));
        return message;
    }
}
