using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Deposits;

public class AddressOwnershipCheckTests
{
    private const string Evm = "0xAbCdef0123456789aBcdef0123456789ABCDEF01";

    private readonly AddressOwnershipCheck _check = new(new MemoryAddressBook(("TA", "tron", "u-1"), ("TB", "tron", "u-2"), (Evm, "bsc", "u-3")));

    public static TheoryData<string?, string?, string?, bool, AddressOwnership, string?> Table =>
        new()
        {
            // address, network, customer, accepts unknown, what our book says, the notice's address then
            { "TA", "tron", "u-1", false, AddressOwnership.Issued, "TA" },
            { "TA", "tron", null, false, AddressOwnership.Issued, "TA" },
            { "TA", "tron", "u-2", false, AddressOwnership.IssuedToAnother, "TA" },
            { "TX", "tron", "u-1", false, AddressOwnership.NeverIssued, "TX" },
            { "TX", "tron", "u-1", true, AddressOwnership.NotChecked, "TX" },
            { "TA", "tron", "u-2", true, AddressOwnership.IssuedToAnother, "TA" },
            { null, "tron", "u-1", false, AddressOwnership.Issued, "TA" },
            { null, null, "u-1", false, AddressOwnership.Issued, "TA" },
            { null, "bsc", "u-1", false, AddressOwnership.NeverIssued, null },
            { null, "tron", "u-9", false, AddressOwnership.NeverIssued, null },
            { null, "tron", "u-9", true, AddressOwnership.NotChecked, null },
            { null, "tron", null, false, AddressOwnership.NeverIssued, null },
            // Notices carry addresses in canonical spelling: another notice that names it must not contradict this one.
            { null, "bsc", "u-3", false, AddressOwnership.Issued, "0xabcdef0123456789abcdef0123456789abcdef01" },
        };

    [Theory]
    [MemberData(nameof(Table))]
    public async Task An_address_deposit_is_held_against_our_book(
        string? address,
        string? network,
        string? customer,
        bool accept,
        AddressOwnership expected,
        string? expectedAddress
    )
    {
        var account = TestDirectory.Account(new FakeProviderAccount { Issues = true }, acceptUnknownAddresses: accept);

        var notice = await _check.CheckAsync(
            account,
            Samples.Deposit(NoticeStatus.Completed) with
            {
                Address = address,
                Network = network,
                CustomerId = customer,
            },
            default
        );

        Assert.Equal((expected, expectedAddress), (notice.AddressOwnership, notice.Address));
    }

    public static TheoryData<string, bool, Notice> NotChecked =>
        new()
        {
            { "the provider issues no addresses", false, Samples.Deposit(NoticeStatus.Completed) with { Address = "TX" } },
            { "a withdrawal", true, Samples.Notice(OrderKind.Withdrawal, NoticeStatus.Completed) with { Address = "TX" } },
            {
                "an order of the merchant's",
                true,
                Samples.Deposit(NoticeStatus.Completed) with
                {
                    Address = "TX",
                    OrderId = "dep_00000000000000000000000001",
                }
            },
        };

    [Theory]
    [MemberData(nameof(NotChecked))]
    public async Task What_is_no_address_deposit_is_left_alone(string what, bool issues, Notice notice)
    {
        var account = TestDirectory.Account(new FakeProviderAccount { Issues = issues });

        Assert.True(notice == await _check.CheckAsync(account, notice, default), what);
    }
}
