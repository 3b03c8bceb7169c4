return await PaymentHub.Benchmarks.CommandLine.RunAsync(args);
