using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace PaymentHub.Tests.Local;

[Collection(LocalRunTests.Name)]
public sealed class ExplanationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("--port", "--sandbox-port", "the function app")]
    [InlineData("--sandbox-port", "--port", "the sandbox")]
    public async Task A_port_in_use_is_explained(string option, string other, string whose)
    {
        using var inUse = new TcpListener(IPAddress.Loopback, 0);
        inUse.Start();
        var port = ((IPEndPoint)inUse.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var otherPort = ((IPEndPoint)free.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture);
        free.Stop();

        var (exitCode, _, errors) = await Launcher.RunAsync(["--exit", option, port, other, otherPort, "--logs", _folder.Path]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"Port {port} is in use, where {whose} should listen: stop the program that has it (another local run?), "
                + $"choose another port with {option}, or any free ones with --any-ports.",
            errors
        );
    }

    [Fact]
    public async Task One_port_for_both_is_explained()
    {
        var (exitCode, _, errors) = await Launcher.RunAsync(["--exit", "--port", "7072", "--sandbox-port", "7072", "--logs", _folder.Path]);

        Assert.Equal(1, exitCode);
        Assert.Equal("The function app and the sandbox cannot both listen on port 7072: choose another one with --port or --sandbox-port.", errors);
    }

    [Fact]
    public async Task A_missing_node_is_explained()
    {
        var (exitCode, _, errors) = await RunWithPathAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Node.js 20 or newer is needed for the storage emulator, but there is no 'node' on the PATH: install it from https://nodejs.org and try again.",
            errors
        );
    }

    [Fact]
    public async Task An_old_node_is_explained()
    {
        _folder.AddProgram("node", "echo v18.20.4");

        var (exitCode, _, errors) = await RunWithPathAsync();

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Node.js 20 or newer is needed for the storage emulator, but 'node --version' says 'v18.20.4': install a newer one from https://nodejs.org and try again.",
            errors
        );
    }

    [Fact]
    public async Task A_failed_npm_install_is_explained_with_what_npm_said()
    {
        _folder.AddProgram(
            "node",
            """
            if [ "$1" = --version ]; then echo v20.0.0; exit 0; fi
            echo "npm error code E404" >&2
            exit 1
            """
        );

        var (exitCode, _, errors) = await RunWithPathAsync();

        Assert.Equal(1, exitCode);
        var lines = errors.Split('\n');
        Assert.StartsWith("npm could not install the Node tools in ", lines[0], StringComparison.Ordinal);
        Assert.EndsWith(": check that it reaches a package registry. It said last:", lines[0], StringComparison.Ordinal);
        Assert.Equal("  npm error code E404", lines[1]);
    }

    [Fact]
    public async Task Core_Tools_that_are_not_installed_are_explained()
    {
        var (exitCode, _, errors) = await Launcher.RunAsync(
            ["--exit", "--any-ports", "--host", "func", "--logs", _folder.Path],
            ("PATH", _folder.Path)
        );

        Assert.Equal(1, exitCode);
        Assert.Equal(
            "Azure Functions Core Tools are not installed: there is no 'func' on the PATH. Install them (https://aka.ms/azfunc-install), or leave --host out.",
            errors
        );
    }

    [Fact]
    public async Task A_folder_without_a_published_app_is_explained()
    {
        var (exitCode, _, errors) = await Launcher.RunAsync(["--exit", "--any-ports", "--app", _folder.Path, "--logs", _folder.Path]);

        Assert.Equal(1, exitCode);
        Assert.Equal(
            $"{Path.Combine(_folder.Path, "PaymentHub.dll")} is missing: publish with 'dotnet publish functions -c Release -o <folder>' and give its folder.",
            errors
        );
    }

    private Task<(int ExitCode, string Output, string Errors)> RunWithPathAsync() =>
        Launcher.RunAsync(["--exit", "--any-ports", "--logs", _folder.Path], ("PATH", _folder.Path));
}
