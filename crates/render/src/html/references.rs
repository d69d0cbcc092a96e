//! HTML of the list of sources at the end of a page.
//!
//! Input: a page's citations in the order of its list. Output: an `<ol>` whose entries have links to the work, back to the
//! marks in the text, and to the source's own page. The wording of an entry comes formatted from the citation style.

use std::collections::{BTreeSet, HashMap};
use std::fmt::Write as _;

use percent_encoding::percent_decode_str;

use wellpress_bibliography::{
    Evidence, Identifier, KindGroup, Notice, NoticeKind, Reference, ReferenceKind, lower_alpha,
};
use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::reference::{Library, ReferenceId};
use wellpress_site::model::source_division::SourceDivision;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::citations::{ListedSource, PageCitations, StyleId};

use super::TextContext;
use super::rich_text::{Links, rich_text};
use crate::escape::{attribute, escaped, text};
use crate::theme::strings::MessageValue;

/// The list as an `<ol>`; empty if the page cites nothing.
///
/// Links in an entry are named after author and year for screen readers. Where two entries share these, their numbers are
/// added.
///
/// Links that the citation style has written stay as they are; identifiers that the style leaves out follow the entry
/// as links of their own, so that every work can be reached whatever the style.
#[must_use]
pub fn list(text_cx: TextContext<'_>, citations: &PageCitations) -> String {
    let mut html = String::new();
    if citations.list.is_empty() {
        return html;
    }
    let names: Vec<String> = citations.list.iter().map(|listed| text_cx.short_name(listed.reference)).collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    names.iter().for_each(|name| *counts.entry(name).or_default() += 1);
    let none = SourceDivision::default();
    let page = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    let division = page.and_then(Page::editorial).map_or(&none, |editorial| &editorial.sources);
    let parts = parts(citations, division);
    let is_divided = parts.iter().any(|part| part.title.is_some());
    for part in parts {
        if let Some(title) = part.title {
            let title = match title {
                PartTitle::Group(title) => escaped(title),
                PartTitle::Others(key) => text_cx.say_html(key),
            };
            let _ = writeln!(html, "<h3 class=\"source-group\">{title}</h3>");
        }
        html.push_str("<ol class=\"references\">\n");
        for at in part.entries {
            let (listed, name) = (&citations.list[at], &names[at]);
            let numbered = (counts[name.as_str()] > 1).then(|| number_name(text_cx, listed.number, name));
            let entry = Entry {
                listed,
                style: citations.style,
                name: numbered.as_ref().unwrap_or(name),
                note: division.note(listed.reference),
                shows_number: is_divided,
            };
            list_item(&mut html, text_cx, &entry);
        }
        html.push_str("</ol>\n");
    }
    html
}

/// A part of the list of sources.
pub struct ListPart<'d> {
    /// `None` in a list that is not divided.
    pub title: Option<PartTitle<'d>>,
    /// Positions in the list, in its order.
    pub entries: Vec<usize>,
}

/// The title of a part.
#[derive(Clone, Copy)]
pub enum PartTitle<'d> {
    /// That of a group, as the page has it.
    Group(&'d str),
    /// The theme's string with this key, for the sources in no group.
    Others(&'static str),
}

/// The list as the page divides it: first its groups, then what is in none. Entries keep the numbers that marks have.
#[must_use]
pub fn parts<'d>(citations: &PageCitations, division: &'d SourceDivision) -> Vec<ListPart<'d>> {
    let mut is_grouped = vec![false; citations.list.len()];
    let mut parts = Vec::new();
    for (title, sources) in &division.groups {
        let sources: BTreeSet<ReferenceId> = sources.iter().copied().collect();
        let entries = (0..citations.list.len()).filter(|at| sources.contains(&citations.list[*at].reference));
        let entries: Vec<usize> = entries.collect();
        entries.iter().for_each(|at| is_grouped[*at] = true);
        parts.push(ListPart { title: Some(PartTitle::Group(title)), entries });
    }
    let others: Vec<usize> = (0..citations.list.len()).filter(|at| !is_grouped[*at]).collect();
    parts.retain(|part| !part.entries.is_empty());
    if !others.is_empty() {
        let title = (!parts.is_empty()).then_some(PartTitle::Others("text-other-sources"));
        parts.push(ListPart { title, entries: others });
    }
    parts
}

/// An entry of the list.
struct Entry<'e> {
    listed: &'e ListedSource,
    style: StyleId,
    /// What links in the entry call it.
    name: &'e str,
    /// The page's sentence about the source.
    note: Option<&'e str>,
    /// Whether the entry says its number, which is not that of its place in a divided list.
    shows_number: bool,
}

/// A source's short name with its number in the list.
pub(super) fn number_name(text_cx: TextContext<'_>, number: u32, name: &str) -> String {
    let values = [("number", MessageValue::Count(number as usize)), ("name", MessageValue::Text(name))];
    text_cx.say_with("text-source-number", &values)
}

fn list_item(html: &mut String, text_cx: TextContext<'_>, entry: &Entry<'_>) {
    let Entry { listed, style, name, .. } = *entry;
    let number = if entry.shows_number { format!(" value=\"{}\"", listed.number) } else { String::new() };
    let library = &text_cx.resolved.site.library;
    let slug = library.slug(listed.reference);
    let _ = write!(html, "<li id=\"ref-{slug}\"{number}>");
    notice(html, text_cx, library.notice(listed.reference));
    let formatted = listed.text.as_ref().unwrap_or_else(|| text_cx.entry(style, listed.reference));
    let [start, end] = text_cx.isolation([formatted]);
    let _ = write!(html, "{start}<span class=\"entry\" data-entry>");
    // Remembered as HTML, to see below which links the citation style has written already.
    let entry_start = html.len();
    rich_text(html, formatted, Links::Written);
    let formatted_html = html[entry_start..].to_owned();
    let _ = write!(html, "</span>{end}");
    if let Some(accessed) = &listed.accessed {
        html.push_str(" <span class=\"accessed\">");
        text(html, accessed);
        html.push_str("</span>");
    }
    if let Some(design) = library.get(listed.reference).evidence {
        let _ = write!(html, " <span class=\"design\">{}</span>", text_cx.say_html(&evidence_key(design)));
    }
    if let Some(letter) = &listed.year_letter {
        html.push_str(" <span class=\"year-lead\">");
        html.push_str(&text_cx.say_html("text-year-letter"));
        html.push_str("</span> <span class=\"year-letter\">");
        text(html, letter);
        html.push_str("</span>");
    }
    if let Some(note) = entry.note {
        let _ = write!(html, " <span class=\"source-note\">{}</span>", escaped(note));
    }
    // The way back comes first, so that it stands in the same place of every entry.
    html.push_str(" <span class=\"reference-row\">");
    backlinks(html, text_cx, listed, slug, name);
    own_page(html, text_cx, listed.reference, name);
    identifiers(html, text_cx, library.get(listed.reference), &formatted_html);
    html.push_str("</span></li>\n");
}

/// Appends the link to a source's own page, and its metadata for reference managers as COinS.
pub(super) fn own_page(html: &mut String, text_cx: TextContext<'_>, reference: ReferenceId, name: &str) {
    let label = text_cx.say_with("text-more-about-source-named", &[("name", MessageValue::Text(name))]);
    let _ = write!(html, " <a class=\"reference-page\" href=\"{}\" aria-label=\"", source_url(text_cx, reference));
    attribute(html, &label);
    html.push_str("\">");
    html.push_str(&text_cx.say_html("text-more-about-source"));
    let _ = write!(html, "</a><span class=\"Z3988\" title=\"{}\"></span>", text_cx.coins.title(reference));
}

/// Appends the label of a source that was retracted, doubted or corrected. The theme's script copies it from here into the
/// preview beside a mark.
pub(super) fn notice(html: &mut String, text_cx: TextContext<'_>, notice: Option<&Notice>) {
    let Some(notice) = notice else { return };
    let class = if notice.kind == NoticeKind::Retracted { "retracted" } else { "noticed" };
    let _ = write!(html, "<strong class=\"{class}\">");
    html.push_str(&text_cx.say_html(notice_key(notice.kind)));
    html.push_str("</strong> ");
}

/// Appends links to the work, without those that the formatted entry has already.
fn identifiers(html: &mut String, text_cx: TextContext<'_>, reference: &Reference, entry: &str) {
    let mut links = links(reference);
    links.retain(|link| !is_linked(entry, &link.url));
    if links.is_empty() {
        return;
    }
    html.push_str(" <span class=\"reference-links\">");
    for (number, link) in links.iter().enumerate() {
        html.push_str(if number == 0 { "<a href=\"" } else { " <a href=\"" });
        attribute(html, &link.url);
        html.push_str("\" rel=\"noopener noreferrer external\">");
        html.push_str(&text_cx.say_html(link.name_key));
        html.push_str("</a>");
    }
    html.push_str("</span>");
}

/// Whether the formatted entry links to an address. Citation styles put a DOI into an address as it is, so the address counts
/// with and without percent-encoding.
fn is_linked(entry: &str, url: &str) -> bool {
    let decoded = percent_decode_str(url).decode_utf8_lossy();
    [url, &*decoded].into_iter().any(|url| {
        let mut attribute_with_url = String::from("href=\"");
        attribute(&mut attribute_with_url, url);
        attribute_with_url.push('"');
        entry.contains(&attribute_with_url)
    })
}

/// An address at which a work can be read.
pub struct SourceLink {
    /// The key of the theme's string that names it, such as `text-doi`.
    pub name_key: &'static str,
    /// Absolute address.
    pub url: String,
}

/// The links to a work: by its identifiers, to its address on the web and to an archived copy of that.
#[must_use]
pub fn links(reference: &Reference) -> Vec<SourceLink> {
    let links = [
        ("text-doi", reference.doi.clone().map(|doi| Identifier::Doi(doi).url())),
        ("text-pubmed", reference.pmid.clone().map(|pmid| Identifier::Pmid(pmid).url())),
        ("text-pmc", reference.pmcid.clone().map(|pmcid| Identifier::Pmcid(pmcid).url())),
        ("text-web", reference.url.clone()),
        ("text-archived", reference.archived.clone()),
    ];
    links.into_iter().filter_map(|(name_key, url)| Some(SourceLink { name_key, url: url? })).collect()
}

/// Appends links back to the marks of a source: words, with a letter for each of several marks.
fn backlinks(html: &mut String, text_cx: TextContext<'_>, listed: &ListedSource, slug: &str, name: &str) {
    if listed.occurrences == 0 {
        return;
    }
    let is_one = listed.occurrences == 1;
    let words = text_cx.say_html("text-back-to-text");
    html.push_str(" <span class=\"backlinks\">");
    html.push_str(&if is_one { String::new() } else { format!("<span aria-hidden=\"true\">{words}</span>") });
    for occurrence in 1..=listed.occurrences {
        let letter = if is_one { "1".to_owned() } else { lower_alpha(occurrence) };
        let values = [("number", MessageValue::Text(&letter)), ("name", MessageValue::Text(name))];
        let label = text_cx.say_with("text-back-to-mark", &values);
        html.push_str(if is_one { "" } else { " " });
        let _ = write!(html, "<a role=\"doc-backlink\" href=\"#cite-{slug}-{occurrence}\" aria-label=\"");
        attribute(html, &label);
        let _ = write!(html, "\">{}</a>", if is_one { &words } else { &letter });
    }
    html.push_str("</span>");
}

/// The address of a source's own page.
#[must_use]
pub fn source_url(text_cx: TextContext<'_>, reference: ReferenceId) -> String {
    source_path(text_cx.config, &text_cx.resolved.site.library, reference)
}

/// The address of a source's own page, for code without the context of a text, such as the search index.
#[must_use]
pub fn source_path(config: &Config, library: &Library, reference: ReferenceId) -> String {
    format!("{}references/{}/", config.base.path, library.slug(reference))
}

/// The title of a source in plain text, or its key.
#[must_use]
pub fn source_title(resolved: &ResolvedSite<'_>, id: ReferenceId) -> String {
    let reference = resolved.site.library.get(id);
    reference.title.as_ref().map_or_else(|| reference.key.to_string(), |title| title.plain().into_owned())
}

/// The key of the theme's string for a notice about a source.
#[must_use]
pub fn notice_key(kind: NoticeKind) -> &'static str {
    match kind {
        NoticeKind::Retracted => "text-retracted",
        NoticeKind::Concern => "text-concern",
        NoticeKind::Corrected => "text-corrected",
    }
}

/// The key of the theme's string for the design of a study.
#[must_use]
pub fn evidence_key(evidence: Evidence) -> String {
    format!("text-evidence-{}", evidence.as_str())
}

/// A kind of source as a value to filter by, and the end of the key of the theme's string for it.
#[must_use]
pub fn kind_name(kind: ReferenceKind) -> &'static str {
    match kind.group() {
        KindGroup::Journal => "journal",
        KindGroup::News => "news",
        KindGroup::Book => "book",
        KindGroup::Chapter => "chapter",
        KindGroup::Conference => "conference",
        KindGroup::Report => "report",
        KindGroup::Thesis => "thesis",
        KindGroup::Web => "web",
        KindGroup::Preprint => "preprint",
        KindGroup::Data => "data",
        KindGroup::Standard => "standard",
        KindGroup::Video => "video",
        KindGroup::Software => "software",
        KindGroup::Other => "other",
    }
}

/// The key of the theme's string for a kind of source.
#[must_use]
pub fn kind_key(kind: ReferenceKind) -> String {
    format!("text-kind-of-source-{}", kind_name(kind))
}
