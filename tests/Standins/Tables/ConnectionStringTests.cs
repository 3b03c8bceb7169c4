using Azure.Data.Tables;

namespace PaymentHub.Tests.Standins.Tables;

public sealed class ConnectionStringTests
{
    private const string Key = "c2VjcmV0";

    [Theory]
    [InlineData("UseDevelopmentStorage=true", "devstoreaccount1", "http://127.0.0.1:10002/devstoreaccount1/orders")]
    [InlineData("UseDevelopmentStorage=true;DevelopmentStorageProxyUri=http://azurite", "devstoreaccount1", "http://azurite:10002/devstoreaccount1/orders")]
    [InlineData($"AccountName=acc;AccountKey={Key}", "acc", "https://acc.table.core.windows.net/orders")]
    [InlineData($"DefaultEndpointsProtocol=http;AccountName=acc;AccountKey={Key};EndpointSuffix=core.chinacloudapi.cn", "acc", "http://acc.table.core.chinacloudapi.cn/orders")]
    [InlineData($"accountname=acc; accountkey={Key}; TableEndpoint=http://127.0.0.1:7/acc;", "acc", "http://127.0.0.1:7/acc/orders")]
    [InlineData("TableEndpoint=https://acc.table.core.windows.net/;SharedAccessSignature=?sv=1&sig=x", "acc", "https://acc.table.core.windows.net/orders")]
    [InlineData("TableEndpoint=http://127.0.0.1:7/acc;SharedAccessSignature=sv=1&sig=x", "acc", "http://127.0.0.1:7/acc/orders")]
    public void A_connection_string_leads_to_its_account(string text, string account, string table)
    {
        var client = new TableServiceClient(text).GetTableClient("orders");

        Assert.Equal(account, client.AccountName);
        Assert.Equal(table, client.Uri.AbsoluteUri);
        Assert.Equal("orders", client.Name);
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("AccountName=acc")]
    [InlineData("AccountName=acc;AccountKey=not-base-64-secret")]
    [InlineData($"AccountKey={Key}")]
    [InlineData($"AccountName=acc;AccountName=other;AccountKey={Key}")]
    [InlineData($"AccountName=acc;AccountKey={Key};TableEndpoint=ftp://127.0.0.1/")]
    [InlineData($"AccountName=acc;AccountKey={Key};TableEndpoint=127.0.0.1")]
    [InlineData($"AccountName=acc;{Key}")]
    [InlineData("TableEndpoint=https://acc.table.core.windows.net/")]
    public void A_malformed_connection_string_is_refused_without_repeating_it(string text)
    {
        var failure = Assert.Throws<FormatException>(() => new TableServiceClient(text));

        Assert.DoesNotContain(Key, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_connection_string_is_a_mistake()
    {
        Assert.Throws<ArgumentException>("connectionString", () => new TableServiceClient(""));
        Assert.Throws<ArgumentNullException>("connectionString", () => new TableServiceClient((string)null!));
    }
}
