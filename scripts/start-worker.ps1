# Starts a worker from a checkout, for the seed on this machine unless told otherwise: scripts/start-worker.ps1 [what 'concurrency worker' takes]
$join = if ($args -like '--join*') { @() } else { @('--join', '127.0.0.1:4053') }
& (Join-Path $PSScriptRoot 'concurrency.ps1') worker @join @args
exit $LASTEXITCODE
