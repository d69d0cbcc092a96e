version=$(tr -d '[:space:]' < .wellpress-version)
if ! grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+' <<< "$version"; then
  echo ".wellpress-version has \"$version\"; a workflow needs a whole version, such as 1.2.3" >&2
  exit 1
fi
[%- if install == "cargo" %]
cargo install wellpress --version "$version" --locked --root "[[ prefix ]]"
[%- else %]
address="${WELLPRESS_RELEASES:-[[ repository ]]/releases/download}/v$version"
folder=$(mktemp -d)
# With sums in the site's repository, a release that somebody replaced is not installed.
if [ -f .wellpress-sha256 ]; then
  sums=.wellpress-sha256
else
  sums="$folder/SHA256SUMS"
[#- The images of Python and Node.js have no curl. #]
[%- if install == "archive" %]
  curl -sSfL --retry 3 -o "$sums" "$address/SHA256SUMS"
[%- elif install == "wheel" %]
  python3 -c 'import sys, urllib.request; urllib.request.urlretrieve(*sys.argv[1:])' "$address/SHA256SUMS" "$sums"
[%- else %]
  node -e 'fetch(process.argv[1]).then(async (response) => { if (!response.ok) throw new Error(response.status + " " + response.url); fs.writeFileSync(process.argv[2], await response.text()); })' "$address/SHA256SUMS" "$sums"
[%- endif %]
fi
sums_of() {
  grep "[ *]$1\$" "$sums" || { echo "$sums has no sum of $1; it must be the SHA256SUMS of version $version" >&2; return 1; }
}
[%- if install == "archive" %]
archive="wellpress-$version-$(uname -m)-unknown-linux-musl"
curl -sSfL --retry 3 -o "$folder/$archive.tar.gz" "$address/$archive.tar.gz"
sums_of "$archive.tar.gz" | (cd "$folder" && sha256sum --check --strict)
tar -xzf "$folder/$archive.tar.gz" -C "$folder"
install -D -m 755 "$folder/$archive/wellpress" "[[ prefix ]]/bin/wellpress"
[%- elif install == "wheel" %]
# The sums of the wheels of all platforms; pip chooses one wheel, and its sum must be among them.
hashes=$(sums_of "wellpress-$version-.*\.whl" | sed 's/ .*//; s/^/--hash=sha256:/' | tr '\n' ' ')
echo "wellpress==$version $hashes" > "$folder/requirements.txt"
python3 -m pip install --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --target "[[ prefix ]]" --requirement "$folder/requirements.txt"
[%- else %]
platform=$(node -p 'process.platform + "-" + process.arch')
npm pack --pack-destination "$folder" "wellpress@$version" "@wellpress/$platform@$version"
for package in "wellpress-$version.tgz" "wellpress-$platform-$version.tgz"; do
  sums_of "$package" | (cd "$folder" && sha256sum --check --strict)
done
# Without the optional dependencies, which npm would fetch again and install without these sums.
npm install --global --offline --omit=optional --no-audit --no-fund --prefix "[[ prefix ]]" "$folder/wellpress-$version.tgz" "$folder/wellpress-$platform-$version.tgz"
[%- endif %]
rm -r "$folder"
[%- endif -%]
