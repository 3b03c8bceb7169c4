namespace PaymentHub.Tests.Journeys;

/// <summary>What the platform asks without a key.</summary>
public sealed class MerchantApiHealth(MerchantApiWorld world) : IClassFixture<MerchantApiWorld>
{
    [Theory]
    [InlineData("/health/live", "live")]
    [InlineData("/health/ready", "ready")]
    public async Task A_running_app_says_so_without_a_key(string path, string text)
    {
        var answer = await world.SendAsync(HttpMethod.Get, path);

        Assert.Equal((200, "text/plain", text), (answer.Status, answer.MediaType, answer.Text));
    }

    /// <summary>The host answers what no function takes, a wrong method included.</summary>
    [Theory]
    [InlineData("POST", "/health/live")]
    [InlineData("DELETE", "/v1/deposits")]
    [InlineData("PUT", "/v1/deposits/dep_00000000000000000000000000")]
    [InlineData("GET", "/v1/nothing")]
    [InlineData("GET", "/v2/deposits")]
    [InlineData("GET", "/")]
    public async Task What_no_function_takes_is_not_found_and_tells_nothing(string method, string path)
    {
        var answer = await world.SendAsync(new HttpMethod(method), path, $"Bearer {world.Hub.Alpha.ApiKey}");

        Assert.Equal((404, ""), (answer.Status, answer.Text));
    }
}
