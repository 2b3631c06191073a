@echo off
rem Builds Kindling when its sources changed, then runs it. Needs the .NET 10 SDK, nothing else.
rem A copy of the sources stands for "what was built last": robocopy returns 0 if and only if nothing differs.
rem Arguments with a caret in them need double quotes, as everywhere on this command line.
setlocal
set "root=%~dp0"
set "app=%root%artifacts\kindling"
where dotnet >nul 2>&1
if errorlevel 1 (
  echo error: no 'dotnet' command; install the .NET 10 SDK, https://dotnet.microsoft.com/download 1>&2
  exit /b 1
)

set "quiet=/R:1 /W:1 /NFL /NDL /NJH /NJS /NP"
robocopy "%root%src" "%app%\seen\src" /MIR /XD bin obj node_modules %quiet% >nul
if not %errorlevel% == 0 del "%app%\built" >nul 2>&1
robocopy "%root%." "%app%\seen\settings" Directory.Build.props Directory.Packages.props global.json %quiet% >nul
if not %errorlevel% == 0 del "%app%\built" >nul 2>&1
if exist "%app%\built" goto run

echo building kindling ... 1>&2
call :publish true
if not %errorlevel% == 0 findstr /i crossgen "%app%\build.log" >nul && call :publish false
if not exist "%app%\built" (
  type "%app%\build.log" 1>&2
  echo error: the build failed 1>&2
  exit /b 1
)

:run
dotnet "%app%\bin\Kindling.Cli.dll" %*
exit /b %errorlevel%

rem Compiled ahead of time where the compiler's package can be had (starts three times faster), else not.
:publish
dotnet publish "%root%src\Kindling.Cli\Kindling.Cli.csproj" -c Release --use-current-runtime --self-contained false --artifacts-path "%app%\build" -o "%app%\bin" -p:PublishReadyToRun=%1 -nologo -v quiet > "%app%\build.log" 2>&1
if not %errorlevel% == 0 exit /b 1
echo built > "%app%\built"
exit /b 0
