using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

public class OrderRowsTests
{
    private static readonly Order Full = Samples.Withdrawal with
    {
        Status = OrderStatus.NeedsReview,
        Reasons = ReviewReason.AmountMismatch | ReviewReason.OutcomeUnknown | ReviewReason.ConflictingStatus,
        Request = new OrderRequest
        {
            Reference = "w-1",
            Amount = 1234567890.123456789012345678m,
            Currency = "USDT",
            Network = "tron",
            Address = "TA",
            Fingerprint = "f",
        },
        Amount = 0.0000000000000000000000000001m,
        ReceivedInPart = 0.5m,
        FromAddress = "TB",
        TransactionId = "0f",
        ProviderOrderId = "77",
        PaymentUrl = "https://pay.example/?a=1&b=<2>",
        PaymentPageLease = new PaymentPageLease("t", Samples.Later),
        Late = true,
        TimeIsOver = true,
        SeenInTime = true,
        Failure = new Failure("1207", "余额不足 \"\\ \0"),
        FinalOutcome = new FinalOutcome
        {
            Status = NoticeStatus.Completed,
            Amount = 10.50m,
            TransactionId = "0f",
        },
        Version = 3,
        CreatedAt = new DateTimeOffset(2024, 5, 1, 20, 0, 0, 7, TimeSpan.FromHours(8)).AddTicks(1234),
        CompletedAt = Samples.Later,
    };

    [Fact]
    public void An_order_is_read_as_it_was_written()
    {
        Assert.Equal(Full, OrderRows.Order(OrderRows.Order(Full)));
        Assert.Equal(Samples.ProviderDeposit, OrderRows.Order(OrderRows.Order(Samples.ProviderDeposit)));
    }

    [Fact]
    public void An_order_s_transfers_are_read_as_they_were_written()
    {
        var order = Samples.MerchantDeposit with
        {
            Transfers = [new Transfer("402", 0.0000000000000000000000000001m, "USDT"), new Transfer("403", 5, "USDT")],
        };

        Assert.Equal(order.Transfers, OrderRows.Order(OrderRows.Order(order)).Transfers);
    }

    // Rows live for years: this text has to be readable for ever.
    [Fact]
    public void A_row_that_was_written_long_ago_is_read()
    {
        var row = OrderRows.Order(Samples.ProviderDeposit);
        row["Data"] = """
            {"Id":"dep_00000000000000000000000001","Kind":"deposit","MerchantId":"shop","AccountId":"shop_pay","Provider":"mpay","Status":"needs_review",
             "Reasons":"amount_mismatch, conflicting_status","Request":{"Reference":"r","Amount":10.50,"Currency":"CNY","Fingerprint":"f"},"Amount":11,"Late":true,"TimeIsOver":false,
             "FinalOutcome":{"Status":"completed","Amount":11},"Version":2,"CreatedAt":"2024-05-01T12:00:00+00:00","UpdatedAt":"2024-05-01T12:05:00.5+00:00","WhatComesLater":1}
            """;

        var order = OrderRows.Order(row);

        Assert.Equal(
            (
                OrderKind.Deposit,
                OrderStatus.NeedsReview,
                ReviewReason.ConflictingStatus,
                10.5m,
                11m,
                true,
                2,
                NoticeStatus.Completed,
                Samples.Later.AddMilliseconds(500)
            ),
            (
                order.Kind,
                order.Status,
                order.ReviewReason,
                order.Request!.Amount,
                order.Amount,
                order.Late,
                order.Version,
                order.FinalOutcome!.Status,
                order.UpdatedAt
            )
        );
        Assert.Equal(ReviewReason.AmountMismatch | ReviewReason.ConflictingStatus, order.Reasons);
    }

    [Fact]
    public void A_row_without_its_data_says_which_row_it_is()
    {
        var row = OrderRows.Order(Samples.ProviderDeposit);
        row.Remove("Data");

        var error = Assert.Throws<InvalidOperationException>(() => OrderRows.Order(row));

        Assert.Equal("Row b18/dep_00000000000000000000000001|order has no Data.", error.Message);
    }

    [Fact]
    public void An_event_is_read_as_it_was_written()
    {
        var stored = new StoredEvent("dep_00000000000000000000000001", 2, "deposit.completed", """{"a":"余"}""", "callback/1", Samples.Later);

        Assert.Equal(stored, OrderRows.Event(OrderRows.Event(stored)));
    }

    [Fact]
    public void A_delivery_is_read_as_it_was_written()
    {
        var delivery = new Delivery
        {
            Endpoint = "main",
            Owed = [new OwedEvent(2, false, Samples.Later.AddTicks(1), 4), new OwedEvent(12, true, Samples.Noon, 0, Redelivered: true)],
            Failed = [1, 3],
            DueAt = Samples.Later.AddTicks(1),
            Suspended = SuspensionReason.Removed,
            SuspendedSince = Samples.Noon.AddTicks(1),
            IsDeadLetter = true,
            FinalWaits = 7,
        };

        Assert.Equal(delivery, Read(delivery));
        Assert.Equal(Delivery.Nothing("main"), Read(Delivery.Nothing("main")));

        static Delivery Read(Delivery delivery) => DeliveryRows.Delivery(DeliveryRows.Delivery("dep_00000000000000000000000001", delivery)).Value;
    }

    [Fact]
    public void An_attempt_is_read_as_it_was_written()
    {
        var attempt = new Attempt(
            "a1",
            "main",
            2,
            30,
            Samples.Later.AddTicks(1),
            TimeSpan.FromMilliseconds(12.5),
            new EndpointAnswer(503, "timeout", "余")
        );

        Assert.Equal(attempt, DeliveryRows.Attempt(DeliveryRows.Attempt("dep_00000000000000000000000001", attempt)));
    }
}
