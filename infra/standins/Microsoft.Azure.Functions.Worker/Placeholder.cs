using Microsoft.Extensions.Hosting;
namespace Microsoft.Azure.Functions.Worker.Builder;
public class FunctionsApplication { public static HostApplicationBuilder CreateBuilder(string[] args) => new(args); }
public static class X { public static void ConfigureFunctionsWebApplication(this HostApplicationBuilder b) {} }
