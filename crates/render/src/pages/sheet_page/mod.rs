//! The page on which readers choose exercises, set their doses and print a sheet. Input: all exercises of a language. Output: the page,
//! and the data for its script. Readers without script get links to the handouts of exercises and programmes.

pub(crate) mod address;
mod data;
mod dose_options;

use wellpress_io::artifact::Sink;
use wellpress_io::cache::Fingerprint;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::resolve::SHEET_DATA_FILE;
use wellpress_site::sections::ContentKind;

use crate::context::breadcrumbs::section_title;
use crate::listing::alphabetical;
use crate::pages::generated::GeneratedPage;
use crate::pages::page_file::put;
use crate::pages::records::handout;
use crate::pages::render_context::{RenderContext, languages};
use crate::pages::robots::NOT_INDEXED;
use crate::{RenderError, context};

/// How many handouts of a section are listed. The list leads on to that of the section, which has them all.
const MOST_LINKS: usize = 300;

/// Renders the page of a language with its data. Returns how many pages these are.
///
/// # Errors
/// If the template or the sink fails.
pub(crate) fn render(cx: &RenderContext<'_>, language: LanguageId, sink: &dyn Sink) -> Result<usize, RenderError> {
    let url = address::address(cx.config, cx.resolved, cx.theme, language);
    let Some((url, sheet)) = url.zip(address::sheet_page(cx.resolved, cx.theme)) else { return Ok(0) };
    let folder = format!("{}{}", cx.folder(language), sheet.path);
    let data = serde_json::to_vec(&data::sheet_data(cx, language)).expect("texts, numbers and lists are JSON");
    // Hosts may let browsers keep a file for some minutes; a page must not show the exercises of an earlier build.
    let data_url = format!("{url}{SHEET_DATA_FILE}?{}", &Fingerprint::of(&data).to_string()[..16]);
    put(sink, &format!("{folder}{SHEET_DATA_FILE}"), data)?;
    let page = GeneratedPage {
        robots: Some(NOT_INDEXED),
        ..GeneratedPage::new("sheet", language, url, cx.say(language, "text-sheet"))
    };
    let mut variables = page.variables_without_metadata(cx);
    variables.page.languages = languages::of_path(cx, language, &sheet.languages, &sheet.path);
    let content = context::SheetPage { data: data_url, lists: lists(cx, language) };
    variables.put(cx, &folder, sink, |context| context.insert("sheet", &content))?;
    Ok(1)
}

/// The handouts of each section that has some.
fn lists(cx: &RenderContext<'_>, language: LanguageId) -> Vec<context::KindLinks> {
    let sections = cx.config.sections.with_lists();
    let sections =
        sections.filter(|(_, section)| matches!(section.kind, ContentKind::Exercise | ContentKind::Programme));
    let lists = sections.filter_map(|(id, section)| {
        let mut pages: Vec<&Page> = cx.listed_in(id, language).collect();
        pages.sort_by_cached_key(|page| alphabetical(&page.title));
        let links = pages.iter().take(MOST_LINKS).filter_map(|page| {
            let handout = handout::url(page)?;
            Some(context::Link { url: handout, ..cx.link(page.id) })
        });
        (!pages.is_empty()).then(|| context::KindLinks {
            of: section.kind.name(),
            title: section_title(cx.config, &cx.theme.strings, id, language),
            url: format!("{}{}", cx.home(language), section.list_path()),
            links: links.collect(),
            total: pages.len(),
        })
    });
    lists.collect()
}
