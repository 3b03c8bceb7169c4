using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Tests.Support;

/// <summary>A provider's account whose lists and answers a test writes. Pages are cut anew at each request, as a real list's are.</summary>
internal sealed class ScriptedAccount : ProviderAccount
{
    private readonly Lock _gate = new();
    private readonly List<ListedNotice> _listed = [];
    private readonly List<(OrderKind Kind, DateTimeOffset From, DateTimeOffset To, int Page)> _asked = [];

    public override string Identity => "scripted";

    public override Acknowledgement Acknowledgement { get; } = new("text/plain", "thanks");

    public override bool IssuesAddresses => Issues;

    public bool Issues { get; init; }

    public bool HasLists { get; init; } = true;

    public bool Queries { get; init; } = true;

    public int PageSize { get; set; } = 500;

    public bool NewestFirst { get; set; } = true;

    /// <summary>What every list request comes to instead of a page.</summary>
    public ProviderResult<NoticePage>? Trouble { get; set; }

    /// <summary>Whether a full page always has a next one, which is refused when there is nothing on it.</summary>
    public bool RefusesBeyond { get; init; }

    /// <summary>Whether a full page always has a next one, which is the last again when there is nothing on it.</summary>
    public bool RepeatsLast { get; init; }

    /// <summary>The first page that is refused, whatever would be on it.</summary>
    public int RefusesFrom { get; init; } = int.MaxValue;

    /// <summary>Orders, by the provider's id, whose lines nobody can read.</summary>
    public HashSet<string> Broken { get; } = [];

    /// <summary>What happens before a page is answered.</summary>
    public Func<OrderKind, int, Task>? BeforePage { get; set; }

    /// <summary>What the query answers; by default, what the list says, or that there is no such order.</summary>
    public Func<OrderReference, ProviderResult<Notice>>? Answer { get; set; }

    /// <summary>What a callback reads as.</summary>
    public CallbackResult? Reading { get; set; }

    /// <summary>Every page that was asked for.</summary>
    public IReadOnlyList<(OrderKind Kind, DateTimeOffset From, DateTimeOffset To, int Page)> Asked
    {
        get
        {
            lock (_gate)
                return [.. _asked];
        }
    }

    /// <summary>How often the query was asked.</summary>
    public int Questions { get; private set; }

    /// <summary>The pages that were asked for of the deposits' list, in order.</summary>
    public IEnumerable<int> DepositPages => Asked.Where(asked => asked.Kind == OrderKind.Deposit).Select(asked => asked.Page);

    /// <summary>A completed deposit of that provider's id.</summary>
    public static ListedNotice Recharge(int id, DateTimeOffset createdAt, decimal amount = 10, NoticeStatus status = NoticeStatus.Completed) =>
        new(
            new Notice
            {
                Kind = OrderKind.Deposit,
                Status = status,
                ProviderOrderId = id.ToString(System.Globalization.CultureInfo.InvariantCulture),
                Amount = amount,
                Currency = "USDT",
                Network = "tron",
                CustomerId = "u-1",
            },
            createdAt
        );

    public void Put(params IEnumerable<ListedNotice> listed)
    {
        lock (_gate)
            _listed.AddRange(listed);
    }

    public void Remove(Predicate<Notice> which)
    {
        lock (_gate)
            _listed.RemoveAll(line => which(line.Notice));
    }

    public override bool Lists(OrderKind kind) => HasLists;

    public override bool AnswersQueries(OrderKind kind) => Queries;

    public override CallbackShape CheckShape(Callback callback) => CallbackShape.Acceptable;

    public override Task<CallbackResult> ReadAsync(Callback callback, CancellationToken cancellationToken) =>
        Task.FromResult(Reading ?? throw new InvalidOperationException("The test expects no callback."));

    public override Task<ProviderResult<Notice>> AskAsync(OrderReference about, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            Questions++;
            var known = _listed.FirstOrDefault(line =>
                line.Notice.Kind == about.Kind
                && (about.ProviderOrderId is { } id ? line.Notice.ProviderOrderId == id : line.Notice.OrderId == about.OrderId)
            );
            return Task.FromResult(
                Answer?.Invoke(about) ?? (known is null ? new ProviderResult<Notice>.Absent() : new ProviderResult<Notice>.Good(known.Notice))
            );
        }
    }

    public override async Task<ProviderResult<NoticePage>> ListAsync(
        OrderKind kind,
        DateTimeOffset from,
        DateTimeOffset to,
        int page,
        CancellationToken cancellationToken
    )
    {
        lock (_gate)
            _asked.Add((kind, from, to, page));
        if (BeforePage is { } before)
            await before(kind, page);
        if (Trouble is { } trouble)
            return trouble;
        lock (_gate)
        {
            var within = _listed.Where(line => line.Notice.Kind == kind && line.CreatedAt >= from && line.CreatedAt <= to);
            var sorted = (NewestFirst ? within.OrderByDescending(line => line.CreatedAt) : within.OrderBy(line => line.CreatedAt)).ToList();
            if (page >= RefusesFrom || (RefusesBeyond && page > 1 && sorted.Count <= (page - 1) * PageSize))
                return new ProviderResult<NoticePage>.Refused("page", "There is no such page.");
            return new ProviderResult<NoticePage>.Good(Cut(sorted, RepeatsLast ? Math.Clamp(page, 1, Math.Max(1, sorted.Count / PageSize)) : page));
        }
    }

    private NoticePage Cut(List<ListedNotice> sorted, int page)
    {
        var lines = sorted.Skip((page - 1) * PageSize).Take(PageSize).ToList();
        var broken = lines.ToLookup(line => Broken.Contains(line.Notice.ProviderOrderId ?? ""));
        var full = lines.Count == PageSize && (RefusesBeyond || RepeatsLast);
        return new NoticePage([.. broken[false]], full || sorted.Count > page * PageSize)
        {
            Unread = [.. broken[true].Select(line => $"Order {line.Notice.ProviderOrderId}: it cannot be read.")],
            Keys = [.. lines.Select(line => line.Key)],
        };
    }
}
