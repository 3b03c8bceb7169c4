using PaymentHub.Callbacks;
using PaymentHub.Listings;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Reconciliation;

/// <summary>
/// The report: our orders of an account beside the provider's list, with every difference. It changes no order: a back-fill fetches what is missing,
/// and an operator decides about contradictions.
/// </summary>
public sealed class ReconciliationReporter(MerchantDirectory directory, OrderIndexByTime index, OrderUpdater updater, OrderResolver resolver)
{
    /// <summary>Compares an account's orders of a time.</summary>
    public async Task<Result<ReconciliationReport>> RunAsync(Account account, TimeRange range, CancellationToken cancellationToken)
    {
        var sections = new List<ReportSection>();
        foreach (var kind in Enum.GetValues<OrderKind>())
        {
            var section = new ReportSection(kind, account.Provider.Lists(kind));
            var ours = await ReadOursAsync(account, section, range, cancellationToken);
            if (section.There is null)
            {
                foreach (var order in ours.Values)
                    section.Here.Add(ReportLine.Of(order));
                section.CutShort("provider_has_no_list");
            }
            else if (
                await new ReportComparison(account, updater, resolver, section, ours, directory.Settings.Reconciliation.MaxEntries).RunAsync(
                    range,
                    cancellationToken
                ) is
                { } problem
            )
            {
                return new Result<ReconciliationReport>.Failure(problem);
            }

            sections.Add(section);
        }

        return new Result<ReconciliationReport>.Success(new ReconciliationReport(account.Id, range, sections));
    }

    private async Task<Dictionary<string, Order>> ReadOursAsync(
        Account account,
        ReportSection section,
        TimeRange range,
        CancellationToken cancellationToken
    )
    {
        var ours = new Dictionary<string, Order>(StringComparer.Ordinal);
        await foreach (var order in index.ListAsync(account, section.Kind, range, cancellationToken))
        {
            if (ours.Count == directory.Settings.Reconciliation.MaxEntries)
            {
                section.CutShort(ReportSection.TooManyOrders);
                break;
            }

            ours[order.Id] = order;
        }

        return ours;
    }
}

/// <summary>Our orders and the provider's, side by side.</summary>
/// <param name="AccountId">Whose.</param>
/// <param name="Range">Of when.</param>
/// <param name="Sections">Deposits, then withdrawals.</param>
public sealed record ReconciliationReport(string AccountId, TimeRange Range, IReadOnlyList<ReportSection> Sections);
