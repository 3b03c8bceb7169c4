using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>A merchant's own texts on its orders: told wherever the order is, and a part of the request.</summary>
public sealed class MerchantApiMetadata(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    private const string Deposits = "/v1/deposits";

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task Metadata_are_told_as_they_were_sent_in_the_order_its_list_its_webhook_and_its_event()
    {
        var deposit = With(
            "META-1",
            new()
            {
                ["cart"] = "C-17",
                ["a note"] = "两件 \"🎁\" <b>",
                ["empty"] = "",
            }
        );
        deposit["customer_id"] = "METADATA";

        var created = await world.PostAsync(Deposits, deposit);
        await world.Hub.Sandbox.MPay.PayAsync(created.Word("id")!);
        var completed = Hub.DataOf(await world.Hub.WebhookAsync(world.Hub.Alpha, "deposit.completed"));

        Assert.Equal(201, created.Status);
        Assert.NotNull(created.Word("expires_at"));
        var event_ = await world.GetAsync($"/v1/events/evt_{created.Word("id")}_1");
        var listed = (await world.GetAsync($"{Deposits}?customer_id=METADATA")).Body["data"]![0]!;
        foreach (
            var order in (JsonNode[])
                [created.Body, (await world.GetAsync($"{Deposits}/{created.Word("id")}")).Body, completed, listed, event_.Body["payload"]!["data"]!]
        )
        {
            Assert.Equal(
                """{"cart":"C-17","a note":"两件 \"🎁\" <b>","empty":""}""",
                order["metadata"]!.ToJsonString(Readable).Replace("\\uD83C\\uDF81", "🎁", StringComparison.Ordinal)
            );
        }
    }

    [Fact]
    public async Task A_withdrawal_has_them_too_and_no_time_at_which_it_ends()
    {
        var wanted = Payouts.Wanted("usdt_gateway", "META-2");
        wanted["metadata"] = new Dictionary<string, string> { ["run"] = "2026-11" };

        var created = await world.PostAsync("/v1/withdrawals", wanted);
        wanted["metadata"] = new Dictionary<string, string> { ["run"] = "2026-12" };
        var other = await world.PostAsync("/v1/withdrawals", wanted);

        Assert.Equal((202, "{\"run\":\"2026-11\"}"), (created.Status, created.Body["metadata"]!.ToJsonString()));
        Assert.Null(created.Word("expires_at"));
        other.AssertProblem(409, "reference_conflict");
    }

    [Fact]
    public async Task The_same_reference_with_other_metadata_is_a_conflict()
    {
        var first = await world.PostAsync(Deposits, With("META-3", new() { ["a"] = "1", ["b"] = "2" }));
        var turned = await world.PostAsync(Deposits, With("META-3", new() { ["b"] = "2", ["a"] = "1" }));

        Assert.Equal((201, 200), (first.Status, turned.Status));
        Assert.Equal(first.Text, turned.Text);
        (await world.PostAsync(Deposits, With("META-3", new() { ["a"] = "2", ["b"] = "1" }))).AssertProblem(409, "reference_conflict");
        (await world.PostAsync(Deposits, With("META-3", new() { ["a"] = "1" }))).AssertProblem(409, "reference_conflict");
        (await world.PostAsync(Deposits, MerchantApiWorld.Deposit("META-3"))).AssertProblem(409, "reference_conflict");
    }

    [Theory]
    [InlineData("""{"a":1}""", "metadata.a")]
    [InlineData("""{"a":null}""", "metadata.a")]
    [InlineData("""{"a":{}}""", "metadata.a")]
    [InlineData("""{"a":"1","a":"2"}""", "metadata.a")]
    [InlineData("""{"a":"\u0000"}""", "metadata.a")]
    [InlineData("""{"":"a"}""", "metadata")]
    [InlineData("""{"a\nb":"a"}""", "metadata")]
    [InlineData("""["a"]""", "metadata")]
    [InlineData("\"a\"", "metadata")]
    public async Task What_are_no_texts_is_refused_by_its_name(string metadata, string field)
    {
        var body = $$"""{"account":"alpha_mpay","customer_id":"USER10001","amount":"88","reference":"META-4","metadata":{{metadata}}}""";

        var answer = await world.PostBytesAsync(Deposits, Encoding.UTF8.GetBytes(body));

        Assert.Equal([field], answer.AssertProblem(400, "invalid_request").Fields.Select(name => name == "metadata" ? name : name[..10]).Distinct());
    }

    [Fact]
    public async Task As_much_as_is_allowed_is_stored_and_told()
    {
        var most = Enumerable.Range(0, 20).ToDictionary(i => $"{i:00}" + new string('漢', 38), _ => new string('字', 200));

        var created = await world.PostBytesAsync(Deposits, JsonSerializer.SerializeToUtf8Bytes(With("META-5", most), Readable));

        Assert.Equal(201, created.Status);
        Assert.Equal(most, created.Body["metadata"]!.AsObject().ToDictionary(text => text.Key, text => (string)text.Value!));
    }

    private static Dictionary<string, object?> With(string reference, Dictionary<string, string> metadata)
    {
        var deposit = MerchantApiWorld.Deposit(reference);
        deposit["metadata"] = metadata;
        return deposit;
    }
}
