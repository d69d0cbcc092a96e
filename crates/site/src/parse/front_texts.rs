//! The texts of a front matter that are Markdown in, [`Body`]s out: declared fields of the types `markdown` and `url`, then those of
//! the table of fields. An address is the text of one link, so that it is resolved and checked as links in texts are.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, rules};
use wellpress_foundation::ids::IdVec;
use wellpress_markdown::body::Body;
use wellpress_markdown::directives::DirectiveForm;
use wellpress_markdown::parser::Grammar;

use crate::sections::{Field, FieldType};

use super::document::{FrontText, FrontTextId};
use super::front_matter::{FrontMatter, RawValue, WrittenField};
use super::scalar_body;

/// The Markdown of a link that has its own address as its words.
fn link_to(address: &str) -> String {
    // Braces stay, since they may be a variable.
    let words = escaped(address, |char| char.is_ascii_punctuation() && !matches!(char, '{' | '}'));
    let target = escaped(address, |char| matches!(char, '\\' | '<' | '>' | '&'));
    format!("[{words}](<{target}>)")
}

/// A text with a backslash before each of these signs.
fn escaped(text: &str, is_sign: fn(char) -> bool) -> String {
    text.chars().flat_map(|char| is_sign(char).then_some('\\').into_iter().chain([char])).collect()
}

/// Parses these texts. In `written`, the number of its body takes the place of each.
pub(super) fn parse(
    source: &Source,
    front: &FrontMatter,
    declared: &[Field],
    written: &mut [WrittenField],
    grammar: Grammar<'_>,
    findings: &mut Vec<Diagnostic>,
) -> IdVec<FrontText, Body> {
    let mut parser = FrontTextParser { source, grammar, texts: IdVec::default(), findings };
    for field in declared.iter().filter(|field| field.kind.has_texts()) {
        let of_field = written.iter_mut().filter(|written| written.name == field.name);
        of_field.for_each(|written| parser.value(&field.kind, &mut written.value));
    }
    front.for_each_markdown_text(&mut |text| {
        parser.add(text);
    });
    parser.texts
}

struct FrontTextParser<'a> {
    source: &'a Source,
    grammar: Grammar<'a>,
    texts: IdVec<FrontText, Body>,
    findings: &'a mut Vec<Diagnostic>,
}

impl FrontTextParser<'_> {
    /// Parses the texts in a value of this type; one of another type is left to `model`.
    fn value(&mut self, kind: &FieldType, written: &mut Located<RawValue>) {
        match (kind, &mut written.value) {
            (FieldType::List(kind), RawValue::List(items)) => items.iter_mut().for_each(|item| self.value(kind, item)),
            (FieldType::Map(kind), RawValue::Map(entries)) => {
                entries.iter_mut().for_each(|(_, value)| self.value(kind, value));
            }
            (FieldType::Url, RawValue::Text(text)) if !text.trim().is_empty() => {
                let text = Located { value: link_to(text.trim()), span: written.span };
                written.value = RawValue::Markdown(self.add(&text));
            }
            (FieldType::Markdown, _) => {
                if let Some(text) =
                    written.value.written_text(self.source, written.span).filter(|text| !text.is_empty())
                {
                    written.value = RawValue::Markdown(self.add(&Located { value: text, span: written.span }));
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, text: &Located<String>) -> FrontTextId {
        let body = scalar_body(self.source, text, self.grammar, self.findings);
        self.refuse_blocks(&body);
        self.texts.push(body)
    }

    /// Blocks that show something else, such as an exercise with its cautions, have their place in the text: a theme may show a field
    /// anywhere, or not at all.
    fn refuse_blocks(&mut self, body: &Body) {
        for directive in &body.directives {
            if directive.kind.spec().form != DirectiveForm::Inline {
                let message = format!("`{}` does not belong into the front matter", directive.name);
                let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, self.source.locate(directive.span), message);
                self.findings.push(finding.help("move it into the text below"));
            }
        }
    }
}
