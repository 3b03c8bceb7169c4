using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;
using PaymentHub.Orders;
using Xunit.Abstractions;

namespace PaymentHub.Tests.Orders;

/// <summary>
/// What holds whatever providers say, in whatever order. A failure prints "replay directly at failing step with (…)": run the test
/// with these three numbers in the environment variable FSCHECK_REPLAY to see it again.
/// </summary>
public class OrderMachineProperties(ITestOutputHelper output)
{
    private const int Cases = 1000;

    [Fact]
    public void A_notice_that_comes_again_changes_nothing() =>
        Hold(story =>
        {
            var order = story.Start.After(story.Notices);

            return story.Notices.All(again =>
            {
                var transition = OrderMachine.Apply(order, again, Samples.Later.AddDays(1));
                return transition.Order == order && transition.EventType is null;
            });
        });

    [Fact]
    public void Any_order_of_arrival_ends_in_the_same_status_and_reason() =>
        Hold(story =>
        {
            var one = story.Start.After(story.Notices);
            var other = story.Start.After(story.Shuffled);

            return (one.Status, one.ReviewReason, one.Reasons) == (other.Status, other.ReviewReason, other.Reasons);
        });

    [Fact]
    public void The_end_is_what_the_notices_say_when_read_all_at_once() =>
        Hold(story =>
        {
            var order = story.Start.After(story.Notices);

            return (order.Status, order.ReviewReason) == Verdict.On(story.Start, story.Notices);
        });

    [Fact]
    public void Every_change_of_status_or_reason_is_announced_once() =>
        HoldEachStep(
            (before, notice, after, eventType) =>
            {
                var changed = (before.Status, before.ReviewReason) != (after.Status, after.ReviewReason);

                return changed
                    ? after.Version == before.Version + 1 && eventType == $"{SnakeCaseEnum.Of(after.Kind)}.{SnakeCaseEnum.Of(after.Status)}"
                    : after.Version == before.Version && eventType is null;
            }
        );

    [Fact]
    public void A_final_state_is_only_ever_left_for_review() =>
        HoldEachStep(
            (before, _, after, _) =>
                before.Status is not (OrderStatus.Completed or OrderStatus.Failed or OrderStatus.Rejected)
                || after.Status == before.Status
                || after.Status == OrderStatus.NeedsReview
        );

    [Fact]
    public void Review_is_only_left_when_a_final_notice_settles_what_nobody_knew_yet() =>
        HoldEachStep(
            (before, notice, after, _) =>
                before.Status != OrderStatus.NeedsReview
                || after.Status == OrderStatus.NeedsReview
                || (before.ReviewReason is ReviewReason.OutcomeUnknown or ReviewReason.Unconfirmed or ReviewReason.Overdue && notice.IsFinal)
        );

    [Fact]
    public void What_was_asked_for_and_who_asked_never_change() =>
        HoldEachStep(
            (before, _, after, _) =>
                (after.Id, after.Kind, after.MerchantId, after.AccountId, after.Request, after.CreatedAt)
                == (before.Id, before.Kind, before.MerchantId, before.AccountId, before.Request, before.CreatedAt)
        );

    private void HoldEachStep(Func<Order, Notice, Order, string?, bool> holds) =>
        Hold(story =>
        {
            var order = story.Start;
            foreach (var notice in story.Notices)
            {
                var transition = OrderMachine.Apply(order, notice, Samples.Later);
                if (!holds(order, notice, transition.Order, transition.EventType))
                    return false;
                order = transition.Order;
            }

            return true;
        });

    private void Hold(Func<Story, bool> property)
    {
        var config = Config.QuickThrowOnFailure.WithMaxTest(Cases).WithQuietOnSuccess(true).WithReplay(Replay());

        Prop.ForAll(NoticeGenerators.Stories, property).Check(config);

        output.WriteLine($"{Cases} stories.");
    }

    private static FSharpOption<Replay> Replay() =>
        Environment.GetEnvironmentVariable("FSCHECK_REPLAY")?.Trim('(', ')').Split(',') is [var seed, var gamma, var size]
            ? FSharpOption<Replay>.Some(new Replay(new Rnd(Number(seed), Number(gamma)), FSharpOption<int>.Some((int)Number(size))))
            : FSharpOption<Replay>.None;

    private static ulong Number(string text) => ulong.Parse(text, CultureInfo.InvariantCulture);
}
