//! Directives: a line, a block between colons or words in brackets, with a name, a label and attributes.
//!
//! Input is the ranges of a directive's parts, output a [`Directive`] that was checked against the table of directives,
//! with findings at the place of each mistake. Finding the parts in a text is left to the module `lines` and the parser; what a
//! directive shows is left to resolving and rendering.

mod attributes;
mod callout_kind;
mod declared;
mod directive;
mod icon_array;
mod lines;
mod table;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use schemars::JsonSchema;
use serde::Deserialize;
use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Source, Span, nearest, rules};

use crate::foreign_notations::{callout_of_same_form, is_include};

pub(crate) use attributes::{LooseAttributes, unescape};
use attributes::{check_attributes, read_attributes};
pub use callout_kind::CalloutKind;
pub use declared::{AttributeType, DeclaredAttribute, DeclaredDirective, DeclaredDirectives, DeclaredLabel};
pub use directive::{Attribute, Directive};
pub use icon_array::IconArray;
pub(crate) use lines::{Fence, FenceShape, attributes_at, fences, leading_colons, marker_length};
pub(crate) use table::is_leaf_name;
pub use table::{
    AttributeNeed, AttributeSpec, AttributeValue, DirectiveForm, DirectiveKind, DirectiveSpec, IdUse, LabelUse,
    LinkUse, WordOrigin,
};

/// The attributes in braces at `start` that belong to no directive, and their range without the braces.
pub(crate) fn loose_attributes_at(text: &str, start: usize) -> Option<(LooseAttributes, Range<usize>)> {
    let range = attributes_at(text, start)?;
    Some((attributes::loose_attributes(text, range.clone())?, range))
}

/// Whether `#id` of a directive of this name is required: the id of a record that it shows.
pub(crate) fn needs_record(name: &str) -> bool {
    DirectiveKind::of_name(name).is_some_and(|kind| kind.spec().id == IdUse::Record)
}

/// Whether a block of this name can be written with three colons, here or in Docusaurus. Callouts of the settings do not count.
pub(crate) fn is_block_name(name: &str) -> bool {
    DirectiveKind::of_name_and_form(name, DirectiveForm::Container).is_some()
        || CalloutKind::find(name).is_some()
        || callout_of_same_form(name).is_some()
}

/// What a site adds to [`DirectiveKind::NAMED`]: the callouts of its settings and the directives of its theme.
#[derive(Clone, Copy)]
pub struct Vocabulary<'a> {
    /// The settings' callouts by the name that authors write.
    pub callouts: &'a BTreeMap<String, Callout>,
    /// The theme's directives by the name that authors write.
    pub declared: &'a DeclaredDirectives,
}

impl Default for Vocabulary<'_> {
    fn default() -> Self {
        Self { callouts: const { &BTreeMap::new() }, declared: const { &BTreeMap::new() } }
    }
}

impl<'a> Vocabulary<'a> {
    /// The kind of directive with this name. A directive of the table wins over a callout of the settings, and that over a
    /// directive of the theme.
    fn find(self, name: &str) -> Option<DirectiveKind> {
        let callout = || CalloutKind::find(name).or_else(|| Some(self.callouts.get(name)?.like));
        DirectiveKind::of_name(name)
            .or_else(|| callout().map(DirectiveKind::Callout))
            .or_else(|| Some(DirectiveKind::OfTheme(self.declared.get(name)?.form)))
    }

    /// The attributes that a directive takes.
    #[must_use]
    pub fn attributes_of(self, kind: DirectiveKind, name: &str) -> Cow<'a, [AttributeSpec<'a>]> {
        match self.declared.get(name).filter(|_| matches!(kind, DirectiveKind::OfTheme(_))) {
            Some(declared) => Cow::Owned(declared.attribute_specs()),
            None => Cow::Borrowed(kind.spec().attributes),
        }
    }

    /// Every directive that authors can write, with the name that they write: those of the table, callouts, and those of the theme.
    pub fn all(self) -> impl Iterator<Item = (&'a str, DirectiveKind)> {
        let named = DirectiveKind::NAMED.iter().map(|kind| (kind.spec().name, *kind));
        let shipped = CalloutKind::ALL.into_iter().map(|(name, kind)| (name, DirectiveKind::Callout(kind)));
        let of_settings = self.callouts.iter().map(|(name, callout)| (&**name, DirectiveKind::Callout(callout.like)));
        let of_theme = self.declared.iter().map(|(name, declared)| (&**name, DirectiveKind::OfTheme(declared.form)));
        named.chain(shipped).chain(of_settings).chain(of_theme)
    }

    /// Whether a directive of this name is written within a line.
    pub(crate) fn is_inline_name(self, name: &str) -> bool {
        self.find(name).is_some_and(DirectiveKind::is_inline)
    }

    fn nearest(&self, name: &str) -> Option<&str> {
        let kind_names = DirectiveKind::NAMED.iter().map(|kind| kind.spec().name);
        nearest(name, kind_names.chain(self.callout_names()).chain(self.declared.keys().map(String::as_str)))
    }

    fn callout_names(&self) -> impl Iterator<Item = &str> {
        CalloutKind::ALL.into_iter().map(|(name, _)| name).chain(self.callouts.keys().map(String::as_str))
    }
}

/// Whether a site may not declare a directive or a callout of this name, because every site has one.
#[must_use]
pub fn is_reserved(name: &str) -> bool {
    DirectiveKind::of_name(name).is_some() || CalloutKind::find(name).is_some()
}

/// The parts of a directive as byte ranges of the text, before its name is looked up.
pub struct DirectiveParts {
    /// The form in which the directive is written.
    pub form: DirectiveForm,
    /// The name behind the colons, or behind `!` in a quote.
    pub name: Range<usize>,
    /// The label, without brackets.
    pub label: Option<Range<usize>>,
    /// The attributes, without braces.
    pub attributes: Option<Range<usize>>,
    /// From the first colon to the end of the attributes.
    pub span: Range<usize>,
}

/// Makes a directive of its parts and checks form, id and attributes against its
/// row, [`DirectiveKind::spec`].
///
/// `None` after a finding if the name is unknown, the form is wrong, or a required id is missing. A wrong attribute
/// gives a finding too, but the directive is kept, so that one mistake does not hide those in its content.
///
/// ```
/// use wellpress_diagnostics::Source;
/// use wellpress_markdown::directives::{DirectiveForm, DirectiveParts, Vocabulary, read};
///
/// let source = Source::new("a.md", "::exercise{#bridge}");
/// let parts =
///     DirectiveParts { form: DirectiveForm::Leaf, name: 2..10, label: None, attributes: Some(11..18), span: 0..19 };
/// let directive = read(&source, &parts, Vocabulary::default(), &mut Vec::new()).unwrap();
/// assert_eq!(directive.id.unwrap().value, "bridge");
/// ```
pub fn read(
    source: &Source,
    parts: &DirectiveParts,
    vocabulary: Vocabulary<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Directive> {
    let name = &source.text[parts.name.clone()];
    let name_span = Span::new(parts.name.clone());
    let Some(kind) = DirectiveKind::of_name_and_form(name, parts.form).or_else(|| vocabulary.find(name)) else {
        findings.push(unknown_directive(source, name, name_span, vocabulary));
        return None;
    };
    let spec = kind.spec();
    if spec.form != parts.form {
        let message = format!("`{name}` is not written like this");
        let finding = Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, source.locate(name_span), message);
        findings.push(finding.help(right_form(spec.form, name)));
        return None;
    }
    let label = parts
        .label
        .clone()
        .map(|label| Located { value: unescape(&source.text[label.clone()]), span: Span::new(label) });
    let mut directive = Directive::new(kind, name.to_owned(), label, Span::new(parts.span.clone()));
    let findings_before = findings.len();
    if let Some(attributes) = parts.attributes.clone() {
        read_attributes(source, attributes, &mut directive, findings);
        // Directives stay in memory from parsing to rendering.
        directive.attributes.shrink_to_fit();
    }
    let id_is_missing = spec.id == IdUse::Record && directive.id.is_none();
    // If the attributes have a mistake, it was reported and may be what hides the id.
    if id_is_missing && findings.len() == findings_before {
        let message = format!("`{name}` does not say which one it means");
        let finding = Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(name_span), message);
        findings.push(finding.help(format!("add its id: `::{name}{{#id}}`")));
    }
    check_attributes(source, &directive, &vocabulary.attributes_of(kind, name), findings);
    if kind == DirectiveKind::Evidence {
        check_label(source, &directive, DeclaredLabel::None, findings);
    }
    if let Some(declared) = vocabulary.declared.get(name).filter(|_| matches!(kind, DirectiveKind::OfTheme(_))) {
        check_label(source, &directive, declared.label, findings);
    }
    (!id_is_missing).then_some(directive)
}

/// The help for whatever puts another file into a text.
pub(crate) const SNIPPET_HELP: &str =
    "put these words into `content/snippets/NAME.md`, and write `::snippet{#NAME}` on a line of its own";

/// Whether this is the name with which other tools put a note into the margin.
fn is_margin_note(name: &str) -> bool {
    matches!(name, "aside" | "column-margin" | "marginnote" | "sidebar" | "sidenote")
}

fn unknown_directive(source: &Source, name: &str, name_span: Span, vocabulary: Vocabulary<'_>) -> Diagnostic {
    if let Some(callout) = callout_of_same_form(name) {
        let message = format!("`{name}` is an admonition of Docusaurus");
        let help = format!("write `:::{callout}`, or define a callout `{name}` under `callouts` in the settings");
        return Diagnostic::new(&rules::MARKUP_FOREIGN, source.locate(name_span), message).help(help);
    }
    let message = format!("there is no directive `{name}`");
    if is_include(name) {
        return Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, source.locate(name_span), message).help(SNIPPET_HELP);
    }
    if is_margin_note(name) && vocabulary.declared.contains_key("margin") {
        let finding = Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, source.locate(name_span), message);
        return finding.help("write a note in the margin as `:::margin`, its text, and `:::`");
    }
    let help = "the manual lists all directives; a backslash before the first colon makes it plain text";
    Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, source.locate(name_span), message)
        .suggest_or(vocabulary.nearest(name), help)
}

/// Makes the callout of a quote that begins with `[!name]`. `None` after a finding if the name is unknown. Names are
/// accepted in capitals, as GitHub and Obsidian write them.
pub fn read_callout(
    source: &Source,
    parts: &DirectiveParts,
    vocabulary: Vocabulary<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Directive> {
    let name = source.text[parts.name.clone()].to_lowercase();
    let Some(kind @ DirectiveKind::Callout(_)) = vocabulary.find(&name) else {
        let location = source.locate(Span::new(parts.name.clone()));
        let message = format!("there is no callout `{name}`");
        if let Some(callout) = callout_of_same_form(&name) {
            let message = format!("`{name}` is a callout of Obsidian");
            let help =
                format!("write `[!{}]`, or define `{name}` under `callouts` in the settings", callout.to_uppercase());
            findings.push(Diagnostic::new(&rules::MARKUP_FOREIGN, location, message).help(help));
            return None;
        }
        let finding = Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, location, message);
        let help = "write `[!TIP]`, or one of NOTE, IMPORTANT, WARNING and CAUTION";
        findings.push(finding.suggest_or(nearest(&name, vocabulary.callout_names()), help));
        return None;
    };
    let label = parts
        .label
        .clone()
        .map(|label| Located { value: source.text[label.clone()].to_owned(), span: Span::new(label) });
    Some(Directive::new(kind, name, label, Span::new(parts.span.clone())))
}

/// Reports a label that a directive of the theme lacks, or should not have.
fn check_label(source: &Source, directive: &Directive, label: DeclaredLabel, findings: &mut Vec<Diagnostic>) {
    let name = &directive.name;
    let (message, help) = match (label, &directive.label) {
        (DeclaredLabel::Required, None) => {
            (format!("`{name}` lacks its label"), format!("write words in brackets behind the name: `{name}[words]`"))
        }
        (DeclaredLabel::None, Some(_)) => (format!("`{name}` has no label"), "take the brackets out".to_owned()),
        _ => return,
    };
    findings.push(Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(directive.span), message).help(help));
}

fn right_form(form: DirectiveForm, name: &str) -> String {
    match form {
        DirectiveForm::Inline => format!("write it in the line: `:{name}[words]`"),
        DirectiveForm::Leaf => format!("write it alone on a line with two colons: `::{name}{{..}}`"),
        DirectiveForm::Container => {
            format!("write it as a block: `:::{name}`, its text, and `:::` on a line of its own")
        }
    }
}

/// A callout that a site defines in its settings.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Callout {
    /// The words with which it is labelled.
    pub label: String,
    /// The callout that it looks like.
    pub like: CalloutKind,
}
