using PaymentHub.Merchants;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>An account that is created may bring along the callback id that its provider has.</summary>
public sealed class DirectoryCallbackIdTests
{
    private const string Known = "callback-id_of_the_provider_0123456789";

    [Fact]
    public async Task It_is_taken_as_it_is_and_rotated_like_any_other()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();

        var made = Done(await instance.Accounts.CreateAsync(Edit(), Account("shop_old") with { CallbackId = Known }, default));

        Assert.Equal($"https://hub.example/callbacks/{Known}", made.Secret);
        Assert.Equal("shop_old", instance.Directory.FindByCallbackId(Known)!.Id);
        Assert.Equal(1, made.Fields.Count(field => field == "callback_ids"));
        // Named again it changes nothing; another one is not taken in passing.
        Assert.True(
            Done(await instance.Accounts.ReplaceAsync(Edit("*"), "shop_old", Account("shop_old") with { CallbackId = Known }, default)).IsSame
        );
        var other = Refused(
            await instance.Accounts.ReplaceAsync(Edit("*"), "shop_old", Account("shop_old") with { CallbackId = PartEdits.NewCallbackId() }, default)
        );
        Assert.Equal("callback_id", Assert.Single(other.Errors).Field);
        Done(await instance.Accounts.RotateCallbackIdAsync(Edit("*"), "shop_old", new RotationDocument(null, null, null), default));
        Assert.Equal(2, instance.Directory.FindAccount("shop_old")!.CallbackIds.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("too_short_to_be_secret")]
    [InlineData("with/a/slash/and/long/enough")]
    [InlineData("0123456789012345678901234567890123456789012345678901234567890123456789")]
    public async Task One_that_could_be_guessed_or_is_no_part_of_a_path_is_refused(string id)
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var weak = id.Length == 22 ? id[..21] : id;

        var problem = Refused(await instance.Accounts.CreateAsync(Edit(), Account("shop_old") with { CallbackId = weak }, default));

        Assert.Equal((400, "callback_id"), (problem.Status, Assert.Single(problem.Errors).Field));
        Assert.True(weak.Length == 0 || !problem.ToString().Contains(weak, StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_another_account_has_in_the_directory_or_the_settings_is_in_use()
    {
        await using var world = await CreateAsync();
        var instance = world.Start(
            ("PaymentHub:Merchants:own:ApiKeys:0:Sha256", new string('a', 64)),
            ("PaymentHub:Merchants:own:ApiKeys:0:Owner", "x"),
            ("PaymentHub:Merchants:own:ApiKeys:0:Roles", "read"),
            ("PaymentHub:Merchants:own:Accounts:own_pay:Provider", "nobody"),
            ("PaymentHub:Merchants:own:Accounts:own_pay:CallbackIds:0", Known)
        );
        await instance.CreateShopAsync();
        await instance.CreateShopAsync("other");
        var taken = Assert.Single(instance.Directory.FindAccount("other_pay")!.CallbackIds);

        foreach (var id in (string[])[Known, taken])
        {
            foreach (var dryRun in (bool[])[true, false])
            {
                var problem = Refused(
                    await instance.Accounts.CreateAsync(Edit(dryRun: dryRun), Account("shop_old") with { CallbackId = id }, default)
                );
                Assert.Equal((409, "in_use", "callback_id"), (problem.Status, problem.Code, Assert.Single(problem.Errors).Field));
            }
        }

        Assert.Null(instance.Directory.FindAccount("shop_old"));
    }
}
