using System.Globalization;
using System.Text.Json;
using PaymentHub.Tests.Support;

namespace PaymentHub.Benchmarks;

/// <summary>A merchant under load: its keys, and where the gateway's callbacks for it go.</summary>
/// <param name="GatewayKey">The gateway's private key, PKCS#8, base64.</param>
internal sealed record LoadMerchant(string Id, string ApiKey, string CallbackId, string GatewayKey);

/// <summary>What the product has to be told and what the driver has to know, so that one can load the other. A product that runs elsewhere is
/// started with the settings of a plan that was written to a file.</summary>
/// <param name="ReceiverPort">Where the merchants' endpoints listen.</param>
/// <param name="Settings">The product's settings, without its storage.</param>
internal sealed record LoadPlan(int ReceiverPort, IReadOnlyList<LoadMerchant> Merchants, IReadOnlyDictionary<string, string> Settings)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    public static LoadPlan Create(params string[] merchants)
    {
        var port = FreePort.Next();
        var receiver = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        var settings = new Dictionary<string, string>
        {
            ["PaymentHub__PublicBaseUrl"] = receiver,
            ["PaymentHub__RateLimit__PerSecond"] = "100000",
            ["PaymentHub__RateLimit__Burst"] = "1000000",
        };
        // When the timers run is as everywhere: only who has another opinion says so.
        using var example = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "local.settings.example.json")));
        foreach (var setting in example.RootElement.GetProperty("Values").EnumerateObject().Where(one => IsTimer(one.Name)))
            settings[setting.Name] = setting.Value.GetString()!;
        var made = merchants.Select(id => new TestMerchant(id)).ToList();
        foreach (var (name, value) in made.SelectMany(merchant => SettingsOf(merchant, receiver)))
            settings[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        return new LoadPlan(
            port,
            [
                .. made.Select(merchant => new LoadMerchant(
                    merchant.Id,
                    merchant.ApiKey,
                    merchant.CallbackId(merchant.GatewayAccount),
                    merchant.Keys.Gateway.GatewayPrivateKey
                )),
            ],
            settings
        );
    }

    /// <summary>The same, in which no timer ever comes to run.</summary>
    public LoadPlan WithoutTimers() =>
        this with
        {
            Settings = Settings.ToDictionary(setting => setting.Key, setting => IsTimer(setting.Key) ? "0 0 0 29 2 *" : setting.Value),
        };

    /// <exception cref="JsonException">The file holds no plan.</exception>
    public static LoadPlan Read(string file) =>
        JsonSerializer.Deserialize<LoadPlan>(File.ReadAllText(file), Json) ?? throw new JsonException("The file is empty.");

    public void Write(string file)
    {
        // It holds keys: for whoever made it, and nobody else.
        var made = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            made.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(file, made);
        writer.Write(JsonSerializer.Serialize(this, Json));
    }

    // The gateway alone: it is never asked, so that nothing but the product and its storage is measured. Nobody has asked for the addresses.
    private static IEnumerable<(string Name, string Value)> SettingsOf(TestMerchant merchant, string receiver) =>
        merchant
            .Settings(receiver)
            .Where(setting =>
                setting.Value is not null && !IsOf(setting.Key, merchant.PayProtocolAccount) && !IsOf(setting.Key, merchant.MPayAccount)
            )
            .Where(setting => !setting.Key.EndsWith(":Schedule", StringComparison.Ordinal))
            .Select(setting => (setting.Key, setting.Value!))
            .Append(($"PaymentHub:Merchants:{merchant.Id}:Accounts:{merchant.GatewayAccount}:UnknownAddresses", "accept"));

    private static bool IsTimer(string setting) =>
        setting.EndsWith("Schedule", StringComparison.Ordinal) && !setting.Contains('_', StringComparison.Ordinal);

    private static bool IsOf(string setting, string account) => setting.Contains($":{account}:", StringComparison.Ordinal);
}
