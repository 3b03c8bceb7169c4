using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using PaymentHub.Http.Console;
using PaymentHub.Merchants;
using PaymentHub.Tests.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Http.Console;

public sealed class ConsoleSessionsTests
{
    private const string Key = "an operator's key";

    private static readonly byte[] Master = RandomNumberGenerator.GetBytes(32);
    private static readonly Operator Alice = new("alice", [SHA256.HashData(Encoding.UTF8.GetBytes(Key))], OperatorRoles.View);

    private readonly ManualTimeProvider _clock = new(new DateTimeOffset(2026, 5, 1, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public void A_session_is_its_operator_s_for_eight_hours()
    {
        var sessions = Under([Master], Alice);
        var cookie = sessions.Begin(Alice, Key);

        Assert.Equal("alice", sessions.Find(cookie)?.By.Name);
        _clock.Advance(TimeSpan.FromHours(8) - TimeSpan.FromSeconds(1));
        Assert.NotNull(sessions.Find(cookie));
        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Null(sessions.Find(cookie));
    }

    [Fact]
    public void Each_session_is_another_with_forms_of_its_own()
    {
        var sessions = Under([Master], Alice);
        var (one, other) = (sessions.Begin(Alice, Key), sessions.Begin(Alice, Key));

        Assert.NotEqual(one, other);
        Assert.NotEqual(sessions.Find(one)!.FormToken, sessions.Find(other)!.FormToken);
        Assert.Equal(sessions.Find(one)!.FormToken, sessions.Find(one)!.FormToken);
    }

    [Fact]
    public void A_session_with_any_bit_changed_is_none()
    {
        var sessions = Under([Master], Alice);
        var bytes = Base64Url.DecodeFromChars(sessions.Begin(Alice, Key));

        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var forged = (byte[])bytes.Clone();
            forged[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(sessions.Find(Base64Url.EncodeToString(forged)));
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("alice")]
    [InlineData("é")]
    public void What_is_no_session_is_none(string? cookie) => Assert.Null(Under([Master], Alice).Find(cookie));

    [Fact]
    public void A_session_ends_with_its_operator_and_with_the_key_that_it_began_with()
    {
        var cookie = Under([Master], Alice).Begin(Alice, Key);

        Assert.Null(Under([Master]).Find(cookie));
        Assert.Null(Under([Master], Alice with { Keys = [new byte[32]] }).Find(cookie));
        Assert.NotNull(Under([Master], Alice with { Keys = [new byte[32], Alice.Keys[0]] }).Find(cookie));
    }

    [Fact]
    public void Roles_that_were_taken_away_are_gone_at_once()
    {
        var cookie = Under([Master], Alice with { Roles = OperatorRoles.Money }).Begin(Alice, Key);

        Assert.False(Under([Master], Alice).Find(cookie)!.By.May(OperatorRoles.Money));
    }

    [Fact]
    public void During_a_rotation_of_the_master_key_sessions_of_both_count()
    {
        var newer = RandomNumberGenerator.GetBytes(32);
        var cookie = Under([Master], Alice).Begin(Alice, Key);

        Assert.NotNull(Under([newer, Master], Alice).Find(cookie));
        Assert.Null(Under([newer], Alice).Find(cookie));
        Assert.False(Under([], Alice).AreOn);
    }

    private ConsoleSessions Under(byte[][] keys, params Operator[] operators) =>
        new(TestDirectory.With(TestDirectory.Settings with { MasterKeys = new MasterKeys(keys) }), new OperatorDirectory(operators, []), _clock);
}
