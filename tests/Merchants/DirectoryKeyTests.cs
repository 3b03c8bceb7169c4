using PaymentHub.Merchants;
using PaymentHub.Tests.Support;
using static PaymentHub.Tests.Merchants.DirectoryWorld;

namespace PaymentHub.Tests.Merchants;

/// <summary>What API keys of the directory may do, from when on and where.</summary>
public sealed class DirectoryKeyTests
{
    [Fact]
    public async Task An_owner_never_holds_both_withdrawals_and_approver()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        Done(await instance.Keys.CreateAsync(Edit(), Key("treasurer", "approver"), default));

        Assert.Equal("roles", Assert.Single(Refused(await instance.Keys.CreateAsync(Edit(), Key("treasurer", "withdrawals"), default)).Errors).Field);
        Done(await instance.Keys.CreateAsync(Edit(), Key("payroll", "withdrawals"), default));
    }

    [Fact]
    public async Task A_key_counts_until_it_expires_and_only_from_where_it_may_come()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var document = new ApiKeyDocument("branch", ["read"], "2024-05-01T11:00:00Z", ["198.51.100.7", "203.0.113.0/24", "2001:db8::/32"]);
        var key = Done(await instance.Keys.CreateAsync(Edit(), document, default)).Secret!;

        foreach (var from in (string[])["198.51.100.7", "203.0.113.9", "::ffff:203.0.113.9", "2001:db8::1"])
            Assert.NotNull(await instance.CallAsync(key, from));
        foreach (var from in (string?[])["198.51.100.8", "2001:db9::1", null])
            Assert.Null(await instance.CallAsync(key, from));
        world.Clock.Advance(TimeSpan.FromHours(1));
        await instance.Refresh.EnsureFreshAsync(default);
        Assert.Null(await instance.CallAsync(key, "198.51.100.7"));
    }

    [Fact]
    public async Task Under_an_id_of_its_caller_s_choice_a_key_is_made_once()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        await instance.CreateShopAsync();
        var document = Key("till", "read") with { Id = "till_1" };
        var made = Done(await instance.Keys.CreateAsync(Edit(), document, default));

        var again = Refused(await world.Start().Keys.CreateAsync(Edit(), document, default));

        Assert.Equal((409, "already_exists", made.Part!.Version), (again.Status, again.Code, again.Version));
        Assert.DoesNotContain("phk_", again.Detail, StringComparison.Ordinal);
        Assert.Equal("till_1", (await instance.CallAsync(made.Secret!))!.Key.Id);
        Assert.Equal("id", Assert.Single(Refused(await instance.Keys.CreateAsync(Edit(), document with { Id = "Till 1" }, default)).Errors).Field);
        Assert.Equal(
            "id",
            Assert.Single(Refused(await instance.Keys.ReplaceAsync(Edit("*"), "till_1", document with { Id = "till_2" }, default)).Errors).Field
        );

        // Whoever lost it gets another one in its place.
        Done(await instance.Keys.RevokeAsync(Edit(), "till_1", default));
        var other = Done(await instance.Keys.CreateAsync(Edit(), document, default));
        Assert.NotNull(await instance.CallAsync(other.Secret!));
        Assert.Null(await instance.CallAsync(made.Secret!));
    }

    [Fact]
    public async Task When_a_key_was_last_used_is_noted_once_an_hour()
    {
        await using var world = await CreateAsync();
        var instance = world.Start();
        var caller = (await instance.CallAsync(await instance.CreateShopAsync()))!;
        var uses = instance.Get<KeyUseStore>();
        await uses.NoteAsync(caller);
        await Eventually.TrueAsync(async () => (await uses.ReadAsync("shop", default)).Count == 1, Hub.Patience, "its use is noted");

        instance.Probe.Start();
        world.Clock.Advance(TimeSpan.FromMinutes(59));
        await uses.NoteAsync(caller);
        Assert.Empty(instance.Probe.Calls);
        world.Clock.Advance(TimeSpan.FromMinutes(1));
        await uses.NoteAsync(caller);

        Assert.Equal(new DateTimeOffset(2024, 5, 1, 11, 0, 0, TimeSpan.Zero), (await uses.ReadAsync("shop", default))[caller.Key.Id]);
    }
}
