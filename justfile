# The usual commands; `just` alone lists them.

_list:
    @just --list --unsorted

# Check that it compiles
check:
    cargo check --workspace --all-targets

# Format the code
fmt:
    cargo fmt --all

# The lints, as `tests/run` has them
lint:
    cargo clippy --workspace --all-targets -- -D warnings

# The tests of the program, or those whose name has this in it
test name="":
    cargo test --test suite -- {{name}}

# Build the site in content/ to output/
build *arguments:
    cargo run --release -- build {{arguments}}

# The generators that the benchmark compares with, into target/generators
generators *names:
    benches/install_generators.sh {{names}}

# Whole sites beside other generators, into docs/speed.md, which says what is measured
bench *arguments:
    benches/run {{arguments}}

# The parts of a build by themselves
stages *arguments:
    cargo bench --bench stages -- {{arguments}}

# What citations cost on a site of so many articles
bench-citations articles="10000":
    cargo bench --bench citations -- {{articles}}

# The documentation of the code, in a browser
doc:
    cargo doc --workspace --no-deps --open

# Everything that has to hold before a change goes in
all:
    tests/run

# All packages of a release, into target/packages; dist/README.md lists them
dist *targets:
    dist/build {{targets}}

# Install each of these packages in a bare Debian root, and build a site with it; needs root
dist-test *packages:
    dist/test {{packages}}

# The licences of the Rust libraries, into docs/licences.md
notices:
    tests/notices

# Each target of the fuzzer for some seconds; needs `cargo install cargo-fuzz`
fuzz seconds="60" *targets:
    fuzz/run {{seconds}} {{targets}}
