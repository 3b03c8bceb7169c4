using Microsoft.Extensions.Configuration;
using PaymentHub.Merchants;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Merchants;

public class OperatorReaderTests
{
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["PaymentHub:Operators:alice:Sha256"] = TestOperator.Hash("alice-1"),
        ["PaymentHub:Operators:alice:Roles"] = "operate, money",
        ["PaymentHub:Operators:bob:Sha256:0"] = TestOperator.Hash("bob-2"),
        ["PaymentHub:Operators:bob:Sha256:1"] = TestOperator.Hash("bob-1"),
        ["PaymentHub:Operators:bob:Roles"] = "view",
    };

    [Fact]
    public void An_operator_is_found_by_any_of_their_keys_and_by_no_other()
    {
        var directory = Read();

        Assert.Empty(directory.Mistakes);
        Assert.Equal("alice", directory.Find("alice-1")?.Name);
        Assert.All((string[])["bob-1", "bob-2"], key => Assert.Equal("bob", directory.Find(key)?.Name));
        Assert.All((string[])["", "alice", "bob-3", TestOperator.Hash("alice-1")], key => Assert.Null(directory.Find(key)));
    }

    [Fact]
    public void Every_role_includes_view_and_no_other()
    {
        var directory = Read();
        var (alice, bob) = (directory.Find("alice-1")!, directory.Find("bob-1")!);

        Assert.Equal(
            (true, true, true, false),
            (alice.May(OperatorRoles.View), alice.May(OperatorRoles.Operate), alice.May(OperatorRoles.Money), alice.May(OperatorRoles.Admin))
        );
        Assert.Equal(
            (true, false, false, false),
            (bob.May(OperatorRoles.View), bob.May(OperatorRoles.Operate), bob.May(OperatorRoles.Money), bob.May(OperatorRoles.Admin))
        );
    }

    [Theory]
    [InlineData("alice:Sha256", null, "__alice__Sha256 is missing")]
    [InlineData("alice:Sha256", "secret-key-itself", "__alice__Sha256 must be 64 hexadecimal digits.")]
    [InlineData(
        "alice:Sha256",
        "@Microsoft.KeyVault(SecretUri=https://vault.example/s)",
        "__alice__Sha256 is a Key Vault reference that was not resolved"
    )]
    [InlineData("alice:Roles", null, "__alice__Roles is missing")]
    [InlineData("alice:Roles", ",", "__alice__Roles is missing")]
    [InlineData("alice:Roles", "money,root", "__alice__Roles holds 'root'")]
    [InlineData("alice:Roles", "none", "__alice__Roles holds 'none'")]
    [InlineData("alice:Role", "money", "__alice__Role is not a setting")]
    [InlineData("alice", "money", "__alice has no value of its own")]
    public void A_mistake_puts_that_operator_out_and_no_other(string name, string? value, string mistake)
    {
        _settings["PaymentHub:Operators:" + name] = value;

        var directory = Read();

        Assert.Equal(["bob"], directory.Operators.Select(one => one.Name));
        var told = Assert.Single(directory.Mistakes);
        Assert.StartsWith("PaymentHub__Operators" + mistake, told, StringComparison.Ordinal);
        Assert.DoesNotContain("secret-key-itself", told, StringComparison.Ordinal);
    }

    [Fact]
    public void More_than_two_keys_and_a_name_that_is_none_are_mistakes()
    {
        _settings["PaymentHub:Operators:bob:Sha256:2"] = TestOperator.Hash("bob-0");
        _settings["PaymentHub:Operators:Carol-1:Sha256"] = TestOperator.Hash("carol-1");
        _settings["PaymentHub:Operators:Carol-1:Roles"] = "view";

        var directory = Read();

        Assert.Equal(["alice"], directory.Operators.Select(one => one.Name));
        Assert.Equal(2, directory.Mistakes.Count);
    }

    [Theory]
    [InlineData("alice-1")]
    [InlineData("bob-1")]
    public void A_key_with_two_names_is_nobody_s_for_one_person_would_be_two(string key)
    {
        _settings["PaymentHub:Operators:carol:Sha256"] = TestOperator.Hash(key).ToUpperInvariant();
        _settings["PaymentHub:Operators:carol:Roles"] = "money";

        var directory = Read();

        Assert.Null(directory.Find(key));
        Assert.Equal(2, directory.Mistakes.Count);
        Assert.Single(directory.Operators);
    }

    [Fact]
    public void Nothing_configured_is_nobody() => Assert.Empty(OperatorReader.Read(new ConfigurationBuilder().Build()).Operators);

    private OperatorDirectory Read() => OperatorReader.Read(new ConfigurationBuilder().AddInMemoryCollection(_settings).Build());
}
