//! Tests of the readers and writers, in one binary: each subject in a file of its own.

mod bibtex_and_hayagriva;
mod csl_json_ris_nbib;
mod every_variable;
mod exports;
mod field_ranges;
mod real_libraries;
mod same_work;
mod undivided_names;
