using Microsoft.Extensions.Configuration;
using PaymentHub.Deposits;
using PaymentHub.Providers;
using PaymentHub.Storage;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

/// <summary>What the book of issued addresses notes of deposits that operators enter, on real table storage.</summary>
public sealed class AddressBookTests : IAsyncLifetime
{
    private const string Address = "TJRabPrwbZy45sbavfcjinPJC18kjpRTv8";

    private static readonly PaymentHub.Merchants.Account Account = TestDirectory.Account(new FakeProviderAccount { Issues = true });

    private StorageClients _storage = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.TakeAccountAsync() };
        _storage = new StorageClients(new ConfigurationBuilder().AddInMemoryCollection(settings).Build(), []);
        await _storage.Table(TableNames.Addresses).CreateIfNotExistsAsync();
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task A_note_is_found_by_the_address_and_by_the_customer_and_outlives_another_address()
    {
        using var book = new AddressBook(_storage);
        await book.EnterAsync(Account, "u-1", [new("tron", Address)], default);
        Assert.False(await book.IsEnteredAsync(Account, Address, null, "t-1", default));

        Assert.True(await book.NoteEntryAsync(Account, "u-1", Address, "t-1", default));
        Assert.True(await book.NoteEntryAsync(Account, "u-1", Address, "T-1", default));
        await book.EnterAsync(Account, "u-1", [new("tron", Address), new("bsc", "0x00112233445566778899aabbccddeeff00112233")], default);

        using var fresh = new AddressBook(_storage);
        foreach (var one in (AddressBook[])[book, fresh])
        {
            Assert.True(await one.IsEnteredAsync(Account, Address, "u-2", "T-1", default));
            Assert.True(await one.IsEnteredAsync(Account, null, "u-1", "t-1", default));
            Assert.True(await one.IsEnteredAsync(Account, null, "u-1", null, default));
            Assert.False(await one.IsEnteredAsync(Account, Address, null, "t-2", default));
            Assert.False(await one.IsEnteredAsync(Account, null, "u-2", null, default));
            Assert.Equal(2, (await one.FindAsync(Account, "u-1", default))!.Count);
        }
    }

    [Fact]
    public async Task Two_notes_at_once_both_stand()
    {
        using var book = new AddressBook(_storage);
        await book.EnterAsync(Account, "u-1", [new("tron", Address)], default);

        var noted = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => book.NoteEntryAsync(Account, "u-1", Address, $"t-{i}", default)));

        Assert.All(noted, Assert.True);
        using var fresh = new AddressBook(_storage);
        foreach (var i in Enumerable.Range(0, 8))
            Assert.True(await fresh.IsEnteredAsync(Account, Address, null, $"t-{i}", default));
    }

    [Fact]
    public async Task Nothing_is_noted_for_an_address_that_is_not_the_customer_s_to_keep()
    {
        using var book = new AddressBook(_storage);
        await book.EnterAsync(Account, "u-1", [new("tron", Address)], default);
        await book.EnterPaymentAsync(Account, "u-1", new DepositAddress("tron", "TP"), "dep_1", default);

        Assert.False(await book.NoteEntryAsync(Account, "u-2", Address, "t-1", default));
        Assert.False(await book.NoteEntryAsync(Account, "u-1", "TP", "t-1", default));
        Assert.False(await book.NoteEntryAsync(Account, "u-1", "TNone", "t-1", default));
    }
}
