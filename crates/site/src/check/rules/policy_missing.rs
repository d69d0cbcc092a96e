//! A policy that the site's own pages call for and that the settings do not name.

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_markdown::directives::DirectiveKind;

use crate::config::{CallKind, Config};
use crate::model::Page;
use crate::model::review::Reviewed;
use crate::resolve::ResolvedSite;

/// One finding for each such policy, at the start of the settings, with the first page that calls for it.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let own = &config.settings.policies;
    let asked: [(&str, bool, &str, Calls); 4] = [
        ("review", own.review.is_some(), "it is medically reviewed", is_reviewed),
        ("corrections", own.corrections.is_some(), "it was corrected", is_corrected),
        ("advertising", own.advertising.is_some(), "it has a sponsor or a promotion", is_sponsored),
        ("ai", own.ai.is_some(), "AI was used for it", is_made_with_ai),
    ];
    let pages = || resolved.site.pages.iter();
    let missing = asked.into_iter().filter(|(_, is_there, ..)| !is_there);
    let found = missing.filter_map(|(name, _, why, calls)| Some((name, why, pages().find(|page| calls(page))?)));
    let of_pages =
        found.map(|(name, why, page)| finding(config, name).related(page.source.locate(page.title_span), why));
    let has_form =
        config.settings.calls_to_action.values().any(|call| call.kind == CallKind::Form && call.action.is_some());
    let of_forms = (has_form && own.privacy.is_none()).then(|| finding(config, "privacy"));
    of_pages.chain(of_forms).collect()
}

type Calls = fn(&Page) -> bool;

fn is_reviewed(page: &Page) -> bool {
    page.reviewed().is_some_and(Reviewed::is_medically_reviewed)
}

fn is_corrected(page: &Page) -> bool {
    page.reviewed().is_some_and(|reviewed| !reviewed.corrections.is_empty())
}

fn is_sponsored(page: &Page) -> bool {
    let has_promotion = || page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Promo);
    page.article().is_some_and(|article| article.sponsor.is_some() || has_promotion())
}

fn is_made_with_ai(page: &Page) -> bool {
    page.article()
        .and_then(|article| article.ai.as_ref())
        .is_some_and(|(ai, _)| !matches!(ai.used.0.as_str(), "false" | "no" | "none"))
}

fn finding(config: &Config, name: &str) -> Diagnostic {
    let place = Location::file(config.source.path.clone());
    Diagnostic::new(&rules::POLICY_MISSING, place, format!("the settings name no `{name}` policy"))
        .help(format!("write a page about it, and name it: `policies: {{{name}: ..}}`"))
}
