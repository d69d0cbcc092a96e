//! Asks other servers about the sources and links of a site, and stores the answers where builds read them without a network.
//!
//! **Input:** the sources of a library, the addresses of the services. **Output:** the list of retractions ([`list`]), files with what
//! Crossref, PubMed and OpenAlex say of the sources ([`ask`], [`stored_answers`]), and links that were asked for ([`links`]).
//! Left to others: what the answers mean for a page (`wellpress_check`), and what is printed (the tools).

mod answer;
mod candidate;
mod client;
mod crossref;
pub mod inquiry;
pub mod links;
pub mod list;
pub mod notice_file;
mod openalex;
mod progress;
pub mod pubmed;
pub mod row_file;
mod steps;
pub mod stored_answers;
mod stored_file;

use wellpress_bibliography::{Evidence, Reference};

pub use client::{RequestCount, openalex_web, service_web, web_with_timeout};
pub use progress::Progress;
pub use steps::ask;

/// Whether what such a study cites can overturn its result: a systematic review, a meta-analysis, a guideline.
fn is_review_design(evidence: Evidence) -> bool {
    matches!(evidence, Evidence::SystematicReview | Evidence::MetaAnalysis | Evidence::Guideline)
}

/// Whether a source is such a study, as its entry says it.
fn is_review(reference: &Reference) -> bool {
    let proposed = || reference.proposed_evidence().map(|proposed| proposed.evidence);
    reference.evidence.or_else(proposed).is_some_and(is_review_design)
}
