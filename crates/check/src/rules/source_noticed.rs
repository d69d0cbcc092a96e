//! `source-retracted`, `source-concern`, `source-corrected` and `source-acknowledged`: a source about which its journal
//! published a notice, or that is a notice of retraction, and what a page says about that.
//!
//! Retracted work goes on being cited for years, because nobody looks. A page that needs such a source, because it tells
//! its story, acknowledges it in the front matter with a reason. Acknowledgements without need are reported as well: they
//! would hide the next retraction of that source. Doubts and corrections cannot be acknowledged there; a comment beside
//! the mark silences them.

use wellpress_bibliography::{Notice, NoticeKind};
use wellpress_diagnostics::{Diagnostic, Rule, rules};
use wellpress_markdown::reference_list::ManualReference;

use crate::cited::{CitationPlace, CitedSources};
use wellpress_site::model::Page;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::parse::front_matter::AcknowledgedRetraction;
use wellpress_site::resolve::ResolvedSite;

/// One finding for each such source, at the first place that cites it, and one for each acknowledgement without need.
pub(super) fn find(resolved: &ResolvedSite<'_>, page: &Page, cited: &CitedSources<'_>) -> Vec<Diagnostic> {
    let library = &resolved.site.library;
    let acknowledged = page.editorial().map_or(&[][..], |reviewed| &reviewed.acknowledged);
    let in_written_list = find_in_written_list(library, page, acknowledged);
    if !library.has_notices() && acknowledged.is_empty() {
        return in_written_list;
    }
    let acknowledged_sources: Vec<ReferenceId> = acknowledged
        .iter()
        .filter(|entry| has_reason(entry))
        .filter_map(|entry| library.find(&entry.source.value))
        .collect();
    let can_acknowledge = page.article().is_some() || page.exercise().is_some();
    let alternative = if can_acknowledge { ACKNOWLEDGE } else { "" };
    let noticed = noticed_places(library, cited);
    let unacknowledged =
        noticed.filter(|(citation, notice)| !is_retraction(notice) || !acknowledged_sources.contains(&citation.source));
    let mut findings: Vec<Diagnostic> =
        unacknowledged.map(|(citation, notice)| finding(library, cited, citation, notice, alternative)).collect();
    findings.extend(retraction_notices(library, cited, &acknowledged_sources));
    findings.extend(acknowledged.iter().filter_map(|entry| needless(resolved, page, entry)));
    findings.extend(in_written_list);
    findings
}

/// The findings of works in a list written by hand that the library does not have.
fn find_in_written_list(library: &Library, page: &Page, acknowledged: &[AcknowledgedRetraction]) -> Vec<Diagnostic> {
    let items = page.body.references.iter().filter(|item| library.find_written(item).is_none());
    let noticed = items.filter_map(|item| Some((item, library.notice_of_written(item)?)));
    let unacknowledged =
        noticed.filter(|(item, notice)| !is_retraction(notice) || !is_acknowledged(item, acknowledged));
    let findings = unacknowledged.map(|(item, notice)| {
        let name = item.identifiers.first().map(ToString::to_string).unwrap_or_default();
        let report = NoticeReport::new(&name, notice, ACKNOWLEDGE);
        Diagnostic::new(report.rule, page.source.locate(item.span), report.message).help(report.help)
    });
    findings.collect()
}

fn is_acknowledged(item: &ManualReference, acknowledged: &[AcknowledgedRetraction]) -> bool {
    acknowledged.iter().any(|entry| has_reason(entry) && item.is_named(&entry.source.value))
}

/// The findings in glossaries and disclaimers, where nothing can be acknowledged.
pub(super) fn find_outside_pages(resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let library = &resolved.site.library;
    if !library.has_notices() {
        return Vec::new();
    }
    let glossaries = resolved.site.glossaries.iter().map(|glossary| CitedSources::of_glossary(resolved, glossary));
    let disclaimers =
        resolved.site.disclaimers.iter().map(|disclaimer| CitedSources::of_disclaimer(resolved, disclaimer));
    let findings = glossaries.chain(disclaimers).flat_map(|cited| {
        let noticed = noticed_places(library, &cited);
        let noticed = noticed.map(|(citation, notice)| finding(library, &cited, citation, notice, ""));
        noticed.chain(retraction_notices(library, &cited, &[])).collect::<Vec<_>>()
    });
    findings.collect()
}

/// The first place of each source with a notice.
fn noticed_places<'a>(
    library: &'a Library,
    cited: &CitedSources<'_>,
) -> impl Iterator<Item = (CitationPlace, &'a Notice)> {
    let places = cited.first_places(|source, _| library.notice(source).is_some());
    places.into_iter().filter_map(|citation| Some((citation, library.notice(citation.source)?)))
}

/// The findings of sources that are notices of retraction. A page that cites one for a claim relies on a retracted work; one that
/// tells of the retraction may cite it, so these are warnings.
fn retraction_notices(
    library: &Library,
    cited: &CitedSources<'_>,
    acknowledged: &[ReferenceId],
) -> impl Iterator<Item = Diagnostic> {
    let is_meant = |source| library.is_retraction_notice(source) && !acknowledged.contains(&source);
    let places = cited.first_places(|source, _| is_meant(source));
    let findings = places.into_iter().map(|citation| {
        let key = &library.get(citation.source).key;
        let message = format!("the source `{key}` is a notice of retraction, or the work that was retracted");
        cited.finding(&rules::SOURCE_CONCERN, citation, message).help(
            "cite another source for the claim; if the text tells of the retraction, allow it in a comment beside the mark",
        )
    });
    findings.collect::<Vec<_>>().into_iter()
}

const ACKNOWLEDGE: &str = ", or name it with a reason under `acknowledged_retractions` in the front matter";

fn has_reason(acknowledged: &AcknowledgedRetraction) -> bool {
    !acknowledged.reason.trim().is_empty()
}

fn is_retraction(notice: &Notice) -> bool {
    notice.kind == NoticeKind::Retracted
}

fn finding(
    library: &Library,
    cited: &CitedSources<'_>,
    citation: CitationPlace,
    notice: &Notice,
    alternative: &str,
) -> Diagnostic {
    let report = NoticeReport::new(library.get(citation.source).key.as_str(), notice, alternative);
    cited.finding(report.rule, citation, report.message).help(report.help)
}

/// How a notice about a source is reported.
struct NoticeReport {
    rule: &'static Rule,
    message: String,
    help: String,
}

impl NoticeReport {
    /// `alternative` goes on with the help of a retraction.
    fn new(name: &str, notice: &Notice, alternative: &str) -> Self {
        let (rule, event, help) = match notice.kind {
            NoticeKind::Retracted => {
                (&rules::SOURCE_RETRACTED, "was retracted", format!("cite another source{alternative}"))
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
        Self { rule, message: format!("the source `{name}` {event}{when}{why}"), help }
    }
}

/// A finding about an acknowledgement without a reason, or without need.
fn needless(resolved: &ResolvedSite<'_>, page: &Page, entry: &AcknowledgedRetraction) -> Option<Diagnostic> {
    let library = &resolved.site.library;
    let Some(source) = library.find(&entry.source.value) else { return needless_in_written_list(library, page, entry) };
    let key = library.get(source).key.as_str();
    if !is_cited(resolved, page, source) {
        let message = format!("this page does not cite `{key}`");
        return Some(acknowledgement(page, entry, message, "take it out of `acknowledged_retractions`"));
    }
    let is_retracted = library.notice(source).is_some_and(is_retraction) || library.is_retraction_notice(source);
    doubtful(library, page, entry, key, is_retracted)
}

/// The finding about an acknowledgement of a work that only a list written by hand names.
fn needless_in_written_list(library: &Library, page: &Page, entry: &AcknowledgedRetraction) -> Option<Diagnostic> {
    let item = page.body.references.iter().find(|item| item.is_named(&entry.source.value))?;
    let is_retracted = library.notice_of_written(item).is_some_and(is_retraction);
    doubtful(library, page, entry, &entry.source.value, is_retracted)
}

fn doubtful(
    library: &Library,
    page: &Page,
    entry: &AcknowledgedRetraction,
    name: &str,
    is_retracted: bool,
) -> Option<Diagnostic> {
    // Without a list of retractions nobody can tell that a source is not retracted.
    if library.has_retraction_list() && !is_retracted {
        let message = format!("`{name}` is not retracted");
        return Some(acknowledgement(page, entry, message, "take it out of `acknowledged_retractions`"));
    }
    (!has_reason(entry)).then(|| {
        let message = format!("`{name}` is acknowledged without a reason");
        acknowledgement(page, entry, message, "add `reason: \"..\"`: why it is cited all the same")
    })
}

fn acknowledgement(page: &Page, entry: &AcknowledgedRetraction, message: String, help: &'static str) -> Diagnostic {
    Diagnostic::new(&rules::SOURCE_ACKNOWLEDGED, page.source.locate(entry.source.span), message).help(help)
}

fn is_cited(resolved: &ResolvedSite<'_>, page: &Page, source: ReferenceId) -> bool {
    resolved.pages[page.id].citations.sources().any(|listed| listed == source)
}
