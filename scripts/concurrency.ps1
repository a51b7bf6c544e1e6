# Runs concurrency from a checkout: builds it first when a source is newer than what was built, and not otherwise.
# The Windows twin of scripts/concurrency.
$ErrorActionPreference = 'Stop'

$self = Get-Item -LiteralPath $PSCommandPath
while ($self.LinkType -eq 'SymbolicLink') {
    $target = @($self.Target)[0]
    if (-not [IO.Path]::IsPathRooted($target)) { $target = Join-Path $self.DirectoryName $target }
    $self = Get-Item -LiteralPath $target
}
$root = Split-Path -Parent $self.DirectoryName
$project = Join-Path $root 'src/Concurrency.Cli'
$artifacts = Join-Path $root 'artifacts'
$application = Join-Path $artifacts 'concurrency/concurrency.dll'
# Written when a build has succeeded, with the time at which it began: what changes while it runs is newer.
$stamp = Join-Path $artifacts 'concurrency.built'

if (-not (Get-Command dotnet -CommandType Application -ErrorAction SilentlyContinue)) {
    [Console]::Error.WriteLine("concurrency: there is no 'dotnet' on the PATH; install the .NET SDK that global.json names.")
    exit 1
}

function Test-Newer($directory, $built, $isProject) {
    # A folder is newer when a file in it was added or removed; that of a project also when a build makes bin and obj there.
    if (-not $isProject -and $directory.LastWriteTimeUtc -gt $built) { return $true }
    foreach ($file in $directory.EnumerateFiles()) { if ($file.LastWriteTimeUtc -gt $built) { return $true } }
    foreach ($child in $directory.EnumerateDirectories()) {
        if ($child.Name -notin 'bin', 'obj' -and (Test-Newer $child $built $false)) { return $true }
    }
    return $false
}

function Test-Current {
    if (-not (Test-Path -LiteralPath $stamp) -or -not (Test-Path -LiteralPath $application)) { return $false }
    $built = (Get-Item -LiteralPath $stamp).LastWriteTimeUtc
    foreach ($file in ([IO.DirectoryInfo]$root).EnumerateFiles()) {
        $counts = $file.Extension -in '.props', '.targets' -or $file.Name -in 'global.json', 'BannedSymbols.txt', '.editorconfig', 'nuget.config'
        if ($counts -and $file.LastWriteTimeUtc -gt $built) { return $false }
    }
    foreach ($directory in ([IO.DirectoryInfo](Join-Path $root 'src')).EnumerateDirectories()) { if (Test-Newer $directory $built $true) { return $false } }
    return -not (Test-Newer ([IO.DirectoryInfo](Join-Path $root 'hocon')) $built $false)
}

# In a place of its own, so that it and builds for tests do not undo each other's work.
function Publish-Project($ahead) {
    & dotnet publish $project --configuration Release --use-current-runtime --no-self-contained "--property:PublishReadyToRun=$ahead" `
        --artifacts-path $artifacts --output (Join-Path $artifacts 'concurrency') --nologo --verbosity quiet --disable-build-servers 2>&1 |
        ForEach-Object { "$_" }
}

function Invoke-Build {
    [Console]::Error.WriteLine('Building concurrency ...')
    $began = [DateTime]::UtcNow
    # Compiled ahead of time it starts in two thirds of the time; where the compiler for that is not to be had, it runs all the same.
    $log = Publish-Project 'true'
    if ($LASTEXITCODE -ne 0 -and -not ($log -match 'error CS')) { $log = Publish-Project 'false' }
    if ($LASTEXITCODE -ne 0) {
        $errors = @($log | Where-Object { $_ -match '(error|warning) [A-Z]+[0-9]+' } | Sort-Object -Unique)
        if ($errors.Count -eq 0) { $errors = $log }
        foreach ($line in $errors) { [Console]::Error.WriteLine($line) }
        [Console]::Error.WriteLine('concurrency: the build failed.')
        return $false
    }
    [IO.File]::WriteAllText($stamp, '')
    [IO.File]::SetLastWriteTimeUtc($stamp, $began)
    return $true
}

if (-not (Test-Current)) {
    # Named after the checkout, so that two calls build it once.
    $name = 'concurrency-' + ($project.ToLowerInvariant() -replace '[^a-z0-9]', '-')
    $mutex = [Threading.Mutex]::new($false, $name)
    try { [void]$mutex.WaitOne() } catch [Threading.AbandonedMutexException] { Write-Debug 'The last builder was ended; the lock is ours.' }
    try { $ready = (Test-Current) -or (Invoke-Build) } finally { $mutex.ReleaseMutex(); $mutex.Dispose() }
    if (-not $ready) { exit 1 }
}

& dotnet $application @args
exit $LASTEXITCODE
