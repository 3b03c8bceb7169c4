using PaymentHub.Local;

return await CommandLine.RunAsync(args);
