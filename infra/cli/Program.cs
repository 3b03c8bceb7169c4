using PaymentHub.Cli;

return await CommandLine.RunAsync(args);
