using BenchmarkDotNet.Running;

namespace Detectkit.Benchmarks;

internal static class Program
{
    private static int Main(string[] args)
    {
        switch (args.FirstOrDefault())
        {
            case "golden":
                return GoldenTable.Print(Console.Out, args.ElementAtOrDefault(1) ?? "");
            case "kernels":
                return KernelTable.Print(Console.Out);
            case "generator":
                return GeneratorTable.Print(Console.Out);
            case "bdn":
                BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args[1..]);
                return 0;
            default:
                Console.Error.WriteLine("usage: golden [part of a run's name] | kernels | generator | bdn [BenchmarkDotNet arguments]");
                return 2;
        }
    }
}
