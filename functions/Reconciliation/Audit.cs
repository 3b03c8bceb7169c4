using PaymentHub.Callbacks;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The truth report: our orders of an account beside the provider's list, and every difference. It changes no order: what it finds
/// missing, a back-fill takes on, and what contradicts us, an operator decides.
/// </summary>
public sealed class Audit(MerchantDirectory directory, IOrderBook book, OrderLedger ledger, OrderNaming naming)
{
    /// <summary>Audits an account's orders of a time.</summary>
    public async Task<Answer<AuditReport>> RunAsync(Account account, TimeRange range, CancellationToken cancellationToken)
    {
        var kinds = new List<KindAudit>();
        foreach (var kind in Enum.GetValues<OrderKind>())
        {
            var audit = new KindAudit(kind, account.Provider.Lists(kind));
            var ours = await ReadOursAsync(account, audit, range, cancellationToken);
            if (audit.There is null)
            {
                foreach (var order in ours.Values)
                    audit.Here.Add(AuditLine.Of(order));
                audit.CutShort("provider_has_no_list");
            }
            else if (await new AuditComparison(account, ledger, naming, audit, ours, directory.Settings.Reconciliation.MaxEntries).RunAsync(range, cancellationToken) is { } problem)
            {
                return new Answer<AuditReport>.Not(problem);
            }

            kinds.Add(audit);
        }

        return new Answer<AuditReport>.Done(new AuditReport(account.Id, range, kinds));
    }

    private async Task<Dictionary<string, Order>> ReadOursAsync(Account account, KindAudit audit, TimeRange range, CancellationToken cancellationToken)
    {
        var ours = new Dictionary<string, Order>(StringComparer.Ordinal);
        await foreach (var order in book.ListAsync(account, audit.Kind, range, cancellationToken))
        {
            if (ours.Count == directory.Settings.Reconciliation.MaxEntries)
            {
                audit.CutShort(KindAudit.TooManyOrders);
                break;
            }

            ours[order.Id] = order;
        }

        return ours;
    }
}
