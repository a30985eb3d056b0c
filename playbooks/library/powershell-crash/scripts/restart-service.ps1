<#
.SYNOPSIS
  Starts one named Windows service and reports its state as JSON.
.DESCRIPTION
  Does nothing else: no start type is changed, no dependent service is stopped. A run tag is honoured once per service:
  asked again with the same tag, the script reports what the first time gave and starts nothing.
.PARAMETER service
  Short name of the service, for example WinRM.
.PARAMETER runTag
  Names the step of the run that asks. MSPclaw passes it; by hand it may be left out.
#>
[CmdletBinding()]
param(
  [Parameter(Mandatory = $true)]
  [ValidatePattern('\A[A-Za-z0-9_.$-]{1,80}\z')]
  [string]$service,

  [ValidatePattern('\A[A-Za-z0-9:/_.-]{0,100}\z')]
  [string]$runTag = ''
)

Set-StrictMode -Version Latest
$ErrorActionPreference = 'Stop'

function Send-Result {
  param([Parameter(Mandatory = $true)][hashtable]$Result, [Parameter(Mandatory = $true)][int]$ExitCode)
  $json = $Result | ConvertTo-Json -Compress -Depth 4
  Write-Output $json
  # Some RMMs bring no output back. Where the agent offers device fields, the result goes there, with the tag as a nonce.
  if (Get-Command -Name 'Ninja-Property-Set' -ErrorAction SilentlyContinue) {
    $field = @{ tag = $runTag; state = 'finished'; exitCode = $ExitCode; output = $json; finishedAt = [DateTime]::UtcNow.ToString('o') }
    try { Ninja-Property-Set 'mspclawResult' ($field | ConvertTo-Json -Compress) | Out-Null }
    catch { Write-Warning "The result field could not be written: $_" }
  }
  exit $ExitCode
}

$stream = $null
if ($runTag -ne '') {
  $folder = Join-Path $env:ProgramData 'mspclaw\runs'
  New-Item -ItemType Directory -Path $folder -Force | Out-Null
  $marker = Join-Path $folder "$($runTag -replace '[^A-Za-z0-9_-]', '_').json"
  # CreateNew is atomic: of two scripts with the same tag exactly one gets the file.
  try {
    $stream = [System.IO.File]::Open($marker, [System.IO.FileMode]::CreateNew, [System.IO.FileAccess]::Write, [System.IO.FileShare]::Read)
  }
  catch [System.IO.IOException] {
    $earlier = Get-Content -LiteralPath $marker -Raw -ErrorAction SilentlyContinue
    if ([string]::IsNullOrWhiteSpace($earlier)) {
      Send-Result -Result @{ service = $service; repeated = $true; state = 'unknown'; message = 'This run has been here and left no result.' } -ExitCode 3
    }
    $known = $earlier | ConvertFrom-Json
    $code = if ($known.state -eq 'running') { 0 } else { 1 }
    Send-Result -Result @{ service = $service; repeated = $true; before = $known.before; state = $known.state; message = $known.message } -ExitCode $code
  }
}

$result = @{ service = $service; repeated = $false; before = 'unknown'; state = 'unknown'; message = '' }
$exitCode = 1
try {
  $target = Get-Service -Name $service
  $result.before = $target.Status.ToString().ToLowerInvariant()
  if ($target.Status -ne [System.ServiceProcess.ServiceControllerStatus]::Running) {
    Start-Service -InputObject $target
    $target.WaitForStatus([System.ServiceProcess.ServiceControllerStatus]::Running, [TimeSpan]::FromSeconds(60))
  }
  $target.Refresh()
  $result.state = $target.Status.ToString().ToLowerInvariant()
  $result.message = "$service is $($result.state)."
  if ($result.state -eq 'running') { $exitCode = 0 }
}
catch {
  $result.message = $_.Exception.Message
}
finally {
  if ($null -ne $stream) {
    $bytes = [System.Text.Encoding]::UTF8.GetBytes(($result | ConvertTo-Json -Compress -Depth 4))
    $stream.Write($bytes, 0, $bytes.Length)
    $stream.Dispose()
  }
}
Send-Result -Result $result -ExitCode $exitCode
