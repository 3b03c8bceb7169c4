namespace PaymentHub.Orders;

/// <summary>The states of an order; on the wire and in storage as snake_case words (<see cref="SnakeCaseEnum"/>).</summary>
public enum OrderStatus
{
    /// <summary>Deposit: the payer has not paid yet.</summary>
    AwaitingPayment,

    /// <summary>Deposit: the provider has seen the payment and is not done with it.</summary>
    Pending,

    /// <summary>Withdrawal: stored, nothing sent.</summary>
    Created,

    /// <summary>Withdrawal: a person has to approve it first.</summary>
    AwaitingApproval,

    /// <summary>Withdrawal: a request to the provider is on its way, or its outcome is not known.</summary>
    Submitting,

    /// <summary>Withdrawal: the provider has accepted it.</summary>
    Submitted,

    /// <summary>Withdrawal: the provider is working on it.</summary>
    Processing,

    /// <summary>Final: the money has moved.</summary>
    Completed,

    /// <summary>Final: it could not be done.</summary>
    Failed,

    /// <summary>Final, withdrawals: a person or a rule said no.</summary>
    Rejected,

    /// <summary>Deposit: its time is over and no payment was seen. A payment that still comes completes it, late.</summary>
    Expired,

    /// <summary>Something does not fit; a person decides. <see cref="Order.ReviewReason"/> says what.</summary>
    NeedsReview,
}

/// <summary>Which states there are for which orders.</summary>
public static class OrderStatuses
{
    /// <summary>The states that an order of that kind can be in, as they may follow one another.</summary>
    public static IReadOnlyList<OrderStatus> Of(OrderKind kind) =>
        kind == OrderKind.Deposit
            ?
            [
                OrderStatus.AwaitingPayment,
                OrderStatus.Pending,
                OrderStatus.Completed,
                OrderStatus.Failed,
                OrderStatus.Expired,
                OrderStatus.NeedsReview,
            ]
            :
            [
                OrderStatus.Created,
                OrderStatus.AwaitingApproval,
                OrderStatus.Submitting,
                OrderStatus.Submitted,
                OrderStatus.Processing,
                OrderStatus.Completed,
                OrderStatus.Failed,
                OrderStatus.Rejected,
                OrderStatus.NeedsReview,
            ];
}
