using System.ComponentModel;
using System.Runtime.InteropServices;

namespace Detectkit.Build.Git;

/// <summary>The lock file beside a branch by which all git programs keep out of each other's way.</summary>
internal static partial class BranchLock
{
    private const int FolderMissing = 2; // ENOENT
    private const int AlreadyExists = 17; // EEXIST

    /// <summary>The lock file of a reference.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The full name of the reference.</param>
    /// <returns>An absolute path.</returns>
    public static string FileOf(ProjectRepository repository, string reference) => Path.Combine(repository.CommonFolder, reference) + ".lock";

    /// <summary>
    /// Takes the lock with its content in one step, so that a killed run never leaves an empty lock that nobody can attribute. A move
    /// without overwriting would not do: outside Windows it looks first and moves then.
    /// </summary>
    /// <param name="prepared">A file with the lock's content, on the same disk; gone afterwards.</param>
    /// <param name="lockFile">The lock file.</param>
    /// <returns>False if the lock is taken, or its folder has just been removed by git, which packs branches away.</returns>
    public static bool TryTake(string prepared, string lockFile)
    {
        if (OperatingSystem.IsWindows())
        {
            return TryMove(prepared, lockFile);
        }

        if (Link(prepared, lockFile) == 0)
        {
            File.Delete(prepared);
            return true;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is not (AlreadyExists or FolderMissing)
            ? throw new IOException($"The lock '{lockFile}' could not be made: {new Win32Exception(error).Message}")
            : false;
    }

    /// <summary>Removes a lock that a killed run left, if it is still the one that run wrote.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="reference">The reference, as the run wrote it down before it took the lock.</param>
    /// <param name="content">What the lock held, likewise.</param>
    public static void Break(ProjectRepository repository, string reference, string content)
    {
        var file = FileOf(repository, reference);
        if (reference.StartsWith("refs/heads/", StringComparison.Ordinal) && LibGit2Sharp.Reference.IsValidName(reference)
            && File.Exists(file) && File.ReadAllText(file) == content)
        {
            File.Delete(file);
        }
    }

    private static bool TryMove(string prepared, string lockFile)
    {
        try
        {
            File.Move(prepared, lockFile, overwrite: false);
            return true;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException e) when ((e.HResult & 0xFFFF) is 80 or 183)
        {
            return false; // ERROR_FILE_EXISTS, ERROR_ALREADY_EXISTS
        }
    }

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Link(string existing, string added);
}
