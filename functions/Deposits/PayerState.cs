using PaymentHub.Orders;

namespace PaymentHub.Deposits;

/// <summary>The state of a deposit as a payer sees it: less than the merchant sees, and in a payer's terms.</summary>
public enum PayerState
{
    /// <summary>Nothing has come yet.</summary>
    Waiting,

    /// <summary>The payment is there, and the network or the provider is not done with it.</summary>
    Seen,

    /// <summary>A part has come, and there is time for the rest.</summary>
    PartlyPaid,

    /// <summary>Paid.</summary>
    Paid,

    /// <summary>Less came than was asked for, and the merchant has to decide.</summary>
    Underpaid,

    /// <summary>More came than was asked for, and the merchant has to decide.</summary>
    Overpaid,

    /// <summary>The time to pay is over.</summary>
    Expired,

    /// <summary>Something does not match; a person is looking at it.</summary>
    InReview,

    /// <summary>It could not be paid.</summary>
    Failed,
}

/// <summary>Reads off an order what its payer is told.</summary>
internal static class PayerStates
{
    public static PayerState Of(Order order, DateTimeOffset now) =>
        order.Status switch
        {
            OrderStatus.AwaitingPayment => order.PayBy is { } payBy && payBy <= now ? PayerState.Expired : PayerState.Waiting,
            OrderStatus.Pending => IsPart(order) ? PayerState.PartlyPaid : PayerState.Seen,
            OrderStatus.Completed => PayerState.Paid,
            OrderStatus.Expired => PayerState.Expired,
            // What is not known yet is being looked into, and may still come to be known without anybody.
            OrderStatus.NeedsReview when order is { ReviewReason: ReviewReason.AmountMismatch, Amount: { } received, Request.Amount: var expected } =>
                received < expected ? PayerState.Underpaid : PayerState.Overpaid,
            OrderStatus.NeedsReview => PayerState.InReview,
            _ => PayerState.Failed,
        };

    /// <summary>Whether nothing will change it but a person.</summary>
    public static bool IsFinal(PayerState state) => state is PayerState.Paid or PayerState.Failed;

    /// <summary>Whether the payer may still send something for it.</summary>
    public static bool IsPayable(PayerState state) => state is PayerState.Waiting or PayerState.PartlyPaid;

    private static bool IsPart(Order order) => order is { ReceivedInPart: { } part, Request: { } request } && part < request.Amount;
}
