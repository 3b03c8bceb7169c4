namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Starts the making of a functions app.</summary>
public class FunctionsApplication
{
    /// <summary>A builder with the usual configuration: settings files, environment, command line.</summary>
    public static FunctionsApplicationBuilder CreateBuilder(string[] args) => new(args);
}
