{sums}
# The sums of the wheels of all platforms; pip chooses one wheel, and its sum must be among them.
hashes=$(sums_of "wellpress-$version-.*\.whl" | sed 's/ .*//; s/^/--hash=sha256:/' | tr '\n' ' ')
echo "wellpress==$version $hashes" > "$folder/requirements.txt"
python3 -m pip install --disable-pip-version-check --no-deps --only-binary :all: --require-hashes --target "{prefix}" --requirement "$folder/requirements.txt"
rm -r "$folder"
