using System.Text.Encodings.Web;
using System.Text.Json;
using PaymentHub.Functions.Responses;
using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Functions;

/// <summary>The directory's answers, member by member and in their order.</summary>
public sealed class DirectoryBodyTests
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly StoredPart Account = new(PartKind.Account, "pay")
    {
        Version = 3,
        CreatedAt = Samples.Noon,
        UpdatedAt = Samples.Noon.AddMinutes(1),
        Unreadable = "is broken.",
        Values = new Dictionary<string, string>
        {
            ["Settings:Routes:A:x"] = "1",
            ["Settings:Key"] = "k",
            ["RateLimit"] = "5",
            ["Provider"] = "MPay",
            ["LimitPerDay"] = "10 USDT, 2.5 CNY, odd",
            ["Events"] = "a, b",
            ["Confirm"] = "true",
            ["Disabled"] = "perhaps",
        },
        Secrets = new Dictionary<string, string> { ["Settings:ApiKey"] = "hidden", ["CallbackIds:0"] = "hidden" },
        Ends = new Dictionary<string, DateTimeOffset> { ["Settings:ApiKey"] = Samples.Noon.AddHours(1) },
    };

    private static readonly StoredPart Key = new(PartKind.ApiKey, "shop_1")
    {
        Version = 1,
        CreatedAt = Samples.Noon,
        UpdatedAt = Samples.Noon,
        Values = new Dictionary<string, string>
        {
            ["Roles"] = "read, write",
            ["Expires"] = "2027-01-01T00:00:00Z",
            ["Sha256"] = "hidden",
        },
    };

    [Fact]
    public void An_account_s_settings_stand_among_its_members_each_in_its_own_form_and_no_secret_does() =>
        Assert.Equal(
            "{'id':'pay','object':'account','merchant':'shop','confirm':true,'disabled':'perhaps','events':['a','b'],"
                + "'limit_per_day':{'USDT':'10','CNY':'2.5'},'provider':'MPay','rate_limit':5,'settings':{'key':'k','routes':{'A:x':'1'}},"
                + "'secrets':[{'name':'callback_ids.0'},{'name':'settings.api_key','ends_at':'2024-05-01T13:00:00.000Z'}],"
                + "'callback_url':'https://hub.example/c','mistake':'It is broken.','version':3,'created_at':'2024-05-01T12:00:00.000Z',"
                + "'updated_at':'2024-05-01T12:01:00.000Z'}",
            Text(DirectoryBody.Part(Account, "shop", "https://hub.example/c"))
        );

    [Fact]
    public void A_key_is_shown_in_the_answer_that_has_made_it() =>
        Assert.Equal(
            "{'id':'shop_1','object':'api_key','expires_at':'2027-01-01T00:00:00Z','roles':['read','write'],'key':'shown once',"
                + "'last_used_at':'2024-05-01T12:00:00.000Z','version':1,'created_at':'2024-05-01T12:00:00.000Z','updated_at':'2024-05-01T12:00:00.000Z'}",
            Text(DirectoryBody.Part(Key, null, "shown once", Samples.Noon))
        );

    [Theory]
    [InlineData(false, "'managed_by':'directory',")]
    [InlineData(true, "'managed_by':'settings','shadowed_by_settings':true,'differences':['It differs.'],")]
    public void A_merchant_is_told_with_who_counts(bool shadowed, string who)
    {
        var merchant = new StoredMerchant("shop", 2)
        {
            RowVersion = 2,
            CreatedAt = Samples.Noon,
            UpdatedAt = Samples.Noon,
            Page = new Dictionary<string, string> { ["Name"] = "商店", ["AccentColor"] = "#fff" },
            Differences = shadowed ? ["It differs."] : null,
        };

        var text = Text(DirectoryBody.Merchant(merchant.With(Account).With(Key)));
        Assert.Equal(
            $"{{'id':'shop','object':'merchant',{who}'disabled':false,'page':{{'accent_color':'#fff','name':'商店'}},'accounts':['pay'],"
                + "'endpoints':[],'api_keys':['shop_1'],'version':2,'created_at':'2024-05-01T12:00:00.000Z','updated_at':'2024-05-01T12:00:00.000Z'}",
            text
        );
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("Why not.", ",'note':'Why not.'")]
    public void A_change_tells_who_made_it_and_why(string? note, string told) =>
        Assert.Equal(
            $"{{'version':4,'at':'2024-05-01T12:00:00.000Z','by':{{'kind':'operator','name':'ann'}},'what':'account.replaced','id':'pay','fields':['Confirm']{told}}}",
            Text(
                DirectoryBody.Change(
                    new DirectoryChange(4, Samples.Noon, new Author("operator", "ann"), "account.replaced", Account.Key, ["Confirm"]) { Note = note }
                )
            )
        );

    [Fact]
    public void A_step_tells_that_there_is_no_next_one() =>
        Assert.Equal(
            "{'resealed':2,'finished':true,'left':['shop.pay'],'next_cursor':null}",
            Text(DirectoryBody.Step(new ReencryptionStep(2, true, ["shop.pay"], null)))
        );

    /// <summary>With single quotes, which are easier to read here.</summary>
    private static string Text<T>(T body)
        where T : class => JsonResult.Node(body).ToJsonString(Plain).Replace('"', '\'');
}
