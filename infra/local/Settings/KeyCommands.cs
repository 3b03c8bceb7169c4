using System.CommandLine;

namespace PaymentHub.Local.Settings;

/// <summary>The commands that make secrets for settings.</summary>
internal static class KeyCommands
{
    public static Command NewKey()
    {
        var command = new Command("new-key", "Makes a key for a merchant or an operator: the key itself, and its SHA-256 for the settings.");
        command.SetAction(_ =>
        {
            var key = ApiKey.Create();
            Console.Out.WriteLine($"Key (give it to its owner, keep it nowhere): {key.Text}");
            Console.Out.WriteLine(
                $"SHA-256 (for PaymentHub__Merchants__<merchant>__ApiKeys__<n>__Sha256 or PaymentHub__Operators__<name>__Sha256): {key.Sha256}"
            );
        });
        return command;
    }

    public static Command NewWebhookSecret()
    {
        var command = new Command("new-webhook-secret", "Makes a signing secret for a webhook endpoint, for the settings and for the merchant.");
        command.SetAction(_ => Console.Out.WriteLine(Secrets.Webhook()));
        return command;
    }

    public static Command NewMasterKey()
    {
        var command = new Command(
            "new-master-key",
            "Makes a master key for the hub's settings (PaymentHub__MasterKeys__0). It encrypts merchants' secrets and the addresses of payers' pages. Keep it where it cannot be lost."
        );
        command.SetAction(_ => Console.Out.WriteLine(Secrets.Key()));
        return command;
    }
}
