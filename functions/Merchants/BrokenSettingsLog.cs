using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace PaymentHub.Merchants;

/// <summary>
/// Logs at start what the app does not serve, and why: an error per merchant and one for the operators, with every mistake and no secret.
/// </summary>
public sealed partial class BrokenSettingsLog(MerchantDirectory directory, OperatorDirectory operators, ILogger<BrokenSettingsLog> logger)
    : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var merchant in directory.Fixed.Broken)
        {
            var sentences = string.Concat(merchant.AllMistakes.Select(mistake => $"{Environment.NewLine}  - {mistake}"));
            if (merchant.IsOut)
                Log.MerchantIsOut(logger, merchant.Id, sentences);
            else
                Log.AccountsAreOut(logger, merchant.Id, string.Join(", ", merchant.Accounts.Select(account => account.Id)), sentences);
        }

        if (operators.Mistakes.Count > 0)
            Log.OperatorsAreOut(logger, string.Concat(operators.Mistakes.Select(mistake => $"{Environment.NewLine}  - {mistake}")));
        if (operators.Operators.Count == 0)
            Log.NoOperators(logger);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private static partial class Log
    {
        [LoggerMessage(
            1,
            LogLevel.Error,
            "PaymentHub runs without merchant {Merchant}, for its settings have mistakes; /ops/accounts shows them, too.{Mistakes}"
        )]
        public static partial void MerchantIsOut(ILogger logger, string merchant, string mistakes);

        [LoggerMessage(
            2,
            LogLevel.Error,
            "The settings of merchant {Merchant} have mistakes; PaymentHub runs without these of its accounts: [{Accounts}]. /ops/accounts shows them, too.{Mistakes}"
        )]
        public static partial void AccountsAreOut(ILogger logger, string merchant, string accounts, string mistakes);

        [LoggerMessage(3, LogLevel.Error, "The settings of operators have mistakes; PaymentHub runs without those operators.{Mistakes}")]
        public static partial void OperatorsAreOut(ILogger logger, string mistakes);

        [LoggerMessage(
            4,
            LogLevel.Warning,
            "PaymentHub has no operators: everything under /ops is refused. PaymentHub__Operators__<name>__Sha256 and __Roles make one."
        )]
        public static partial void NoOperators(ILogger logger);
    }
}
