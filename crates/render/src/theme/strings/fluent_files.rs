//! Reads the strings of a theme for each language of the site.
//!
//! Input: the `i18n/*.ftl` files of all layers. Output: [`Strings`], and a finding for each string that a language lacks;
//! pages then say it in English. How strings are looked up and filled in is left to `strings`.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::Entry;

use wellpress_diagnostics::{ControlCharacter, Diagnostic, Location, Source, Span, rules};
use wellpress_site::config::{Config, LanguageId};

use crate::theme::layers::{Layer, wrong};
use crate::theme::strings::{self, MessageValue, Strings};

/// English has every string, so it is what others are compared with and what they fall back to.
const ENGLISH: &str = "i18n/en.ftl";

/// Reads the strings of all languages, with findings for missing ones.
///
/// # Errors
/// Findings for files that are not Fluent, and for languages for which the theme has no file.
pub(crate) fn read(layers: &[Layer], config: &Config) -> Result<(Strings, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut languages, mut errors, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    let mut strongest = Vec::new();
    for language in &config.languages {
        let mut translation = StringFiles::default();
        let names = file_names(&language.tag);
        names.iter().for_each(|name| translation.read(layers, name, &mut errors));
        let mut english = StringFiles::default();
        // English itself has read these files as its translation already.
        if !names.iter().any(|name| name == ENGLISH) {
            english.read(layers, ENGLISH, &mut errors);
        }
        if let Some((path, _)) = translation.files.first() {
            missing.extend(missing_strings(path, &translation, &english));
        } else if errors.is_empty() {
            // Only without other errors: a file that cannot be parsed is missing as well, and its own finding says
            // more.
            errors.push(no_strings(config, &language.tag));
        }
        strongest.push(translation.files.first().map_or_else(|| ENGLISH.to_owned(), |(path, _)| path.clone()));
        let resources = translation.files.into_iter().chain(english.files).map(|(_, resource)| resource);
        languages.push((language.tag.clone(), resources.collect()));
    }
    let strings = Strings::new(languages);
    for (language, path) in config.languages.ids().zip(&strongest) {
        errors.extend(
            SAFETY_STRINGS.iter().filter_map(|(key, value)| without_words(&strings, language, key, *value, path)),
        );
    }
    if errors.is_empty() { Ok((strings, missing)) } else { Err(errors) }
}

/// The strings of safety notices, each with the name of the value that it has to contain.
const SAFETY_STRINGS: [(&str, Option<&str>); 10] = [
    ("not-medically-reviewed", None),
    ("changed-since-sign-off", None),
    ("text-stop-if", None),
    ("text-caution-avoid", Some("condition")),
    ("text-caution-modify", Some("condition")),
    ("text-caution-ask", Some("condition")),
    ("text-care-non-urgent", None),
    ("text-care-urgent", None),
    ("text-care-emergency", None),
    ("text-withdrawn", None),
];

/// The finding about a string of a safety notice that says nothing.
fn without_words(
    strings: &Strings,
    language: LanguageId,
    key: &str,
    value: Option<&str>,
    path: &str,
) -> Option<Diagnostic> {
    strings.resolve(language, key, None)?;
    // No theme has these words by chance.
    let (inserted, date) = ("7QX", ("date", MessageValue::Text("1")));
    let text = strings.format(language, key, &[(value.unwrap_or("condition"), MessageValue::Text(inserted)), date]);
    let says_value = value.is_none() || text.contains(inserted);
    if says_value && text.replace(inserted, "").contains(char::is_alphabetic) {
        return None;
    }
    let missing = match value.filter(|_| !says_value) {
        Some(value) => format!("`{{ ${value} }}`"),
        None => "words".to_owned(),
    };
    let message = format!("the string `{key}` of a safety notice has no {missing}");
    let finding = Diagnostic::new(&rules::CAUTION_HIDDEN, Location::file(path), message);
    Some(finding.help(format!("write it as in `themes/well/{ENGLISH}`")))
}

/// The files of a language, the most specific first: `es-MX` before `es`.
fn file_names(tag: &str) -> Vec<String> {
    let primary = tag.split('-').next().unwrap_or(tag);
    let tags = if primary == tag { vec![primary] } else { vec![tag, primary] };
    tags.into_iter().map(|tag| format!("i18n/{tag}.ftl")).collect()
}

/// Parsed files of one language with their paths, from the strongest to the weakest.
#[derive(Default)]
struct StringFiles {
    files: Vec<(String, FluentResource)>,
}

impl StringFiles {
    /// Adds the file of this name from every layer that has one.
    fn read(&mut self, layers: &[Layer], name: &str, errors: &mut Vec<Diagnostic>) {
        for file in layers.iter().filter_map(|layer| layer.files.get(name)) {
            let source = file.source();
            match strings::parse(source.text.to_string()) {
                Ok(resource) => {
                    errors.extend(control_characters(&source));
                    self.files.push((file.shown_path.clone(), resource));
                }
                Err(error) => {
                    errors.push(wrong(source.locate(Span::new(error.offset..error.offset + 1)), error.message))
                }
            }
        }
    }

    fn keys(&self) -> BTreeSet<&str> {
        let entries = self.files.iter().flat_map(|(_, resource)| resource.entries());
        entries
            .filter_map(|entry| if let Entry::Message(message) = entry { Some(message.id.name) } else { None })
            .collect()
    }
}

/// Findings for control characters and noncharacters, for which HTML has no place: the first one that the file has itself, and each
/// escape that stands for one, such as `\u0007`. Comments may have such escapes. The text of a message may not,
/// although Fluent would leave it as it is there: whoever writes one means the character.
fn control_characters(source: &Source) -> Vec<Diagnostic> {
    let raw = ControlCharacter::first_in(&source.text).map(|raw| {
        let end = raw.offset + raw.character.len_utf8();
        (Span::new(raw.offset..end), raw.character)
    });
    let escapes = source.text.match_indices("\\").filter_map(|(at, _)| escape(&source.text, at));
    let findings = raw.into_iter().chain(escapes).filter_map(|(span, character)| {
        let found = ControlCharacter::first_in(character.encode_utf8(&mut [0; 4]))?.description();
        let message = format!("a string of the theme has a {found}, which pages cannot show");
        Some(wrong(source.locate(span), message).help("remove it"))
    });
    findings.collect()
}

/// The Unicode escape that begins at a backslash, `\uXXXX` or `\UXXXXXX`, with its character. `None` if the backslash is itself
/// escaped or stands in a comment.
fn escape(text: &str, at: usize) -> Option<(Span, char)> {
    let line = text[..at].rsplit('\n').next().unwrap_or_default();
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    if line.starts_with('#') || backslashes % 2 == 1 {
        return None;
    }
    let digits = match text.as_bytes().get(at + 1)? {
        b'u' => 4,
        b'U' => 6,
        _ => return None,
    };
    let end = at + 2 + digits;
    let character = char::from_u32(u32::from_str_radix(text.get(at + 2..end)?, 16).ok()?)?;
    Some((Span::new(at..end), character))
}

/// Findings for the strings that English has and a translation lacks, at the strongest file of the translation.
fn missing_strings(path: &str, translation: &StringFiles, english: &StringFiles) -> Vec<Diagnostic> {
    let keys = translation.keys();
    let missing = english.keys().into_iter().filter(|key| !keys.contains(key));
    missing
        .map(|key| {
            let message = format!("the string `{key}` is missing; pages would say it in English");
            let finding = Diagnostic::new(&rules::STRING_MISSING, Location::file(path), message);
            finding.help(format!("add a line `{key} = ..`, as in `themes/well/{ENGLISH}`"))
        })
        .collect()
}

fn no_strings(config: &Config, tag: &str) -> Diagnostic {
    let message = format!("the theme has no strings in `{tag}`");
    let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.language_location(tag), message);
    finding.help(format!("add `themes/{}/i18n/{tag}.ftl`", config.settings.theme.value))
}
