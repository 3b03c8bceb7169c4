using PaymentHub.Orders;
using static PaymentHub.Tests.Orders.Samples;

namespace PaymentHub.Tests.Orders;

/// <summary>Orders and notices for their state machine.</summary>
public abstract class OrderMachineBench
{
    public static TheoryData<string, Notice, ReviewReason> Misfits =>
        new()
        {
            { "no amount", Deposit(NoticeStatus.Completed) with { Amount = null }, ReviewReason.AmountMismatch },
            { "another amount", Deposit(NoticeStatus.Completed) with { Amount = 10.01m }, ReviewReason.AmountMismatch },
            { "another currency", Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "USDT" }, ReviewReason.CurrencyMismatch },
            { "another network", Deposit(NoticeStatus.Completed) with { Amount = 10, Network = "tron" }, ReviewReason.CurrencyMismatch },
            { "another customer", Deposit(NoticeStatus.Completed) with { Amount = 10, CustomerId = "u-2" }, ReviewReason.AddressMismatch },
            {
                "a customer whose id differs in case only",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    CustomerId = "U-1",
                },
                ReviewReason.AddressMismatch
            },
            {
                "an address never issued",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    AddressOwnership = AddressOwnership.NeverIssued,
                },
                ReviewReason.UnknownAddress
            },
            {
                "somebody else's address",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    AddressOwnership = AddressOwnership.IssuedToAnother,
                },
                ReviewReason.AddressMismatch
            },
            { "no exact amount", Deposit(NoticeStatus.Completed) with { Doubt = ReviewReason.AmountOutOfRange }, ReviewReason.AmountOutOfRange },
            {
                "a query that disagrees",
                Deposit(NoticeStatus.Pending) with
                {
                    Doubt = ReviewReason.ProviderDisagrees,
                },
                ReviewReason.ProviderDisagrees
            },
            { "the wrong customer while pending", Deposit(NoticeStatus.Pending) with { CustomerId = "u-2" }, ReviewReason.AddressMismatch },
            {
                "several: the highest shows",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 9,
                    Currency = "USDT",
                    CustomerId = "u-2",
                },
                ReviewReason.AddressMismatch
            },
        };

    public static TheoryData<string, Notice> Fits =>
        new()
        {
            { "the amount written with more zeros", Deposit(NoticeStatus.Completed) with { Amount = 10.00m } },
            { "the currency in another case", Deposit(NoticeStatus.Completed) with { Amount = 10, Currency = "cny" } },
            {
                "every value as asked for",
                Deposit(NoticeStatus.Completed) with
                {
                    Amount = 10,
                    Currency = "CNY",
                    Network = "mpay",
                    CustomerId = "u-1",
                }
            },
            { "an address that was issued", Deposit(NoticeStatus.Completed) with { Amount = 10, AddressOwnership = AddressOwnership.Issued } },
        };

    public static TheoryData<Notice> Contradictions =>
        new()
        {
            Deposit(NoticeStatus.Completed) with
            {
                Amount = 11,
                TransactionId = "0f",
            },
            Deposit(NoticeStatus.Completed) with
            {
                Amount = 10,
                TransactionId = "1e",
            },
        };
}
