namespace PaymentHub.Local.Children;

/// <summary>Lines in a file that is made anew.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;
    private bool _closed;

    /// <exception cref="LocalRunException">It cannot be written.</exception>
    public LogFile(string path)
    {
        Path = path;
        try
        {
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);
            _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read)) { AutoFlush = true };
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LocalRunException($"The log {path} cannot be written ({e.Message}): perhaps another local run has it; choose another folder with --logs.");
        }
    }

    public string Path { get; }

    /// <summary>Adds a line; nothing once it is closed, or when the disk is full: whoever prints must not be stopped by that.</summary>
    public void Write(string line)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            try
            {
                _writer.WriteLine(line);
            }
            catch (IOException)
            {
                _closed = true;
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _writer.Dispose();
        }
    }
}
