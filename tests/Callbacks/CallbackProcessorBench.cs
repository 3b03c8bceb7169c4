using Microsoft.Extensions.Logging.Abstractions;
using PaymentHub.Callbacks;
using PaymentHub.Deposits;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Orders;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Callbacks;

/// <summary>A callback processor with stores and a provider of the test's own.</summary>
public abstract class CallbackProcessorBench : IDisposable
{
    // SHA-256 over the length-prefixed parts provider, shop, shop_pay, recharge, 402; see OrderIdTests.
    internal const string ProviderOrder = "dep_74dhrzcw9rv3h6c1e9xajvqx5x";

    internal const string MerchantOrder = "dep_00000000000000000000000001";
    internal static readonly Notice Recharge = Samples.Deposit(NoticeStatus.Completed) with
    {
        ProviderOrderId = "402",
        Amount = 10,
        CustomerId = "u-1",
    };
    private protected readonly MemoryCallbackStore _callbacks = new();
    private protected readonly RecordingCallbackQueue _queue = new();
    private protected readonly MemoryOrderStore _orders = new();
    private protected readonly TurnableClock _clock = new();
    private protected MemoryAddressBook _book = new();
    private protected readonly TakenNotices _taken = new();
    private protected readonly FakeProviderAccount _provider = new() { Issues = true };

    public void Dispose()
    {
        _taken.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Says(Notice notice, ProviderResult<Notice>? answer)
    {
        _provider.Reading = new CallbackResult.Verified(notice);
        _provider.Answer = answer;
    }

    private protected Task ProcessAsync(ReceivedCallback? received = null, bool again = false, bool acceptUnknown = false)
    {
        var directory = TestDirectory.With(TestDirectory.Account(_provider, acceptUnknownAddresses: acceptUnknown));
        var updater = new OrderUpdater(_orders, new FixedWebhookEventFactory("main"), new RecordingFollowUps(), _clock);
        var processor = new CallbackProcessor(
            directory,
            _callbacks,
            new Postponement(_callbacks, _queue, directory, _clock, NullLogger<Postponement>.Instance),
            new OrderResolver(_book),
            new UpdateProcessor(updater, new AddressOwnershipCheck(_book), new EnteredDeposits(updater, directory, _clock), _taken, directory),
            NullLogger<CallbackProcessor>.Instance
        );
        return processor.ProcessAsync(received ?? CallbackSamples.Received, again, CancellationToken.None);
    }
}
