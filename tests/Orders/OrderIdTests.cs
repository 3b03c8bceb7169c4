using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class OrderIdTests
{
    // Computed with Python's hashlib: SHA-256 over the parts, each behind its length in 4 bytes, big-endian; the first 16 bytes
    // as one number, in 26 digits of 0123456789abcdefghjkmnpqrstvwxyz.
    [Fact]
    public void A_provider_s_order_has_the_id_of_what_identifies_it() =>
        Assert.Equal("dep_74dhrzcw9rv3h6c1e9xajvqx5x", OrderId.OfProvider(OrderKind.Deposit, "shop", "shop_pay", "recharge", "402"));

    [Fact]
    public void A_merchant_s_order_has_the_id_of_its_reference()
    {
        Assert.Equal("dep_1vw7x82qf9gs1f6c8pd63egd29", OrderId.OfMerchant(OrderKind.Deposit, "shop", "INV-2024-001"));
        Assert.Equal("wd_3hmsfrmesv4tadw31b4dazfd5b", OrderId.OfMerchant(OrderKind.Withdrawal, "shop", "order-ü-1"));
    }

    [Fact]
    public void Parts_that_read_the_same_together_are_different_orders()
    {
        string[] ids =
        [
            OrderId.OfProvider(OrderKind.Deposit, "ab", "c", "recharge", "1"),
            OrderId.OfProvider(OrderKind.Deposit, "a", "bc", "recharge", "1"),
            OrderId.OfProvider(OrderKind.Deposit, "ab", "crecharge", "", "1"),
            OrderId.OfProvider(OrderKind.Deposit, "ab", "c", "recharge1", ""),
            OrderId.OfProvider(OrderKind.Deposit, "ab", "c", "payment", "1"),
            OrderId.OfProvider(OrderKind.Deposit, "ab", "c", "recharge", "01"),
            OrderId.OfMerchant(OrderKind.Deposit, "ab", "1"),
        ];

        Assert.Equal(ids.Length, ids.Distinct().Count());
    }

    [Theory]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5x", true)]
    [InlineData("wd_74dhrzcw9rv3h6c1e9xajvqx5x", false)]
    [InlineData("dep_74DHRZCW9RV3H6C1E9XAJVQX5X", false)]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5", false)]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5x0", false)]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5i", false)]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5|", false)]
    [InlineData("dep_74dhrzcw9rv3h6c1e9xajvqx5\n", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Only_texts_of_the_form_are_looked_up(string? text, bool expected) =>
        Assert.Equal(expected, OrderId.IsWellFormed(text, OrderKind.Deposit));
}
