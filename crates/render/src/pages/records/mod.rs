//! The pages of records, each of which has a file in the content: articles, exercises, programmes, topics, people and plain pages.

pub mod article;
pub mod copies;
pub mod easy_read;
pub mod exercise;
pub mod handout;
pub(in crate::pages) mod other_forms;
pub mod person;
pub mod plain;
pub(crate) mod printed_sheets;
pub mod programme;
pub(crate) mod record;
pub mod provenance;
pub mod sheet;
mod toc;
pub mod topic;
