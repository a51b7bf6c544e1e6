# Starts a seed from a checkout, for this machine alone unless told otherwise: scripts/start-seed.ps1 [what 'concurrency seed' takes]
& (Join-Path $PSScriptRoot 'concurrency.ps1') seed @args
exit $LASTEXITCODE
