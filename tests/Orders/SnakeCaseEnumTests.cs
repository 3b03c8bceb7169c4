using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Orders;

public class SnakeCaseEnumTests
{
    [Fact]
    public void The_states_are_the_words_of_the_api() =>
        Assert.Equal(
            [
                "awaiting_payment",
                "pending",
                "created",
                "awaiting_approval",
                "submitting",
                "submitted",
                "processing",
                "completed",
                "failed",
                "rejected",
                "expired",
                "needs_review",
            ],
            Enum.GetValues<OrderStatus>().Select(SnakeCaseEnum.Of)
        );

    [Fact]
    public void The_reasons_for_review_are_the_words_of_the_api() =>
        Assert.Equal(
            [
                "none",
                "outcome_unknown",
                "unconfirmed",
                "amount_out_of_range",
                "amount_mismatch",
                "currency_mismatch",
                "unknown_address",
                "address_mismatch",
                "provider_disagrees",
                "conflicting_status",
                "overdue",
                "reopened",
                "entered_by_hand",
            ],
            Enum.GetValues<ReviewReason>().Select(SnakeCaseEnum.Of)
        );

    [Fact]
    public void The_verdicts_are_the_words_of_the_quarantine() =>
        Assert.Equal(
            [
                "bad_signature",
                "wrong_key",
                "stale_timestamp",
                "malformed",
                "ambiguous",
                "unknown_kind",
                "contradictory_kind",
                "unknown_order",
                "unknown_status",
            ],
            Enum.GetValues<CallbackVerdict>().Select(SnakeCaseEnum.Of)
        );

    [Fact]
    public void A_word_is_read_back_as_its_value() => Assert.Equal(OrderStatus.NeedsReview, SnakeCaseEnum.Parse<OrderStatus>("needs_review"));

    [Theory]
    [InlineData("NeedsReview")]
    [InlineData("needs_Review")]
    [InlineData("11")]
    [InlineData("")]
    public void Other_words_are_no_value(string word)
    {
        Assert.False(SnakeCaseEnum.TryParse<OrderStatus>(word, out _));
        Assert.Throws<FormatException>(() => SnakeCaseEnum.Parse<OrderStatus>(word));
    }
}
