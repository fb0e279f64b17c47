#!/usr/bin/env bash
# Detections of every corpus metric as it is configured and again after tuning, judged by evaluate.py beside the corpus; rewrites
# results/corpus-as-configured.txt and results/corpus-tuned.txt. Needs ../shared/corpus beside the repository and python3 with numpy (PYTHON names another).
#   benchmarks/corpus.sh [Debug]
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
configuration=${1:-Release}
corpus="$root/../shared/corpus"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp -R "$corpus/nab/data" "$corpus/nab/incidents" "$corpus/nab/metrics" "$work"
echo '<Project />' > "$work/Directory.Build.props"
echo '<Project />' > "$work/Directory.Build.targets"
cat > "$work/corpus.csproj" <<PROJECT
<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net10.0</TargetFramework>
    <DetectkitTaskAssembly>$root/Detectkit.Build/bin/$configuration/netstandard2.0/Detectkit.Build.dll</DetectkitTaskAssembly>
    <DetectkitWorkerAssembly>$root/Detectkit.Build/bin/$configuration/net10.0/Detectkit.Worker.dll</DetectkitWorkerAssembly>
  </PropertyGroup>
  <Import Project="$root/Detectkit.Build/build/Detectkit.Build.props" />
  <Import Project="$root/Detectkit.Build/build/Detectkit.Build.targets" />
</Project>
PROJECT
[ -e "$root/Detectkit.Build/bin/$configuration/net10.0/Detectkit.Worker.dll" ] || dotnet build "$root/Detectkit.Build" -c "$configuration" -v q --nologo

judge() {
  summary=$(dotnet build "$work" -t:DetectkitDetect -tl:off -v m --nologo | tee "$work/log" | grep -- ' -> ' | sed 's/^ *//') || { cat "$work/log"; return 1; }
  lost=$(grep -c 'DTK0408' "$work/log" || true)
  {
    printf '%s\n%s\n\n' "$1" "DetectkitDetect: $summary"
    "${PYTHON:-python3}" "$corpus/evaluate.py" "$work/obj/detectkit/detections" "$corpus/nab" 2>&1 || return 1
    grep -o '[^/ ]*\.yml.*DTK0408.*' "$work/log" | sed 's/ \[.*//' | sort -u || true
  } > "$work/table"
  mv "$work/table" "$root/benchmarks/results/$2"
  echo "$2: $summary, $lost lines about lost rows"
}

judge 'Every corpus metric as it is configured (mad, threshold 3.0, window 100).' corpus-as-configured.txt
tuned=$(dotnet build "$work" -t:Autotune -p:AutotuneCommit=false -tl:off -v m --nologo | tee "$work/log" | grep -- ' -> working tree' | sed 's/^ *//') || { cat "$work/log"; exit 1; }
judge "The same after Autotune with its defaults, a fifth of each series held out: $tuned." corpus-tuned.txt
