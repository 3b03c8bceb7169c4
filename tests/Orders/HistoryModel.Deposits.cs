using PaymentHub.Orders;

namespace PaymentHub.Tests.Orders;

/// <summary>What is asked and claimed of deposits.</summary>
internal sealed partial class HistoryModel
{
    /// <summary>Whether no claim before has said as much.</summary>
    private bool SaysMore(Notice claim)
    {
        var before = _heard.Where(one => one.Claimed is not null).ToList();
        return before.All(one => one.Claimed != claim.Claimed)
            || before.Any(one => one.Claimed != claim.Claimed)
            || (
                claim is { Claimed: NoticeStatus.Completed, Amount: not null }
                && (before.All(one => one.Amount is null) || Verdict.Disagree(start, before.Append(claim).Select(one => one.Amount)))
            );
    }

    private void AskAboutDeposit(HistoryStep step, DateTimeOffset now)
    {
        Owed = step.Yes ? null : ActionKind.Poll;
        if ((step.Yes ? LastWord(step.Notice) : step.Notice) is { } word)
            Hear(word, now);
        else
            Read(now);
        // What was seen to be paid does not expire.
        var isOpen =
            Status is OrderStatus.AwaitingPayment or OrderStatus.Pending or OrderStatus.Expired
            || (Status == OrderStatus.NeedsReview && _open.SetEquals([ReviewReason.Overdue]));
        if (step.TimeUp && isOpen)
            Hear(new Notice { Kind = start.Kind, Status = NoticeStatus.Expired }, now);
        if (!step.Yes || Status != OrderStatus.Pending)
            return;
        if (now < _since + HistoryStep.OverdueAfter)
        {
            Owed = ActionKind.Poll;
        }
        else
        {
            Owed = null;
            Doubt(ReviewReason.Overdue, NoticeStatus.Awaiting, now);
        }
    }

    /// <summary>When asking is over, a part that came is judged by the account's rule.</summary>
    private Notice? LastWord(Notice? answer)
    {
        if (answer?.IsFinal == true || start.Request is not { } request)
            return answer;
        var parts = _heard.Append(answer).Where(one => one is { InPart: true, Amount: not null }).Select(one => one!.Amount!.Value).ToList();
        // What is in part of nothing is no part; the answer's own is what it says.
        if (!parts.Any(part => part > 0) && answer is not { InPart: true, Amount: not null })
            return answer;
        var said = answer ?? new Notice { Kind = start.Kind, Status = NoticeStatus.Awaiting };
        return Verdict.IsRight(request, parts.Max())
            ? said with
            {
                Status = NoticeStatus.Completed,
                Amount = parts.Max(),
            }
            : said with
            {
                Doubt = said.Doubt | ReviewReason.AmountMismatch,
            };
    }
}
