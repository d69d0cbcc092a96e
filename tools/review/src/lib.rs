//! The work of reviewers and editors on a checked site: find a page, sign it off, and list the review states of all pages.
//! [`command`] has the arguments and prints. What changed since a sign-off is left to `wellpress_site::resolve::sign_off_changes`, and the
//! state of reviews to `wellpress_reviews`.

pub mod accept;
pub mod answer;
pub mod answers;
pub mod command;
pub mod desk;
pub mod import;
mod mail_draft;
pub mod packet;
mod record_file;
mod records;
pub mod requests;
mod sent_packet;
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
use wellpress_diagnostics::{Diagnostic, Report, Severity, rules};
use wellpress_site::model::page::PageId;
use wellpress_site::model::{LookupResult, Page, PagePath, Site};

pub use records::{ReviewRecord, export, has_problem, has_sign_offs, records};
pub use sign::{OnlyChanges, Signature, sign};
pub use ssh_signatures::SshSignatures;
pub use wellpress_command::reviewed_page::find_signable as find;
pub use wellpress_reviews::{ApprovalState, PageStatus, ReviewState, figures, statuses};

/// What the program verifies signatures with.
pub static SSH_SIGNATURES: SshSignatures = SshSignatures;

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
            let content = site.index.sections().content();
            !file.starts_with(&content.path("reviews/")) || file == sign::sign_off_file(content, page)
        }
    }
}

fn unwritten(path: &Path) -> impl Fn(io::Error) -> Failure + '_ {
    move |error| Failure::machine(format!("cannot write `{}`: {error}", path.display()))
}
