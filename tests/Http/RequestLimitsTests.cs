using PaymentHub.Http;
using PaymentHub.Merchants;
using PaymentHub.Tests.Merchants;

namespace PaymentHub.Tests.Http;

public class RequestLimitsTests
{
    [Fact]
    public void A_merchant_that_has_used_up_its_burst_waits_and_others_do_not()
    {
        using var limits = new RequestLimits(TestDirectory.With(TestDirectory.Settings with { RequestsPerSecond = 1, RequestBurst = 3 }));
        var (shop, market) = (new Merchant("shop", [], []), new Merchant("market", [], []));

        // A second may pass in between on a slow machine, and give one more.
        var waits = Enumerable.Range(0, 20).Select(_ => limits.Wait(shop)).ToList();

        Assert.All(waits.Take(3), wait => Assert.Null(wait));
        Assert.NotNull(waits.Find(wait => wait is not null));
        Assert.All(waits.OfType<TimeSpan>(), wait => Assert.True(wait >= TimeSpan.FromSeconds(1)));
        Assert.Null(limits.Wait(market));
    }
}
