using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>One combination: a provider, what it does, and where the app dies, loses an answer or stands still.</summary>
/// <param name="Call">Which of SubmitWithdrawal's storage calls, from 1; 0 when it is the request to the provider.</param>
internal sealed record MatrixCase(int Number, string Provider, ProviderBehaviour Behaviour, int Call, StorageFault Storage, SendFault Send)
{
    /// <summary>
    /// Read, intend; the outcome; wake the next step and the webhook; enter the day, two lists (looked into and written) and the
    /// feed; take the lists' outbox entry back; the message is done. Where it comes to less, the first question to the provider follows.
    /// </summary>
    private const int Calls = 14;

    /// <summary>Up to the outcome's own write: from then on nobody may send any more.</summary>
    private const int CallsThatDecide = 3;

    private static readonly string[] Providers = ["pay_protocol", "usdt_gateway", "mpay"];

    /// <summary>Every combination there is.</summary>
    public static IReadOnlyList<MatrixCase> All { get; } =
    [
        .. (from provider in Providers from behaviour in ProviderBehaviour.All from point in Points() select (provider, behaviour, point)).Select(
            (one, i) => new MatrixCase(i, one.provider, one.behaviour, one.point.Call, one.point.Storage, one.point.Send)
        ),
    ];

    public override string ToString() =>
        $"{Number}: {Provider} {Behaviour.Name}; {(Call > 0 ? $"{Storage} at call {Call}" : $"{Send} at the request")}";

    private static IEnumerable<(int Call, StorageFault Storage, SendFault Send)> Points() =>
        [
            .. from call in Enumerable.Range(1, Calls)
            from fault in (StorageFault[])[StorageFault.DieBefore, StorageFault.DieAfter, StorageFault.LoseAnswer]
            select (call, fault, SendFault.None),
            .. from call in Enumerable.Range(1, CallsThatDecide) select (call, StorageFault.StandStill, SendFault.None),
            .. from fault in (SendFault[])[SendFault.DieDuring, SendFault.DieAfterAnswer, SendFault.StandStill] select (0, StorageFault.None, fault),
        ];
}
