@echo off
rem Builds Kindling when its sources changed, then runs it. Needs the .NET 10 SDK, nothing else.
rem A copy of the sources stands for "what was built last": robocopy returns 0 if and only if nothing differs.
setlocal
set "root=%~dp0"
set "app=%root%artifacts\kindling"
robocopy "%root%src" "%app%\seen" /MIR /XD bin obj node_modules /NFL /NDL /NJH /NJS /NP >nul
if errorlevel 1 goto build
if exist "%app%\bin\Kindling.Cli.dll" goto run

:build
echo building kindling ... 1>&2
dotnet publish "%root%src\Kindling.Cli\Kindling.Cli.csproj" -c Release --artifacts-path "%app%\build" -o "%app%\bin" -nologo -v quiet > "%app%\build.log" 2>&1
if not errorlevel 1 goto run
type "%app%\build.log" 1>&2
rmdir /s /q "%app%\seen"
echo error: the build failed 1>&2
exit /b 1

:run
dotnet "%app%\bin\Kindling.Cli.dll" %*
exit /b %errorlevel%
