//! The one test binary: each feature in a file of its own.

mod emit;
mod faulty;
mod files;
mod report;
