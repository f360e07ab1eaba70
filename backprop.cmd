@echo off
rem SPDX-License-Identifier: GPL-3.0-or-later
rem Runs the experiment runner; builds it first when it is not built or older than its sources.
rem Environment: JAVA_HOME (which Java), JAVA_OPTS (options of the virtual machine, such as -Xmx8g).
setlocal
set "HOME_DIR=%~dp0"
set "LIB=%HOME_DIR%experiments\target\lib"
set "STAMP=%HOME_DIR%experiments\target\built"
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
rem What computes may use the vector module, which a Java of one's own making may lack; commands that train nothing do not.
set "VECTOR="
if /i "%~1"=="run" set "VECTOR=--add-modules jdk.incubator.vector"
if /i "%~1"=="bench" set "VECTOR=--add-modules jdk.incubator.vector"
if defined VECTOR "%JAVA%" %VECTOR% -version >nul 2>&1
if errorlevel 1 set "VECTOR="
if not defined VECTOR "%JAVA%" -version >nul 2>&1
if errorlevel 1 (
  echo backprop: there is no Java at "%JAVA%"; install a JDK 17 or newer, or set JAVA_HOME 1>&2
  exit /b 2
)
set "STALE=1"
if exist "%STAMP%" (
  powershell -NoProfile -Command "$t=(Get-Item '%STAMP%').LastWriteTime; $s=@(Get-Item '%HOME_DIR%pom.xml')+@(Get-ChildItem '%HOME_DIR%*\pom.xml')+@(Get-Item '%HOME_DIR%engine\openblas\pom.xml')+@(Get-ChildItem -Recurse -File '%HOME_DIR%engine\openblas\src\main')+@(Get-ChildItem -Recurse -File '%HOME_DIR%*\src\main'); if ($s | Where-Object { $_.LastWriteTime -gt $t }) { exit 1 } else { exit 0 }"
  if not errorlevel 1 set "STALE="
)
if not defined STALE goto run
where mvn >nul 2>&1
if errorlevel 1 (
  echo backprop: building needs Maven 3.8 or newer; 'mvn' is not in the PATH 1>&2
  exit /b 2
)
echo building... 1>&2
if exist "%LIB%" rmdir /s /q "%LIB%"
if not exist "%HOME_DIR%experiments\target" mkdir "%HOME_DIR%experiments\target"
pushd "%HOME_DIR%"
type nul > experiments\target\build-started
call mvn -q -B -DskipTests -pl experiments -am package > experiments\target\build.log 2>&1
if errorlevel 1 (
  type experiments\target\build.log 1>&2
  echo backprop: the build failed; what Maven said is above 1>&2
  popd
  exit /b 2
)
move /y experiments\target\build-started experiments\target\built >nul
popd
:run
rem Cells on machines of Apache Spark: its jars, where they have been built, and what it needs of Java.
set "SPARK=%HOME_DIR%experiments\spark\target"
set "SPARK_JARS="
set "OPENS="
echo %* | findstr /c:"--on" >nul
if not errorlevel 1 if exist "%SPARK%\backprop-spark.jar" (
  set "SPARK_JARS=%SPARK%\backprop-spark.jar;%SPARK%\lib\*;"
  set "OPENS=--add-opens=java.base/java.lang=ALL-UNNAMED --add-opens=java.base/java.lang.invoke=ALL-UNNAMED --add-opens=java.base/java.lang.reflect=ALL-UNNAMED --add-opens=java.base/java.io=ALL-UNNAMED --add-opens=java.base/java.net=ALL-UNNAMED --add-opens=java.base/java.nio=ALL-UNNAMED --add-opens=java.base/java.util=ALL-UNNAMED --add-opens=java.base/java.util.concurrent=ALL-UNNAMED --add-opens=java.base/java.util.concurrent.atomic=ALL-UNNAMED --add-opens=java.base/jdk.internal.ref=ALL-UNNAMED --add-opens=java.base/sun.nio.ch=ALL-UNNAMED --add-opens=java.base/sun.nio.cs=ALL-UNNAMED --add-opens=java.base/sun.security.action=ALL-UNNAMED --add-opens=java.base/sun.util.calendar=ALL-UNNAMED --add-opens=java.security.jgss/sun.security.krb5=ALL-UNNAMED -Djdk.reflect.useDirectMethodHandle=false -Dio.netty.tryReflectionSetAccessible=true"
)
"%JAVA%" -Dfile.encoding=UTF-8 %VECTOR% %OPENS% %JAVA_OPTS% -cp "%HOME_DIR%experiments\target\backprop-experiments.jar;%LIB%\*;%SPARK_JARS%%BACKPROP_CLASSPATH%" backprop.experiments.Main %*
exit /b %errorlevel%
