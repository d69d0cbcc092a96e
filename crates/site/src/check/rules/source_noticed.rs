//! A source that was retracted, doubted or corrected after it was published, and what a page says of that.

use wellpress_bibliography::{Notice, NoticeKind};
use wellpress_diagnostics::{Diagnostic, Rule, rules};
use wellpress_markdown::reference_list::WrittenReference;

use crate::check::cited::{Cited, Place};
use crate::model::Page;
use crate::model::reference::{Library, ReferenceId};
use crate::parse::front_matter::AcknowledgedRetraction;
use crate::resolve::ResolvedSite;

/// One finding for each such source, at the first place that cites it; and one for what is acknowledged in vain.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page, cited: &Cited<'_>) -> Vec<Diagnostic> {
    let library = &resolved.site.library;
    let acknowledged = page.reviewed().map_or(&[][..], |reviewed| &reviewed.acknowledged);
    let written = find_written(library, page, acknowledged);
    if !library.has_notices() && acknowledged.is_empty() {
        return written;
    }
    let names =
        |source| acknowledged.iter().any(|own| is_reasoned(own) && library.find(&own.source.value) == Some(source));
    let places = cited.first(|source, _| library.notice(source).is_some());
    let noticed = places.into_iter().filter_map(|place| Some((place, library.notice(place.source)?)));
    let unsaid = noticed.filter(|(place, notice)| notice.kind != NoticeKind::Retracted || !names(place.source));
    let can_name = page.article().is_some() || page.exercise().is_some();
    let otherwise = if can_name { ACKNOWLEDGE } else { "" };
    let mut findings: Vec<Diagnostic> =
        unsaid.map(|(place, notice)| finding(library, cited, place, notice, otherwise)).collect();
    findings.extend(acknowledged.iter().filter_map(|own| in_vain(resolved, page, own)));
    findings.extend(written);
    findings
}

/// The same of works that only a list written by hand names: the library does not have them.
fn find_written(library: &Library, page: &Page, acknowledged: &[AcknowledgedRetraction]) -> Vec<Diagnostic> {
    let alone = page.body.references.iter().filter(|item| library.written(item).is_none());
    let noticed = alone.filter_map(|item| Some((item, library.notice_of_written(item)?)));
    let is_named =
        |item: &WrittenReference| acknowledged.iter().any(|own| is_reasoned(own) && item.is_named(&own.source.value));
    let unsaid = noticed.filter(|(item, notice)| notice.kind != NoticeKind::Retracted || !is_named(item));
    let each = unsaid.map(|(item, notice)| {
        let name = item.identifiers.first().map(ToString::to_string).unwrap_or_default();
        let said = Said::of(&name, notice, ACKNOWLEDGE);
        Diagnostic::new(said.rule, page.source.locate(item.span), said.message).help(said.help)
    });
    each.collect()
}

/// The same in glossaries and disclaimers, where nothing can be acknowledged.
pub(super) fn find_beside_pages(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let library = &resolved.site.library;
    if !library.has_notices() {
        return Vec::new();
    }
    let glossaries = resolved.site.glossaries.iter().map(|glossary| Cited::of_glossary(resolved, glossary));
    let disclaimers = resolved.site.disclaimers.iter().map(|disclaimer| Cited::of_disclaimer(resolved, disclaimer));
    let each = glossaries.chain(disclaimers).flat_map(|cited| {
        let places = cited.first(|source, _| library.notice(source).is_some());
        let found = places.into_iter().filter_map(|place| Some((place, library.notice(place.source)?)));
        found.map(|(place, notice)| finding(library, &cited, place, notice, "")).collect::<Vec<_>>()
    });
    each.collect()
}

const ACKNOWLEDGE: &str = ", or name it with a reason under `acknowledged_retractions` in the front matter";

fn is_reasoned(acknowledged: &AcknowledgedRetraction) -> bool {
    !acknowledged.reason.trim().is_empty()
}

fn finding(library: &Library, cited: &Cited<'_>, place: Place, notice: &Notice, otherwise: &str) -> Diagnostic {
    let said = Said::of(library.get(place.source).key.as_str(), notice, otherwise);
    cited.finding(said.rule, place, said.message).help(said.help)
}

/// What is said of a source that a notice is about.
struct Said {
    rule: &'static Rule,
    message: String,
    help: String,
}

impl Said {
    fn of(name: &str, notice: &Notice, otherwise: &str) -> Self {
        let (rule, what, help) = match notice.kind {
            NoticeKind::Retracted => {
                (&rules::SOURCE_RETRACTED, "was retracted", format!("cite another source{otherwise}"))
            }
            NoticeKind::Concern => {
                let help = "read the notice, and look for a source that stands".to_owned();
                (&rules::SOURCE_CONCERN, "has an expression of concern", help)
            }
            NoticeKind::Corrected => {
                let help = "read the correction, and see that what is said here still holds".to_owned();
                (&rules::SOURCE_CORRECTED, "was corrected", help)
            }
        };
        let when = notice.date.map_or_else(String::new, |date| format!(" on {date}"));
        let why = match notice.reasons.as_slice() {
            [] => String::new(),
            reasons => format!(": {}", reasons.join(", ")),
        };
        Self { rule, message: format!("the source `{name}` {what}{when}{why}"), help }
    }
}

/// What is acknowledged without a reason, or without need.
fn in_vain(resolved: &ResolvedSite<'_>, page: &Page, own: &AcknowledgedRetraction) -> Option<Diagnostic> {
    let library = &resolved.site.library;
    let Some(source) = library.find(&own.source.value) else { return written_in_vain(library, page, own) };
    let key = &library.get(source).key;
    let is_retracted = library.notice(source).is_some_and(|notice| notice.kind == NoticeKind::Retracted);
    let (message, help) = if !lists(resolved, page, source) {
        (format!("this page does not cite `{key}`"), "take it out of `acknowledged_retractions`")
    } else if library.knows_retractions() && !is_retracted {
        (format!("`{key}` is not retracted"), "take it out of `acknowledged_retractions`")
    } else if !is_reasoned(own) {
        (format!("`{key}` is acknowledged without a reason"), "add `reason: \"..\"`: why it is cited all the same")
    } else {
        return None;
    };
    let place = page.source.locate(own.source.span);
    Some(Diagnostic::new(&rules::SOURCE_ACKNOWLEDGED, place, message).help(help))
}

/// The same of a work that only a list written by hand names.
fn written_in_vain(library: &Library, page: &Page, own: &AcknowledgedRetraction) -> Option<Diagnostic> {
    let item = page.body.references.iter().find(|item| item.is_named(&own.source.value))?;
    let is_retracted = library.notice_of_written(item).is_some_and(|notice| notice.kind == NoticeKind::Retracted);
    let name = &own.source.value;
    let (message, help) = if library.knows_retractions() && !is_retracted {
        (format!("`{name}` is not retracted"), "take it out of `acknowledged_retractions`")
    } else if !is_reasoned(own) {
        (format!("`{name}` is acknowledged without a reason"), "add `reason: \"..\"`: why it is cited all the same")
    } else {
        return None;
    };
    Some(Diagnostic::new(&rules::SOURCE_ACKNOWLEDGED, page.source.locate(own.source.span), message).help(help))
}

fn lists(resolved: &ResolvedSite<'_>, page: &Page, source: ReferenceId) -> bool {
    resolved.pages[page.id.index()].citations.sources().any(|listed| listed == source)
}
