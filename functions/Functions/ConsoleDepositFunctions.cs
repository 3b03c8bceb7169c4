using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using PaymentHub.Deposits;
using PaymentHub.Http;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Operations;

namespace PaymentHub.Functions;

/// <summary>Entering a deposit by hand in the console: by the service that <c>/ops</c> has, with the same role.</summary>
public sealed class ConsoleDepositFunctions(ConsoleEdge console, DepositEntries entries, PageRenderer renderer)
{
    /// <summary>GET /console/deposits: the form, with what its link knows already.</summary>
    [Function(nameof(ShowEntry))]
    public Task<IResult> ShowEntry(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "head", Route = "console/deposits")] HttpRequest request,
        CancellationToken cancellationToken
    ) => console.ShowAsync(request, visit => ShowAsync(visit, Values(name => request.Query[name].ToString()), null, null));

    /// <summary>POST /console/deposits: shows once more what is to be entered, and then enters it.</summary>
    [Function(nameof(EnterInConsole))]
    public Task<IResult> EnterInConsole([HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "console/deposits")] HttpRequest request) =>
        console.ActAsync(
            request,
            OperatorRoles.Money,
            async (visit, form, token) =>
            {
                var values = Values(name => form.GetValueOrDefault(name).ToString());
                var wanted = Wanted(values);
                return form.GetValueOrDefault("action").ToString() switch
                {
                    "enter" => await (await entries.EnterAsync(visit.By, wanted, token)).Match(
                        entered => Task.FromResult(ConsoleEdge.SeeOther(request, $"/console/orders/{entered.Value.Order.Id}?done=entered")),
                        problem => ShowAsync(visit, values, null, problem)
                    ),
                    "check" => await (await entries.CheckAsync(wanted, token)).Match(
                        found => ShowAsync(visit, values, found.Value, null),
                        problem => ShowAsync(visit, values, null, problem)
                    ),
                    _ => await ShowAsync(visit, values, null, null),
                };
            }
        );

    private Task<IResult> ShowAsync(ConsoleVisit visit, IReadOnlyDictionary<string, string> values, WantedEntry? found, Problem? problem) =>
        renderer.RenderAsync<ConsoleEntry>(
            new()
            {
                [nameof(ConsoleEntry.Visit)] = visit,
                [nameof(ConsoleEntry.Values)] = values,
                [nameof(ConsoleEntry.Checked)] = found,
                [nameof(ConsoleEntry.Problem)] = problem is null ? null : ConsoleWords.Text(problem),
            },
            problem?.Status ?? StatusCodes.Status200OK
        );

    /// <summary>What was filled in.</summary>
    private static Dictionary<string, string> Values(Func<string, string> read) =>
        ConsoleEntry
            .Fields.Select(field => (field.Name, Value: read(field.Name).Trim()))
            .Where(field => field.Value.Length > 0)
            .ToDictionary(field => field.Name, field => field.Value);

    private static DepositEntryRequest Wanted(Dictionary<string, string> values) =>
        new()
        {
            Account = values.GetValueOrDefault("account"),
            CustomerId = values.GetValueOrDefault("customer_id"),
            Address = values.GetValueOrDefault("address"),
            Network = values.GetValueOrDefault("network"),
            TransactionId = values.GetValueOrDefault("transaction_id"),
            Amount = values.GetValueOrDefault("amount"),
            Currency = values.GetValueOrDefault("currency"),
            Evidence = values.GetValueOrDefault("evidence"),
        };
}
