using Microsoft.Extensions.DependencyInjection;
using PaymentHub.Orders;
using PaymentHub.Providers;
using PaymentHub.Tests.Support;

namespace PaymentHub.Tests.Journeys;

/// <summary>The provider tells of a withdrawal that was not sent from here yet, with real storage.</summary>
public sealed class UnrecordedSends
{
    [Theory]
    [InlineData(NoticeStatus.Awaiting, "submitted")]
    [InlineData(NoticeStatus.Pending, "processing")]
    public async Task What_the_provider_tells_of_before_it_is_sent_is_never_sent_and_ends_as_it_says(NoticeStatus heard, string told)
    {
        await using var world = await WithdrawalWorld.StartAsync(("Approval", "required"), ("LimitPerDay", "100 USDT"));
        var id = (string)(await world.CreateAsync("w-1")).Body!["id"]!;
        // Approved and sent once, before storage was set back to a time at which it was not approved yet: of such a one nobody here knows more.
        var updater = world.Hub.Process.Services.GetRequiredService<OrderUpdater>();
        var notice = new Notice
        {
            Kind = OrderKind.Withdrawal,
            Status = NoticeStatus.Awaiting,
            OrderId = id,
        };
        await updater.ApplyAsync((await updater.FindAsync(id, default))!, notice, new ChangeOrigin("list/1", IsRetry: false), default);
        Assert.Equal("awaiting_approval", (string)(await world.UntilAsync(id, "awaiting_approval"))["status"]!);

        world.Provider.Answer = new ProviderResult<Notice>.Good(notice with { Status = heard });
        Assert.Equal(200, (await world.PostAsync($"/v1/withdrawals/{id}/approve", world.ApproverKey)).Status);
        await world.UntilAsync(id, told);
        world.Provider.Answer = new ProviderResult<Notice>.Good(notice with { Status = NoticeStatus.Completed, Amount = 10 });
        await world.UntilAsync(id, "completed");
        await world.Hub.SettleAsync();

        Assert.Empty(world.Paid);
        Assert.Equal(
            (string[])
                [
                    "withdrawal.awaiting_approval",
                    "withdrawal.submitted",
                    .. heard == NoticeStatus.Pending ? ["withdrawal.processing"] : (string[])[],
                    "withdrawal.completed",
                ],
            world.Hub.Sandbox.Merchant.Received.Items.Select(Hub.TypeOf).Distinct()
        );
    }
}
