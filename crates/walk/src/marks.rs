//! Citation marks as runs: each source in a mark leads to its entry in the page's list of sources.

use std::ops::Range;

use wellpress_bibliography::{Notice, NoticeKind};
use wellpress_markdown::body::CitationId;
use wellpress_markdown::citations::CitationForm;
use wellpress_markdown::reference_list::ManualReference;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::format::RichText;
use wellpress_site::resolve::citations::{MarkForm, MarkPart};

use crate::blocks::{Blocks, Event, Inline, Origin, Run};
use crate::sources;
use crate::text_walk::{Form, TextWalk};

impl TextWalk<'_, '_> {
    /// Reads the mark of a citation, such as a raised number or `(Sawicki 2021)`. The nodes behind it may begin with
    /// punctuation that is read before it.
    pub(crate) fn mark(&mut self, citation: CitationId, nodes_behind: Range<usize>) {
        let group = &self.view.body.citations[citation];
        let library = &self.text_cx.resolved.site.library;
        // A word such as `@NHSuk`, which is no key of the library, is shown as it is written.
        if group.form == CitationForm::Narrative && group.items.iter().all(|item| library.find(&item.key).is_none()) {
            return self.text(self.view.source.slice(group.span));
        }
        let Some(mark) = self.view.mark(self.text_cx, citation) else { return self.subject(citation) };
        let names = mark.parts.iter().take_while(|part| matches!(part, MarkPart::Text(_))).count();
        match mark.form {
            MarkForm::NamedNumber if names > 0 => {
                let (name, numbers) = mark.parts.split_at(names);
                name.iter().for_each(|part| self.mark_part(part, false));
                self.before_raised(nodes_behind, Origin::CitationMark);
                numbers.iter().for_each(|part| self.mark_part(part, true));
            }
            MarkForm::Number | MarkForm::NamedNumber => {
                self.before_raised(nodes_behind, self.form.origin);
                mark.parts.iter().for_each(|part| self.mark_part(part, true));
                self.raised_end = self.blocks.events.len();
            }
            MarkForm::Line | MarkForm::NumberInLine | MarkForm::Words => {
                mark.parts.iter().for_each(|part| self.mark_part(part, false));
            }
        }
    }

    fn mark_part(&mut self, part: &MarkPart, is_raised: bool) {
        let (text, link) = match part {
            MarkPart::Text(text) => (text, None),
            MarkPart::Source { reference, text, .. } => (text, Some(self.address_of_entry(*reference))),
        };
        self.enter_form(|form| {
            form.origin = Origin::CitationMark;
            form.style.superscript |= is_raised;
            form.link = link.or(form.link.take());
        });
        rich_text(self.blocks, text, &self.form, Links::Plain);
        self.leave_form();
    }

    /// Removes the blank before a raised number, and takes the full stop or comma behind it to the front if the style has it
    /// there. Two raised numbers stay apart: "1" and "2" are not 12.
    fn before_raised(&mut self, nodes_behind: Range<usize>, origin: Origin) {
        let follows_raised = self.follows_raised();
        self.close_up();
        let formatter = &self.text_cx.formatters.all()[self.text_cx.citations.style];
        let setting = self.text_cx.config.settings.citations.numbers_after_punctuation;
        if self.moved_punctuation.is_none()
            && setting.unwrap_or_else(|| formatter.has_numbers_after_punctuation())
            && let Some((text, sign)) = self.view.punctuation_in(nodes_behind)
        {
            self.text_in(&sign.to_string(), |form| form.origin = origin);
            self.moved_punctuation = Some(text);
        } else if follows_raised {
            self.text_in(" ", |form| form.origin = origin);
        }
    }

    /// Whether nothing but blanks stands behind a raised number.
    fn follows_raised(&self) -> bool {
        let behind = self.blocks.events.get(self.raised_end..).unwrap_or_default();
        let is_blank = |event: &Event| matches!(event, Event::Inline(Inline::Text(run)) if run.text.trim().is_empty());
        self.raised_end > 0 && behind.iter().all(is_blank)
    }

    /// Reads the words of a narrative mark, such as `Sawicki (2021)`, where marks lead nowhere. Other marks are left out there,
    /// but without this one the sentence would lack its subject.
    fn subject(&mut self, citation: CitationId) {
        let is_narrative = self.view.body.citations[citation].form == CitationForm::Narrative;
        let Some((page, text)) = self.view.home_of_marks(self.text_cx).filter(|_| is_narrative) else {
            return self.close_up();
        };
        let Some(mark) = self.text_cx.resolved.pages[page].mark(text, citation) else { return };
        for part in &mark.parts {
            match part {
                MarkPart::Source { .. } if mark.form == MarkForm::NamedNumber => self.close_up(),
                MarkPart::Text(text) | MarkPart::Source { text, .. } => {
                    rich_text(self.blocks, text, &self.form, Links::Plain);
                }
            }
        }
    }

    /// Where words lead that the author chose for a citation.
    pub(crate) fn address_of_words(&self, citation: CitationId) -> Option<String> {
        self.view.mark(self.text_cx, citation)?.parts.iter().find_map(|part| match part {
            MarkPart::Source { reference, .. } => Some(self.address_of_entry(*reference)),
            MarkPart::Text(_) => None,
        })
    }

    fn address_of_entry(&self, reference: ReferenceId) -> String {
        format!("#{}", sources::entry_id(self.text_cx, reference))
    }

    /// The id of an item of a list written by hand, if links to its source within this page lead to it.
    pub(crate) fn id_of_reference(&self, item: &ManualReference) -> Option<String> {
        let source = self.view.source_at_home(self.text_cx, item)?;
        Some(sources::entry_id(self.text_cx, source))
    }

    pub(crate) fn source_notice(&mut self, notice: Option<&Notice>) {
        if let Some(kind) = notice.map(|notice| notice.kind) {
            sources::notice(self.blocks, self.text_cx, kind);
        }
    }

    /// Adds the link to a source's own page.
    pub(crate) fn own_page(&mut self, source: ReferenceId, origin: Origin) {
        sources::own_page(self.blocks, self.text_cx, source, origin);
    }
}

/// What becomes of links in formatted text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Links {
    Kept,
    /// Their words have another link, or none.
    Plain,
}

/// Adds formatted text in a form.
pub(crate) fn rich_text(blocks: &mut Blocks, rich: &RichText, form: &Form, links: Links) {
    for run in rich.runs() {
        let mut style = form.style;
        style.emphasis |= run.italic;
        style.strong |= run.bold;
        style.small_caps |= run.small_caps;
        style.superscript |= run.superscript;
        style.subscript |= run.subscript;
        style.underlined |= run.underline;
        let is_web = |url: &&str| url.starts_with("https://") || url.starts_with("http://");
        let own_link = run.link.as_deref().filter(is_web).filter(|_| links == Links::Kept);
        let link = own_link.map(str::to_owned).or_else(|| form.link.clone());
        let (language, origin) = (form.language.clone(), form.origin);
        blocks.run(Run { text: run.text.clone(), style, link, language, origin });
    }
}

/// The key of the theme's string for a notice, with the run that shows it.
pub(crate) fn notice_run(text: String, kind: NoticeKind) -> Run {
    let mut run = Run { text, origin: Origin::SourceNotice(kind), ..Run::default() };
    run.style.strong = true;
    run
}
