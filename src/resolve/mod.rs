//! Site in, resolved site out.

pub mod citations;
