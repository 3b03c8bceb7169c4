namespace PaymentHub.Tests.Support;

/// <summary>What happens to a call to storage.</summary>
internal enum StorageFault
{
    /// <summary>Nothing: it is made and answered.</summary>
    None,

    /// <summary>The process dies before it is made: neither it nor any later call arrives.</summary>
    DieBefore,

    /// <summary>The process dies after it was made: its answer and every later call are lost.</summary>
    DieAfter,

    /// <summary>It is made, its answer is lost, and the SDK tries it again: a write meets itself.</summary>
    LoseAnswer,

    /// <summary>The process stands still before it is made, while others go on, and makes it then.</summary>
    StandStill,
}
