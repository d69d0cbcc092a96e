//! The words of a theme in each language of the site, from the strongest layer to the weakest, and findings for those that a
//! language lacks: they stay English.

use std::collections::BTreeSet;

use fluent_bundle::FluentResource;
use fluent_syntax::ast::Entry;

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};
use wellpress_site::config::Config;

use super::layers::{Layer, wrong};
use super::strings::{self, Strings};

/// Reads the strings of all languages.
///
/// # Errors
/// Files that are not Fluent, and languages of which the theme has nothing.
pub(super) fn read(layers: &[Layer], config: &Config) -> Result<(Strings, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (mut languages, mut broken, mut lacking) = (Vec::new(), Vec::new(), Vec::new());
    for language in &config.languages {
        let mut own = Found::default();
        let names = own_files(&language.tag);
        names.iter().for_each(|name| own.read(layers, name, &mut broken));
        let mut english = Found::default();
        if !names.iter().any(|name| name == ENGLISH) {
            english.read(layers, ENGLISH, &mut broken);
        }
        if let Some((place, _)) = own.files.first() {
            lacking.extend(missing(place, &own, &english));
        } else if broken.is_empty() {
            broken.push(nothing_in(config, &language.tag));
        }
        let resources = own.files.into_iter().chain(english.files).map(|(_, resource)| resource);
        languages.push((language.tag.clone(), resources.collect()));
    }
    if broken.is_empty() { Ok((Strings::new(languages), lacking)) } else { Err(broken) }
}

/// The language that a theme falls back to, and that says what there is to say.
const ENGLISH: &str = "i18n/en.ftl";

/// The files of a language: `es-MX` before `es`.
fn own_files(tag: &str) -> Vec<String> {
    let primary = tag.split('-').next().unwrap_or(tag);
    let tags = if primary == tag { vec![primary] } else { vec![tag, primary] };
    tags.into_iter().map(|tag| format!("i18n/{tag}.ftl")).collect()
}

/// Files of strings, the strongest first, each with its path.
#[derive(Default)]
struct Found {
    files: Vec<(String, FluentResource)>,
}

impl Found {
    fn read(&mut self, layers: &[Layer], name: &str, broken: &mut Vec<Diagnostic>) {
        for (path, bytes) in layers.iter().filter_map(|layer| layer.files.get(name)) {
            match strings::parse(String::from_utf8_lossy(bytes).into_owned()) {
                Ok(resource) => self.files.push((path.clone(), resource)),
                Err(found) => {
                    let source = Source::new(path.as_str(), String::from_utf8_lossy(bytes));
                    broken.push(wrong(source.locate(Span::new(found.at..found.at + 1)), found.message));
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

/// What English says and a language does not, each at the strongest of its files.
fn missing(place: &str, own: &Found, english: &Found) -> Vec<Diagnostic> {
    let keys = own.keys();
    let finding = |key: &str| {
        let message = format!("the string `{key}` is missing; pages would say it in English");
        let finding = Diagnostic::new(&rules::STRING_MISSING, Location::file(place), message);
        finding.help(format!("add a line `{key} = ..`, as in `themes/well/{ENGLISH}`"))
    };
    english.keys().into_iter().filter(|key| !keys.contains(key)).map(finding).collect()
}

fn nothing_in(config: &Config, tag: &str) -> Diagnostic {
    let message = format!("the theme has no strings in `{tag}`");
    let finding = Diagnostic::new(&rules::SETTINGS_INVALID, config.language_place(tag), message);
    finding.help(format!("add `themes/{}/i18n/{tag}.ftl`", config.settings.theme.value))
}
