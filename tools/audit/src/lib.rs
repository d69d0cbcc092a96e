//! Holds a site against the criteria of a standard for health information.
//!
//! **Input:** a checked site, and criteria as data: files that ship with the program, or those in the folder `audits` of a site
//! ([`standard`], [`standards`]). **Output:** what the site shows for each criterion ([`audit`], by the facts in [`facts`]), as a report in
//! blocks ([`report`]), which are written as HTML, as text or as a Word file ([`html`], [`text`], [`notation`]). `audit wcag` writes an
//! accessibility conformance report instead ([`wcag`]), `audit forms` a table of the other forms of pages ([`forms`]). Left to others:
//! reading the site, and what its rules find.
//!
//! A criterion names facts from a closed list, so that no report says more than the program knows. What only a person can judge is a
//! question in the report, and never counts as satisfied.

pub mod audit;
pub mod command;
pub mod facts;
pub mod forms;
pub mod html;
pub mod notation;
pub mod report;
pub mod standard;
pub mod standards;
pub mod text;
pub mod wcag;
