namespace PaymentHub.Tests.Journeys.Worlds;

/// <summary>What happens to the app around its request to the provider.</summary>
internal enum SendFault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It dies when the request has reached the provider: the connection breaks, and nothing is known here.</summary>
    DieDuring,

    /// <summary>It dies when it has the answer, and before it can write it down.</summary>
    DieAfterAnswer,

    /// <summary>It stands still with the intent written and nothing sent, until its time to send is over and another instance has looked.</summary>
    StandStill,
}
