using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.Configuration;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;
using PaymentHub.Withdrawals;

namespace PaymentHub.Tests.Withdrawals;

/// <summary>Reservations of a day's limit in real tables, under contention and with lost answers.</summary>
public sealed class DailyLimitStoreTests : IAsyncLifetime, IDisposable
{
    private readonly StorageProbe _probe = new();
    private readonly CancellationTokenSource _deadline = new(TimeSpan.FromSeconds(60));
    private readonly LimitDay _day = new($"shop_{Guid.NewGuid():N}"[..20], "USDT", new DateOnly(2024, 5, 1));
    private TableClient _table = null!;
    private DailyLimitStore _book = null!;

    public async Task InitializeAsync()
    {
        var settings = new Dictionary<string, string?> { ["AzureWebJobsStorage"] = await SharedAzurite.ConnectionStringAsync() };
        var storage = new StorageClients(
            new ConfigurationBuilder().AddInMemoryCollection(settings).Build(),
            [new StoragePolicy(_probe, HttpPipelinePosition.PerRetry)]
        );
        await storage.Tables.CreateTableIfNotExistsAsync(TableNames.Limits);
        _table = storage.Table(TableNames.Limits);
        _book = new DailyLimitStore(storage);
    }

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task Reservations_are_taken_until_the_limit_is_reached()
    {
        Assert.Equal(ReservationResult.Reserved, await TakeAsync("a", 6));
        Assert.Equal(ReservationResult.Exceeded, await TakeAsync("b", 4.000001m));
        Assert.Equal(ReservationResult.Reserved, await TakeAsync("c", 4));
        Assert.Equal("10", await TotalAsync());
    }

    [Fact]
    public async Task Taking_again_takes_nothing_more()
    {
        await TakeAsync("a", 6);

        Assert.Equal(ReservationResult.Reserved, await TakeAsync("a", 6));
        Assert.Equal("6", await TotalAsync());
    }

    [Fact]
    public async Task A_reservation_is_released_once_and_never_taken_again()
    {
        await TakeAsync("a", 6);
        await TakeAsync("b", 1);

        Assert.True(await GiveBackAsync("a"));
        Assert.True(await GiveBackAsync("a"));

        Assert.Equal("1", await TotalAsync());
        Assert.Equal(ReservationResult.Released, await TakeAsync("a", 6));
    }

    [Fact]
    public async Task An_order_that_is_over_cannot_take_its_reservation_late()
    {
        await GiveBackAsync("a");

        Assert.Equal(ReservationResult.Released, await TakeAsync("a", 6));
        Assert.Null(await TotalAsync());
    }

    [Fact]
    public async Task Where_there_is_no_limit_nothing_is_written()
    {
        Assert.True(await _book.ReleaseAsync(_day, "a", mark: false, _deadline.Token));

        Assert.Equal(ReservationResult.Reserved, await TakeAsync("a", 6));
    }

    [Fact]
    public async Task A_write_whose_answer_was_lost_counts_once()
    {
        _probe.Start(call => call.Name == "limits: transaction" ? StorageFault.LoseAnswer : StorageFault.None);

        Assert.Equal(ReservationResult.Reserved, await TakeAsync("a", 6));

        Assert.True(_probe.Struck.IsCompleted);
        Assert.Equal("6", await TotalAsync());
    }

    [Fact]
    public async Task Giving_back_whose_answer_was_lost_counts_once()
    {
        await TakeAsync("a", 6);
        await TakeAsync("b", 1);
        _probe.Start(call => call.Name == "limits: transaction" ? StorageFault.LoseAnswer : StorageFault.None);

        Assert.True(await GiveBackAsync("a"));

        Assert.True(_probe.Struck.IsCompleted);
        Assert.Equal("1", await TotalAsync());
    }

    [Fact]
    public async Task What_was_released_counts_again_once_and_also_beyond_the_limit()
    {
        await TakeAsync("a", 6);
        await GiveBackAsync("a");
        await TakeAsync("b", 7);
        _probe.Start(call => call.Name == "limits: transaction" ? StorageFault.LoseAnswer : StorageFault.None);

        Assert.True(await CountAsync("a", 6));
        Assert.True(await CountAsync("a", 6));
        Assert.True(await CountAsync("b", 7));

        Assert.True(_probe.Struck.IsCompleted);
        Assert.Equal("13", await TotalAsync());
        Assert.Equal(ReservationResult.Exceeded, await TakeAsync("c", 1));
        Assert.True(await GiveBackAsync("a"));
        Assert.Equal("7", await TotalAsync());
    }

    [Theory]
    [InlineData(true, "6")]
    [InlineData(false, null)]
    public async Task What_never_had_a_reservation_counts_where_there_are_limits(bool limited, string? total)
    {
        Assert.True(await _book.CountAsync(_day, "a", 6, limited, _deadline.Token));

        Assert.Equal(total, await TotalAsync());
    }

    [Fact]
    public async Task Many_at_once_never_exceed_the_limit_and_the_sum_is_exact()
    {
        const int AtOnce = 10;
        var answers = new ReservationResult[100];
        await Parallel.ForAsync(
            0,
            answers.Length,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
            async (i, _) =>
            {
                do answers[i] = await TakeAsync($"order{i}", 0.3m);
                while (answers[i] == ReservationResult.Busy);
            }
        );

        // 33 of 0.3 are 9.9, and a 34th would be 10.2.
        Assert.Equal(33, answers.Count(reservation => reservation == ReservationResult.Reserved));
        Assert.Equal("9.9", await TotalAsync());
    }

    [Fact]
    public async Task A_currency_has_one_limit_however_it_is_written()
    {
        await TakeAsync("a", 6);

        Assert.Equal(ReservationResult.Exceeded, await _book.ReserveAsync(_day with { Currency = "usdt" }, "b", 6, 10, _deadline.Token));
        Assert.Equal(ReservationResult.Reserved, await _book.ReserveAsync(_day with { Day = _day.Day.AddDays(1) }, "b", 6, 10, _deadline.Token));
    }

    [Fact]
    public async Task A_sum_that_cannot_be_held_exactly_does_not_fit()
    {
        await _book.ReserveAsync(_day, "a", 1_000_000_000_000_000, decimal.MaxValue, _deadline.Token);

        Assert.Equal(ReservationResult.Exceeded, await _book.ReserveAsync(_day, "b", 0.00000000000001m, decimal.MaxValue, _deadline.Token));
    }

    private Task<ReservationResult> TakeAsync(string order, decimal amount) => _book.ReserveAsync(_day, order, amount, 10, _deadline.Token);

    private Task<bool> GiveBackAsync(string order) => _book.ReleaseAsync(_day, order, mark: true, _deadline.Token);

    private Task<bool> CountAsync(string order, decimal amount) => _book.CountAsync(_day, order, amount, limited: true, _deadline.Token);

    private async Task<string?> TotalAsync() =>
        await _table.GetEntityIfExistsAsync<TableEntity>(Keys.Limit(_day), "total") is { HasValue: true, Value: { } total }
            ? total.GetString("Amount")
            : null;
}
