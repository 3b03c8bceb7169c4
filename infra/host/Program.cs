using FunctionsHost;

return await CommandLine.RunAsync(args);
