namespace PaymentHub.Local.Screen;

/// <summary>Why a file cannot be read or written, as a part of a sentence.</summary>
internal static class FileProblem
{
    public static string Of(Exception e) =>
        e switch
        {
            UnauthorizedAccessException => "access is denied",
            FileNotFoundException or DirectoryNotFoundException => "it is not there",
            PathTooLongException => "its name is too long",

            // The system's own words: a full disk, a file in use.
            _ => e.Message.TrimEnd('.'),
        };
}
