//! HTML of `:::evidence`: how certain the evidence for a statement is, in GRADE's words, with who judged it and when.
//!
//! Input: the directive and the person whom it resolved to. Output: an element around the statement, with the judgement below. What
//! stands inside is written as anywhere else, so that cautions and care cards in it stay what they are.

use std::fmt::Write as _;

use wellpress_foundation::Day;
use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::{Directive, DirectiveKind};
use wellpress_site::resolve::bodies::DirectiveTarget;

use super::{Writer, people};
use crate::escape::{attribute, escaped};
use crate::theme::strings::MessageValue;

/// Stand for the name and the date until the sentence is HTML. No string can have them.
const NAME: &str = "\u{fdd2}";
const DATE: &str = "\u{fdd3}";

impl Writer<'_, '_> {
    pub(super) fn evidence(&mut self, directive: &Directive) {
        let certainty = directive.get("certainty").unwrap_or_default();
        self.html.push_str("<div class=\"evidence\" role=\"group\" data-certainty=\"");
        attribute(self.html, certainty);
        self.html.push('"');
        self.aria_label(&self.certainty_in_words(certainty));
        self.html.push_str(">\n");
        self.open(DirectiveKind::Evidence, "</div>\n");
    }

    /// Writes the judgement below what it is about.
    pub(super) fn certainty(&mut self, index: DirectiveId) {
        let directive = self.directive(index);
        let words = self.certainty_in_words(directive.get("certainty").unwrap_or_default());
        let _ = write!(self.html, "<p class=\"certainty\"><strong>{words}</strong>");
        let day = directive.get("date").and_then(Day::parse);
        if let (Some(day), Some(DirectiveTarget::Person(person))) = (day, self.target(index)) {
            let judged = self.say_html_with("text-certainty-judged", &[("name", NAME), ("date", DATE)]);
            let mut name = String::new();
            people::name(&mut name, self.text_cx, *person);
            let words = escaped(&self.text_cx.strings.day(self.text_cx.language, day));
            let date = format!("<time datetime=\"{day}\">{words}</time>");
            let _ = write!(self.html, " <span>{}</span>", judged.replace(NAME, &name).replace(DATE, &date));
        }
        self.html.push_str("</p>\n");
    }

    /// As HTML, such as "Certainty of the evidence: moderate".
    fn certainty_in_words(&self, certainty: &str) -> String {
        let level = self.text_cx.say(&format!("text-certainty-{certainty}"));
        self.say_html_with("text-certainty", &[("level", &level)])
    }

    fn say_html_with(&self, key: &str, values: &[(&str, &str)]) -> String {
        let values: Vec<(&str, MessageValue<'_>)> =
            values.iter().map(|(name, value)| (*name, MessageValue::Text(value))).collect();
        self.text_cx.strings.html_with(self.text_cx.language, key, &values)
    }
}
