//! The work of reviewers and editors on a checked site: find a page, sign it off, and list the review states of all pages.
//! Arguments and output are left to `cli`; what changed since a sign-off, to `wellpress_site::resolve::sign_off_changes`.

mod figures;
mod records;
mod sign;
mod ssh_keygen;
mod status;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Severity, nearest};
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::discover::ContentKind;
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::{REVIEWED, page_in};
use wellpress_site::model::{LookupResult, Page, PagePath, Site};

use crate::failure::Failure;
use crate::pipeline::CheckedSite;

pub use figures::figures;
pub use records::{ReviewRecord, export, has_problem, has_sign_offs, records};
pub use sign::{Signature, sign};
pub use status::{PageStatus, ReviewState, SignOffState, statuses};

/// Finds the article, exercise or programme with this id: `neck-pain`, or `article:neck-pain` if pages of several kinds have the id.
/// Without the tag of a language, it is that in the main language of the site.
///
/// # Errors
/// When there is no such page, or more than one.
pub fn find<'s>(config: &Config, site: &'s Site, id: &str, language: Option<&str>) -> Result<&'s Page, Failure> {
    const TAGS: &str = "`--language` takes the tag of a language that the page is in";
    let tag = language.unwrap_or(&config.languages[MAIN_LANGUAGE].tag);
    let language = config.languages.position(|language| language.tag == tag);
    let language =
        language.ok_or_else(|| Failure::usage(format!("`{tag}` is not a language of this site")).help(TAGS))?;
    let (kind, id) = match id.split_once(':').map(|(kind, id)| (ContentKind::find(kind), id)) {
        Some((Some(kind), id)) => (Some(kind), id),
        _ => (None, id),
    };
    let kinds: Vec<ContentKind> =
        REVIEWED.into_iter().filter(|reviewed| kind.is_none_or(|kind| kind == *reviewed)).collect();
    let pages: Vec<PageId> = kinds.iter().filter_map(|kind| page_in(&site.index, *kind, id, language)).collect();
    match pages[..] {
        [page] => Ok(site.page(page)),
        [] if kinds.iter().any(|kind| site.index.has(*kind, id)) => {
            Err(Failure::usage(format!("`{id}` is not translated into `{tag}`")).help(TAGS))
        }
        [] => {
            let near = nearest(id, kinds.iter().flat_map(|kind| site.index.ids(*kind)));
            Err(Failure::usage(format!("no article, exercise or programme has the id `{id}`"))
                .suggest_or(near, "`wellpress review status` lists all pages that are reviewed"))
        }
        _ => {
            let names: Vec<String> = pages.iter().map(|page| format!("`{}:{id}`", site.page(*page).kind)).collect();
            Err(Failure::usage(format!("pages of several kinds have the id `{id}`"))
                .help(format!("say which: {}", names.join(" or "))))
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

fn unwritten(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}
