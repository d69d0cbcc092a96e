{sums}
archive="wellpress-$version-$(uname -m)-unknown-linux-musl"
curl -sSfL --retry 3 -o "$folder/$archive.tar.gz" "$address/$archive.tar.gz"
sums_of "$archive.tar.gz" | (cd "$folder" && sha256sum --check --strict)
tar -xzf "$folder/$archive.tar.gz" -C "$folder"
install -D -m 755 "$folder/$archive/wellpress" "{prefix}/bin/wellpress"
rm -r "$folder"
