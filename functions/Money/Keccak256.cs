using System.Buffers.Binary;
using System.Numerics;

namespace PaymentHub.Money;

/// <summary>
/// Keccak-256 as Ethereum uses it: the sponge before it was standardised, so that its padding differs from SHA3-256, which is the
/// only one that .NET has. It checks the spelling of addresses (EIP-55) and protects nothing.
/// </summary>
internal static class Keccak256
{
    public const int HashSize = 32;

    private const int Rounds = 24;
    private const int Lanes = 25;

    // 1600 bits of state less twice the 256 of the hash.
    private const int Rate = 136;

    private static readonly ulong[] RoundConstants = MakeRoundConstants();

    // How far each lane is turned and where it goes, along the one cycle through all lanes but the first.
    private static readonly (int Lane, int Turn)[] Walk = MakeWalk();

    public static byte[] Hash(ReadOnlySpan<byte> data)
    {
        Span<ulong> state = stackalloc ulong[Lanes];
        for (; data.Length >= Rate; data = data[Rate..])
            Absorb(state, data[..Rate]);

        Span<byte> last = stackalloc byte[Rate];
        last.Clear();
        data.CopyTo(last);
        // Here SHA3-256 would put 0x06.
        last[data.Length] = 0x01;
        last[^1] |= 0x80;
        Absorb(state, last);

        var hash = new byte[HashSize];
        for (var i = 0; i < HashSize / sizeof(ulong); i++)
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(i * sizeof(ulong)), state[i]);
        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var i = 0; i < Rate / sizeof(ulong); i++)
            state[i] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(i * sizeof(ulong))..]);
        for (var round = 0; round < Rounds; round++)
            Permute(state, RoundConstants[round]);
    }

    private static void Permute(Span<ulong> state, ulong constant)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
            row[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        for (var i = 0; i < Lanes; i++)
            state[i] ^= row[(i + 4) % 5] ^ BitOperations.RotateLeft(row[(i + 1) % 5], 1);

        var moving = state[1];
        foreach (var (lane, turn) in Walk)
            (state[lane], moving) = (BitOperations.RotateLeft(moving, turn), state[lane]);

        for (var y = 0; y < Lanes; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
        }

        state[0] ^= constant;
    }

    private static (int, int)[] MakeWalk()
    {
        var walk = new (int, int)[Rounds];
        var (x, y) = (1, 0);
        for (var i = 0; i < walk.Length; i++)
        {
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
            walk[i] = (x + (5 * y), (i + 1) * (i + 2) / 2 % 64);
        }

        return walk;
    }

    // The bits come out of a shift register of eight bits and stand at the positions 2^k - 1.
    private static ulong[] MakeRoundConstants()
    {
        var constants = new ulong[Rounds];
        byte register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            for (var k = 0; k < 7; k++)
            {
                if ((register & 1) != 0)
                    constants[round] |= 1UL << ((1 << k) - 1);
                register = (byte)((register << 1) ^ ((register >> 7) * 0x71));
            }
        }

        return constants;
    }
}
