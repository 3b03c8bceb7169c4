using Azure.Data.Tables;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Standins.Tables;

/// <summary>A table of its own for one test, gone afterwards.</summary>
internal sealed class TemporaryTable(TableClient client) : IAsyncDisposable
{
    public TableClient Client { get; } = client;

    public static async Task<TemporaryTable> CreateAsync(TableClientOptions? options = null)
    {
        var client = new TableClient(await SharedAzurite.ConnectionStringAsync(), $"t{Guid.NewGuid():N}", options);
        await client.CreateAsync();
        return new TemporaryTable(client);
    }

    public async ValueTask DisposeAsync() => await Client.DeleteAsync();
}
