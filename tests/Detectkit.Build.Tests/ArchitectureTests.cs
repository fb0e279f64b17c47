using System.Reflection;
using System.Reflection.Emit;
using Detectkit.Configuration;
using Detectkit.Runtime;

namespace Detectkit.Build.Tests;

/// <summary>Dependencies point one way: between assemblies, and between the rooms of each, in the order of the pipeline.</summary>
public class ArchitectureTests
{
    // Each room may use those before it. A room is a namespace with those below it; the first, the root, is one by itself.
    private static readonly string[] Engine =
    [
        "Detectkit", "Detectkit.Statistics", "Detectkit.Detectors.Kinds", "Detectkit.Yaml", "Detectkit.Configuration", "Detectkit.Labels", "Detectkit.Series",
        "Detectkit.Scoring", "Detectkit.Detectors", "Detectkit.Alerting", "Detectkit.Autotune", "Detectkit.Emission", "Detectkit.Schemas",
    ];

    private static readonly string[] Runtime =
    [
        "Detectkit.Runtime", "Detectkit.Runtime.Databases", "Detectkit.Runtime.Tables", "Detectkit.Runtime.Templates", "Detectkit.Runtime.Loading",
        "Detectkit.Runtime.Locks", "Detectkit.Runtime.Audit",
    ];

    private static readonly string[] Worker =
    [
        "Detectkit.Build", "Detectkit.Build.Wire", "Detectkit.Build.Git", "Detectkit.Build.Text", "Detectkit.Build.Options", "Detectkit.Build.Inputs", "Detectkit.Build.Worker",
        "Detectkit.Build.Results", "Detectkit.Build.Pages", "Detectkit.Build.Tuning", "Detectkit.Build.Detecting", "Detectkit.Build.Labelling",
    ];

    // What is still to be mended.
    private static readonly (string From, string To)[] Pending =
    [
        ("Detectkit.Configuration", "Detectkit.Labels"),
    ];

    [Fact]
    public void Assemblies_depend_on_those_below_alone()
    {
        Assert.Empty(Ours(typeof(MetricConfig).Assembly));
        Assert.Equal(["Detectkit.Engine"], Ours(typeof(RuntimeRules).Assembly));
        Assert.Equal(["Detectkit.Engine", "Detectkit.Runtime"], Ours(typeof(BuildRules).Assembly));
        Assert.DoesNotContain(typeof(RuntimeRules).Assembly.GetReferencedAssemblies(), a => a.Name!.StartsWith("Microsoft.Build", StringComparison.Ordinal) || a.Name == "LibGit2Sharp");
    }

    [Fact]
    public void Rooms_use_those_before_them_in_the_pipeline_alone()
    {
        var found = Backward(typeof(MetricConfig).Assembly, Engine)
            .Concat(Backward(typeof(RuntimeRules).Assembly, Runtime))
            .Concat(Backward(typeof(BuildRules).Assembly, Worker))
            .Where(use => !Pending.Contains((use.From, use.To)))
            .Select(use => $"{use.From} uses {use.To}: {use.Example}");

        Assert.Empty(found);
    }

    private static IEnumerable<(string From, string To, string Example)> Backward(Assembly assembly, string[] rooms) =>
        from use in Uses(assembly)
        let @from = RoomOf(use.From, rooms)
        let to = RoomOf(use.To, rooms)
        where @from is not null && to is not null && Array.IndexOf(rooms, @from) < Array.IndexOf(rooms, to)
        group $"{use.From.FullName} -> {use.To.FullName}" by (@from, to) into pair
        select (pair.Key.Item1, pair.Key.Item2, pair.First());

    // Null for what a source generator has made in a namespace of its own.
    private static string? RoomOf(Type type, string[] rooms)
    {
        if (type.Namespace is not { } name || !name.StartsWith("Detectkit", StringComparison.Ordinal))
        {
            return null;
        }

        var room = Array.Find(rooms, r => name == r || (r != rooms[0] && name.StartsWith(r + ".", StringComparison.Ordinal)));
        Assert.True(room is not null, $"{name} has no room: say where in the pipeline it is.");
        return room;
    }

    private static IEnumerable<string?> Ours(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name).Where(n => n!.StartsWith("Detectkit.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>Which type of an assembly uses which other of it, in signatures and in code.</summary>
    private static IEnumerable<(Type From, Type To)> Uses(Assembly assembly)
    {
        const BindingFlags all = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in assembly.GetTypes())
        {
            var used = new HashSet<Type>();
            Add(type.BaseType, used);
            Array.ForEach(type.GetInterfaces(), i => Add(i, used));
            Array.ForEach(type.GetFields(all), f => Add(f.FieldType, used));
            foreach (var method in type.GetConstructors(all).Concat<MethodBase>(type.GetMethods(all)))
            {
                Add((method as MethodInfo)?.ReturnType, used);
                Array.ForEach(method.GetParameters(), p => Add(p.ParameterType, used));
                Array.ForEach([.. method.GetMethodBody()?.LocalVariables ?? []], v => Add(v.LocalType, used));
                foreach (var member in MembersIn(method))
                {
                    Add(member as Type ?? member.DeclaringType, used);
                    Array.ForEach(member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : [], a => Add(a, used));
                }
            }

            foreach (var other in used.Where(u => u.Assembly == assembly))
            {
                yield return (type, other);
            }
        }
    }

    private static void Add(Type? type, HashSet<Type> used)
    {
        if (type is null || type.IsGenericParameter)
        {
            return;
        }

        if (type.HasElementType)
        {
            Add(type.GetElementType(), used);
            return;
        }

        if (used.Add(type.IsGenericType ? type.GetGenericTypeDefinition() : type))
        {
            Array.ForEach(type.GetGenericArguments(), a => Add(a, used));
        }
    }

    /// <summary>The members that a method's code names: each is a token behind its instruction.</summary>
    private static IEnumerable<MemberInfo> MembersIn(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var (ofType, ofMethod) = (method.DeclaringType!.GetGenericArguments(), method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : []);
        for (var i = 0; i < code.Length;)
        {
            var operation = code[i] == Instructions.Prefix ? Instructions.Long[code[i + 1]] : Instructions.Short[code[i]];
            i += operation.Size;
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
            {
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, i), ofType, ofMethod)!;
            }

            i += Instructions.OperandLength(operation, code, i);
        }
    }

    private static class Instructions
    {
        public const byte Prefix = 0xFE;

        private static readonly OpCode[] All = [.. typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<OpCode>()];

        public static readonly Dictionary<byte, OpCode> Short = All.Where(o => o.Size == 1).ToDictionary(o => (byte)o.Value);

        public static readonly Dictionary<byte, OpCode> Long = All.Where(o => o.Size == 2).ToDictionary(o => (byte)(o.Value & 0xFF));

        public static int OperandLength(OpCode operation, byte[] code, int at) => operation.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
            _ => 4,
        };
    }
}
