//! `audit wcag`: a report on how far a site meets WCAG 2.2, in the structure of VPAT 2.5.
//!
//! **Input:** a checked site, what axe found in a browser ([`browser_check`]), and what people answered ([`answers`]). **Output:** a level
//! and remarks for each criterion ([`conformance`], by the table in [`criteria`]), as blocks ([`report`]) or as OpenACR ([`openacr`]).

pub mod answers;
pub mod browser_check;
pub mod command;
pub mod conformance;
pub mod criteria;
pub mod head;
pub mod openacr;
pub mod parts;
pub mod report;

/// The name of the report among the arguments.
pub const NAME: &str = "wcag";
