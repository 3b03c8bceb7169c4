namespace PaymentHub.Tests.Merchants;

/// <summary>Settings to read.</summary>
public abstract class DirectoryReaderBench
{
    private protected const string Other = "Merchants__market__Accounts__market_pay";
}
