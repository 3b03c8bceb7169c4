using System.Text.RegularExpressions;
using PaymentHub.Storage;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Rules;

/// <summary>What the code names and what the deployment makes are the same.</summary>
public sealed class DeploymentTests
{
    private static readonly string Bicep = File.ReadAllText(Path.Combine(Repository.Root, "infra", "azure", "main.bicep"));

    [Fact]
    public void The_deployment_makes_the_tables_and_queues_of_the_code()
    {
        Assert.Equal(TableNames.All.Order(), List("tables"));
        Assert.Equal(QueueNames.All.Order(), List("queues"));
    }

    private static IEnumerable<string> List(string name)
    {
        var list = Regex.Match(Bicep, $@"^var {name} = \[(?<items>[^\]]*)\]$", RegexOptions.Multiline);
        Assert.True(list.Success);
        return Regex.Matches(list.Groups["items"].Value, "'(?<item>[^']+)'").Select(item => item.Groups["item"].Value).Order();
    }
}
