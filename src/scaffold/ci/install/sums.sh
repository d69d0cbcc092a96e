address="${WELLPRESS_RELEASES:-{repository}/releases/download}/v$version"
folder=$(mktemp -d)
# With sums in the site's repository, a release that somebody replaced is not installed.
if [ -f .wellpress-sha256 ]; then
  sums=.wellpress-sha256
else
  sums="$folder/SHA256SUMS"
  {fetch_sums}
fi
sums_of() {
  grep "[ *]$1\$" "$sums" || { echo "$sums has no sum of $1; it must be the SHA256SUMS of version $version" >&2; return 1; }
}
