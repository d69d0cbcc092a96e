//! `ai-unreviewed`: a page that a machine helped to write, and whose present words no person has signed off.
//!
//! `checked_by` is a name, which anybody can write. A sign-off is a record: it is of these words, and signed where the settings or the
//! keys of the person ask for it. Pages of kinds without reviews are left out; they say themselves that AI was used.

use wellpress_diagnostics::{Diagnostic, rules};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::page::Unpublished;
use wellpress_site::resolve::ResolvedSite;

pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Option<Diagnostic> {
    let ai = page.front.ai.as_ref().filter(|ai| ai.value.is_used())?;
    page.editorial()?;
    // A draft that `--drafts` includes is signed off when it is written.
    let is_draft = page.unpublished == Some(Unpublished::Draft);
    if page.is_withdrawn() || is_draft || resolved.standing_sign_off(config, page).is_some() {
        return None;
    }
    let message = format!("AI was used for this {}, and no person has signed its present words off", page.word);
    let finding = Diagnostic::new(&rules::AI_UNREVIEWED, page.source.locate(ai.span), message);
    let id = resolved.site.full_id(page);
    Some(finding.help(format!("let somebody read it and sign it off: `wellpress review sign {id} --as ..`")))
}
