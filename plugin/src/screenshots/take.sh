#!/usr/bin/env bash
# Uses the built Weka package in the real Explorer, on a screen that exists in memory only, and takes the README's pictures.
# Usage: plugin/src/screenshots/take.sh [--walk] [FOLDER [FILE.arff]]     after mvn verify; needs Xvfb, openbox, a JDK with AWT.
# The folder is plugin/doc and the data set iris unless told otherwise. --walk: the walk through credit-g and digits instead.
# WEKA_JAR: another Weka, such as plugin/target/weka-stable/weka-stable.jar, in the place of the one that we compile with.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
walk=
[ "${1:-}" != --walk ] || { walk=yes; shift; }
plugin=$(cd "$here/../.." && pwd)
work=$plugin/target/screenshots
folder=${1:-$plugin/doc}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

for tool in Xvfb openbox "$java"; do
  command -v "$tool" > /dev/null || { echo "take.sh: $tool is missing (Debian: apt-get install xvfb openbox fonts-dejavu-core openjdk-17-jre)" >&2; exit 2; }
done
[ -f "$plugin/target/weka-class-path.txt" ] || { echo "take.sh: run mvn verify first" >&2; exit 2; }
path=$(cat "$plugin/target/weka-class-path.txt")
[ -z "${WEKA_JAR:-}" ] || path=$WEKA_JAR:${path#*:}
zip=$(ls "$plugin"/target/backprop-*.zip)

rm -rf "$work"
mkdir -p "$work" "$folder"
export WEKA_HOME=$work/weka-home
mkdir -p "$WEKA_HOME/props"
echo "weka.packageManager.offline=true" > "$WEKA_HOME/props/PackageManager.props"
"$java" -Djava.awt.headless=true -cp "$path" weka.core.WekaPackageManager -offline -install-package "$zip" > "$work/install.txt" 2>&1

data=${2:-$work/iris.arff}
if [ $# -lt 2 ]; then
  (cd "$work" && unzip -q -o -j "${path%%:*}" weka/gui/knowledgeflow/templates/iris.arff)
fi

Xvfb -screen 0 1400x1000x24 -nolisten tcp -displayfd 3 3> "$work/display" > "$work/xvfb.txt" 2>&1 &
xvfb=$!
openbox=
trap 'kill $openbox $xvfb 2> /dev/null || true' EXIT
for _ in $(seq 50); do [ -s "$work/display" ] && break; sleep 0.1; done
DISPLAY=:$(cat "$work/display")
export DISPLAY
openbox > "$work/openbox.txt" 2>&1 &
openbox=$!
sleep 1

mkdir "$work/classes"
"${java}c" -proc:none -nowarn -cp "$path" -d "$work/classes" "$here"/*.java
if [ -z "$walk" ]; then
  "$java" -cp "$work/classes:$path" ExplorerPicture "$data" "$folder"
  "$java" -cp "$work/classes:$path" TraceMenus "$data"
else
  for set in credit-g digits; do
    "$java" -cp "$work/classes:$path" WalkPictures "$plugin/../experiments/files/data/$set.arff" "$folder"
  done
fi
