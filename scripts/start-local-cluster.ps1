# Starts a seed, which keeps jobs in memory, and N workers of one slot each in the background: scripts/start-local-cluster.ps1 [N]. It ends with scripts/stop-local-cluster.ps1.
param([string]$Workers = '2')
$ErrorActionPreference = 'Stop'
$root = Split-Path -Parent $PSScriptRoot
$cluster = Join-Path $root 'artifacts/cluster'
$pids = Join-Path $cluster 'pids'

if ($Workers -notmatch '^[1-9][0-9]*$') {
    [Console]::Error.WriteLine("start-local-cluster: the number of workers is '$Workers', but must be a whole number from 1 on.")
    exit 1
}
if (Test-Path -LiteralPath $pids) { [Console]::Error.WriteLine('start-local-cluster: there is one already; scripts/stop-local-cluster.ps1 ends it.'); exit 1 }
New-Item -ItemType Directory -Force -Path $cluster | Out-Null
& (Join-Path $PSScriptRoot 'concurrency.ps1') --version | Out-Null # which builds it

# Starts one node and waits until it says that it is ready.
function Start-Node($name, $arguments) {
    $out, $log = (Join-Path $cluster "$name.out"), (Join-Path $cluster "$name.log")
    $application = Join-Path $root 'artifacts/concurrency/concurrency.dll'
    $node = Start-Process dotnet -ArgumentList (@("`"$application`"") + $arguments) -RedirectStandardOutput $out -RedirectStandardError $log -NoNewWindow -PassThru
    Add-Content -LiteralPath $pids -Value $node.Id
    while (-not (Select-String -LiteralPath $out -Pattern ' ready' -Quiet)) {
        if ($node.HasExited) { Get-Content -LiteralPath $log | ForEach-Object { [Console]::Error.WriteLine($_) }; & (Join-Path $PSScriptRoot 'stop-local-cluster.ps1'); exit 1 }
        Start-Sleep -Milliseconds 100
    }
    Get-Content -LiteralPath $out
}

Start-Node seed @('seed', '--in-memory')
foreach ($i in 1..[int]$Workers) { Start-Node "worker-$i" @('worker', '--slots', '1', '--join', '127.0.0.1:4053') }
'Try: scripts/concurrency.ps1 gamma 6 --join 127.0.0.1:4053. What the nodes say is in artifacts/cluster; scripts/stop-local-cluster.ps1 ends them.'
