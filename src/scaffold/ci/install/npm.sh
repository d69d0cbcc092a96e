npm install --global --no-audit --no-fund --prefix "{prefix}" "wellpress@$version"
