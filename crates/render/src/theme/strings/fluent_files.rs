//! Reads the strings of a theme for each language of the site.
//!
//! Input: the `i18n/*.ftl` files of all layers. Output: [`Strings`], and the words that each language
//! lacks, which pages then have in English. How strings are looked up and filled in is left to `strings`.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;

use wellpress_diagnostics::{ControlCharacter, Diagnostic, Location, Source, Span, rules};
use wellpress_site::config::{Config, LanguageId};

use crate::theme::layers::{Layer, wrong};
use crate::theme::strings::missing_words::{MissingWords, SAFETY_WORDS, SafetyWord};
use crate::theme::strings::{self, LanguageFiles, MessageValue, Strings};

/// English has every string, so it is what others are compared with and what they fall back to.
pub(super) const ENGLISH: &str = "i18n/en.ftl";

/// The strings of the site's languages, and what they lack.
pub(crate) struct ThemeWords {
    pub strings: Strings,
    /// One for each language that lacks words.
    pub missing: Vec<MissingWords>,
}

/// Reads the strings of all languages.
///
/// # Errors
/// Findings for files that are not Fluent, and for strings of safety notices that say nothing.
pub(crate) fn read(layers: &[Layer], config: &Config) -> Result<ThemeWords, Vec<Diagnostic>> {
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
        let path = translation.files.first().map(|(path, _)| path.clone());
        let keys = translation.keys();
        let lacking: BTreeSet<String> = english.keys().difference(&keys).map(|key| (*key).to_owned()).collect();
        if !lacking.is_empty() {
            let path = path.as_deref().filter(|_| !keys.is_empty());
            missing.push(MissingWords::new(config, &language.tag, path, lacking));
        }
        strongest.push(path.unwrap_or_else(|| ENGLISH.to_owned()));
        let (own, english) = (translation.into_resources(), english.into_resources());
        languages.push(LanguageFiles { tag: language.tag.clone(), own, english });
    }
    let strings = Strings::new(languages);
    for (language, path) in config.languages.ids().zip(&strongest) {
        errors.extend(SAFETY_WORDS.iter().filter_map(|word| without_words(&strings, language, *word, path)));
    }
    if errors.is_empty() { Ok(ThemeWords { strings, missing }) } else { Err(errors) }
}

/// The finding about a string of a safety notice that says nothing.
fn without_words(strings: &Strings, language: LanguageId, word: SafetyWord, path: &str) -> Option<Diagnostic> {
    let SafetyWord { key, value, .. } = word;
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
pub(super) fn file_names(tag: &str) -> Vec<String> {
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
        strings::keys(self.files.iter().map(|(_, resource)| resource)).collect()
    }

    fn into_resources(self) -> Vec<FluentResource> {
        self.files.into_iter().map(|(_, resource)| resource).collect()
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
        let description = ControlCharacter::first_in(character.encode_utf8(&mut [0; 4]))?.description();
        let message = format!("a string of the theme has a {description}, which pages cannot show");
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
