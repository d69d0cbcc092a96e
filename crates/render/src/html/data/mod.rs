//! Numbers as people, tables and charts: `::icon-array`, `::table` and `::chart`.
//!
//! Input: the numbers of a directive, checked by the resolver. Output: figures whose drawings are SVG in the page, which needs no style
//! sheet and no script, is printed as it is, and takes its colour from the text around it.

mod axis;
mod bars;
mod chart;
mod drawing;
mod intervals;
mod lines;
mod numbers;
mod people;
mod table;

pub use chart::description as chart_description;
pub use people::{in_words as people_in_words, key as people_key};
pub use table::{shown_cells, words_of_file};
