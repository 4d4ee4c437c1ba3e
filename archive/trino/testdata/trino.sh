#!/bin/sh
# Installs the Trino server that the tests ask, with its Hive connector, into a cache folder outside the repository:
# $HOLDSHORT_TRINO, or holdshort/trino-476 in the user's cache. Maven brings them, from where its own settings say; what
# comes must have the digests below. It needs mvn, unzip, tar, sha256sum and a Java of version 24 or later to run it.
set -eu
version=476
core=0f388f9967c177ae70a47c099082fc95387f0c3cb96d8000d1d41fc3a5223158
hive=611bacdb07d9f3cf7b9d47f97ecc76fa2e7ff8bfe8a9728c3d06adc1bfb8662e
home=${HOLDSHORT_TRINO:-${XDG_CACHE_HOME:-$HOME/.cache}/holdshort/trino-$version}
test ! -d "$home" || exit 0
for tool in mvn unzip tar sha256sum; do
	command -v $tool >/dev/null || { echo "trino.sh: $tool is not installed" >&2; exit 1; }
done
mkdir -p "$(dirname "$home")"
new=$(mktemp -d "$home.XXXXXX")
trap 'rm -rf "$new"' EXIT

# fetch TYPE ARTIFACT DIGEST brings one file, into $new.
fetch() {
	mvn -B -q -Dmaven.repo.local="$new/m2" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
		-Dartifact="io.trino:$2:$version:$1" -DoutputDirectory="$new" -Dmdep.overWriteReleases=true
	echo "$3  $new/$2-$version.$1" | sha256sum -c --quiet
}

fetch tar.gz trino-server-core $core
tar -xzf "$new/trino-server-core-$version.tar.gz" -C "$new"
fetch zip trino-hive $hive
unzip -q "$new/trino-hive-$version.zip" -d "$new"
mv "$new/trino-hive-$version" "$new/trino-server-core-$version/plugin/hive"
mv "$new/trino-server-core-$version" "$home"
