namespace PaymentHub.Local.Screen;

/// <summary>Lines in a file that is made anew.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _writer;
    private bool _closed;

    private LogFile(string path)
    {
        Path = path;
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(path))!);

        // None, not Read: on Linux two writers that let others read do not keep each other out. Who only looks at the file can do so.
        _writer = new StreamWriter(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None)) { AutoFlush = true };
    }

    /// <summary>Makes the first file of several that can be written: another local run may have the first.</summary>
    /// <exception cref="LocalRunException">None can be written.</exception>
    public static LogFile Create(params ReadOnlySpan<string> paths)
    {
        for (var i = 0; ; i++)
        {
            try
            {
                return new LogFile(paths[i]);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                if (i == paths.Length - 1)
                {
                    throw new LocalRunException(
                        $"The log {paths[i]} cannot be written ({FileProblem.Of(e)}): perhaps another local run has it; choose another folder with --logs."
                    );
                }
            }
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
