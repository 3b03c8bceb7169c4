using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Azure.Functions.Worker.Standin.Http;

/// <summary>The host's environment for the MVC services that ask for a web app's. There are no static files.</summary>
internal sealed class WebEnvironment(IHostEnvironment environment) : IWebHostEnvironment
{
    public string WebRootPath { get; set; } = "";

    public IFileProvider WebRootFileProvider { get; set; } = new NullFileProvider();

    public string ApplicationName { get; set; } = environment.ApplicationName;

    public IFileProvider ContentRootFileProvider { get; set; } = environment.ContentRootFileProvider;

    public string ContentRootPath { get; set; } = environment.ContentRootPath;

    public string EnvironmentName { get; set; } = environment.EnvironmentName;
}
