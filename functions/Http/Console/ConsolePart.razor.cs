namespace PaymentHub.Http.Console;

public sealed partial class ConsolePart;
