//! `policy-missing`: a policy that the site's own pages call for and that the settings do not name.
//!
//! "Medically reviewed" and "sponsored" are promises whose meaning readers want to look up. Only policies that something on
//! the site calls for are missed: a small site without advertising needs no page about it. What a policy says is not read.

use wellpress_diagnostics::{Diagnostic, Location, rules};
use wellpress_markdown::directives::DirectiveKind;

use wellpress_site::config::{CallKind, Config};
use wellpress_site::model::Page;
use wellpress_site::model::review::EditorialRecord;
use wellpress_site::resolve::ResolvedSite;

/// A policy that pages can call for.
struct PagePolicy {
    name: &'static str,
    is_named: bool,
    /// Why a page calls for it.
    reason: &'static str,
    calls_for_it: fn(&Page) -> bool,
}

/// One finding for each such policy, at the start of the settings; with the first page that calls for it, except for `privacy`,
/// which a form of the settings calls for.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let of_pages = page_policies(config).into_iter().filter(|policy| !policy.is_named).filter_map(|policy| {
        let page = resolved.site.pages.iter().find(|page| (policy.calls_for_it)(page))?;
        Some(finding(config, policy.name).related(page.source.locate(page.title_span), policy.reason))
    });
    let calls = &config.settings.calls_to_action;
    // A form without an address is not shown.
    let has_form = calls.values().any(|call| call.kind == CallKind::Form && call.action.is_some());
    let has_form = has_form || config.feedback_action().is_some();
    let needs_privacy = has_form && config.settings.policies.privacy.is_none();
    of_pages.chain(needs_privacy.then(|| finding(config, "privacy"))).collect()
}

fn page_policies(config: &Config) -> [PagePolicy; 4] {
    let policies = &config.settings.policies;
    [
        PagePolicy {
            name: "review",
            is_named: policies.review.is_some(),
            reason: "it is medically reviewed",
            calls_for_it: is_reviewed,
        },
        PagePolicy {
            name: "corrections",
            is_named: policies.corrections.is_some(),
            reason: "it was corrected",
            calls_for_it: is_corrected,
        },
        PagePolicy {
            name: "advertising",
            is_named: policies.advertising.is_some(),
            reason: "it has a sponsor or a promotion",
            calls_for_it: is_sponsored,
        },
        PagePolicy {
            name: "ai",
            is_named: policies.ai.is_some(),
            reason: "AI was used for it",
            calls_for_it: is_made_with_ai,
        },
    ]
}

fn is_reviewed(page: &Page) -> bool {
    page.editorial().is_some_and(EditorialRecord::is_medically_reviewed)
}

fn is_corrected(page: &Page) -> bool {
    page.editorial().is_some_and(|editorial| !editorial.corrections.is_empty())
}

fn is_sponsored(page: &Page) -> bool {
    let has_promotion = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Promo);
    has_promotion || page.article().is_some_and(|article| article.sponsor.is_some())
}

fn is_made_with_ai(page: &Page) -> bool {
    page.front.ai.as_ref().is_some_and(|ai| ai.value.is_used())
}

fn finding(config: &Config, policy: &str) -> Diagnostic {
    let location = Location::file(config.source.path.clone());
    Diagnostic::new(&rules::POLICY_MISSING, location, format!("the settings name no `{policy}` policy"))
        .help(format!("write a page about it, and name it: `policies: {{{policy}: ..}}`"))
}
