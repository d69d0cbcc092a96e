//! `ai-unreviewed`: a page that a machine helped to write, and whose present words no person has signed off.
//!
//! `checked_by` is a name, which anybody can write. A sign-off is a record: it is of these words, and signed where the settings or the
//! keys of the person ask for it. Every kind of page can be signed off.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::page::Unpublished;
use wellpress_site::resolve::ResolvedSite;

use crate::review_commands;

pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    let ai = page.front.ai.as_ref().filter(|_| needs_sign_off(page))?;
    if resolved.standing_sign_off(config, page).is_some() {
        return None;
    }
    let message = format!("AI was used for this {}, and no person has signed its present words off", page.word);
    let finding = Diagnostic::new(&rules::AI_UNREVIEWED, page.source.locate(ai.span), message);
    let page = review_commands::page_argument(config, resolved.site, page);
    Some(
        finding.help(format!(
            "let somebody read it and sign it off: `wellpress review sign {page} --as PERSON --role ROLE`"
        )),
    )
}

/// Whether AI was used for a page that is in force. A draft that `--drafts` includes is signed off when it is written.
pub(crate) fn needs_sign_off(page: &Page) -> bool {
    let is_used = page.front.ai.as_ref().is_some_and(|ai| ai.value.is_used());
    is_used && !page.is_withdrawn() && page.unpublished != Some(Unpublished::Draft)
}
