namespace PaymentHub.Cli;

/// <summary>
/// Where the hub is and who calls: from the environment, or the key from a file. Never from an argument, which every user of a machine
/// can read.
/// </summary>
internal static class HubAddress
{
    public const string UrlVariable = "PAYMENTHUB_URL";
    public const string OperatorKeyVariable = "PAYMENTHUB_OPERATOR_KEY";
    public const string MerchantKeyVariable = "PAYMENTHUB_API_KEY";

    /// <summary>A key is some tens of characters; a file that is longer is the wrong one.</summary>
    private const int MaxKeyLength = 1_000;

    /// <exception cref="CommandException">There is none, or a key would travel where others can read it.</exception>
    public static Uri Url(string? given)
    {
        var text = given ?? Environment.GetEnvironmentVariable(UrlVariable);
        if (string.IsNullOrWhiteSpace(text))
            throw new CommandException(ExitCodes.BadUsage, $"Set the hub's address: {UrlVariable}=https://hub.example, or --url.");
        if (!Uri.TryCreate(text, UriKind.Absolute, out var url) || url.UserInfo.Length > 0 || (url.Scheme != "https" && url.Scheme != "http"))
            throw new CommandException(ExitCodes.BadUsage, "The hub's address must look like https://hub.example, without a name or a password.");
        if (url.Scheme == "http" && !url.IsLoopback)
        {
            throw new CommandException(
                ExitCodes.BadUsage,
                $"The hub's address must begin with https: with http anybody on the way to {url.Host} could read the key."
            );
        }

        return new Uri(url.GetLeftPart(UriPartial.Path).TrimEnd('/') + "/");
    }

    /// <summary>The key that opens the operators' or the merchants' API; null for what needs none.</summary>
    /// <param name="file">A file that holds it; <c>-</c> is standard input.</param>
    public static string? Key(string path, FileInfo? file)
    {
        var variable =
            path.StartsWith("/ops", StringComparison.Ordinal) ? OperatorKeyVariable
            : path.StartsWith("/v1", StringComparison.Ordinal) ? MerchantKeyVariable
            : null;
        if (variable is null)
            return null;
        var key = (file is null ? Environment.GetEnvironmentVariable(variable) : Read(file))?.Trim();
        if (string.IsNullOrEmpty(key))
            throw new CommandException(ExitCodes.BadUsage, $"This needs a key: in the environment variable {variable}, or in a file, --key-file.");
        // Said without the key: what is wrong with it is often that something else was pasted.
        if (key.Length > MaxKeyLength || key.Any(sign => sign is <= ' ' or > '~'))
            throw new CommandException(ExitCodes.BadUsage, $"What {(file is null ? variable : "--key-file")} holds is no key.");
        return key;
    }

    private static string Read(FileInfo file)
    {
        using var reader = file.Name == "-" ? Console.In : DocumentFile.Open(file);
        var buffer = new char[MaxKeyLength + 3];
        return new string(buffer, 0, reader.ReadBlock(buffer));
    }
}
