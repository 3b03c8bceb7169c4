using Azure.Data.Tables;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Hosted;

/// <summary>What a storm has left: rows, and what the merchant received.</summary>
/// <param name="Callbacks">The callbacks that were kept, repeated ones too.</param>
/// <param name="Webhooks">What the merchant's receiver took.</param>
internal sealed record StormResult(
    IReadOnlyList<TableEntity> OrderRows,
    IReadOnlyList<TableEntity> Callbacks,
    IReadOnlyList<ReceivedWebhook> Webhooks
)
{
    private IEnumerable<TableEntity> Orders => OrderRows.Where(row => row.RowKey.EndsWith("|order", StringComparison.Ordinal));

    private IEnumerable<TableEntity> Events => OrderRows.Where(row => row.RowKey.Contains("|event|", StringComparison.Ordinal));

    /// <summary>Holds everything against the payments that were made.</summary>
    /// <param name="amounts">The payments' amounts, each another.</param>
    public void AssertOnceEach(IReadOnlyList<string> amounts)
    {
        Assert.All(Callbacks, callback => Assert.Contains(callback.GetString("Verdict"), new[] { "applied", "unchanged" }));
        Assert.Equal(amounts.Order(StringComparer.Ordinal), Orders.Select(order => order.GetString("Amount")).Order(StringComparer.Ordinal));
        Assert.All(Orders, order => Assert.Equal("completed", order.GetString("Status")));
        Assert.Equal(
            Orders.Select(order => (order.RowKey.Split('|')[0], "deposit.completed")).Order(),
            Events.Select(one => (one.GetString("OrderId"), one.GetString("Type"))).Order()
        );

        Assert.All(Webhooks, webhook => Assert.True(webhook.Verified));
        var told = Webhooks.DistinctBy(webhook => (webhook.Id, webhook.Text)).ToList();
        Assert.Equal(Webhooks.DistinctBy(webhook => webhook.Id).Count(), told.Count);
        Assert.Equal(
            amounts.Order(StringComparer.Ordinal),
            told.Select(webhook => (string)Hub.DataOf(webhook)["amount"]!).Order(StringComparer.Ordinal)
        );
    }

    public override string ToString()
    {
        var told = Webhooks.DistinctBy(webhook => webhook.Id).Count();
        return $"""
            orders    {Orders.Count(), 6}   {Orders.Count(order => order.GetString("Status") == "completed")} of them completed
            events    {Events.Count(), 6}
            webhooks  {Webhooks.Count, 6}   {Webhooks.Count - told} of them again, under the same id
            """;
    }
}
