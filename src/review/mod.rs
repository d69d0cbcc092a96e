//! The work of reviewers and editors on a checked site: find a page, sign it off, and list the review states of all pages.
//! Arguments and output are left to `cli`; what changed since a sign-off, to `wellpress_site::resolve::sign_off_changes`.

mod figures;
mod records;
mod sign;
mod ssh_keygen;
mod status;

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use thiserror::Error;

use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Severity, nearest};
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::{REVIEWED, page_in};
use wellpress_site::model::{LookupResult, Page, PagePath, Site};

use crate::pipeline::CheckedSite;

pub use figures::figures;
pub use records::{ReviewRecord, export, has_problem, has_sign_offs, records};
pub use sign::{Signature, sign};
pub use status::{PageStatus, ReviewState, SignOffState, statuses};

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
    #[error("`{person}` has no credentials on record and cannot sign as {role}")]
    NoCredentials { person: String, role: &'static str, file: String },
    #[error("`{person}` signs with a key, and none was given")]
    NoKey { person: String, file: String },
    #[error("`{page}` does not have the words that were read: their hash is {now}, not {read}")]
    OtherWords { page: String, read: String, now: String },
    #[error("`ssh-keygen` made no signature: {reason}")]
    Signing { reason: String },
    #[error("the signature {fault}")]
    Key { fault: String, help: String },
    #[error("`{page}` is withdrawn, so there is nothing to sign")]
    Withdrawn { page: String },
    #[error("`{page}` has errors; nobody can stand by it as it is")]
    Errors { page: String, findings: Vec<Diagnostic> },
    #[error("`{person}` has already signed the present text of `{page}`")]
    Twice { person: String, page: String },
    #[error("`{}` cannot be added to: it is not a list with one `-` a line", path.display())]
    Unreadable { path: PathBuf },
    #[error("cannot write `{}`: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
}

impl ReviewError {
    /// Advice for the user, printed below the message.
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
            Self::NoCredentials { file, .. } => {
                Some(format!("add them to `{file}`, such as `credentials: [MD]`, or sign as `editorial` or `lay`"))
            }
            Self::OtherWords { .. } => Some(
                "`wellpress review request` makes a packet of the present words; `wellpress review diff` shows what changed"
                    .to_owned(),
            ),
            Self::Signing { .. } => Some(
                "`--key` names a private key, or a public key whose private key is in the agent or on a security key"
                    .to_owned(),
            ),
            Self::Key { help, .. } => Some(help.clone()),
            Self::NoKey { file, .. } => Some(format!(
                "add `--key FILE`; if the key is lost, write its last day into `{file}`: `until: YYYY-MM-DD`"
            )),
            Self::Withdrawn { .. } | Self::Twice { .. } | Self::Io { .. } => None,
        }
    }
}

/// A page as the user names it.
#[derive(Debug, Clone)]
pub struct PageQuery<'a> {
    /// `neck-pain`, or `article:neck-pain` if pages of several kinds have the id.
    pub id: &'a str,
    /// The tag of the page's language; `None` means the main language of the site.
    pub language: Option<&'a str>,
}

/// Finds the article, exercise or programme with this id in this language.
///
/// # Errors
/// When there is no such page, or more than one.
pub fn find<'s>(config: &Config, site: &'s Site, query: &PageQuery<'_>) -> Result<&'s Page, ReviewError> {
    let tag = query.language.unwrap_or(&config.languages[MAIN_LANGUAGE].tag);
    let language = config.languages.position(|language| language.tag == tag);
    let language = language.ok_or_else(|| ReviewError::NoLanguage { tag: tag.to_owned() })?;
    let (kind, id) = match query.id.split_once(':').map(|(kind, id)| (ContentKind::find(kind), id)) {
        Some((Some(kind), id)) => (Some(kind), id),
        _ => (None, query.id),
    };
    let kinds: Vec<ContentKind> =
        REVIEWED.into_iter().filter(|reviewed| kind.is_none_or(|kind| kind == *reviewed)).collect();
    let pages: Vec<PageId> = kinds.iter().filter_map(|kind| page_in(&site.index, *kind, id, language)).collect();
    match pages[..] {
        [page] => Ok(site.page(page)),
        [] if kinds.iter().any(|kind| site.index.has(*kind, id)) => {
            Err(ReviewError::NotTranslated { id: id.to_owned(), tag: tag.to_owned() })
        }
        [] => {
            let near = nearest(id, kinds.iter().flat_map(|kind| site.index.ids(*kind)));
            Err(ReviewError::NoPage { id: id.to_owned(), near: near.map(str::to_owned) })
        }
        _ => {
            let kinds = pages.iter().map(|page| site.page(*page).kind).collect();
            Err(ReviewError::Ambiguous { id: id.to_owned(), kinds })
        }
    }
}

/// The errors of everything that a page shows: of its own file, of the exercises in it, and of files that are no page, such as
/// the library, a disclaimer, or a file that could not be read. Errors of other pages do not count, so that a draft elsewhere
/// does not stop a sign-off.
#[must_use]
pub fn errors_of(checked: &CheckedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let reading_order = &checked.resolved.pages[page.id].reading_order;
    let exercises = reading_order.instances.iter().filter_map(|instance| instance.text.exercise());
    let pages: BTreeSet<PageId> = exercises.chain([page.id]).collect();
    let errors = checked.report.findings().iter().filter(|finding| {
        finding.severity == Severity::Error
            && !finding.rule.has(Property::SettledBySignOff)
            && is_shown_by(checked.resolved.site, page, &pages, &finding.location.file)
    });
    errors.cloned().collect()
}

/// Whether a file is one of these pages or no page at all. Of the files with sign-offs only that of the page itself counts.
fn is_shown_by(site: &Site, page: &Page, pages: &BTreeSet<PageId>, file: &str) -> bool {
    match site.index.path(PagePath::File(file)) {
        LookupResult::Page(id) => pages.contains(&id),
        LookupResult::Hidden(_) => false,
        LookupResult::Nothing => !file.starts_with("content/reviews/") || file == sign::sign_off_file(page),
    }
}
