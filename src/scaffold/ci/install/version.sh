version=$(tr -d '[:space:]' < .wellpress-version)
if ! grep -Eqx '[0-9]+\.[0-9]+\.[0-9]+' <<< "$version"; then
  echo ".wellpress-version has \"$version\"; a workflow needs a whole version, such as 1.2.3" >&2
  exit 1
fi
