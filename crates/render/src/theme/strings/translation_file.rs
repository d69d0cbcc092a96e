//! [`TranslationFile`]: the file with the words of the theme in one language, complete for a translator.
//!
//! Input: the theme's Fluent files. Output: the text of the site's file for the language. What it has stays as it is; what it lacks
//! follows, with the English above each message. A message without a translation is written as a comment: until somebody takes the sign
//! of the comment away, pages have the English words, marked as English.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::PathBuf;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource};
use fluent_syntax::ast::{Comment, Entry, Expression, Message, Pattern, PatternElement, Resource, Variant, VariantKey};
use fluent_syntax::{parser, serializer};
use unic_langid::LanguageIdentifier;

use wellpress_diagnostics::{Diagnostic, Location};
use wellpress_io::fs::Files;
use wellpress_site::config::Config;

use crate::theme::EmbeddedTheme;
use crate::theme::layers::{Layer, ThemeFile, layers, wrong};
use crate::theme::strings::fluent_files::{ENGLISH, file_names};

/// What stands for words that are not translated yet.
const BLANK: &str = "…";

/// CLDR's categories of numbers, in the order in which files have them.
const CATEGORIES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

const INTRODUCTION: &str = "\
# The words of the theme. Above each message stands the English one.
#
# A message that is not translated yet is a comment: write the words in the place of `…`, and take the `# ` before its lines away.
# Until then pages have the English words.
";

/// The file with the words of the theme in one language.
#[derive(Debug)]
pub struct TranslationFile {
    /// Where the site has it, or will: relative to its root.
    pub path: PathBuf,
    /// The whole file.
    pub text: String,
    /// How many messages were added that have words already, from the theme itself.
    pub translated: usize,
    /// How many messages were added that are to be translated.
    pub untranslated: usize,
}

impl TranslationFile {
    /// The site's file for the language of a tag, with what it lacks. Nothing is written.
    ///
    /// # Errors
    /// If the tag names no language, the theme cannot be read, or one of its files is not Fluent.
    pub fn of_site(
        files: &dyn Files,
        config: &Config,
        embedded: &EmbeddedTheme,
        tag: &str,
    ) -> Result<Self, Box<Diagnostic>> {
        // The parser takes `en_US` as well. Browsers do not, so it is refused.
        let Some(language) = tag.parse::<LanguageIdentifier>().ok().filter(|_| !tag.contains('_')) else {
            let finding = wrong(config.key_location("language"), format!("`{tag}` is not a language tag"));
            return Err(Box::new(finding.help("write it as in BCP 47, such as `fr` or `pt-BR`")));
        };
        let layers = layers(files, config, embedded.files(), |path| path.starts_with("i18n/"))?;
        let path = format!("themes/{}/i18n/{tag}.ftl", config.settings.theme.value);
        let own_file = layers.iter().flat_map(|layer| layer.files.values()).find(|file| file.shown_path == path);
        let own_text = own_file.map(|file| file.source().text.to_string());
        let names = file_names(tag);
        let mut writer = Writer {
            present: own_text.as_deref().map(present_keys).unwrap_or_default(),
            words: messages(&layers, &names)?,
            english: messages(&layers, &[ENGLISH.to_owned()])?,
            forms: plural_forms(&language),
            section: None,
            text: String::new(),
            translated: 0,
            untranslated: 0,
        };
        // The theme with the lowest priority first: a theme that extends another adds its messages below.
        for file in layers.iter().rev().filter_map(|layer| layer.files.get(ENGLISH)) {
            parsed(file)?.body.into_iter().for_each(|entry| writer.entry(entry));
        }
        let Writer { text: added, translated, untranslated, .. } = writer;
        let text = match own_text {
            None => format!("{INTRODUCTION}{added}"),
            Some(own_text) if added.is_empty() => own_text,
            Some(own_text) => format!("{}\n{added}", own_text.trim_end_matches('\n')),
        };
        Ok(Self { path: path.into(), text, translated, untranslated })
    }
}

/// Writes the messages that a file lacks.
struct Writer {
    /// The keys that the file has, as messages or as comments.
    present: BTreeSet<String>,
    words: BTreeMap<String, Message<String>>,
    english: BTreeMap<String, Message<String>>,
    /// The plural forms of the language.
    forms: Vec<&'static str>,
    /// The heading above the present message, until it is written.
    section: Option<String>,
    text: String,
    translated: usize,
    untranslated: usize,
}

impl Writer {
    fn entry(&mut self, entry: Entry<String>) {
        match entry {
            Entry::GroupComment(comment) => self.section = Some(comment.content.join(" ")),
            Entry::Message(message) if self.present.insert(message.id.name.clone()) => self.message(&message.id.name),
            _ => {}
        }
    }

    fn message(&mut self, key: &str) {
        let Some(english) = self.english.get(key) else { return };
        if let Some(section) = self.section.take() {
            let _ = write!(self.text, "\n## {section}\n");
        }
        let value = serialized(english);
        let value = value.strip_prefix(&format!("{key} =")).unwrap_or(&value).trim_start();
        let _ = write!(self.text, "\n{}", commented(&format!("English: {}", value.replace("\n    ", "\n"))));
        match self.words.get(key) {
            Some(words) => {
                self.translated += 1;
                self.text.push_str(&serialized(words));
            }
            None => {
                self.untranslated += 1;
                let blank = Message { value: english.value.as_ref().map(|value| self.blank(value)), ..english.clone() };
                self.text.push_str(&commented(&serialized(&blank)));
            }
        }
    }

    /// A pattern with the same choices and without words.
    fn blank(&self, english: &Pattern<String>) -> Pattern<String> {
        let choice = english.elements.iter().find_map(|element| match element {
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                let variants = self.blank_variants(variants);
                Some(Expression::Select { selector: selector.clone(), variants })
            }
            _ => None,
        });
        let element = match choice {
            Some(expression) => PatternElement::Placeable { expression },
            None => PatternElement::TextElement { value: BLANK.to_owned() },
        };
        Pattern { elements: vec![element] }
    }

    /// The variants of a message: of a plural the forms that the language has, of another choice those of English.
    fn blank_variants(&self, english: &[Variant<String>]) -> Vec<Variant<String>> {
        let is_plural = english.iter().any(is_plural_form);
        let non_plural_variants = english.iter().filter(|variant| !is_plural_form(variant));
        let blank_variants =
            non_plural_variants.map(|variant| blank_variant(variant.key.clone(), variant.default && !is_plural));
        let forms = self.forms.iter().filter(|_| is_plural);
        let forms =
            forms.map(|form| blank_variant(VariantKey::Identifier { name: (*form).to_owned() }, *form == "other"));
        blank_variants.chain(forms).collect()
    }
}

fn blank_variant(key: VariantKey<String>, default: bool) -> Variant<String> {
    let value = Pattern { elements: vec![PatternElement::TextElement { value: BLANK.to_owned() }] };
    Variant { key, value, default }
}

fn is_plural_form(variant: &Variant<String>) -> bool {
    match &variant.key {
        VariantKey::Identifier { name } => CATEGORIES.contains(&name.as_str()),
        VariantKey::NumberLiteral { .. } => false,
    }
}

/// The message of each key with the highest priority, of the files with these names.
fn messages(layers: &[Layer], names: &[String]) -> Result<BTreeMap<String, Message<String>>, Box<Diagnostic>> {
    let mut messages = BTreeMap::new();
    for file in names.iter().flat_map(|name| layers.iter().filter_map(|layer| layer.files.get(name))) {
        for entry in parsed(file)?.body {
            if let Entry::Message(message) = entry {
                // Without the message's own comment, which would stand between the English words and the message.
                messages
                    .entry(message.id.name.clone())
                    .or_insert(Message { comment: None::<Comment<String>>, ..message });
            }
        }
    }
    Ok(messages)
}

fn parsed(file: &ThemeFile) -> Result<Resource<String>, Box<Diagnostic>> {
    parser::parse(file.source().text.to_string()).map_err(|(_, errors)| {
        let message = errors.first().map_or_else(|| "not Fluent".to_owned(), |error| error.kind.to_string());
        Box::new(wrong(Location::file(&*file.shown_path), message).help("`wellpress check` shows the place"))
    })
}

fn serialized(message: &Message<String>) -> String {
    serializer::serialize(&Resource { body: vec![Entry::Message(message.clone())] })
}

fn commented(text: &str) -> String {
    text.trim_end().lines().fold(String::new(), |comment, line| comment + "# " + line + "\n")
}

/// The keys that a file has as messages, and as comments still to be translated.
fn present_keys(text: &str) -> BTreeSet<String> {
    let keys = text.lines().filter_map(|line| {
        let (key, _) = line.strip_prefix("# ").unwrap_or(line).split_once(" =")?;
        let is_key = key.starts_with(|c: char| c.is_ascii_alphabetic())
            && key.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'));
        is_key.then(|| key.to_owned())
    });
    keys.collect()
}

/// The categories of whole numbers in a language, in CLDR's order. The last one, `other`, stands for what no other has.
///
/// Fluent has CLDR's rules but no list of a language's categories, so it is asked about numbers that have every one.
fn plural_forms(language: &LanguageIdentifier) -> Vec<&'static str> {
    let variants = CATEGORIES
        .map(|form| if form == "other" { " *[other] other".to_owned() } else { format!(" [{form}] {form}\n") });
    let text = format!("form = {{ $count ->\n{}\n }}\n", variants.concat());
    let mut bundle = FluentBundle::new_concurrent(vec![language.clone()]);
    let Ok(resource) = FluentResource::try_new(text) else { return vec!["other"] };
    let _ = bundle.add_resource(resource);
    let pattern = bundle.get_message("form").and_then(|message| message.value());
    let form_of = |count: u32| {
        let mut arguments = FluentArgs::new();
        arguments.set("count", f64::from(count));
        pattern.map(|pattern| bundle.format_pattern(pattern, Some(&arguments), &mut Vec::new()).into_owned())
    };
    let used_forms: BTreeSet<String> = (0..=200).chain([1_000, 1_000_000]).filter_map(form_of).collect();
    CATEGORIES.into_iter().filter(|form| *form == "other" || used_forms.contains(*form)).collect()
}

#[cfg(test)]
mod tests {
    use super::plural_forms;

    #[test]
    fn plural_forms_are_those_of_cldr() {
        for (tag, forms) in [
            ("ja", "other"),
            ("sv", "one other"),
            ("fr", "one other"),
            ("pl", "one few many other"),
            ("ar", "zero one two few many other"),
        ] {
            assert_eq!(plural_forms(&tag.parse().unwrap()).join(" "), forms, "{tag}");
        }
    }
}
