using PaymentHub.Merchants;

namespace PaymentHub.Tests.Merchants;

public class CursorTests
{
    private const string Binding = "shop\ndeposit";
    private const string Position = "2516877359999999999|dep_00000000000000000000000001";

    [Fact]
    public void A_cursor_leads_back_to_its_position()
    {
        var cursor = Cursor.Write(Binding, Position);

        Assert.Matches(@"\A[A-Za-z0-9_-]+\z", cursor);
        Assert.Equal(Position, Cursor.Read(Binding, cursor));
    }

    [Theory]
    [InlineData("shop\nwithdrawal")]
    [InlineData("market\ndeposit")]
    [InlineData("shop")]
    [InlineData("")]
    public void A_cursor_of_another_list_is_none(string binding) => Assert.Null(Cursor.Read(binding, Cursor.Write(Binding, Position)));

    [Fact]
    public void A_cursor_with_any_character_changed_missing_or_added_is_none()
    {
        var cursor = Cursor.Write(Binding, Position);

        for (var i = 0; i < cursor.Length; i++)
        {
            foreach (var other in "A_z0")
            {
                if (cursor[i] != other)
                    Assert.Null(Cursor.Read(Binding, string.Concat(cursor.AsSpan(0, i), other.ToString(), cursor.AsSpan(i + 1))));
            }

            Assert.Null(Cursor.Read(Binding, cursor.Remove(i, 1)));
            Assert.Null(Cursor.Read(Binding, cursor[..i]));
        }

        Assert.Null(Cursor.Read(Binding, cursor + "A"));
        Assert.Null(Cursor.Read(Binding, cursor + "="));
        Assert.Null(Cursor.Read(Binding, cursor + " "));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AAAAAAAAAAA")]
    [InlineData("not a cursor")]
    [InlineData("💥")]
    public void What_is_no_base64url_is_none(string text) => Assert.Null(Cursor.Read(Binding, text));

    [Fact]
    public void An_endless_cursor_is_none() => Assert.Null(Cursor.Read(Binding, new string('A', 100_000)));
}
