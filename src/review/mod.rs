//! What reviewers and editors do with a site that was read: find the page, show what changed since it was signed, sign it,
//! and say how all pages stand, in figures too. How it is printed is for `cli`.

mod difference;
mod figures;
mod sign;
mod status;

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use wellpress_diagnostics::{Diagnostic, Severity, nearest, rules};
use wellpress_site::config::Config;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::{REVIEWED, page_in};
use wellpress_site::model::{LookupResult, Page, Site, SitePath};

use crate::pipeline::CheckedSite;

pub use difference::{Since, since};
pub use figures::figures;
pub use sign::{Signature, sign};
pub use status::{SignedState, State, Status, statuses};

/// Why a page cannot be found or signed.
#[derive(Debug, Error)]
#[expect(missing_docs, reason = "each says in its message what it is")]
pub enum ReviewError {
    #[error("no article, exercise or programme has the id `{id}`")]
    NoPage { id: String, near: Option<String> },
    #[error("pages of several kinds have the id `{id}`")]
    Ambiguous { id: String, kinds: Vec<ContentKind> },
    #[error("`{tag}` is not a language of this site")]
    NoLanguage { tag: String },
    #[error("`{id}` is not translated into `{tag}`")]
    NotTranslated { id: String, tag: String },
    #[error("there is no person with the id `{id}`")]
    NoPerson { id: String, near: Option<String> },
    #[error("`{person}` wrote {}`{page}` and cannot sign it off", if *is_translated { "the original of " } else { "" })]
    OwnWork { person: String, page: String, is_translated: bool },
    #[error("the credentials of `{person}` expired on {day}")]
    Expired { person: String, day: String },
    #[error("`{page}` is withdrawn, so there is nothing to sign")]
    Withdrawn { page: String },
    #[error("`{page}` has errors; nobody can stand by it as it is")]
    Errors { page: String, findings: Vec<Diagnostic> },
    #[error("`{person}` has signed `{page}` as it is today already")]
    Twice { person: String, page: String },
    #[error("`{}` cannot be added to: it is not a list with one `-` a line", path.display())]
    Unreadable { path: PathBuf },
    #[error("cannot write `{}`: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl ReviewError {
    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        match self {
            Self::NoPage { near: Some(near), .. } | Self::NoPerson { near: Some(near), .. } => {
                Some(format!("did you mean `{near}`?"))
            }
            Self::NoPage { .. } => Some("`wellpress review status` lists all pages that are reviewed".to_owned()),
            Self::NoPerson { .. } => Some("make the person with a file in `content/people`".to_owned()),
            Self::Ambiguous { id, kinds } => {
                let names: Vec<String> = kinds.iter().map(|kind| format!("`{kind}:{id}`")).collect();
                Some(format!("say which: {}", names.join(" or ")))
            }
            Self::NotTranslated { .. } | Self::NoLanguage { .. } => {
                Some("`--language` takes the tag of a language that the page is in".to_owned())
            }
            Self::OwnWork { .. } => Some("have it reviewed by somebody who is not an author".to_owned()),
            Self::Expired { .. } => Some("put in the day until which they were renewed, if they were".to_owned()),
            Self::Errors { .. } => Some("put them right first".to_owned()),
            Self::Unreadable { .. } => Some("put the file back as `wellpress review sign` wrote it".to_owned()),
            Self::Withdrawn { .. } | Self::Twice { .. } | Self::Io { .. } => None,
        }
    }
}

/// Which page is meant: `neck-pain`, or `article:neck-pain` where pages of several kinds have the id.
#[derive(Debug, Clone)]
pub struct Named<'a> {
    /// As it was given.
    pub id: &'a str,
    /// The language's tag; else the site's own.
    pub language: Option<&'a str>,
}

/// The page that is meant.
///
/// # Errors
/// Where there is none, or more than one.
pub fn find<'s>(config: &Config, site: &'s Site, named: &Named<'_>) -> Result<&'s Page, ReviewError> {
    let tag = named.language.unwrap_or(&config.languages[0].tag);
    let language = config.languages.iter().position(|language| language.tag == tag);
    let language = language.ok_or_else(|| ReviewError::NoLanguage { tag: tag.to_owned() })?;
    let (kind, id) = match named.id.split_once(':').map(|(kind, id)| (ContentKind::find(kind), id)) {
        Some((Some(kind), id)) => (Some(kind), id),
        _ => (None, named.id),
    };
    let kinds = || REVIEWED.into_iter().filter(|known| kind.is_none_or(|kind| kind == *known));
    let found: Vec<PageId> = kinds().filter_map(|kind| page_in(&site.index, kind, id, language)).collect();
    match found[..] {
        [page] => Ok(site.page(page)),
        [] if kinds().any(|kind| site.index.has(kind, id)) => {
            Err(ReviewError::NotTranslated { id: id.to_owned(), tag: tag.to_owned() })
        }
        [] => {
            let near = nearest(id, kinds().flat_map(|kind| site.index.ids(kind)));
            Err(ReviewError::NoPage { id: id.to_owned(), near: near.map(str::to_owned) })
        }
        _ => {
            let kinds = found.iter().map(|page| site.page(*page).kind).collect();
            Err(ReviewError::Ambiguous { id: id.to_owned(), kinds })
        }
    }
}

/// The errors of what a page shows: of its own file, of the exercises in it, and of whatever is no page of its own, such as
/// the library, a disclaimer, or a file that could not be read. That it changed since it was signed is none of them: signing
/// it again is how that is put right.
#[must_use]
pub fn errors_of(read: &CheckedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let site = read.resolved.site;
    let flow = &read.resolved.pages[page.id.index()].reading_order;
    let exercises = flow.instances.iter().filter_map(|instance| instance.text.exercise());
    let shown: BTreeSet<PageId> = exercises.chain([page.id]).collect();
    let is_elsewhere = |file: &str| match site.index.path(SitePath::File(file)) {
        LookupResult::Page(other) => !shown.contains(&other),
        LookupResult::Hidden(_) => true,
        LookupResult::Nothing => file.starts_with("content/reviews/") && file != sign::file_of(page),
    };
    let counts = |finding: &&Diagnostic| {
        finding.severity == Severity::Error
            && ![&rules::REVIEW_CONTENT_CHANGED, &rules::REVIEW_MISSING].contains(&finding.rule)
            && !is_elsewhere(&finding.location.file)
    };
    read.report.findings().iter().filter(counts).cloned().collect()
}
