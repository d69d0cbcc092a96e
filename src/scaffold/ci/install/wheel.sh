python3 -m pip install --disable-pip-version-check --no-deps --only-binary :all: --target "{prefix}" "wellpress==$version"
