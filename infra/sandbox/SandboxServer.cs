using System.Net;
using PaymentHub.Sandbox.Callbacks;
using PaymentHub.Sandbox.Control;
using PaymentHub.Sandbox.Faults;
using PaymentHub.Sandbox.Gateway;
using PaymentHub.Sandbox.Merchant;
using PaymentHub.Sandbox.MPay;
using PaymentHub.Sandbox.Pages;
using PaymentHub.Sandbox.PayProtocol;
using PaymentHub.Sandbox.Wire;
using PaymentHub.Sandbox.Withdrawals;

namespace PaymentHub.Sandbox;

/// <summary>
/// The three providers and a demo merchant on one loopback server, written from the providers' documentation. State is in memory and ends with it.
/// </summary>
public sealed class SandboxServer : IAsyncDisposable
{
    private const int LargestBody = 64 * 1024;
    private readonly WebApplication _app;
    private readonly CallbackPost _post;
    private readonly BackgroundTasks _background;

    private SandboxServer(SandboxOptions options)
    {
        _post = new CallbackPost(options.CallbackTimeout);
        _background = new BackgroundTasks(options.Time);
        _app = Build(options.Url);
        CallbackSender Sender(SandboxProvider provider, IEnumerable<TimeSpan> schedule) =>
            new(provider, _post, options.Time, schedule.Select(due => due / options.TimeScale));

        PayProtocol = new(
            options.PayProtocol,
            Faults,
            Sender(SandboxProvider.PayProtocol, options.PayProtocol.CallbackSchedule),
            options.Time,
            _background
        );
        Gateway = new(options.Gateway, Faults, Sender(SandboxProvider.Gateway, options.Gateway.CallbackSchedule), options.Time, _background);
        MPay = new(options.MPay, Faults, Sender(SandboxProvider.MPay, options.MPay.CallbackSchedule), options.Time, _background);
        Merchant = new(options.Merchant, options.Time);
    }

    /// <summary>Its address, without a slash at the end. Pay Protocol's API base is this and "/api/mer".</summary>
    public string BaseUrl { get; private set; } = "";

    /// <summary>What shall go wrong.</summary>
    public FaultPlan Faults { get; } = new();

    public PayProtocolSandbox PayProtocol { get; }

    public GatewaySandbox Gateway { get; }

    public MPaySandbox MPay { get; }

    public DemoMerchant Merchant { get; }

    /// <summary>All withdrawals at all providers, in words that fit all of them.</summary>
    public IReadOnlyList<Withdrawal> Withdrawals =>
        [
            .. PayProtocol.Withdrawals.All.Select(PayProtocol.Withdrawals.View),
            .. Gateway.Withdrawals.All.Select(one => one.View),
            .. MPay.Withdrawals.All.Select(one => one.View),
        ];

    /// <summary>What became of the withdrawals under one id of the merchant's, whichever provider has them.</summary>
    public Payout Paid(string orderId) => Payout.Of(Withdrawals.Where(one => one.OrderId == orderId));

    /// <summary>How a provider treats withdrawals.</summary>
    public WithdrawalRules RulesOf(SandboxProvider provider) =>
        provider switch
        {
            SandboxProvider.PayProtocol => PayProtocol.Withdrawals.Rules,
            SandboxProvider.Gateway => Gateway.Withdrawals.Rules,
            _ => MPay.Withdrawals.Rules,
        };

    /// <summary>Sets how a provider treats the withdrawals that come from now on.</summary>
    public void SetRules(SandboxProvider provider, WithdrawalRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        switch (provider)
        {
            case SandboxProvider.PayProtocol:
                PayProtocol.Withdrawals.Rules = rules;
                break;
            case SandboxProvider.Gateway:
                Gateway.Withdrawals.Rules = rules;
                break;
            default:
                MPay.Withdrawals.Rules = rules;
                break;
        }
    }

    /// <summary>Starts the server and returns when it listens.</summary>
    /// <exception cref="ArgumentException">The address is not a loopback one, or a key or a scale cannot be used.</exception>
    public static async Task<SandboxServer> StartAsync(SandboxOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!options.Url.IsLoopback || options.Url.Scheme != Uri.UriSchemeHttp)
        {
            throw new ArgumentException("The sandbox has no locks on its doors: it listens on http and loopback only.", nameof(options));
        }

        if (options.TimeScale <= 0)
        {
            throw new ArgumentException("time_scale must be above zero.", nameof(options));
        }

        var server = new SandboxServer(options);
        try
        {
            await server.ListenAsync(cancellationToken);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _background.DisposeAsync();
        await PayProtocol.Callbacks.DisposeAsync();
        await Gateway.Callbacks.DisposeAsync();
        await MPay.Callbacks.DisposeAsync();
        await _app.DisposeAsync();
        MPay.Dispose();
        _post.Dispose();
    }

    private async Task ListenAsync(CancellationToken cancellationToken)
    {
        new PayProtocolEndpoints(PayProtocol).Map(_app);
        new GatewayEndpoints(Gateway).Map(_app);
        new MPayEndpoints(MPay).Map(_app);
        new ControlEndpoints(this).Map(_app);
        new PageEndpoints(this).Map(_app);
        await _app.StartAsync(cancellationToken);
        BaseUrl = _app.Urls.First().TrimEnd('/');
    }

    /// <summary>An empty builder reads nothing from the environment: servers of several tests, and of the process around them, stay apart.</summary>
    private static WebApplication Build(Uri url)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestBody;
                kestrel.Listen(IPAddress.TryParse(url.Host, out var address) ? address : IPAddress.Loopback, url.Port);
            });
        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json => SandboxJson.Configure(json.SerializerOptions));
        return builder.Build();
    }
}
