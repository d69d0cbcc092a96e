//! The files of Easy Read versions: `neck-pain.easy.md` beside `neck-pain.md`, `neck-pain.easy.es.md` beside `neck-pain.es.md`.
//!
//! Input: the names of files. Output: their entries in the inventory, and findings about versions of no page.

use std::collections::HashSet;

use wellpress_diagnostics::Diagnostic;

use crate::config::{LanguageId, MAIN_LANGUAGE};
use crate::sections::{ContentKind, SectionId};

use super::{ContentFile, InventoryBuilder, TextForm, file_name, looks_like_language};

/// What stands at the end of the route and of the id of an Easy Read version, and in the name of its file.
pub const EASY_READ_END: &str = ".easy";

/// The route of an Easy Read version, of the home page too, which has none itself.
#[must_use]
pub fn easy_route(route: &str) -> String {
    format!("{}{EASY_READ_END}", if route.is_empty() { "index" } else { route })
}

impl InventoryBuilder<'_> {
    /// The stem of the page that a file belongs to, and its form. `None`, with a finding, for a name that is neither.
    pub(super) fn text_form<'s>(
        &mut self,
        path: &str,
        stem: &'s str,
        kind: ContentKind,
    ) -> Option<(&'s str, TextForm)> {
        let page_stem = stem.strip_suffix(EASY_READ_END).filter(|stem| !stem.is_empty() && !stem.ends_with('/'));
        let Some(page_stem) = page_stem.filter(|_| kind.has_pages()) else { return Some((stem, TextForm::Full)) };
        let end = page_stem.rsplit_once('.').map(|(_, end)| end);
        let (message, help) = match end {
            Some("easy") => ("an Easy Read version has no Easy Read version", "write `.easy` once".to_owned()),
            Some(tag) if looks_like_language(tag) && self.language(tag).is_some() => {
                ("the tag of the language comes last", format!("end the name in `.easy.{tag}.md`"))
            }
            _ if !has_easy_read(kind) => (
                "only an article, an exercise, a programme or a plain page has an Easy Read version",
                "take `.easy` out of the name".to_owned(),
            ),
            _ => return Some((page_stem, TextForm::EasyRead)),
        };
        self.findings.push(file_name(path, message).help(help));
        None
    }

    /// Adds an Easy Read version, whose entry so far is that of its page.
    pub(super) fn add_easy_read(&mut self, page: ContentFile) {
        if page.is_section_text() {
            let finding = file_name(&page.path, "the text above a list has no Easy Read version");
            self.findings.push(finding.help("take `.easy` out of the name, or give the version to one of the pages"));
            return;
        }
        let id = format!("{}{EASY_READ_END}", page.id);
        let route = easy_route(&page.route);
        self.inventory.content.push(ContentFile { kind: ContentKind::Article, id, route, ..page });
    }

    /// Takes out Easy Read versions of pages that are not there, each with a finding.
    pub(super) fn refuse_easy_without_page(&mut self) {
        if self.inventory.content.iter().all(|file| file.form == TextForm::Full) {
            return;
        }
        let full = self.inventory.content.iter().filter(|file| file.form == TextForm::Full);
        let pages: HashSet<(SectionId, LanguageId, String)> =
            full.map(|file| (file.section, file.language, easy_route(&file.route))).collect();
        let (content, alone): (Vec<ContentFile>, Vec<ContentFile>) =
            std::mem::take(&mut self.inventory.content).into_iter().partition(|file| {
                file.form == TextForm::Full || pages.contains(&(file.section, file.language, file.route.clone()))
            });
        self.inventory.content = content;
        let findings = alone.iter().map(|file| {
            let is_translation =
                file.language != MAIN_LANGUAGE && pages.contains(&(file.section, MAIN_LANGUAGE, file.route.clone()));
            self.without_page(file, is_translation)
        });
        let findings: Vec<Diagnostic> = findings.collect();
        self.findings.extend(findings);
    }

    fn without_page(&self, file: &ContentFile, is_translation: bool) -> Diagnostic {
        let (folder, name) = file.path.rsplit_once('/').unwrap_or_default();
        let page = format!("{folder}/{}", name.replacen(".easy.", ".", 1));
        let help = match is_translation {
            true => format!(
                "translate the page first, as `{page}`; or leave `.{}` out of the name if this is in the site's main language",
                self.config.languages[file.language].tag
            ),
            false => "write the page, or take `.easy` out of the name if this text is the page".to_owned(),
        };
        let message = format!("this is the Easy Read version of a page that is not there: `{page}`");
        file_name(&file.path, &message).help(help)
    }
}

/// Whether pages of a kind can have an Easy Read version.
fn has_easy_read(kind: ContentKind) -> bool {
    matches!(kind, ContentKind::Article | ContentKind::Exercise | ContentKind::Programme | ContentKind::Page)
}
