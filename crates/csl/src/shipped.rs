//! The locales and styles that come with the crate. The files are those of the Citation Style Language project, unchanged,
//! so a fix there is taken over by copying a file. Only `alphanumeric` is this crate's own.
//!
//! They are embedded as `build.rs` compresses them, with all files of the two folders, and each is unpacked when it is
//! first asked for.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::DeflateDecoder;

/// A compressed file, and its text once somebody has asked for it.
struct EmbeddedFile {
    compressed: &'static [u8],
    text: OnceLock<String>,
}

impl EmbeddedFile {
    const fn new(compressed: &'static [u8]) -> Self {
        Self { compressed, text: OnceLock::new() }
    }

    fn text(&self) -> &str {
        self.text.get_or_init(|| {
            let mut text = String::new();
            DeflateDecoder::new(self.compressed).read_to_string(&mut text).expect("build.rs compressed this text");
            text
        })
    }
}

type File = (&'static str, EmbeddedFile);

include!(concat!(env!("OUT_DIR"), "/styles.rs"));
include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// Names by which sites know styles, whose files are called otherwise.
const OTHER_NAMES: [(&str, &str); 6] = [
    ("chicago-notes", "chicago-notes-bibliography"),
    ("mla", "modern-language-association"),
    ("turabian-author-date", "chicago-author-date-17th-edition"),
    ("turabian-fullnote-8", "chicago-notes-bibliography-subsequent-author-title-17th-edition"),
    ("vancouver", "nlm-citation-sequence"),
    ("vancouver-superscript", "nlm-citation-sequence-superscript"),
];

fn file(files: &'static [File], name: &str) -> Option<&'static str> {
    let row = files.binary_search_by_key(&name, |(name, _)| *name).ok()?;
    Some(files[row].1.text())
}

/// The names of all styles that come with the crate. Some styles have several names.
pub fn style_names() -> impl Iterator<Item = &'static str> {
    let files = STYLES.iter().map(|(name, _)| *name);
    files.chain(OTHER_NAMES.iter().map(|(name, _)| *name)).chain(["alphanumeric"])
}

/// The XML of a style that comes with the crate.
///
/// ```
/// assert!(wellpress_csl::shipped_style("vancouver").is_some());
/// ```
#[must_use]
pub fn shipped_style(name: &str) -> Option<&'static str> {
    if name == "alphanumeric" {
        return Some(include_str!("alphanumeric.csl"));
    }
    let alias = OTHER_NAMES.iter().find(|(alias, _)| *alias == name);
    file(&STYLES, alias.map_or(name, |(_, file)| *file))
}

/// The language tags of all locales that come with the crate.
pub fn locale_tags() -> impl Iterator<Item = &'static str> {
    LOCALES.iter().map(|(tag, _)| *tag)
}

/// The XML of a locale.
pub(crate) fn locale_file(tag: &str) -> Option<&'static str> {
    file(&LOCALES, tag)
}

/// The locale that a language is written in where a region has none of its own, if it is another than `tag`.
pub(crate) fn primary_dialect(tag: &str) -> Option<&'static str> {
    let language = tag.split('-').next()?;
    let dialect = match language {
        "de" => "de-DE",
        "en" => "en-US",
        "es" => "es-ES",
        "fr" => "fr-FR",
        "pt" => "pt-PT",
        "zh" => "zh-CN",
        "sr" => "sr-Cyrl-RS",
        _ => locale_tags().find(|locale| locale.split('-').next() == Some(language))?,
    };
    Some(dialect)
}

/// The tag of the shipped locale that is nearest to a language tag, such as `de-DE` for `de` and for `de-LI`. A language
/// that is not shipped is English.
pub(crate) fn locale_tag(tag: &str) -> &'static str {
    let exact = locale_tags().find(|locale| locale.eq_ignore_ascii_case(tag));
    exact.or_else(|| locale_of_region(tag)).or_else(|| primary_dialect(&tag.to_lowercase())).unwrap_or("en-US")
}

/// The locale of the language and the region of a tag that has further parts.
fn locale_of_region(tag: &str) -> Option<&'static str> {
    let mut parts = tag.split('-');
    let short = format!("{}-{}", parts.next()?, parts.next()?);
    locale_tags().find(|locale| locale.eq_ignore_ascii_case(&short))
}
