//! The `wellpress` command.

fn main() {}
