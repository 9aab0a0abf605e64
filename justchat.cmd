@echo off
rem SPDX-License-Identifier: Apache-2.0
rem Starts JustChat on Windows: finds a JDK 25 or newer, builds what is not built yet, runs the program.
setlocal enabledelayedexpansion
set "here=%~dp0"
set "target=%here%tools\target"
set "jar=%target%\justchat.jar"

if /i "%~1"=="test" (
  where mvn >nul 2>nul || goto nomaven
  pushd "%here%" & call mvn -B verify & set "code=!errorlevel!" & popd
  exit /b !code!
)

set "java="
for %%d in ("%JAVA25_HOME%" "%JAVA_HOME%") do if not defined java call :try "%%~d"
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\*" "%ProgramFiles%\Java\*" "%ProgramFiles%\Microsoft\*" "%ProgramFiles%\Zulu\*" "%USERPROFILE%\.jdks\*") do if not defined java call :try "%%~d"
if not defined java (
  echo JustChat needs a JDK 25 or newer. Install one, for example: winget install EclipseAdoptium.Temurin.25.JDK 1>&2
  exit /b 3
)

if not exist "%jar%" (
  where mvn >nul 2>nul || goto nomaven
  echo Building JustChat, which takes a minute; the log is %target%\build.log 1>&2
  if not exist "%target%" mkdir "%target%"
  call mvn -B -f "%here%pom.xml" package -DskipTests -Dspotless.check.skip=true >"%target%\build.log" 2>&1 || (
    findstr /b "[ERROR]" "%target%\build.log" 1>&2
    exit /b 1
  )
)

set "kind=client"
if "%~1"=="loadbalancer" set "kind=loadbalancer"
if "%~1"=="messageserver" set "kind=messageserver"
"%java%" "@%target%\jvm\%kind%.flags" "-Djustchat.home=%here:~0,-1%" -jar "%jar%" %*
exit /b %errorlevel%

:try
if not exist "%~1\bin\java.exe" exit /b
if not exist "%~1\release" exit /b
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do (
  set "version=%%~v"
  set "version=!version:"=!"
  if !version! geq 25 set "java=%~1\bin\java.exe" & set "JAVA25_HOME=%~1"
)
exit /b

:nomaven
echo JustChat is built by Maven, and there is no mvn on the PATH. See https://maven.apache.org/install.html 1>&2
exit /b 3
