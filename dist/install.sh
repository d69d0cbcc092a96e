#!/bin/sh
# Installs wellpress @VERSION@ for the user who runs it:
#
#   curl -LsSf @RELEASES@/v@VERSION@/install.sh | sh
#
# WELLPRESS_INSTALL_DIR   the folder of the program; by default ~/.local/bin
# WELLPRESS_VERSION       another version
# WELLPRESS_RELEASES      another address with the same files, such as a mirror; it must end in the folder of the versions

set -eu

version=${WELLPRESS_VERSION:-@VERSION@}
version=${version#v}
releases=${WELLPRESS_RELEASES:-@RELEASES@}
folder=${WELLPRESS_INSTALL_DIR:-}

fail() {
    printf 'wellpress was not installed: %s\n' "$1" >&2
    exit 1
}

# Everything is in functions that the last line calls, so that half of this file, after a broken connection, does nothing.
main() {
    if [ -z "$folder" ]; then
        [ -n "${HOME:-}" ] || fail "HOME is not set; name a folder in WELLPRESS_INSTALL_DIR"
        folder=$HOME/.local/bin
    fi
    target=$(target_of_machine)
    name=wellpress-$version-$target
    work=$(mktemp -d) || fail "no folder for temporary files can be made"
    trap 'rm -rf "$work"' EXIT
    trap 'exit 130' INT TERM
    fetch "$releases/v$version/$name.tar.gz" "$work/$name.tar.gz"
    fetch "$releases/v$version/SHA256SUMS" "$work/SHA256SUMS"
    verify "$name.tar.gz"
    tar -xzf "$work/$name.tar.gz" -C "$work" || fail "the archive cannot be unpacked"
    "$work/$name/wellpress" -V >/dev/null || fail "the program does not run on this machine"
    mkdir -p "$folder" || fail "the folder $folder cannot be made; name another in WELLPRESS_INSTALL_DIR"
    # Renamed into place, so that a program that is running is not written over.
    cp "$work/$name/wellpress" "$folder/.wellpress.new" && mv -f "$folder/.wellpress.new" "$folder/wellpress" ||
        fail "$folder cannot be written; name another folder in WELLPRESS_INSTALL_DIR"
    printf 'wellpress %s is installed in %s\n' "$version" "$folder"
    case ":${PATH:-}:" in
        *":$folder:"*) ;;
        *) printf 'That folder is not on your PATH yet. For this shell: export PATH="%s:$PATH"\n' "$folder" ;;
    esac
}

target_of_machine() {
    system=$(uname -s)
    machine=$(uname -m)
    case $machine in
        x86_64 | amd64) machine=x86_64 ;;
        aarch64 | arm64) machine=aarch64 ;;
        *) fail "there is no program for the processor $machine; build it with cargo: @REPOSITORY@" ;;
    esac
    case $system in
        Linux) target=$machine-unknown-linux-musl ;;
        Darwin) target=$machine-apple-darwin ;;
        *) fail "this script knows Linux and macOS, not $system; for Windows there is install.ps1" ;;
    esac
    # A release can lack a platform, because programs for macOS are made on a Mac alone.
    case " @TARGETS@ " in
        *" $target "*) printf '%s' "$target" ;;
        *) fail "this release has no program for $target; build it with cargo: @REPOSITORY@" ;;
    esac
}

fetch() {
    # A mirror in WELLPRESS_RELEASES may be without encryption, as one on this machine is.
    case $1 in
        https:*) protocols='=https' ;;
        *) protocols='=http,https' ;;
    esac
    if command -v curl >/dev/null; then
        curl --proto "$protocols" --fail --location --silent --show-error --retry 3 --output "$2" "$1" || fail "cannot fetch $1"
    elif command -v wget >/dev/null; then
        wget --quiet --tries=3 --output-document="$2" "$1" || fail "cannot fetch $1"
    else
        fail "it needs curl or wget"
    fi
}

verify() {
    expected=$(awk -v name="$1" '$2 == name { print $1 }' "$work/SHA256SUMS")
    [ -n "$expected" ] || fail "SHA256SUMS does not list $1"
    if command -v sha256sum >/dev/null; then
        actual=$(sha256sum "$work/$1" | cut -d ' ' -f 1)
    elif command -v shasum >/dev/null; then
        actual=$(shasum -a 256 "$work/$1" | cut -d ' ' -f 1)
    else
        fail "it needs sha256sum or shasum to verify what it fetched"
    fi
    [ "$actual" = "$expected" ] || fail "$1 has the checksum $actual, and SHA256SUMS says $expected"
}

main
