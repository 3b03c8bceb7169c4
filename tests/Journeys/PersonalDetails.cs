using System.Security.Cryptography;
using System.Text;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>Names, phone and id numbers that MPay wants of a payout: stored once, shown to those alone who may pay, and erased on demand.</summary>
public sealed class PersonalDetails
{
    private const string Number = "11010519491231002X";
    private const string ReaderKey = "reader-key-0123456789abcdef0123456789abcdef";

    [Fact]
    public async Task They_stand_in_one_place_and_can_be_erased()
    {
        await using var hub = await Hub.StartAsync(
            Payouts.Settings(
                ("PaymentHub:Merchants:alpha:ApiKeys:1:Sha256", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ReaderKey)))),
                ("PaymentHub:Merchants:alpha:ApiKeys:1:Owner", "reader"),
                ("PaymentHub:Merchants:alpha:ApiKeys:1:Roles", "read")
            )
        );
        var wanted = Payouts.Wanted("mpay", "payout-1");
        wanted["details"] = new Dictionary<string, string> { ["username"] = "Ann", ["id_number"] = Number };

        var (created, answer) = await hub.PostAsync(hub.Alpha, "/v1/withdrawals", wanted);
        var path = $"/v1/withdrawals/{(string)answer!["id"]!}";
        await hub.WebhookAsync(hub.Alpha, "withdrawal.submitted");
        var early = await hub.PostAsync(hub.Alpha, $"/ops/orders/{Payouts.IdOf("payout-1")}/erase", new { });
        await Payouts.SettleAsync(hub, "mpay", Payouts.IdOf("payout-1"));
        await hub.WebhookAsync(hub.Alpha, "withdrawal.completed");
        await hub.SettleAsync();

        Assert.Equal((202, 409), (created, early.Status));
        Assert.Contains(Number, (await ReadAsync(hub, path, hub.Alpha.ApiKey)), StringComparison.Ordinal);
        foreach (
            var text in (string[])
                [
                    answer.ToJsonString(),
                    await ReadAsync(hub, path, ReaderKey),
                    await ReadAsync(hub, "/v1/withdrawals", hub.Alpha.ApiKey),
                    await ReadAsync(hub, "/v1/events", hub.Alpha.ApiKey),
                ]
        )
        {
            Assert.DoesNotContain(Number, text, StringComparison.Ordinal);
        }

        Assert.All(hub.Sandbox.Merchant.Received.Items, webhook => Assert.DoesNotContain(Number, webhook.Text, StringComparison.Ordinal));
        Assert.Equal([$"{Payouts.IdOf("payout-1")}|order"], await RowsWithAsync(hub));

        var (erased, _) = await hub.PostAsync(hub.Alpha, $"/ops/orders/{Payouts.IdOf("payout-1")}/erase", new { });

        Assert.Equal(200, erased);
        Assert.Empty(await RowsWithAsync(hub));
        Assert.DoesNotContain(Number, await ReadAsync(hub, path, hub.Alpha.ApiKey), StringComparison.Ordinal);
    }

    private static async Task<string> ReadAsync(Hub hub, string path, string key)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(hub.Address, path));
        request.Headers.Authorization = new("Bearer", key);
        using var response = await client.SendAsync(request);
        Assert.Equal(200, (int)response.StatusCode);
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>The rows, of any table, that hold the number.</summary>
    private static async Task<List<string>> RowsWithAsync(Hub hub)
    {
        var found = new List<string>();
        foreach (var table in TableNames.All)
        {
            found.AddRange(
                (await hub.RowsAsync(table))
                    .Where(row => row.Select(pair => pair.Value).OfType<string>().Any(text => text.Contains(Number, StringComparison.Ordinal)))
                    .Select(row => row.RowKey)
            );
        }

        return found;
    }
}
