//! A source as the citation index and the source's own page show it: a record of the library in, the words of its entry out.

use wellpress_bibliography::{ContributorName, Evidence, Notice, NoticeKind, Reference};
use wellpress_markdown::parser::typographic;
use wellpress_site::config::MAIN_LANGUAGE;
use wellpress_site::model::address::escape_path;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::SITE_STYLE;
use wellpress_site::resolve::citations::format::label_names;

use crate::context;
use crate::html::TextContext;
use crate::html::references::{evidence_key, kind_key, kind_name, notice_key, source_url};
use crate::html::rich_text::{Links, rich_text};
use crate::pages::render_context::RenderContext;

/// A source's entry in the index, which its own page shows too.
pub(in crate::pages) fn index_entry(
    cx: &RenderContext<'_>,
    text_cx: TextContext<'_>,
    id: ReferenceId,
    cited_by: usize,
) -> context::IndexEntry {
    let library = &cx.resolved.site.library;
    let reference = library.get(id);
    let formatter = &cx.formatters.all()[SITE_STYLE];
    let mut entry = String::new();
    let formatted = formatter.entry(id);
    rich_text(&mut entry, formatted, Links::Written);
    context::IndexEntry {
        isolated: !text_cx.isolation([formatted])[0].is_empty(),
        key: library.slug(id).to_owned(),
        url: source_url(text_cx, id),
        entry,
        short: formatter.short_name(id).to_owned(),
        title: title(cx, reference),
        authors: authors(cx, reference),
        year: year(cx, reference),
        kind: kind_name(reference.kind).to_owned(),
        kind_label: cx.say(MAIN_LANGUAGE, &kind_key(reference.kind)),
        design: reference.evidence.map(Evidence::as_str),
        evidence: reference.evidence.map(|evidence| cx.say(MAIN_LANGUAGE, &evidence_key(evidence))),
        publisher: publisher(reference),
        cited_by,
        retracted: library.notice(id).is_some_and(|notice| notice.kind == NoticeKind::Retracted),
        notice: library.notice(id).map(|notice| source_notice(cx, notice)),
        coins: tera::Value::safe_string(text_cx.coins.title(id)),
    }
}

/// Stands behind each part of a [`sort_label`]. It is sorted before all other characters, so that "Berg" comes before
/// "Bergmann" whatever follows.
pub(in crate::pages) const END_OF_PART: char = '\u{1}';

/// What sources are sorted by: authors (of a work without any the title), then the year, then the title.
pub(in crate::pages) fn sort_label(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let (authors, title) = (authors(cx, reference), title(cx, reference));
    let first = if authors.is_empty() { &title } else { &authors };
    format!("{first}{END_OF_PART}{}{END_OF_PART}{title}", year(cx, reference))
}

/// The title with the quotation marks that the lists of pages give it, or "untitled".
pub(in crate::pages) fn title(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let grammar = cx.config.settings.grammar(cx.config.languages[MAIN_LANGUAGE].of_texts());
    let title = reference.title.as_ref().map(|title| typographic(&title.plain(), grammar).into_owned());
    title.unwrap_or_else(|| cx.say(MAIN_LANGUAGE, "text-untitled"))
}

/// The year, or "n.d."
pub(in crate::pages) fn year(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let year = reference.issued.as_ref().map(|date| date.year.to_string());
    year.unwrap_or_else(|| cx.say(MAIN_LANGUAGE, "text-no-date"))
}

/// Journal, site or publisher.
pub(in crate::pages) fn publisher(reference: &Reference) -> Option<String> {
    let container = reference.container.as_ref().map(|container| container.plain().into_owned());
    container.or_else(|| reference.publisher.clone())
}

/// One or two authors, or the first and "et al."; the editors of a work without authors.
pub(in crate::pages) fn authors(cx: &RenderContext<'_>, reference: &Reference) -> String {
    let names = label_names(reference);
    let families: Vec<String> =
        names.iter().filter(|name| **name != ContributorName::Others).map(ContributorName::display_family).collect();
    match families.as_slice() {
        [] => String::new(),
        // `names` counts "and others" as a name, `families` does not: one author and others are not one author.
        [author] if names.len() == 1 => author.clone(),
        [first, second] if names.len() == 2 => format!("{first}, {second}"),
        [first, ..] => format!("{first} {}", cx.say(MAIN_LANGUAGE, "text-and-others")),
    }
}

fn source_notice(cx: &RenderContext<'_>, notice: &Notice) -> context::SourceNotice {
    let (kind, text) = match notice.kind {
        NoticeKind::Retracted => ("retracted", "text-retracted-about"),
        NoticeKind::Concern => ("concern", "text-concern-about"),
        NoticeKind::Corrected => ("corrected", "text-corrected-about"),
    };
    context::SourceNotice {
        kind,
        label: cx.say(MAIN_LANGUAGE, notice_key(notice.kind)),
        text: cx.say(MAIN_LANGUAGE, text),
        date: notice.date.map(|date| cx.date(MAIN_LANGUAGE, date)),
        url: notice.doi.as_ref().map(|doi| format!("https://doi.org/{}", escape_path(doi))),
    }
}
