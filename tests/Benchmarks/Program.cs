using PaymentHub.Benchmarks;

return await CommandLine.RunAsync(args);
