using PaymentHub.Sandbox;

return await SandboxProcess.RunAsync(args, Console.In, Console.Out, Console.Error);
