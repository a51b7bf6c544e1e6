# Ends what scripts/start-local-cluster.ps1 has started. Windows has no gentle signal for a process without a window: chunks that run are run again.
$pids = Join-Path (Split-Path -Parent $PSScriptRoot) 'artifacts/cluster/pids'
if (-not (Test-Path -LiteralPath $pids)) { [Console]::Error.WriteLine('stop-local-cluster: no local cluster was started.'); exit 1 }
foreach ($id in Get-Content -LiteralPath $pids) {
    # A process id may long be another program's.
    Get-Process -Id $id -ErrorAction SilentlyContinue | Where-Object ProcessName -in 'dotnet', 'concurrency' | Stop-Process
}
Remove-Item -LiteralPath $pids
