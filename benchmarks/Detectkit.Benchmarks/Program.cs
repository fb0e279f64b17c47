using System.Globalization;
using Detectkit.Benchmarks.HeldOut;
using Detectkit.Benchmarks.Kernels;
using Detectkit.Benchmarks.Profile;
using Detectkit.Benchmarks.Repository;

namespace Detectkit.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "golden":
                return GoldenTable.Print(Console.Out, args.ElementAtOrDefault(1) ?? "");
            case "profile":
                return ProfileTable.Print(Console.Out, args.ElementAtOrDefault(1) ?? "");
            case "kernels":
                return KernelTable.Print(Console.Out);
            case "targets":
                return TargetsTable.Print(Console.Out);
            case "generator":
                return GeneratorTable.Print(Console.Out);
            case "repository" when args.Length >= 2:
                return RepositoryMaker.Make(Console.Out, Path.GetFullPath(args[1]), Number(args, 2, 1000), Number(args, 3, 10_000), args.ElementAtOrDefault(4) ?? "parquet");
            case "pages" when args.Length >= 2:
                return PageLook.Write(Console.Out, Path.GetFullPath(args[1])).GetAwaiter().GetResult();
            case "fuzz":
                return Fuzz.Run(Console.Out);
            case "heldout":
                return HeldOutTable.Print(Console.Out, args.ElementAtOrDefault(1) == "series");
            case "decided":
                return DecidedTable.Print(Console.Out, args.ElementAtOrDefault(1) ?? "", args.ElementAtOrDefault(2) == "series");
            case "study":
                return StudyTable.Print(Console.Out);
            case "bdn":
                return KernelRuns.Run(args[1..]);
            default:
                Console.Error.WriteLine("usage: targets | golden [part of a run's name] | profile [part of a run's name] | kernels | bdn [BenchmarkDotNet arguments] | heldout [series] | decided [part of a source's name [series]] | study | generator | pages <folder> | fuzz | repository <folder> [metrics] [points] [parquet|csv]");
                return 2;
        }
    }

    private static int Number(string[] args, int at, int fallback) =>
        args.Length > at && int.TryParse(args[at], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : fallback;
}
