//! Tests of the processor through its public interface, in one binary: each subject in a file of its own.
//!
//! The styles are as small as the subject allows and stand in the tests. Expectations are those of the specification of
//! CSL 1.0.2. Where the tests of the CSL project decide otherwise, the test here says so.

#![expect(clippy::unwrap_used, reason = "a test whose style or item is broken has to fail")]

mod citations;
mod csl_json;
mod dates;
mod deviations;
mod disambiguation;
mod hostile_input;
mod names;
mod numbers;
mod random_items;
mod shipped_files;
mod spans;
mod style_reading;
mod support;
mod text;
