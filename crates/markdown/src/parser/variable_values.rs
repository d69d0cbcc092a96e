//! Puts the values of variables into a text: in place of `{{ name }}` among its words, in titles and in addresses. In code and in
//! ids the braces stay, because there they are somebody else's.

use std::borrow::Cow;
use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Span, rules};

use crate::body::{Element, NodeKind, TextRef};
use crate::variables::{self, VariableUse};

use super::body_builder::{BodyBuilder, ContainerRole};

impl BodyBuilder<'_, '_> {
    /// Adds text that stands in the source as it is, with the values of its variables.
    pub(super) fn running_text(&mut self, range: Range<usize>) {
        let mut start = range.start;
        for VariableUse { range, name } in self.masks.variables.within(&range) {
            self.text_between_variables(start..range.start);
            let name = &self.source.text[name];
            match self.grammar.language.variables.get(name) {
                Some(value) if name.contains('.') => {
                    if self.is_in_picture() {
                        self.report_fixed_place(name, range.clone());
                    }
                    self.append_record_value(value, range.clone());
                }
                Some(value) => {
                    self.body.variables.insert(name.to_owned(), value.to_owned());
                    self.append_decoded_text(value, range.clone());
                }
                None => {
                    self.report_unknown_variable(name, &range);
                    self.append_source_text(range.clone());
                }
            }
            start = range.end;
        }
        self.text_between_variables(start..range.end);
    }

    /// Whether the words are the alternative text of a picture.
    fn is_in_picture(&self) -> bool {
        self.open.containers.iter().any(|open| matches!(open, ContainerRole::Plain(Element::Image(_))))
    }

    /// A text that is the same wherever the record is shown cannot show a value that differs from place to place.
    fn report_fixed_place(&mut self, name: &str, range: Range<usize>) {
        let location = self.source.locate(Span::new(range));
        let message = format!("`{{{{ {name} }}}}` cannot stand in an address, a title or an alternative text");
        let finding = Diagnostic::new(&rules::VARIABLE_UNKNOWN, location, message);
        self.findings
            .push(finding.help("write the words themselves: a programme can show this record with other values"));
    }

    /// Adds the value of a record's field as a node of its own, so that a place that shows the record with another value finds it.
    fn append_record_value(&mut self, value: &str, range: Range<usize>) {
        let start = self.body.arena.len();
        self.body.arena.push_str(value);
        self.push(NodeKind::Text(TextRef::Arena(Span::new(start..self.body.arena.len()))), range);
        // Decoded text that followed the value in the arena would be joined to it.
        self.body.arena.push(' ');
    }

    fn text_between_variables(&mut self, range: Range<usize>) {
        if range.is_empty() {
            return;
        }
        let variables = self.grammar.language.variables;
        if variables.are_defined()
            && let Some((braces, name)) = variables::unclosed(&self.source.text, range.clone(), variables)
        {
            let location = self.source.locate(Span::new(braces));
            let finding =
                Diagnostic::new(&rules::VARIABLE_UNKNOWN, location, format!("the variable `{name}` is not closed"));
            self.findings.push(finding.help(format!("write `{{{{ {name} }}}}`")));
        }
        self.text_without_variables(range);
    }

    fn report_unknown_variable(&mut self, name: &str, range: &Range<usize>) {
        let location = self.source.locate(Span::new(range.clone()));
        self.findings.push(self.grammar.language.variables.unknown(name, location));
    }

    /// A text that no node has, such as the title of a link, with the values of its variables.
    pub(super) fn with_values<'t>(&mut self, text: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        let variables = self.grammar.language.variables;
        let (mut unknown, mut values, mut fixed) = (Vec::new(), Vec::new(), Vec::new());
        let text = variables.substitute(text, &mut |name, value| match value {
            Some(value) if !name.contains('.') => values.push((name.to_owned(), value.to_owned())),
            Some(_) => fixed.push(name.to_owned()),
            None => unknown.push(name.to_owned()),
        });
        self.body.variables.extend(values);
        unknown.iter().for_each(|name| self.report_unknown_variable(name, range));
        fixed.iter().for_each(|name| self.report_fixed_place(name, range.clone()));
        text
    }

    /// The title of a link from the parser.
    pub(super) fn visible_words<'t>(&mut self, title: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        match self.masks.variables.restored(title) {
            Cow::Borrowed(title) => self.visible(title, range),
            Cow::Owned(written) => {
                let words = self.with_values(&written, range).into_owned();
                Cow::Owned(self.visible(&words, range).into_owned())
            }
        }
    }

    /// The address of a link from the parser, with the variables as they are written.
    pub(super) fn visible_address<'t>(&mut self, address: &'t str, range: &Range<usize>) -> Cow<'t, str> {
        match self.masks.variables.restored(address) {
            Cow::Borrowed(address) => self.visible(address, range),
            Cow::Owned(written) => Cow::Owned(self.visible(&written, range).into_owned()),
        }
    }
}
