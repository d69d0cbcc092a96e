# The usual commands; `just` alone lists them.

_list:
    @just --list --unsorted

# Check that it compiles
check:
    cargo check --all-targets

# Format the code
fmt:
    cargo fmt

# The lints, as `tests/run` has them
lint:
    cargo clippy --all-targets -- -D warnings

# The tests, or those whose name has this in it
test name="":
    cargo test --test suite -- {{name}}

# Build the site in content/ to output/
build *arguments:
    cargo run --release -- build {{arguments}}

# The documentation of the code, in a browser
doc:
    cargo doc --no-deps --open

# Everything that has to hold before a change goes in
all:
    tests/run
