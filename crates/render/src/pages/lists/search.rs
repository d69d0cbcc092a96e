//! The search page: the address of the index for the script, and a list of pages for readers without script.

use wellpress_io::artifact::Sink;
use wellpress_site::config::LanguageId;
use wellpress_site::model::{Page, PageId};
use wellpress_site::sections::{ContentKind, SectionId};

use crate::RenderError;
use crate::context::breadcrumbs::section_title;
use crate::context::{self, alternates};
use crate::listing::alphabetical;
use crate::pages::generated::GeneratedPage;
use crate::pages::lists::search_address::PATH;
use crate::pages::render_context::RenderContext;
use crate::pages::robots::NOT_INDEXED;

pub use crate::pages::lists::search_address::{address, is_offered};

/// How many pages of a section are listed. The list leads on to that of the section, which has them all.
const MOST_LINKS: usize = 300;

/// Renders the search page of a language.
///
/// # Errors
/// If the template or the sink fails.
pub fn render(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<(), RenderError> {
    // Results of a search are no destination for another one, but the pages that the list leads to are.
    let page = GeneratedPage {
        robots: Some(NOT_INDEXED),
        ..GeneratedPage::new("search", language, address(cx.config, language), cx.say(language, "text-search"))
    };
    let index = format!("{}{}/", cx.config.base.path, crate::pages::search_document::folder(cx.config, language));
    let sections = cx.config.sections.with_lists().filter(|(_, section)| section.kind != ContentKind::Person);
    let lists = sections.filter_map(|(section, _)| page_list(cx, section, language)).collect();
    let search = context::Search { index, lists };
    let mut variables = page.variables(cx, String::new());
    let languages: Vec<LanguageId> = cx.config.languages.ids().collect();
    variables.head.alternates = alternates::of_path(cx.config, &languages, PATH);
    let folder = format!("{}{PATH}", cx.folder(language));
    variables.put(cx, &folder, sink, |context| context.insert("search", &search))
}

/// The pages of a section by title, or `None` if there are none.
fn page_list(cx: &RenderContext<'_>, section: SectionId, language: LanguageId) -> Option<context::KindLinks> {
    let mut pages: Vec<&Page> = cx.listed_in(section, language).collect();
    pages.sort_by_cached_key(|page| alphabetical(&page.title));
    let total = pages.len();
    let ids: Vec<PageId> = pages.into_iter().take(MOST_LINKS).map(|page| page.id).collect();
    (total > 0).then(|| context::KindLinks {
        of: cx.config.sections[section].kind.name(),
        title: section_title(cx.config, &cx.theme.strings, section, language),
        url: format!("{}{}", cx.home(language), cx.config.sections[section].list_path()),
        links: cx.links(&ids),
        total,
    })
}
