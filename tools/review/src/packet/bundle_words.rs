//! What a packet of several pages says before the first of them.

use wellpress_render::pages::render_context::RenderContext;
use wellpress_render::theme::strings::MessageValue;
use wellpress_site::config::{LanguageId, MAIN_LANGUAGE};
use wellpress_site::model::Page;

use super::PacketContents;

/// What a packet of several pages has besides the pages.
#[derive(Debug)]
pub struct Bundle<'a> {
    /// The name of the reviewer.
    pub reviewer: &'a str,
    /// What each page is sent with.
    pub contents: PacketContents<'a>,
}

/// The language in which to speak of several pages: that of the site if one of them is in it, else that of the first.
pub(crate) fn language_of<'p>(pages: impl Iterator<Item = &'p Page> + Clone) -> LanguageId {
    let has_main = pages.clone().any(|page| page.language == MAIN_LANGUAGE);
    let mut languages = pages.map(|page| page.language).filter(|_| !has_main);
    languages.next().unwrap_or(MAIN_LANGUAGE)
}

/// The words before the first page.
pub(super) struct BundleWords<'a> {
    pub cx: &'a RenderContext<'a>,
    pub bundle: &'a Bundle<'a>,
    pub pages: &'a [&'a Page],
}

impl BundleWords<'_> {
    pub fn language(&self) -> LanguageId {
        language_of(self.pages.iter().copied())
    }

    pub fn title(&self) -> String {
        let name = [("name", MessageValue::Text(self.bundle.reviewer))];
        self.cx.theme.strings.format(self.language(), "text-packet-bundle", &name)
    }

    /// How to answer.
    pub fn how(&self) -> String {
        self.cx.say(self.language(), "text-packet-bundle-how")
    }
}
