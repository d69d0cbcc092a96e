# Installs wellpress @VERSION@ for the user who runs it:
#
#   powershell -ExecutionPolicy ByPass -c "irm @RELEASES@/v@VERSION@/install.ps1 | iex"
#
# WELLPRESS_INSTALL_DIR   the folder of the program; by default %LOCALAPPDATA%\Programs\wellpress
# WELLPRESS_VERSION       another version
# WELLPRESS_RELEASES      another address with the same files, such as a mirror; it must end in the folder of the versions

$ErrorActionPreference = "Stop"
$ProgressPreference = "SilentlyContinue"

function Install-Wellpress {
    $version = if ($env:WELLPRESS_VERSION) { $env:WELLPRESS_VERSION } else { "@VERSION@" }
    $version = $version -replace "^v", ""
    $releases = if ($env:WELLPRESS_RELEASES) { $env:WELLPRESS_RELEASES } else { "@RELEASES@" }
    $folder = if ($env:WELLPRESS_INSTALL_DIR) { $env:WELLPRESS_INSTALL_DIR } else { Join-Path $env:LOCALAPPDATA "Programs\wellpress" }
    # Windows on ARM runs programs for x86-64.
    if ($env:PROCESSOR_ARCHITECTURE -notin @("AMD64", "ARM64")) { throw "wellpress was not installed: there is no program for the processor $env:PROCESSOR_ARCHITECTURE" }
    $name = "wellpress-$version-x86_64-pc-windows-gnu"
    $work = Join-Path ([IO.Path]::GetTempPath()) ([Guid]::NewGuid())
    New-Item -ItemType Directory $work | Out-Null
    try {
        [Net.ServicePointManager]::SecurityProtocol = [Net.ServicePointManager]::SecurityProtocol -bor [Net.SecurityProtocolType]::Tls12
        $archive = Join-Path $work "$name.zip"
        Invoke-WebRequest -UseBasicParsing "$releases/v$version/$name.zip" -OutFile $archive
        $sums = Join-Path $work "SHA256SUMS"
        Invoke-WebRequest -UseBasicParsing "$releases/v$version/SHA256SUMS" -OutFile $sums
        $line = Get-Content $sums | Where-Object { ($_ -split "\s+")[1] -eq "$name.zip" }
        if (-not $line) { throw "wellpress was not installed: SHA256SUMS does not list $name.zip" }
        $expected = ($line -split "\s+")[0]
        $actual = (Get-FileHash -Algorithm SHA256 $archive).Hash
        if ($actual -ne $expected) { throw "wellpress was not installed: $name.zip has the checksum $actual, and SHA256SUMS says $expected" }
        Expand-Archive $archive $work
        New-Item -ItemType Directory -Force $folder | Out-Null
        Copy-Item -Force (Join-Path $work "$name\wellpress.exe") (Join-Path $folder "wellpress.exe")
    } finally {
        Remove-Item -Recurse -Force $work
    }
    Write-Output "wellpress $version is installed in $folder"
    # Read and written without expanding entries such as %JAVA_HOME%, which stay what they are.
    $key = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey("Environment", $true)
    $path = $key.GetValue("Path", "", [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames)
    if (($path -split ";") -notcontains $folder) {
        $key.SetValue("Path", (@($folder, $path) -ne "" -join ";"), [Microsoft.Win32.RegistryValueKind]::ExpandString)
        Write-Output "That folder is on your Path after you sign in again."
    }
    $key.Close()
}

Install-Wellpress
