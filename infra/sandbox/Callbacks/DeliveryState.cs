namespace PaymentHub.Sandbox.Callbacks;

/// <summary>How far the delivery of a callback is.</summary>
public enum DeliveryState
{
    /// <summary>Being sent, or waiting for its next attempt.</summary>
    Sending,

    /// <summary>Waiting for a later callback to overtake it, or to be released.</summary>
    Held,

    Acknowledged,

    /// <summary>Every attempt was made; none was acknowledged.</summary>
    GivenUp,

    /// <summary>A fault lost it.</summary>
    Dropped,

    /// <summary>The sandbox ended first.</summary>
    Stopped,
}
