using PaymentHub.Merchants;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>An old secret counts beside a new one until its time is over, by the clock alone.</summary>
public sealed class DirectoryRotationTests
{
    private static readonly RotationDocument ForAnHour = new(null, "01:00:00", null);

    [Fact]
    public async Task A_callback_id_before_the_last_one_counts_until_its_end()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var old = Assert.Single(instance.Directory.FindAccount("shop_pay")!.CallbackIds);

        var made = Done(await instance.Accounts.RotateCallbackIdAsync(Edit("*"), "shop_pay", ForAnHour, default)).Secret!;

        Assert.StartsWith("https://hub.example/callbacks/", made, StringComparison.Ordinal);
        var fresh = made.Split('/')[^1];
        Assert.Equal([fresh, old], instance.Directory.FindAccount("shop_pay")!.CallbackIds);
        Assert.NotNull(instance.Directory.FindByCallbackId(old));
        world.Clock.Advance(TimeSpan.FromHours(1));
        instance.Probe.Start();
        await instance.Refresh.EnsureFreshAsync(default);
        Assert.Equal([fresh], instance.Directory.FindAccount("shop_pay")!.CallbackIds);
        Assert.Null(instance.Directory.FindByCallbackId(old));
        Assert.Single(instance.Probe.Calls);
    }

    [Fact]
    public async Task Both_webhook_secrets_sign_during_a_rotation()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        Done(await instance.Endpoints.RotateSecretAsync(Edit("*"), "main", ForAnHour, default));

        Assert.Equal(2, Assert.Single(instance.Directory.EndpointsOf("shop")).Secrets.Count);
        world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Refresh.EnsureFreshAsync(default);
        Assert.Single(Assert.Single(instance.Directory.EndpointsOf("shop")).Secrets);
    }

    [Fact]
    public async Task Without_an_overlap_the_old_one_ends_at_once()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        Done(await instance.Endpoints.RotateSecretAsync(Edit("*"), "main", ForAnHour, default));
        Done(await instance.Endpoints.RotateSecretAsync(Edit("*"), "main", new RotationDocument(null, "00:00:00", null), default));

        Assert.Single(Assert.Single(instance.Directory.EndpointsOf("shop")).Secrets);
    }

    [Fact]
    public async Task While_two_count_it_has_to_be_said_which_one_stays()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var oldest = Assert.Single(instance.Directory.FindAccount("shop_pay")!.CallbackIds);
        var lost = Done(await instance.Accounts.RotateCallbackIdAsync(Edit("*"), "shop_pay", ForAnHour, default)).Secret!.Split('/')[^1];

        Assert.Equal("rotation_running", Refused(await instance.Accounts.RotateCallbackIdAsync(Edit("*"), "shop_pay", ForAnHour, default)).Code);
        Done(await instance.Accounts.RotateCallbackIdAsync(Edit("*"), "shop_pay", ForAnHour with { Keep = "older" }, default));

        Assert.Equal(oldest, instance.Directory.FindAccount("shop_pay")!.CallbackIds[1]);
        Assert.Null(instance.Directory.FindByCallbackId(lost));
    }

    [Fact]
    public async Task A_rotation_that_is_asked_for_twice_is_made_once()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var seen = $"\"{Done(await instance.Merchants.FindAsync("shop", default)).Find(PartKind.Endpoint, "main")!.Version}\"";
        Done(await instance.Endpoints.RotateSecretAsync(Edit(seen), "main", ForAnHour, default));
        var secrets = Assert.Single(instance.Directory.EndpointsOf("shop")).Secrets.Select(secret => Convert.ToHexString(secret.Span)).ToList();

        Assert.Equal(412, Refused(await instance.Endpoints.RotateSecretAsync(Edit(seen), "main", ForAnHour, default)).Status);

        Assert.Equal(secrets, Assert.Single(instance.Directory.EndpointsOf("shop")).Secrets.Select(secret => Convert.ToHexString(secret.Span)));
    }

    [Fact]
    public async Task A_provider_s_key_may_be_two_during_a_rotation()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        Done(await instance.Accounts.RotateKeyAsync(Edit("*"), "shop_pay", ForAnHour with { Value = "new-secret" }, default));

        var part = Done(await instance.Merchants.FindAsync("shop", default)).Find(PartKind.Account, "shop_pay")!;
        Assert.Equal(("new-secret", "api-secret"), (part["Settings:ApiSecret"], part["Settings:ApiSecretPrevious"]));
        // Replacing the account meanwhile ends nothing.
        Done(
            await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay", secret: "new-secret") with { Confirm = false }, default)
        );
        part = Done(await instance.Merchants.FindAsync("shop", default)).Find(PartKind.Account, "shop_pay")!;
        Assert.Equal("api-secret", part["Settings:ApiSecretPrevious"]);
        world.Clock.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(part.At(world.Clock.GetUtcNow()), setting => setting.Value == "api-secret");
        // The next change of the account takes it out of the table, too.
        Done(await instance.Accounts.ReplaceAsync(Edit("*"), "shop_pay", Account("shop_pay", secret: "new-secret"), default));
        Assert.Null(Done(await instance.Merchants.FindAsync("shop", default)).Find(PartKind.Account, "shop_pay")!["Settings:ApiSecretPrevious"]);
    }

    [Theory]
    [InlineData("5", null, "overlap")]
    [InlineData("100.00:00:00", null, "overlap")]
    [InlineData("-01:00:00", null, "overlap")]
    [InlineData(null, "both", "keep")]
    public async Task A_rotation_that_makes_no_sense_is_refused(string? overlap, string? keep, string field)
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        Assert.Equal(
            field,
            Assert
                .Single(
                    Refused(await instance.Endpoints.RotateSecretAsync(Edit("*"), "main", new RotationDocument(null, overlap, keep), default)).Errors
                )
                .Field
        );
    }
}
