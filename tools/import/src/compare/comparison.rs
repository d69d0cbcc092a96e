//! [`Comparison`]: what of an old site is nowhere in the new one, as text and as JSON.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use crate::text::excerpt;

/// How many lines of each kind a terminal shows.
const SHOWN: usize = 40;

/// What of an old site is nowhere in the new one.
#[derive(Debug, Default, Serialize, JsonSchema)]
#[schemars(title = "The comparison of an old site with the new one")]
pub struct Comparison {
    /// Pages of the old site, without those that only lead to another.
    pub(super) old_pages: usize,
    /// Pages of the new site.
    pub(super) new_pages: usize,
    /// Addresses of pages and documents that are answered.
    addresses: Share,
    /// Titles of pages.
    titles: Share,
    /// Headings.
    headings: Share,
    /// Places that show a picture.
    pictures: Share,
    /// Words of texts.
    pub(super) words: Share,
    /// What is nowhere in the new site.
    pub(super) missing: Vec<Missing>,
}

/// How much of something the new site has.
#[derive(Debug, Clone, Copy, Default, Serialize, JsonSchema)]
pub(super) struct Share {
    /// How many the old site has.
    pub all: usize,
    /// How many of them the new site has.
    pub found: usize,
}

/// What is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub(super) enum MissingKind {
    /// Nothing answers there.
    Address,
    /// The title of a page.
    Title,
    /// A heading.
    Heading,
    /// A picture.
    Picture,
    /// Words of a text.
    Words,
}

/// Something that the old site has and the new one has nowhere.
#[derive(Debug, Serialize, JsonSchema)]
pub(super) struct Missing {
    /// What it is.
    pub kind: MissingKind,
    /// The address of the old page that has it, or the first of several.
    pub address: String,
    /// The address, the words, or the address of the picture.
    pub text: String,
    /// How often the old site has it.
    pub pages: usize,
}

/// The JSON Schema of a comparison.
#[must_use]
pub fn schema() -> Value {
    let settings = schemars::generate::SchemaSettings::draft2020_12().for_serialize();
    settings.into_generator().into_root_schema_for::<Comparison>().to_value()
}

impl Comparison {
    pub(super) fn share(&mut self, kind: MissingKind) -> &mut Share {
        match kind {
            MissingKind::Address => &mut self.addresses,
            MissingKind::Title => &mut self.titles,
            MissingKind::Heading => &mut self.headings,
            MissingKind::Picture => &mut self.pictures,
            MissingKind::Words => &mut self.words,
        }
    }

    /// Whether the new site has all of the old one.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing.is_empty()
    }

    /// The comparison as JSON.
    #[must_use]
    pub fn json(&self) -> String {
        serde_json::to_string_pretty(self).expect("strings and numbers are always JSON") + "\n"
    }

    /// The comparison for a terminal. Long lists end with their number.
    #[must_use]
    pub fn text(&self) -> String {
        let kinds = [
            ("addresses", "address", MissingKind::Address, self.addresses),
            ("titles", "title", MissingKind::Title, self.titles),
            ("headings", "heading", MissingKind::Heading, self.headings),
            ("pictures", "picture", MissingKind::Picture, self.pictures),
            ("words", "words", MissingKind::Words, self.words),
        ];
        let mut text =
            format!("{:>10}  {} of the old site, {} of the new one\n", "pages", self.old_pages, self.new_pages);
        for (name, _, _, share) in kinds {
            text.push_str(&format!("{name:>10}  {} of {} are in the new site\n", share.found, share.all));
        }
        if !self.is_whole() {
            text.push_str("Nowhere in the new site:\n");
        }
        for (_, name, kind, _) in kinds {
            let missing: Vec<&Missing> = self.missing.iter().filter(|missing| missing.kind == kind).collect();
            missing.iter().take(SHOWN).for_each(|missing| text.push_str(&line(name, missing)));
            if missing.len() > SHOWN {
                text.push_str(&format!("{:>10}  and {} more: `--format json` has all\n", "", missing.len() - SHOWN));
            }
        }
        text
    }
}

fn line(name: &str, missing: &Missing) -> String {
    let often = if missing.pages > 1 { format!(" ({} times)", missing.pages) } else { String::new() };
    match missing.kind {
        MissingKind::Address => format!("{name:>10}  {}\n", missing.address),
        MissingKind::Picture => format!("{name:>10}  {}: {}{often}\n", missing.address, missing.text),
        _ => format!("{name:>10}  {}: \"{}\"{often}\n", missing.address, excerpt(&missing.text)),
    }
}
