//! HTML of citation marks: each source in a mark links to its entry in the page's list of sources, which links back.

use std::fmt::Write as _;
use std::ops::Range;

use wellpress_markdown::body::CitationId;
use wellpress_markdown::citations::CitationForm;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::{Mark, MarkForm, MarkPart};

use super::rich_text::{Links, rich_text};
use super::{Writer, references};
use crate::escape::attribute;

impl Writer<'_, '_> {
    /// Writes the mark of a citation, such as a raised number or `(Sawicki 2021)`. The nodes behind it may begin with
    /// punctuation that is written before it.
    pub(super) fn mark(&mut self, citation: CitationId, nodes_behind: Range<usize>) {
        let group = &self.view.body.citations[citation];
        let library = &self.text_cx.resolved.site.library;
        // A word such as `@NHSuk`, which is no key of the library, is shown as it is written.
        if group.form == CitationForm::Narrative && group.items.iter().all(|item| library.find(&item.key).is_none()) {
            return super::text(self.html, self.view.source.slice(group.span));
        }
        let Some(mark) = self.view.mark(self.text_cx, citation) else { return self.subject(citation) };
        let has_name = matches!(mark.parts.first(), Some(MarkPart::Text(_)));
        match mark.form {
            MarkForm::NamedNumber if has_name => self.named_number(mark, nodes_behind),
            MarkForm::Number | MarkForm::NamedNumber => {
                self.before_raised(nodes_behind);
                self.html.push_str("<sup class=\"marks\">");
                mark.parts.iter().for_each(|part| self.mark_part(part, mark.form));
                self.html.push_str("</sup>");
            }
            MarkForm::Line | MarkForm::NumberInLine | MarkForm::Words => {
                let [start, end] = self.isolation(mark);
                let _ = write!(self.html, "{start}<span class=\"marks\">");
                mark.parts.iter().for_each(|part| self.mark_part(part, mark.form));
                let _ = write!(self.html, "</span>{end}");
            }
        }
    }

    /// Writes a name in the line with its raised numbers.
    fn named_number(&mut self, mark: &Mark, nodes_behind: Range<usize>) {
        let texts = mark.parts.iter().take_while(|part| matches!(part, MarkPart::Text(_)));
        let (name, numbers) = mark.parts.split_at(texts.count());
        let [start, end] = self.isolation(mark);
        let _ = write!(self.html, "{start}<span class=\"marks\">");
        name.iter().for_each(|part| self.mark_part(part, mark.form));
        self.before_raised(nodes_behind);
        self.html.push_str("<sup>");
        numbers.iter().for_each(|part| self.mark_part(part, mark.form));
        let _ = write!(self.html, "</sup></span>{end}");
    }

    /// The tags that isolate a mark with letters of the other direction.
    fn isolation(&self, mark: &Mark) -> [&'static str; 2] {
        self.text_cx.isolation(mark.parts.iter().map(|part| match part {
            MarkPart::Text(text) | MarkPart::Source { text, .. } => text,
        }))
    }

    fn mark_part(&mut self, part: &MarkPart, form: MarkForm) {
        match part {
            MarkPart::Text(text) => rich_text(self.html, text, Links::Plain),
            MarkPart::Source { reference, occurrence, number, text } => {
                self.open_mark(*reference, *occurrence, "");
                if form != MarkForm::Line {
                    self.name_number(*reference, *number);
                }
                // A source inside a range such as 3-6 shows nothing, so the keyboard must not stop at it.
                self.html.push_str(if text.is_empty() { " tabindex=\"-1\"" } else { "" });
                self.html.push('>');
                rich_text(self.html, text, Links::Plain);
                self.html.push_str("</a>");
            }
        }
    }

    /// Removes the blank before a raised number, and takes the full stop or comma behind it to the front if the style has it
    /// there. Two raised numbers stay apart: "1" and "2" are not 12.
    fn before_raised(&mut self, nodes_behind: Range<usize>) {
        let follows_raised = self.html.trim_end().ends_with("</sup>");
        self.close_up();
        let formatter = &self.text_cx.formatters.all()[self.text_cx.citations.style];
        let setting = self.text_cx.config.settings.citations.numbers_after_punctuation;
        if self.moved_punctuation.is_none()
            && setting.unwrap_or_else(|| formatter.has_numbers_after_punctuation())
            && let Some((text, sign)) = self.view.punctuation_in(nodes_behind)
        {
            self.html.push(sign);
            self.moved_punctuation = Some(text);
        } else if follows_raised {
            self.html.push(' ');
        }
    }

    /// Writes the words of a narrative mark, such as `Sawicki (2021)`, where marks link nowhere. Other marks are left out there,
    /// but without this one the sentence would lack its subject.
    fn subject(&mut self, citation: CitationId) {
        let is_narrative = self.view.body.citations[citation].form == CitationForm::Narrative;
        let Some((page, text)) = self.view.home_of_marks(self.text_cx).filter(|_| is_narrative) else {
            return self.close_up();
        };
        let home = &self.text_cx.resolved.pages[page];
        let Some(mark) = home.mark(text, citation) else { return };
        for part in &mark.parts {
            match part {
                MarkPart::Source { .. } if mark.form == MarkForm::NamedNumber => self.close_up(),
                MarkPart::Text(text) | MarkPart::Source { text, .. } => rich_text(self.html, text, Links::Plain),
            }
        }
    }

    /// Removes the space before a mark that is left out.
    fn close_up(&mut self) {
        self.html.truncate(self.html.trim_end().len());
    }

    /// Writes the start of a link whose words the author chose for a citation. Its end is written as that of any link.
    pub(super) fn words_start(&mut self, citation: CitationId) {
        let first = self.view.mark(self.text_cx, citation).and_then(|mark| {
            mark.parts.iter().find_map(|part| match part {
                MarkPart::Source { reference, occurrence, .. } => Some((*reference, *occurrence)),
                MarkPart::Text(_) => None,
            })
        });
        match first {
            Some((reference, occurrence)) => {
                self.open_mark(reference, occurrence, " class=\"mark-words\"");
                self.html.push('>');
            }
            // Without an address, but still an element: the end of the link is written in any case.
            None => self.html.push_str("<a>"),
        }
    }

    fn open_mark(&mut self, reference: ReferenceId, occurrence: u32, class: &str) {
        let slug = self.text_cx.resolved.site.library.slug(reference);
        let _ =
            write!(self.html, "<a{class} role=\"doc-biblioref\" id=\"cite-{slug}-{occurrence}\" href=\"#ref-{slug}\"");
    }

    fn name_number(&mut self, reference: ReferenceId, number: u32) {
        let label = references::number_name(self.text_cx, number, &self.text_cx.short_name(reference));
        self.html.push_str(" aria-label=\"");
        attribute(self.html, &label);
        self.html.push('"');
    }
}
