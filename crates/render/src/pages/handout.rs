//! Handouts: an exercise on one sheet of paper, or a programme with all its exercises, each with a QR code that leads back
//! to its page.

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::{Page, PageRecord};

use super::super::RenderError;
use super::super::context;
use super::super::html::TextContext;
use super::super::html::blocks::{self, without_tags};
use super::super::html::handout::{self, Texts};
use super::super::render_context::RenderContext;
use super::super::safety::Required;
use super::{PageVariables, record};

/// The address of a page's handout, to which the page links. That of a withdrawn page is still rendered, but not linked.
#[must_use]
pub fn url(page: &Page) -> Option<String> {
    (has_handout(page) && !page.is_withdrawn()).then(|| format!("{}print/", page.url))
}

fn has_handout(page: &Page) -> bool {
    matches!(page.record, PageRecord::Exercise(_) | PageRecord::Programme(_))
}

/// Renders the handout of a page that has one. The handout of a withdrawn page is the notice of the withdrawal: bookmarks and
/// the codes on sheets that people already have lead there.
///
/// # Errors
/// If the template or the sink fails.
pub fn put(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    if !has_handout(page) {
        return Ok(());
    }
    let html = render(cx, page).map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}print/index.html", page.path), html)
}

fn render(cx: &RenderContext<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Without the page's citations no marks are written: the list of sources that they lead to is not on the sheet.
    let text_cx = TextContext { page: Some(page.id), ..cx.text_context_without_page(page.language) };
    let content = handout::content(text_cx, &Texts::new(text_cx, page), page);
    let disclaimers: String =
        disclaimers(cx, page).into_iter().map(|id| blocks::disclaimer(text_cx, id, None)).collect();
    let address = cx.config.base.absolute(&page.url);
    let handout = context::Handout {
        of: page.kind.name(),
        room: TypeSize::fitting(page, &content, &disclaimers).name(),
        disclaimers,
        code: handout::code(&address, &cx.say(page.language, "text-code-to-page")).unwrap_or_default(),
        address,
        byline: cx.byline(page),
        content,
    };
    let title = page.settings.seo_title.as_ref().unwrap_or(&page.title);
    let head = context::Head {
        title: format!("{title} | {}", cx.config.languages[page.language].title),
        robots: Some("noindex, follow".to_owned()),
        // `hreflang` is for search engines, which are asked not to index a print page.
        alternates: Vec::new(),
        ..super::head_without_metadata(cx, page)
    };
    let context = super::page_context(cx, page, "print");
    let variables = PageVariables { language: page.language, own_template: None, page: context, head };
    let html = variables.render(cx, |context| context.insert("handout", &handout))?;
    let parts = [("handout.content", &*handout.content), ("handout.disclaimers", &*handout.disclaimers)];
    let words = record::words_of_missing_review(cx, page, &handout.byline);
    let required = Required { parts: &parts, words: words.as_deref(), content: &page.source.path };
    cx.theme.check_safety(&variables.template(), &html, &required)?;
    Ok(html)
}

/// The disclaimers of the page, each once, in the order in which the page shows them.
fn disclaimers(cx: &RenderContext<'_>, page: &Page) -> Vec<DisclaimerId> {
    let mut ids = Vec::new();
    if page.is_withdrawn() {
        return ids;
    }
    let placed = &cx.resolved.pages[page.id].disclaimers;
    for id in placed.top.iter().chain(&placed.with_exercise).chain(&placed.bottom) {
        if !ids.contains(id) {
            ids.push(*id);
        }
    }
    ids
}

/// The size of type with which a handout fits on one sheet of A4 and of Letter, chosen before the page is laid out by
/// estimating how much there is to print. The style sheet has a size for each.
#[derive(Clone, Copy)]
enum TypeSize {
    Large,
    Medium,
    Small,
    Smallest,
}

/// As many characters as fill the line that a paragraph or step leaves unfinished, and the gap below it.
const CHARACTERS_PER_BLOCK: usize = 60;
/// As many characters as take the space of a picture.
const CHARACTERS_PER_PICTURE: usize = 250;

impl TypeSize {
    /// For a sheet with these two texts in HTML. The bounds were found by printing some hundred exercises of all lengths.
    fn fitting(page: &Page, content: &str, disclaimers: &str) -> Self {
        let head = page.title.chars().count() + page.description.as_ref().map_or(0, |dek| dek.chars().count());
        // Disclaimers are set in small type.
        let text = head + character_count(content) + character_count(disclaimers) / 2;
        let count = |tag: &str| content.matches(tag).count();
        // The frame around a caution is as high as two blocks more.
        let blocks = count("</p>") + count("</li>") + 2 * count("<p class=\"caution\"");
        match text + CHARACTERS_PER_BLOCK * blocks + CHARACTERS_PER_PICTURE * count("<img ") {
            0..1200 => Self::Large,
            1200..1500 => Self::Medium,
            1500..2650 => Self::Small,
            _ => Self::Smallest,
        }
    }

    /// The name that templates and style sheets have for it: how much room the text leaves.
    fn name(self) -> &'static str {
        match self {
            Self::Large => "ample",
            Self::Medium => "some",
            Self::Small => "little",
            Self::Smallest => "least",
        }
    }
}

fn character_count(html: &str) -> usize {
    without_tags(html).chars().count()
}
