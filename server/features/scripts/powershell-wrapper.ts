// The wrapper's text: PowerShell 5.1 and later, ASCII only. Nothing a caller chooses is ever put into it as code: values
// travel in a hashtable that is splatted. Its own names begin with "mspclaw", so that a script's names cannot meet them.

/** Functions; the same for every script. */
export const wrapperFunctions = `function Get-MspclawVariable {
  param($Bound, [string]$Name)
  if ($Bound.ContainsKey($Name)) { return [string]$Bound[$Name] }
  return [string][System.Environment]::GetEnvironmentVariable($Name)
}

# Values stay values: they are converted by their declared type and handed over by name, never as text of a command.
function Get-MspclawParameters {
  param($Bound, [hashtable]$Types, [bool]$IsByEnvironment)
  $given = @{}
  foreach ($name in @($Types.Keys)) {
    $value = $null
    if ($Bound.ContainsKey($name)) { $value = $Bound[$name] }
    elseif ($IsByEnvironment) { $value = [System.Environment]::GetEnvironmentVariable($name) }
    if ($null -eq $value -or ([string]$value) -eq '') { continue }
    switch ($Types[$name]) {
      'integer' { $given[$name] = [long]$value }
      'number' { $given[$name] = [double]$value }
      'boolean' { $given[$name] = @('true', '1') -contains ([string]$value).ToLowerInvariant() }
      default { $given[$name] = [string]$value }
    }
  }
  return $given
}

# Only the system, administrators and who runs this may write here: what is about to be run must not be exchanged.
function New-MspclawPrivateFolder {
  param([string]$Path)
  New-Item -ItemType Directory -Path $Path -ErrorAction Stop | Out-Null
  $rules = Get-Acl -LiteralPath $Path -ErrorAction Stop
  $rules.SetAccessRuleProtection($true, $false)
  $self = [System.Security.Principal.WindowsIdentity]::GetCurrent().User.Value
  foreach ($sid in @('S-1-5-18', 'S-1-5-32-544', $self)) {
    $who = New-Object System.Security.Principal.SecurityIdentifier($sid)
    $rule = New-Object System.Security.AccessControl.FileSystemAccessRule($who, 'FullControl', 'ContainerInherit,ObjectInherit', 'None', 'Allow')
    $rules.AddAccessRule($rule)
  }
  Set-Acl -LiteralPath $Path -AclObject $rules -ErrorAction Stop
}

# CreateNew is atomic: of two runs with the same tag exactly one gets the file. Null = somebody has been here.
function Open-MspclawMarker {
  param([string]$Path)
  try {
    return [System.IO.File]::Open($Path, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read)
  }
  catch [System.IO.IOException] { return $null }
}

function Get-MspclawMarkerPath {
  param([string]$Tag)
  $folder = Join-Path $env:ProgramData 'mspclaw\\runs'
  New-Item -ItemType Directory -Path $folder -Force -ErrorAction Stop | Out-Null
  $sha = [System.Security.Cryptography.SHA256]::Create()
  $hash = $sha.ComputeHash([System.Text.Encoding]::UTF8.GetBytes($Tag))
  return Join-Path $folder ([System.BitConverter]::ToString($hash).Replace('-', '') + '.wrapped.json')
}

# Runs the file and collects what it says, on every stream, up to a bound.
function Invoke-MspclawScript {
  param([string]$File, [hashtable]$Given, [int]$MaxCharacters)
  $ErrorActionPreference = 'Continue'
  $mspclawText = New-Object System.Text.StringBuilder
  $mspclawExit = 0
  $global:LASTEXITCODE = 0
  try {
    & $File @Given *>&1 | ForEach-Object {
      if ($_ -is [System.Management.Automation.ErrorRecord]) { $mspclawLine = 'ERROR: ' + $_.Exception.Message }
      elseif ($_ -is [System.Management.Automation.WarningRecord]) { $mspclawLine = 'WARNING: ' + $_.Message }
      elseif ($_ -is [string]) { $mspclawLine = $_ }
      else { $mspclawLine = ($_ | Out-String).TrimEnd() }
      $mspclawRoom = $MaxCharacters - $mspclawText.Length
      if ($mspclawLine.Length -gt $mspclawRoom) { $mspclawLine = $mspclawLine.Substring(0, [Math]::Max(0, $mspclawRoom)) }
      if ($mspclawRoom -gt 0) { [void]$mspclawText.Append($mspclawLine).Append([char]10) }
    }
    if ($null -ne $global:LASTEXITCODE) { $mspclawExit = [int]$global:LASTEXITCODE }
  }
  catch {
    $mspclawExit = 1
    [void]$mspclawText.Append('ERROR: ' + $_.Exception.Message)
  }
  return @{ exitCode = $mspclawExit; output = $mspclawText.ToString() }
}

# One address, good for one post; tried three times, over TLS 1.2 or later, and never led elsewhere.
function Send-MspclawResult {
  param([string]$Url, [int]$ExitCode, [string]$Output)
  if ($Url -eq '') { return }
  $ProgressPreference = 'SilentlyContinue'
  [System.Net.ServicePointManager]::SecurityProtocol = [System.Net.ServicePointManager]::SecurityProtocol -bor [System.Net.SecurityProtocolType]::Tls12
  $json = ConvertTo-Json -Compress -InputObject @{ exitCode = $ExitCode; output = $Output }
  $body = [System.Text.Encoding]::UTF8.GetBytes($json)
  for ($attempt = 1; $attempt -le 3; $attempt++) {
    try {
      Invoke-WebRequest -Uri $Url -Method Post -ContentType 'application/json' -Body $body -UseBasicParsing -TimeoutSec 30 -MaximumRedirection 0 -ErrorAction Stop | Out-Null
      return
    }
    catch {
      Write-Warning ('The result did not reach MSPclaw (try ' + $attempt + ' of 3): ' + $_.Exception.Message)
      if ($attempt -lt 3) { Start-Sleep -Seconds (5 * $attempt) }
    }
  }
}
`;

/** The main part. `types`: a hashtable's inside. `tagParameter`: how the script itself calls the tag, or null. */
export const wrapperMain = (parts: {
  fileName: string;
  types: string;
  tagParameter: string | null;
  maxCharacters: number;
}): string => `$mspclawTag = Get-MspclawVariable $PSBoundParameters 'RunTag'
$mspclawUrl = Get-MspclawVariable $PSBoundParameters 'CallbackUrl'
if ($mspclawTag -cnotmatch '\\A[A-Za-z0-9:/_.-]{0,100}\\z' -or $mspclawUrl -cnotmatch '\\A(https://[A-Za-z0-9.:/_-]{1,500})?\\z') {
  Write-Output 'RunTag or CallbackUrl is not one of MSPclaw. Nothing was run.'
  exit 2
}

$mspclawMarkerFile = $null
$mspclawMarker = $null
if ($mspclawTag -ne '') {
  try {
    $mspclawMarkerFile = Get-MspclawMarkerPath -Tag $mspclawTag
    $mspclawMarker = Open-MspclawMarker -Path $mspclawMarkerFile
  }
  catch {
    $mspclawWhy = 'The marker of this run could not be made, so nothing was run: ' + $_.Exception.Message
    Send-MspclawResult -Url $mspclawUrl -ExitCode 1 -Output $mspclawWhy
    Write-Output $mspclawWhy
    exit 1
  }
  if ($null -eq $mspclawMarker) {
    $mspclawEarlier = Get-Content -LiteralPath $mspclawMarkerFile -Raw -ErrorAction SilentlyContinue
    if ([string]::IsNullOrEmpty($mspclawEarlier)) {
      Write-Output 'This run has been here and is not finished. Nothing was run.'
      exit 3
    }
    $mspclawKnown = $mspclawEarlier | ConvertFrom-Json
    Send-MspclawResult -Url $mspclawUrl -ExitCode $mspclawKnown.exitCode -Output $mspclawKnown.output
    Write-Output $mspclawKnown.output
    exit ([int]$mspclawKnown.exitCode)
  }
}

$mspclawFolder = Join-Path ([System.IO.Path]::GetTempPath()) ('mspclaw-' + [System.Guid]::NewGuid().ToString('N'))
$mspclawLock = $null
try {
  $mspclawIsByEnvironment = -not $PSBoundParameters.ContainsKey('RunTag') -and $mspclawTag -ne ''
  $mspclawGiven = Get-MspclawParameters -Bound $PSBoundParameters -Types @{ ${parts.types} } -IsByEnvironment $mspclawIsByEnvironment
${parts.tagParameter === null ? '' : `  $mspclawGiven['${parts.tagParameter}'] = $mspclawTag\n`}  New-MspclawPrivateFolder -Path $mspclawFolder
  $mspclawFile = Join-Path $mspclawFolder '${parts.fileName}'
  [System.IO.File]::WriteAllText($mspclawFile, $mspclawScript, (New-Object System.Text.UTF8Encoding($true)))
  $mspclawLock = [System.IO.File]::Open($mspclawFile, [System.IO.FileMode]::Open, [System.IO.FileAccess]::Read, [System.IO.FileShare]::Read)
  # a policy of the organisation that says otherwise stands; then the next line says so
  try { Set-ExecutionPolicy -Scope Process -ExecutionPolicy Bypass -Force -ErrorAction SilentlyContinue } catch { $null = $_ }
  $mspclawResult = Invoke-MspclawScript -File $mspclawFile -Given $mspclawGiven -MaxCharacters ${parts.maxCharacters}
}
catch {
  $mspclawResult = @{ exitCode = 1; output = 'The script could not be started: ' + $_.Exception.Message }
}
finally {
  if ($null -ne $mspclawLock) { $mspclawLock.Dispose() }
  Remove-Item -LiteralPath $mspclawFolder -Recurse -Force -ErrorAction SilentlyContinue
}

if ($null -ne $mspclawMarker) {
  $mspclawKept = [System.Text.Encoding]::UTF8.GetBytes((ConvertTo-Json -Compress -InputObject $mspclawResult))
  $mspclawMarker.Write($mspclawKept, 0, $mspclawKept.Length)
  $mspclawMarker.Dispose()
}
Send-MspclawResult -Url $mspclawUrl -ExitCode $mspclawResult.exitCode -Output $mspclawResult.output
Write-Output $mspclawResult.output
exit $mspclawResult.exitCode
`;
