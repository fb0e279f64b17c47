using System.Text;

namespace Detectkit.LabelServer;

/// <summary>
/// Tells the user where to label. What a build writes while it runs is hidden by MSBuild's terminal logger and by <c>-v:q</c>, so the
/// address goes to the terminal itself too, and into a file that lasts as long as the server.
/// </summary>
internal sealed class AddressNotice : IDisposable
{
    private const string Terminal = "/dev/tty";

    private readonly string path;

    private AddressNotice(string path) => this.path = path;

    /// <param name="address">Its token included.</param>
    /// <param name="path">The file to keep it in, until the notice is disposed; a notice that cannot write it says so and does without.</param>
    public static AddressNotice Show(Uri address, string path)
    {
        var notice = new AddressNotice(path);
        try
        {
            notice.Keep(address + "\n");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.WriteLine("The address cannot be kept in a file: " + error.Message);
        }

        var line = "Label at " + address + " (ends after saving, or on Ctrl-C)";
        Console.WriteLine(line);
        if (Console.IsOutputRedirected && File.Exists(Terminal))
        {
            WriteToTerminal(line);
        }

        return notice;
    }

    public void Dispose()
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It could not be written either, or is of no use to anyone without the server.
        }
    }

    private void Keep(string text)
    {
        var temporary = path + ".tmp";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        try
        {
            using (var stream = new FileStream(temporary, options))
            {
                stream.Write(Encoding.UTF8.GetBytes(text));
            }

            File.Move(temporary, path, overwrite: true);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteToTerminal(string line)
    {
        try
        {
            using var terminal = new FileStream(Terminal, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            // The logger draws its own lines anew from above the cursor; these blank ones are what it may draw over.
            terminal.Write(Encoding.UTF8.GetBytes("\n" + line + "\n\n\n\n"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            // A build without a terminal has a log that shows the line.
        }
    }
}
