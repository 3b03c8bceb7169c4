using Azure.Data.Tables;
using BenchmarkDotNet.Attributes;
using PaymentHub.Orders;
using PaymentHub.Tests.Orders;

namespace PaymentHub.Benchmarks.Micro;

/// <summary>An order as a row of the table, and back.</summary>
public class Rows
{
    private readonly Order _order = MicroOrder.Completed;
    private readonly TableEntity _row = OrderRows.Order(MicroOrder.Completed);

    [Benchmark(Description = "an order to its row")]
    public TableEntity OrderToRow() => OrderRows.Order(_order);

    [Benchmark(Description = "a row to its order")]
    public object RowToOrder() => OrderRows.Order(_row);
}

/// <summary>An order with all that a paid one has.</summary>
internal static class MicroOrder
{
    public static Order Completed { get; } =
        Samples.MerchantDeposit.After(
            Samples.Deposit(NoticeStatus.Completed) with
            {
                Amount = 10,
                Currency = "CNY",
                Network = "mpay",
                TransactionId = "53a3784a795a5524a4f960b90c0155c6d8c152255dcb56266a6ed23ce66b47a0",
            }
        );
}
