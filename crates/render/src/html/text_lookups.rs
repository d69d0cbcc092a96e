//! What a text has at a place, whatever format it is written in: the mark of a citation, the name of a caption, the reference of a list
//! written by hand. [`html`](super) asks this, and so does every other format.

use std::ops::Range;

use wellpress_markdown::body::{CitationId, DirectiveId, LinkTarget, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_markdown::reference_list::ManualReference;
use wellpress_site::model::PageId;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::Mark;
use wellpress_site::resolve::reading_order::ShownText;

use super::text_context::{TextContext, TextView};
use crate::theme::strings::MessageValue;

impl<'a> TextView<'a> {
    /// What the text is on the page that shows it. `None` for texts outside of its reading order.
    fn shown_text(&self, text_cx: TextContext<'a>) -> Option<ShownText> {
        Some(text_cx.reading_order.instances.get(self.instance?)?.text)
    }

    /// The mark of a citation. `None` where marks lead nowhere.
    #[must_use]
    pub fn mark(&self, text_cx: TextContext<'a>, citation: CitationId) -> Option<&'a Mark> {
        let instance = text_cx.reading_order.instances.get(self.instance?)?;
        let mark = *instance.marks.get(citation)?;
        text_cx.citations.marks.get(mark?)
    }

    /// The page on which the marks of this text lead to a list, and what the text is there: an exercise's own page, and for a
    /// page's own text and a disclaimer the page that shows them.
    #[must_use]
    pub fn home_of_marks(&self, text_cx: TextContext<'a>) -> Option<(PageId, ShownText)> {
        match self.shown_text(text_cx) {
            Some(ShownText::Exercise(exercise)) => return Some((exercise, ShownText::PageBody)),
            Some(ShownText::PageBody) => return Some((text_cx.page?, ShownText::PageBody)),
            _ => {}
        }
        // A text does not know what it is the text of, so a disclaimer is recognised by the address of its body.
        let disclaimers = &text_cx.resolved.site.disclaimers;
        let disclaimer = disclaimers.position(|disclaimer| std::ptr::eq(&raw const *disclaimer.body, self.body))?;
        Some((text_cx.page?, ShownText::Disclaimer(disclaimer)))
    }

    /// The full stop or comma with which the text in these nodes begins, if only marks stand before it, and the node of the text.
    #[must_use]
    pub fn punctuation_in(&self, nodes: Range<usize>) -> Option<(usize, char)> {
        let mut texts = nodes.map_while(|at| match self.body.nodes.at(at).kind {
            NodeKind::Text(text) => Some((at, self.body.text(self.source, text))),
            NodeKind::Citation(_) => Some((at, "")),
            _ => None,
        });
        let (at, text) = texts.find(|(_, text)| !text.trim().is_empty())?;
        let sign = text.chars().next().filter(|sign| matches!(sign, '.' | ','))?;
        let is_number = text[1..].starts_with(|c: char| c.is_ascii_digit() || c == '.');
        (!is_number).then_some((at, sign))
    }

    /// "Figure 1" or "Table 1", if the figure or table has a number.
    #[must_use]
    pub fn caption_name(&self, text_cx: TextContext<'a>, index: DirectiveId) -> Option<String> {
        let number = usize::try_from(self.body.caption_number(index)?).ok()?;
        let is_table = matches!(
            self.body.directives[index].kind,
            DirectiveKind::Table | DirectiveKind::ListTable | DirectiveKind::DataTable
        );
        let key = if is_table { "text-table" } else { "text-figure" };
        Some(text_cx.say_with(key, &[("number", MessageValue::Count(number))]))
    }

    /// What a link without words shows that leads to an anchor of this text: the name of the figure or table there, or the anchor. `None`
    /// for links to other places.
    #[must_use]
    pub fn words_of_anchor(&self, text_cx: TextContext<'a>, target: &LinkTarget) -> Option<String> {
        let LinkTarget::Path { path, anchor: Some(anchor) } = target else { return None };
        path.is_empty().then(|| {
            let directive = self.body.numbered_directive(anchor);
            let name = directive.and_then(|directive| self.caption_name(text_cx, directive));
            name.unwrap_or_else(|| anchor.to_string())
        })
    }

    /// The reference of a list written by hand whose item begins at the node `at`.
    #[must_use]
    pub fn manual_reference_at(&self, at: usize) -> Option<&'a ManualReference> {
        let items = &self.body.references;
        let index = items.binary_search_by_key(&at, |item| item.node.index()).ok()?;
        Some(&items[index])
    }

    /// The source of a reference written by hand, if links to the source within this page lead to its item: the first about it in the
    /// page's own text, unless citations have put the source into the page's generated list.
    #[must_use]
    pub fn source_at_home(&self, text_cx: TextContext<'a>, item: &ManualReference) -> Option<ReferenceId> {
        let library = &text_cx.resolved.site.library;
        let source = library.find_written(item)?;
        let first = self.body.references.iter().find(|reference| library.find_written(reference) == Some(source));
        let is_home = self.shown_text(text_cx) == Some(ShownText::PageBody)
            && first.is_some_and(|first| first.node == item.node)
            && text_cx.citations.list.iter().all(|listed| listed.reference != source);
        is_home.then_some(source)
    }
}
