using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.Azure.Functions.Worker.Middleware;
using Microsoft.Azure.Functions.Worker.Standin.Functions;
using Microsoft.Azure.Functions.Worker.Standin.Hosting;
using Microsoft.Azure.Functions.Worker.Standin.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Builder;

/// <summary>Collects an app's configuration, services and middleware, and builds its host.</summary>
public class FunctionsApplicationBuilder : IHostApplicationBuilder, IFunctionsWorkerApplicationBuilder
{
    private readonly HostApplicationBuilder _inner;
    private readonly FunctionPipeline _pipeline = new();

    internal FunctionsApplicationBuilder(string[] args)
    {
        _inner = new HostApplicationBuilder(new HostApplicationBuilderSettings
        {
            Args = args,
            EnvironmentName = System.Environment.GetEnvironmentVariable("AZURE_FUNCTIONS_ENVIRONMENT"),
        });
        LocalSettings.AddTo(_inner.Configuration, _inner.Environment);
        Services.AddSingleton(_pipeline);
        Services.AddSingleton<FunctionsWeb>();
        Services.AddSingleton<FunctionsRuntime>();
        Services.TryAddSingleton<IServer, ServerView>();
    }

    public IDictionary<object, object> Properties => ((IHostApplicationBuilder)_inner).Properties;

    public ConfigurationManager Configuration => _inner.Configuration;

    public IHostEnvironment Environment => _inner.Environment;

    public ILoggingBuilder Logging => _inner.Logging;

    public IMetricsBuilder Metrics => _inner.Metrics;

    public IServiceCollection Services => _inner.Services;

    IConfigurationManager IHostApplicationBuilder.Configuration => _inner.Configuration;

    /// <summary>Builds the host. Its functions start after the app's own hosted services, and stop before them.</summary>
    public IHost Build()
    {
        Services.AddHostedService(services => services.GetRequiredService<FunctionsRuntime>());
        var host = _inner.Build();
        return new StandinHost(host, host.Services.GetRequiredService<FunctionsRuntime>());
    }

    public void ConfigureContainer<TContainerBuilder>(
        IServiceProviderFactory<TContainerBuilder> factory, Action<TContainerBuilder>? configure = null)
        where TContainerBuilder : notnull =>
        _inner.ConfigureContainer(factory, configure);

    public IFunctionsWorkerApplicationBuilder Use(Func<FunctionExecutionDelegate, FunctionExecutionDelegate> middleware)
    {
        _pipeline.Add(middleware);
        return this;
    }

    internal void UseHttp()
    {
        if (_pipeline.TakesHttp)
            return;
        _pipeline.TakesHttp = true;
        Use(HttpResultMiddleware.Around);
        Services.AddControllers();
        Services.TryAddSingleton<Microsoft.AspNetCore.Hosting.IWebHostEnvironment, WebEnvironment>();
        Services.TryAddSingleton(_ => new System.Diagnostics.DiagnosticListener("Microsoft.AspNetCore"));
        Services.TryAddSingleton<System.Diagnostics.DiagnosticSource>(
            services => services.GetRequiredService<System.Diagnostics.DiagnosticListener>());
    }
}
