using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Reconciliation;
using PaymentHub.Storage;
using PaymentHub.Tests.Callbacks;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Tests.Storage;

/// <summary>Keys are for ever: what is written under one today has to be found under it in a year.</summary>
public class KeysTests
{
    private const string Id = "dep_00000000000000000000000001";
    private static readonly DateTimeOffset When = new(2024, 5, 1, 20, 0, 0, 7, TimeSpan.FromHours(8));

    [Fact]
    public void An_order_s_rows_have_the_documented_keys()
    {
        // The first byte of the id's SHA-256, modulo 64; computed with Python's hashlib.
        Assert.Equal("b18", Keys.OrderBucket(Id));
        Assert.Equal("b58", Keys.OrderBucket("wd_00000000000000000000000000"));
        Assert.Equal($"{Id}|order", Keys.Order(Id));
        Assert.Equal($"{Id}|event|000012", Keys.Event(Id, 12));
        Assert.Equal($"{Id}|delivery|main", Keys.Delivery(Id, "main"));
        Assert.Equal($"{Id}|attempt|main|000012|003", Keys.Attempt(Id, "main", 12, 3));
        Assert.Equal($"due|20240501120000007|{Id}|deliver|main", Keys.OutboxEntry(Keys.Due, When, Id, Keys.Deliver("main")));
        Assert.Equal($"dead|20240501120000007|{Id}|deliver|main", Keys.OutboxEntry(Keys.DeadLetter, When, Id, Keys.Deliver("main")));
        Assert.Equal($"due|20240501120000007|{Id}|list", Keys.OutboxEntry(Keys.Due, When, Id, Keys.List));
        Assert.Equal($"{Id}|change|20240501120000007|a24a7f55f278dd49fb1f99c5507800cb", Keys.Change(Id, When, "u-1"));
        Assert.Equal($"failed|2516877359999929999|{Id}|main|000012", Keys.FailedWebhook(When, Id, "main", 12));
    }

    [Fact]
    public void A_callback_s_rows_have_the_documented_keys()
    {
        Assert.Equal("b47", Keys.CallbackBucket(CallbackSamples.Id));
        Assert.Equal("callback|20240501|202405011200000000123456789abcdef0123456789abcdef", Keys.Callback(CallbackSamples.Id));
        Assert.Equal("pending|20240501120000007|202405011200000000123456789abcdef0123456789abcdef", Keys.PendingCallback(When, CallbackSamples.Id));
        Assert.Equal("quarantine|2516877359999929999|202405011200000000123456789abcdef0123456789abcdef", Keys.Quarantined(When, CallbackSamples.Id));
    }

    [Fact]
    public void Lists_and_addresses_have_the_documented_keys()
    {
        var order = Samples.ProviderDeposit with { CreatedAt = new DateTimeOffset(2024, 5, 2, 1, 0, 0, TimeSpan.FromHours(13)) };

        Assert.Equal("shop|deposit|20240501", Keys.DayListing(order));
        Assert.Equal("shop|customer|a24a7f55f278dd49fb1f99c5507800cb", Keys.CustomerListing(order, "u-1"));
        Assert.Equal($"2516877359999999999|{Id}", Keys.ListingRow(order));
        Assert.Equal(
            ("shop|withdrawal|days", "79759498", "20240501"),
            (Keys.DaysListing("shop", OrderKind.Withdrawal), KeyText.InvertedDay("20240501"), KeyText.InvertedDay("79759498"))
        );
        Assert.Equal(
            ("shop|feed", $"at|20240501120000007|evt_{Id}_1", $"id|evt_{Id}_1"),
            (Keys.Feed("shop"), Keys.FeedRow(When, $"evt_{Id}_1"), Keys.FeedPointer($"evt_{Id}_1"))
        );
        Assert.Equal($"new|2516877359999929999|evt_{Id}_1", Keys.NewestRow(When, $"evt_{Id}_1"));
        Assert.Equal(("new|2516877359999930000", "new|2516877359999929999}"), Keys.NewestRange(When, When));
        Assert.Equal(("new|", "new}"), Keys.NewestRange(null, null));
        Assert.Equal("shop|shop_pay|c|a24a7f55f278dd49fb1f99c5507800cb", Keys.CustomerAddresses("shop", "shop_pay", "u-1"));
        Assert.Equal(
            "shop|shop_pay|a|cc91bbb35fed142cd600e812b3998cc4",
            Keys.AddressOwner("shop", "shop_pay", "0xABCDEF0123456789abcdef0123456789ABCDEF01")
        );
    }

    [Fact]
    public void Reconciliation_jobs_have_the_documented_keys_and_an_account_s_are_its_own()
    {
        var regular = ReconciliationJob.Regular(
            TestDirectory.Account(new FakeProviderAccount()),
            OrderKind.Withdrawal,
            When,
            new ReconciliationSettings()
        );
        var (from, before) = Keys.JobRange("shop_pay");

        Assert.Equal(("jobs", "integrity", "report"), (Keys.Jobs, Keys.Integrity, Keys.IntegrityReport));
        Assert.Equal("shop_pay|regular|withdrawal", Keys.Job(regular));
        Assert.Equal("shop_pay|rec_1|withdrawal", Keys.Job(regular with { BackfillId = "rec_1" }));
        Assert.True(Within(Keys.Job(regular), from, before));
        Assert.False(Within(Keys.Job(regular with { AccountId = "shop_pay2" }), from, before));
        Assert.False(Within(Keys.Job(regular with { AccountId = "shop_pay_2" }), from, before));
    }

    [Fact]
    public void The_buckets_are_all_used_and_no_others()
    {
        var used = Enumerable
            .Range(0, 2000)
            .Select(number => Keys.OrderBucket($"dep_{number:00000000000000000000000000}"))
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Equal(Enumerable.Range(0, 64).Select(number => $"b{number:00}"), used);
    }

    [Fact]
    public void An_order_s_range_holds_its_rows_and_nobody_else_s()
    {
        string[] own = [Keys.Order(Id), Keys.Event(Id, 1), Keys.Event(Id, 999999), Keys.Delivery(Id, "zz"), Keys.Attempt(Id, "a", 1, 1)];
        string[] others =
        [
            Keys.Order("dep_00000000000000000000000000"),
            Keys.Order("dep_00000000000000000000000002"),
            Keys.Order("wd_00000000000000000000000001"),
            Keys.OutboxEntry(Keys.Due, When, Id, Keys.Deliver("main")),
            Keys.OutboxEntry(Keys.DeadLetter, When, Id, Keys.Deliver("main")),
        ];

        var (from, before) = Keys.OrderRange(Id);

        Assert.All(own, key => Assert.True(Within(key, from, before), key));
        Assert.All(others, key => Assert.False(Within(key, from, before), key));
    }

    [Theory]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(100_000_000, false)]
    public void The_outbox_entries_due_by_a_time_are_those_up_to_its_millisecond(long milliseconds, bool expected)
    {
        var (from, before) = Keys.EntriesDue(Keys.Due, When);

        Assert.Equal(
            expected,
            Within(Keys.OutboxEntry(Keys.Due, When.AddMilliseconds(milliseconds), "wd_zzzzzzzzzzzzzzzzzzzzzzzzzz", Keys.Deliver("zz")), from, before)
        );
    }

    [Fact]
    public void Outbox_entries_of_another_kind_are_not_due()
    {
        var (from, before) = Keys.EntriesDue(Keys.Due, When);

        Assert.False(Within(Keys.OutboxEntry(Keys.DeadLetter, When.AddDays(-1), Id, Keys.Deliver("main")), from, before));
        Assert.False(Within(Keys.Order(Id), from, before));
    }

    [Fact]
    public void Outbox_entries_sort_by_time_and_lists_by_newest_first()
    {
        DateTimeOffset[] times =
        [
            new(2023, 12, 31, 23, 59, 59, 999, TimeSpan.Zero),
            new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero),
            When,
            When.AddMilliseconds(1),
            When.AddHours(12),
        ];

        var entries = times.Select(time => Keys.OutboxEntry(Keys.Due, time, Id, "x")).ToList();
        var pending = times.Select(time => Keys.PendingCallback(time, CallbackSamples.Id)).ToList();
        var listed = times.Select(time => Keys.ListingRow(Samples.ProviderDeposit with { CreatedAt = time })).ToList();

        Assert.Equal(entries.Order(StringComparer.Ordinal), entries);
        Assert.Equal(pending.Order(StringComparer.Ordinal), pending);
        Assert.Equal(listed.OrderDescending(StringComparer.Ordinal), listed);
    }

    [Fact]
    public void What_others_chose_is_hashed_and_no_key_has_a_forbidden_character()
    {
        const string Hostile = "a/b\\c#d?e\t\u007f|}余";
        string[] keys =
        [
            Keys.CustomerListing(Samples.ProviderDeposit, Hostile),
            Keys.CustomerAddresses("shop", "shop_pay", Hostile),
            Keys.AddressOwner("shop", "shop_pay", Hostile),
            Keys.OutboxEntry(Keys.Due, When, Id, Keys.Deliver("main")),
            Keys.ListingRow(Samples.ProviderDeposit),
            Keys.Callback(CallbackSamples.Id),
        ];

        Assert.All(keys, key => Assert.Matches(@"\A[a-z0-9_|]+\z", key));
    }

    private static bool Within(string key, string from, string before) =>
        string.CompareOrdinal(key, from) >= 0 && string.CompareOrdinal(key, before) < 0;
}
