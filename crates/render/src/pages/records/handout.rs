//! Handouts: an exercise on one sheet of paper, a programme with all its exercises, or a guide with all its parts, each with a QR
//! code that leads back to its page.

use wellpress_diagnostics::Diagnostic;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::{Page, PageId};

use crate::context;
use crate::escape::{escaped, without_tags};
use crate::html::TextContext;
use crate::html::blocks;
use crate::html::handout::{self, Texts};
use crate::pages::page_variables::PageVariables;
use crate::pages::render_context::RenderContext;
use crate::pages::standalone_text;

/// The address of a page's handout, to which the page links. That of a withdrawn page is still rendered, but not linked.
#[must_use]
pub fn url(page: &Page) -> Option<String> {
    (page.kind.has_handouts() && !page.is_withdrawn()).then(|| format!("{}print/", page.url))
}

/// Whether the page is a guide, whose handout has all its parts.
fn is_guide(cx: &RenderContext<'_>, page: &Page) -> bool {
    cx.resolved.site.guide_of(page.id) == Some(page.id)
}

/// Renders the handout of a page; `None` if it has none. The handout of a withdrawn page is the notice of the withdrawal: bookmarks
/// and the codes on sheets that people already have lead there.
///
/// # Errors
/// If the template fails.
pub fn render(cx: &RenderContext<'_>, page: &Page) -> Result<Option<Vec<u8>>, Box<Diagnostic>> {
    cx.resolved.site.has_handout(page).then(|| html(cx, page)).transpose()
}

fn html(cx: &RenderContext<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Without the page's citations no marks are written: the list of sources that they lead to is not on the sheet.
    let text_cx = TextContext { page: Some(page.id), ..cx.text_context_without_page(page.language) };
    let is_guide = is_guide(cx, page);
    let (content, disclaimers) = if is_guide {
        guide(cx, text_cx, page)
    } else {
        (handout::content(text_cx, &Texts::new(text_cx, page), page), disclaimers(cx, page))
    };
    let disclaimers_top = html_of_disclaimers(text_cx, &disclaimers.top);
    let disclaimers_bottom = html_of_disclaimers(text_cx, &disclaimers.bottom);
    let address = cx.config.base.absolute(&page.url);
    let byline = cx.byline_without_banners(page);
    let goes_over_sheets = is_guide || page.programme().is_some();
    let type_size = type_size(page, goes_over_sheets, &content, [&disclaimers_top, &disclaimers_bottom]);
    let handout = context::Handout {
        of: if is_guide { "guide" } else { page.kind.name() },
        type_size,
        room: room(goes_over_sheets, type_size),
        disclaimers_top,
        disclaimers_bottom,
        code: handout::code(&address, &cx.say(page.language, "text-code-to-page")).unwrap_or_default(),
        address: cx.config.base.shown(&page.url),
        byline: if is_guide { without_dates(byline) } else { byline },
        content,
    };
    let title = page.front.seo_title.as_ref().unwrap_or(&page.title);
    let head = context::Head {
        title: format!("{title} | {}", cx.config.languages[page.language].title),
        robots: Some(crate::pages::robots::NOT_INDEXED.to_owned()),
        ..crate::pages::page_variables::head_without_metadata(cx, page)
    };
    let context = crate::pages::page_variables::page_context(cx, page, "print");
    let variables =
        PageVariables { language: page.language, own_template: None, page: context, head }.without_metadata();
    let html = variables.render(cx, |context| context.insert("handout", &handout))?;
    let parts = [
        ("handout.disclaimers_top", &*handout.disclaimers_top),
        ("handout.content", &*handout.content),
        ("handout.disclaimers_bottom", &*handout.disclaimers_bottom),
    ];
    let missing_review = Some(("handout.byline.not_reviewed", &*handout.byline.not_reviewed));
    variables.check_safety(cx, &html, &parts, missing_review, (&[], &page.source.path))?;
    Ok(html)
}

fn html_of_disclaimers(text_cx: TextContext<'_>, ids: &[DisclaimerId]) -> String {
    ids.iter().map(|id| blocks::disclaimer(text_cx, *id, None)).collect()
}

/// A byline without the days of reviews: those of one part say nothing of the others.
fn without_dates(byline: context::Byline) -> context::Byline {
    context::Byline { last_reviewed: None, next_review: None, changed_since: None, ..byline }
}

/// The text of a guide and of all its parts, each below its title, and the disclaimers of all.
fn guide(cx: &RenderContext<'_>, text_cx: TextContext<'_>, page: &Page) -> (String, HandoutDisclaimers) {
    let site = cx.resolved.site;
    let pages: Vec<PageId> = std::iter::once(page.id).chain(site.below(page.id)).collect();
    let texts = Texts::of_pages(text_cx, pages.clone());
    let mut content = String::new();
    let mut guide_disclaimers = HandoutDisclaimers::default();
    for (number, id) in pages.into_iter().enumerate() {
        let part = site.page(id);
        let text_cx = TextContext { page: Some(id), is_unfolded: true, ..text_cx };
        if number > 0 {
            content.push_str(&format!("<h2 class=\"guide-part\" id=\"part-{number}\">{}</h2>\n", escaped(&part.title)));
            content.push_str(&cx.byline_without_banners(part).not_reviewed);
            let description = part.description.as_deref().filter(|_| !part.is_withdrawn());
            content.extend(description.map(|words| format!("<p class=\"dek\">{}</p>\n", escaped(words))));
        }
        if !part.is_withdrawn() {
            content.push_str(&standalone_text::key_points(cx, text_cx, part));
        }
        content.push_str(&handout::part(text_cx, &texts, number, part));
        let HandoutDisclaimers { top, bottom } = disclaimers(cx, part);
        guide_disclaimers
            .top
            .extend(top.into_iter().filter(|id| !guide_disclaimers.top.contains(id)).collect::<Vec<_>>());
        guide_disclaimers
            .bottom
            .extend(bottom.into_iter().filter(|id| !guide_disclaimers.bottom.contains(id)).collect::<Vec<_>>());
    }
    guide_disclaimers.bottom.retain(|id| !guide_disclaimers.top.contains(id));
    (content, guide_disclaimers)
}

/// The disclaimers of a handout, each once.
#[derive(Default)]
pub(in crate::pages) struct HandoutDisclaimers {
    /// Those above the text of the page and beside its exercises.
    pub top: Vec<DisclaimerId>,
    /// Those below the text of the page.
    pub bottom: Vec<DisclaimerId>,
}

/// The disclaimers that the handout of a page has; none if the page was withdrawn.
pub(in crate::pages) fn disclaimers(cx: &RenderContext<'_>, page: &Page) -> HandoutDisclaimers {
    let mut disclaimers = HandoutDisclaimers::default();
    if page.is_withdrawn() {
        return disclaimers;
    }
    let placed = &cx.resolved.pages[page.id].disclaimers;
    for id in placed.top.iter().chain(&placed.with_exercise) {
        if !disclaimers.top.contains(id) {
            disclaimers.top.push(*id);
        }
    }
    for id in &placed.bottom {
        if !disclaimers.top.contains(id) && !disclaimers.bottom.contains(id) {
            disclaimers.bottom.push(*id);
        }
    }
    disclaimers
}

/// The sizes of type in points, each with the length below which a handout fits on one sheet of A4 and of Letter. Older people cannot
/// read smaller type than the last, so that longer ones have a second sheet. The bounds
/// were found by printing 150 exercises of all lengths, and leave some room for the fonts of other browsers. The style sheet
/// has a rule for each size.
const LENGTH_BOUNDS: [(usize, u8); 5] = [(1065, 19), (1290, 17), (1455, 16), (1600, 15), (1780, 14)];
/// For all that is longer, and for what goes over several sheets.
const SMALLEST_TYPE: u8 = 13;

/// As many characters as fill the line that a paragraph or step leaves unfinished, and the gap below it.
const CHARACTERS_PER_BLOCK: usize = 77;
/// As many characters as take the space of the frame around a caution and around the signals to stop, of a picture of a step,
/// and of a picture beside the text.
const CHARACTERS_PER_CAUTION: usize = 100;
const CHARACTERS_PER_STOP_BOX: usize = 60;
const CHARACTERS_PER_STEP_PICTURE: usize = 250;
const CHARACTERS_PER_PICTURE: usize = 95;

/// The largest size of type in points with which a handout with these texts in HTML fits on one sheet. It is chosen before
/// the page is laid out, by estimating how much there is to print.
fn type_size(page: &Page, goes_over_sheets: bool, content: &str, disclaimers: [&str; 2]) -> u8 {
    if goes_over_sheets {
        return SMALLEST_TYPE;
    }
    let head = page.title.chars().count() + page.description.as_ref().map_or(0, |dek| dek.chars().count());
    let count = |tag: &str| content.matches(tag).count();
    // Disclaimers are set in small type.
    let length = head
        + character_count(content)
        + disclaimers.into_iter().map(character_count).sum::<usize>() / 2
        + CHARACTERS_PER_BLOCK * (count("</p>") + count("</li>"))
        + CHARACTERS_PER_CAUTION * count("<p class=\"caution\"")
        + CHARACTERS_PER_STOP_BOX * count("class=\"stop-if\"")
        + CHARACTERS_PER_STEP_PICTURE * count("class=\"step-picture\"")
        + CHARACTERS_PER_PICTURE * count("class=\"exercise-picture\"");
    LENGTH_BOUNDS.iter().find(|(bound, _)| length < *bound).map_or(SMALLEST_TYPE, |(_, size)| *size)
}

/// How much room the text leaves, by the size of its type: the style sheet sets long texts closer, and closest those that go over several
/// sheets.
fn room(goes_over_sheets: bool, type_size: u8) -> &'static str {
    match type_size {
        _ if goes_over_sheets => "least",
        16.. => "ample",
        14..16 => "some",
        _ => "little",
    }
}

fn character_count(html: &str) -> usize {
    without_tags(html).chars().count()
}
