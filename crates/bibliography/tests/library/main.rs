//! Tests of the readers and writers, in one binary: each subject in a file of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bibtex_and_hayagriva;
mod csl_json_ris_nbib;
mod exports;
mod same_work;
