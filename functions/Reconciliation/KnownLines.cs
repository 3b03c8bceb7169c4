using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Merchants;
using PaymentHub.Orders;
using PaymentHub.Providers;

namespace PaymentHub.Reconciliation;

/// <summary>
/// Lines of lists that this process has taken in, word for word, and whose orders were final then: met again, they need no look at the order.
/// <para>
/// That is right because a notice that was applied changes nothing when it comes again, whatever came in between: an order's state is a function
/// of the set of what was said of it. A line that says anything else, be it one field, has another name here and is taken in. Only what storage
/// has confirmed is remembered, and only in memory: a new process looks at each line once, so that rows which were restored are mended by a restart.
/// </para>
/// Bounded: of two generations the older one is dropped when the younger is full. What was dropped costs a read. Thread-safe.
/// </summary>
/// <param name="max">How many lines a generation has; 250,000 are about 8 MB.</param>
public sealed class KnownLines(int max = 250_000)
{
    private readonly Lock _gate = new();
    private HashSet<UInt128> _young = [];
    private HashSet<UInt128> _old = [];

    /// <summary>Names a line of an account's list by all that it says.</summary>
    internal static UInt128 Name(Account account, ListedNotice line)
    {
        var text = $"{account.Id}\n{SnakeCaseEnum.Of(line.Notice.Kind)}\n{line.Key}\n{line.Notice.Fingerprint()}";
        return BinaryPrimitives.ReadUInt128BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    internal bool Contains(UInt128 line)
    {
        lock (_gate)
        {
            if (_young.Contains(line))
                return true;
            if (!_old.Contains(line))
                return false;
            Add(line);
            return true;
        }
    }

    internal void Add(UInt128 line)
    {
        lock (_gate)
        {
            if (_young.Count >= max)
                (_old, _young) = (_young, []);
            _young.Add(line);
        }
    }
}
