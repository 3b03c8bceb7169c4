using System.Buffers.Binary;
using System.Numerics;

namespace PaymentHub.Sandbox.Wire;

/// <summary>Keccak-256 as Ethereum uses it. It pads with 0x01 where the later SHA-3 standard pads with 0x06, so the platform's SHA3 will not do.</summary>
internal static class Keccak256
{
    private const int Rate = 136;
    private const int Rounds = 24;

    public static byte[] Hash(ReadOnlySpan<byte> message)
    {
        Span<ulong> state = stackalloc ulong[25];
        Span<byte> block = stackalloc byte[Rate];
        for (; message.Length >= Rate; message = message[Rate..])
        {
            Absorb(state, message[..Rate]);
        }

        block.Clear();
        message.CopyTo(block);
        block[message.Length] = 0x01;
        block[^1] |= 0x80;
        Absorb(state, block);

        var hash = new byte[32];
        for (var lane = 0; lane < 4; lane++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(hash.AsSpan(lane * 8), state[lane]);
        }

        return hash;
    }

    private static void Absorb(Span<ulong> state, ReadOnlySpan<byte> block)
    {
        for (var lane = 0; lane < Rate / 8; lane++)
        {
            state[lane] ^= BinaryPrimitives.ReadUInt64LittleEndian(block[(lane * 8)..]);
        }

        // The round constants come from the 8-bit shift register of the specification.
        var register = 1;
        for (var round = 0; round < Rounds; round++)
        {
            Theta(state);
            RhoAndPi(state);
            Chi(state);
            for (var bit = 0; bit < 7; bit++)
            {
                if ((register & 1) != 0)
                {
                    state[0] ^= 1UL << ((1 << bit) - 1);
                }

                register = (register << 1) ^ ((register >> 7) * 0x171);
            }
        }
    }

    private static void Theta(Span<ulong> state)
    {
        Span<ulong> parity = stackalloc ulong[5];
        for (var x = 0; x < 5; x++)
        {
            parity[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
        }

        for (var lane = 0; lane < 25; lane++)
        {
            state[lane] ^= parity[(lane + 4) % 5] ^ BitOperations.RotateLeft(parity[(lane + 1) % 5], 1);
        }
    }

    private static void RhoAndPi(Span<ulong> state)
    {
        var (x, y) = (1, 0);
        var carried = state[1];
        for (var step = 0; step < 24; step++)
        {
            (x, y) = (y, ((2 * x) + (3 * y)) % 5);
            var lane = x + (5 * y);
            var rotated = BitOperations.RotateLeft(carried, (step + 1) * (step + 2) / 2);
            (carried, state[lane]) = (state[lane], rotated);
        }
    }

    private static void Chi(Span<ulong> state)
    {
        Span<ulong> row = stackalloc ulong[5];
        for (var y = 0; y < 25; y += 5)
        {
            state.Slice(y, 5).CopyTo(row);
            for (var x = 0; x < 5; x++)
            {
                state[y + x] = row[x] ^ (~row[(x + 1) % 5] & row[(x + 2) % 5]);
            }
        }
    }
}
