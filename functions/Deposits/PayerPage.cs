using System.Globalization;
using PaymentHub.Merchants;
using PaymentHub.Orders;

namespace PaymentHub.Deposits;

/// <summary>What a payer's page shows. Nothing in it says who the payer is.</summary>
public sealed record PayerPage
{
    public required PageLook Look { get; init; }

    public required PayerState State { get; init; }

    /// <summary>When all of this was so, by the hub's clock.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Where the money goes; null where only the provider's own page tells.</summary>
    public string? Address { get; init; }

    public string? Network { get; init; }

    /// <summary>What can be sent, by its symbols; empty where that is not known.</summary>
    public IReadOnlyList<string> Currencies { get; init; } = [];

    /// <summary>The provider's page, for what has no address.</summary>
    public string? PaymentUrl { get; init; }

    /// <summary>What is asked for; null for an address that takes any amount.</summary>
    public decimal? Expected { get; init; }

    /// <summary>What has come, as far as that is known.</summary>
    public decimal? Received { get; init; }

    public DateTimeOffset? PayBy { get; init; }

    /// <summary>Where the payer goes afterwards.</summary>
    public string? ReturnUrl { get; init; }

    /// <summary>The address takes one payment after the other; this is when the latest
    /// was seen, and a page about what comes after it says so.</summary>
    public DateTimeOffset? LatestAt { get; init; }

    /// <summary>Counts the order's changes.</summary>
    public int Version { get; init; }

    /// <summary>Whether the payer may still send something.</summary>
    public bool IsPayable => PayerStates.IsPayable(State);

    /// <summary>Whether nothing that the page shows will change by itself.</summary>
    public bool IsFinal => PayerStates.IsFinal(State);

    /// <summary>What is still missing of what is asked for; null when nothing is.</summary>
    public decimal? Missing => Expected - (Received ?? 0) is { } missing and > 0 ? missing : null;

    /// <summary>What came beyond what was asked for; null when nothing did.</summary>
    public decimal? Extra => Received - Expected is { } extra and > 0 ? extra : null;

    /// <summary>What the code holds: the address and nothing else, which every wallet understands, or the way to the provider's page.</summary>
    public string? Code => Address ?? PaymentUrl;

    /// <summary>Differs when anything that the page shows has changed.</summary>
    public string Revision =>
        string.Create(CultureInfo.InvariantCulture, $"{SnakeCaseEnum.Of(State)}.{Version}.{Received}.{LatestAt?.ToUnixTimeMilliseconds()}");
}
