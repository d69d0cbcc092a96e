//! `retractions-old`: nobody has looked for long, or ever, whether the sources of the site were retracted, so that it may rest on works
//! that were withdrawn since.

use wellpress_bibliography::Identifier;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Severity, rules};
use wellpress_foundation::Day;

use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;

/// Why the stored data say too little.
enum Lack {
    /// `cite refresh` has not made the file yet.
    NotFetched(String),
    /// The file is older than it may be, or nobody knows how old it is.
    Old(String),
}

/// One finding for the whole site: at the setting of the first list that is missing, has no date or is older than it may be. A list that
/// the site names by its path alone may have no date. A site without sources that a service could know has no finding.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Option<Diagnostic> {
    if !has_identifiers(resolved) {
        return None;
    }
    let citations = &config.settings.citations;
    let lacks: Vec<(Located<&str>, Lack)> =
        citations.notice_files().filter_map(|list| Some((list, lack(config, resolved, list.value)?))).collect();
    let is_unset = citations.retractions.is_none() && citations.notices.is_none();
    let (location, message) = match lacks.first() {
        Some((list, _)) => (config.source.locate(list.span), message(&lacks)),
        None if is_unset => (Location::file(config.source.path.clone()), NEVER_ASKED.to_owned()),
        None => return None,
    };
    let help = if is_unset { NAME_FILES } else { "run `wellpress care --fetch`, and commit what it changes" };
    let finding = Diagnostic::new(&rules::RETRACTIONS_OLD, location, message).help(help);
    // Nobody has promised anything yet: a new site, or one that comes from another program, does not fail for it.
    let is_new = lacks.iter().all(|(_, lack)| matches!(lack, Lack::NotFetched(_)));
    Some(if is_new { Diagnostic { severity: Severity::Note, ..finding } } else { finding })
}

const NEVER_ASKED: &str = "nobody has looked whether a source of this site was retracted";
const NAME_FILES: &str =
    "name files under `citations.retractions` and `citations.notices`, and run `wellpress care --fetch`";

fn lack(config: &Config, resolved: &ResolvedSite<'_>, file: &str) -> Option<Lack> {
    let citations = &config.settings.citations;
    let library = &resolved.site.library;
    let is_refreshed = citations.is_refreshed(file);
    let Some(list) = library.notice_lists().iter().find(|list| list.file == file) else {
        // A list with a mistake is an error of its own.
        return (is_refreshed && library.has_sound_lists())
            .then(|| Lack::NotFetched(format!("`{file}` was not fetched yet")));
    };
    match list.fetched {
        Some(fetched) => {
            let last_day: Day = citations.notices_max_age().after(fetched);
            let is_old = config.options.clock.is_over(last_day);
            is_old.then(|| Lack::Old(format!("`{file}` was fetched on {fetched}, and was good until {last_day}")))
        }
        None => is_refreshed.then(|| Lack::Old(format!("nobody knows when `{file}` was fetched"))),
    }
}

fn message(lacks: &[(Located<&str>, Lack)]) -> String {
    let messages = lacks.iter().map(|(_, Lack::NotFetched(message) | Lack::Old(message))| message.as_str());
    messages.collect::<Vec<_>>().join("; ")
}

/// Whether a source of the library, or a work in a list written by hand, has an identifier by which lists of retractions name works.
fn has_identifiers(resolved: &ResolvedSite<'_>) -> bool {
    let is_identified = |identifier: &Identifier| matches!(identifier, Identifier::Doi(_) | Identifier::Pmid(_));
    let mut references = resolved.site.library.references().iter();
    let mut by_hand = resolved.site.pages.iter().flat_map(|page| &page.body.references);
    references.any(|reference| reference.doi.is_some() || reference.pmid.is_some())
        || by_hand.any(|item| item.identifiers.iter().any(is_identified))
}
