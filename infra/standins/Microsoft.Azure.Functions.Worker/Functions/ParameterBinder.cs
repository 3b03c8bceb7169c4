namespace Microsoft.Azure.Functions.Worker.Standin.Functions;

/// <summary>Gives one parameter of one function its value.</summary>
internal delegate ValueTask<object?> ParameterBinder(InvocationContext context);
