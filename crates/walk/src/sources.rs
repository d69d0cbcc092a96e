//! The numbered sources of a page, each with what happened to it since and with links to the work.

use wellpress_bibliography::NoticeKind;
use wellpress_site::model::Page;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::model::source_division::SourceDivision;
use wellpress_site::resolve::citations::{ListedSource, PageCitations};

use crate::blocks::{Block, Blocks, Element, ListKind, Origin, Run};
use crate::marks::{Links, notice_run, rich_text};
use crate::text_walk::Form;
use wellpress_render::html::references::{PartTitle, parts};
use wellpress_render::html::{TextContext, references};

/// The sources that a page cites, in the order of its list; none if it cites nothing.
#[must_use]
pub fn sources(text_cx: TextContext<'_>, citations: &PageCitations) -> Blocks {
    let mut blocks = Blocks::default();
    let none = SourceDivision::default();
    let page = text_cx.page.map(|page| text_cx.resolved.site.page(page));
    let division = page.and_then(Page::editorial).map_or(&none, |editorial| &editorial.sources);
    for part in parts(citations, division) {
        match part.title {
            Some(PartTitle::Group(title)) => blocks.text_block(Block::Heading(3), title),
            Some(PartTitle::Others(key)) => blocks.text_block(Block::Heading(3), &text_cx.say(key)),
            None => {}
        }
        blocks.block(Block::List(ListKind::Numbers(1)), |blocks| {
            for listed in part.entries.into_iter().map(|at| &citations.list[at]) {
                entry(blocks, text_cx, citations, listed, division.note(listed.reference));
            }
        });
    }
    blocks
}

fn entry(
    blocks: &mut Blocks,
    text_cx: TextContext<'_>,
    citations: &PageCitations,
    listed: &ListedSource,
    note: Option<&str>,
) {
    let library = &text_cx.resolved.site.library;
    let id = Some(entry_id(text_cx, listed.reference));
    blocks.start(Element { block: Block::Item(Some(listed.number)), id, language: None });
    if let Some(known) = library.notice(listed.reference) {
        notice(blocks, text_cx, known.kind);
    }
    let formatted = listed.text.as_ref().unwrap_or_else(|| text_cx.entry(citations.style, listed.reference));
    rich_text(blocks, formatted, &Form::default(), Links::Kept);
    let reference = library.get(listed.reference);
    let design = reference.evidence.map(|design| text_cx.say(&references::evidence_key(design)).into_owned());
    let letter = listed.year_letter.as_ref().map(|letter| format!("{} {letter}", text_cx.say("text-year-letter")));
    let details = [listed.accessed.as_deref(), design.as_deref(), letter.as_deref(), note];
    details.into_iter().flatten().for_each(|detail| blocks.text(&format!(" {detail}")));
    own_page(blocks, text_cx, listed.reference, Origin::Navigation);
    let is_linked = |url: &str| formatted.runs().iter().any(|run| run.link.as_deref() == Some(url));
    for link in references::links(reference).into_iter().filter(|link| !is_linked(&link.url)) {
        let text = text_cx.say(link.name_key).into_owned();
        blocks.run(Run { text: " ".to_owned(), origin: Origin::SourceLink, ..Run::default() });
        blocks.run(Run { text, link: Some(link.url), origin: Origin::SourceLink, ..Run::default() });
    }
    blocks.end();
}

/// The id of a source in the list of a page.
pub(crate) fn entry_id(text_cx: TextContext<'_>, reference: ReferenceId) -> String {
    format!("ref-{}", text_cx.resolved.site.library.slug(reference))
}

/// Adds that a source was retracted, doubted or corrected.
pub(crate) fn notice(blocks: &mut Blocks, text_cx: TextContext<'_>, kind: NoticeKind) {
    blocks.run(notice_run(text_cx.say(references::notice_key(kind)).into_owned(), kind));
    blocks.text(" ");
}

/// Adds the link to a source's own page, behind a blank.
pub(crate) fn own_page(blocks: &mut Blocks, text_cx: TextContext<'_>, source: ReferenceId, origin: Origin) {
    let link = crate::address::absolute(text_cx.config, &references::source_url(text_cx, source));
    let text = text_cx.say("text-more-about-source").into_owned();
    blocks.run(Run { text: " ".to_owned(), origin, ..Run::default() });
    blocks.run(Run { text, link: Some(link), origin, ..Run::default() });
}

/// A source as a page lists it, without its notice: its formatted entry with the links in it.
pub fn formatted_entry(blocks: &mut Blocks, text_cx: TextContext<'_>, source: ReferenceId) {
    rich_text(blocks, text_cx.entry(text_cx.citations.style, source), &Form::default(), Links::Kept);
}
