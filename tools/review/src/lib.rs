//! The work of reviewers and editors on a checked site: find a page, sign it off, and list the review states of all pages.
//! [`command`] has the arguments and what is printed; what changed since a sign-off, to `wellpress_site::resolve::sign_off_changes`.

pub mod accept;
pub mod answer;
pub mod answers;
pub mod command;
pub mod desk;
pub mod import;
pub mod packet;
mod records;
mod sign;
mod ssh_keygen;
mod ssh_signatures;
mod text_edit;

use std::collections::BTreeSet;
use std::io;
use std::path::Path;
use std::sync::Arc;

use wellpress_build::pipeline::CheckedSite;
use wellpress_command::Failure;
use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Report, Severity, nearest, rules};
use wellpress_site::config::{Config, MAIN_LANGUAGE};
use wellpress_site::model::page::PageId;
use wellpress_site::model::sign_off::REVIEWED;
use wellpress_site::model::{Among, LookupResult, Page, PagePath, Site};

pub use records::{ReviewRecord, export, has_problem, has_sign_offs, records};
pub use sign::{Signature, sign};
pub use ssh_signatures::SshSignatures;
pub use wellpress_reviews::{ApprovalState, OverdueReview, PageStatus, ReviewState, figures, overdue, statuses};

/// What the program verifies signatures with.
pub static SSH_SIGNATURES: SshSignatures = SshSignatures;

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
    let sections = site.index.sections();
    let (among, id) = match id.split_once(':').map(|(name, id)| (sections.of_name(name), id)) {
        Some((Some(section), id)) => (vec![Among::Section(section)], id),
        _ => (REVIEWED.map(Among::Kind).to_vec(), id),
    };
    let candidates = among.iter().flat_map(|among| site.index.candidates(*among, id, language));
    let candidates: Vec<_> = candidates.filter(|page| page.language == language).collect();
    let pages: Vec<PageId> = candidates.iter().filter_map(|page| page.result.page()).collect();
    match pages[..] {
        [page] if site.page(page).editorial().is_some() => Ok(site.page(page)),
        [] if among.iter().any(|among| site.index.has(*among, id)) => {
            Err(Failure::usage(format!("`{id}` is not translated into `{tag}`")).help(TAGS))
        }
        [] | [_] => {
            let near = nearest(id, among.iter().flat_map(|among| site.index.ids(*among)));
            Err(Failure::usage(format!("no article, exercise or programme has the id `{id}`"))
                .suggest_or(near, "`wellpress review status` lists all pages that are reviewed"))
        }
        _ => {
            let names: Vec<String> = pages.iter().map(|page| format!("`{}`", site.full_id(site.page(*page)))).collect();
            Err(Failure::usage(format!("several pages have the id `{id}`"))
                .help(format!("say which: {}", names.join(" or "))))
        }
    }
}

/// The errors of everything that a page shows: of its own file, of the exercises in it, and of files that are no page, such as
/// the library, a disclaimer, or a file that could not be read. Errors of other pages do not count, so that a draft elsewhere
/// does not stop a sign-off.
#[must_use]
pub fn errors_of(checked: &CheckedSite<'_>, page: &Page) -> Vec<Arc<Diagnostic>> {
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

/// The findings about sentences that state something and name no source, which a packet lists.
#[must_use]
pub fn uncited(report: &Report) -> Vec<&Diagnostic> {
    let findings = report.findings().iter().map(|finding| &**finding);
    findings.filter(|finding| finding.rule == &rules::CLAIM_UNCITED).collect()
}

/// Whether a file is one of these pages or no page at all. Of the files with sign-offs only that of the page itself counts.
fn is_shown_by(site: &Site, page: &Page, pages: &BTreeSet<PageId>, file: &str) -> bool {
    match site.index.path(PagePath::File(file)) {
        LookupResult::Page(id) => pages.contains(&id),
        LookupResult::Hidden(_) => false,
        LookupResult::Several | LookupResult::Nothing => {
            !file.starts_with("content/reviews/") || file == sign::sign_off_file(page)
        }
    }
}

fn unwritten(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}
