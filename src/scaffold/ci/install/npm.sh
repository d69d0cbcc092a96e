{sums}
platform=$(node -p 'process.platform + "-" + process.arch')
npm pack --pack-destination "$folder" "wellpress@$version" "@wellpress/$platform@$version"
for package in "wellpress-$version.tgz" "wellpress-$platform-$version.tgz"; do
  sums_of "$package" | (cd "$folder" && sha256sum --check --strict)
done
# Without the optional dependencies, which npm would fetch again and install without these sums.
npm install --global --offline --omit=optional --no-audit --no-fund --prefix "{prefix}" "$folder/wellpress-$version.tgz" "$folder/wellpress-$platform-$version.tgz"
rm -r "$folder"
