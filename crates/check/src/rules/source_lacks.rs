//! `source-draft`, `source-no-identifier`, `source-no-access-date` and `source-long-label`: what the entry of a cited source lacks.
//!
//! Without a DOI, PMID, PMCID, ISBN or address readers cannot follow a source, and retractions are found by identifiers alone.
//! Web pages change and vanish; the day of access says which version was meant. Articles on the web with a DOI or a PMID have
//! a version of record and need none. Sources that no page cites are left to `source-unused`.

use std::borrow::Cow;

use wellpress_bibliography::{Evidence, KindGroup, Reference, ReferenceKind};
use wellpress_diagnostics::{Diagnostic, quotable, rules};

use wellpress_site::config::{CitationMarks, Config};
use wellpress_site::model::reference::is_draft;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::format::label_names;

/// The findings about the sources that pages cite, at their entries.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let has_authors_in_marks = config.settings.citations.marks != Some(CitationMarks::Number);
    let mut findings = Vec::new();
    for id in resolved.citation_index.sources.keys() {
        let reference = resolved.site.library.get(*id);
        if is_draft(reference) {
            findings.push(draft(reference));
        }
        if !is_found(reference) {
            let message = format!("the source `{}` has no DOI, PMID, ISBN or address", reference.key);
            let finding = Diagnostic::new(&rules::SOURCE_NO_IDENTIFIER, reference.location.clone(), message);
            findings.push(finding.help("add one of them, so that readers can find it"));
        }
        if is_page(reference) && reference.accessed.is_none() {
            let message = format!("the web page `{}` has no access date", reference.key);
            let finding = Diagnostic::new(&rules::SOURCE_NO_ACCESS_DATE, reference.location.clone(), message);
            findings.push(
                finding.help("read it again, and add that day: `urldate` in BibTeX, the `date` of the `url` in YAML"),
            );
        }
        if has_authors_in_marks {
            findings.extend(long_label(reference));
        }
    }
    findings
}

fn draft(reference: &Reference) -> Diagnostic {
    let Reference { key, doi, pmid, pmcid, .. } = reference;
    let message = format!("the source `{key}` is a draft that nobody has compared with the work");
    let help = if [doi, pmid, pmcid].into_iter().any(Option::is_some) {
        "`wellpress cite add --drafts` fetches its record".to_owned()
    } else {
        format!("compare them, then `wellpress cite add --checked {key}` makes it a source")
    };
    Diagnostic::new(&rules::SOURCE_DRAFT, reference.location.clone(), message).help(help)
}

/// A longer title in a mark breaks the sentence that it supports.
const LONGEST_LABEL: usize = 60;

fn long_label(reference: &Reference) -> Option<Diagnostic> {
    let title = reference.title.as_ref().filter(|_| reference.short_title.is_none())?;
    // Most sources have authors, so their titles are not read.
    if !label_names(reference).is_empty() || title.plain().chars().count() <= LONGEST_LABEL {
        return None;
    }
    let message = format!("marks show the whole title of `{}`, which has no author", reference.key);
    let short_title = "a short title: `shorttitle` in BibTeX, `title-short` in CSL-JSON";
    let help = match issuer(reference) {
        Some(issuer) => format!("add `{}` as its author if nobody else wrote it, or {short_title}", quotable(&issuer)),
        None => format!("add who wrote or issued it, or {short_title}"),
    };
    Some(Diagnostic::new(&rules::SOURCE_LONG_LABEL, reference.location.clone(), message).help(help))
}

/// The organisation that issued a source without any names, and could be its author: its publisher, or the site of a page. The
/// publisher of a book or of an article lends it no voice.
fn issuer(reference: &Reference) -> Option<Cow<'_, str>> {
    if reference.names().next().is_some() || !is_issued(reference.kind) {
        return None;
    }
    let site = reference.container.as_ref().filter(|_| reference.kind.group() == KindGroup::Web);
    reference.publisher.as_deref().map(Cow::Borrowed).or_else(|| Some(site?.plain()))
}

fn is_issued(kind: ReferenceKind) -> bool {
    let groups = [KindGroup::Web, KindGroup::Report, KindGroup::Data, KindGroup::Video, KindGroup::Software];
    let others = [ReferenceKind::Document, ReferenceKind::Pamphlet, ReferenceKind::Standard];
    groups.contains(&kind.group()) || others.contains(&kind)
}

fn is_found(reference: &Reference) -> bool {
    let Reference { doi, pmid, pmcid, isbn, url, .. } = reference;
    [doi, pmid, pmcid, isbn, url].into_iter().any(Option::is_some)
}

fn is_page(reference: &Reference) -> bool {
    let is_page = matches!(reference.kind, ReferenceKind::Webpage | ReferenceKind::Post)
        || reference.evidence == Some(Evidence::Web);
    is_page && reference.doi.is_none() && reference.pmid.is_none()
}
