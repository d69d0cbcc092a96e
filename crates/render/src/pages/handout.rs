//! Handouts: an exercise on one sheet of paper, a programme with all its exercises, each with a code that leads back to
//! its page.

use wellpress_diagnostics::Diagnostic;
use wellpress_io::artifact::Sink;
use wellpress_site::model::disclaimer::DisclaimerId;
use wellpress_site::model::{Page, Record};

use super::super::RenderError;
use super::super::context;
use super::super::html::TextContext;
use super::super::html::blocks::{self, without_tags};
use super::super::html::handout::{self, Texts};
use super::super::render_context::RenderContext;

/// The address of a page's handout, where it has one.
#[must_use]
pub fn url(page: &Page) -> Option<String> {
    (has_handout(page) && !page.is_withdrawn()).then(|| format!("{}print/", page.url))
}

fn has_handout(page: &Page) -> bool {
    matches!(page.record, Record::Exercise(_) | Record::Programme(_))
}

/// Renders the handout of a page that has one. That of a withdrawn page is its notice: the code on sheets in people's
/// hands and their bookmarks lead there.
///
/// # Errors
/// Where the template cannot go on, or the sink.
pub fn put(cx: &RenderContext<'_>, page: &Page, sink: &dyn Sink) -> Result<(), RenderError> {
    if !has_handout(page) {
        return Ok(());
    }
    let html = render(cx, page).map_err(RenderError::Theme)?;
    super::put(sink, &format!("{}print/index.html", page.path), html)
}

fn render(cx: &RenderContext<'_>, page: &Page) -> Result<Vec<u8>, Box<Diagnostic>> {
    // Marks lead to a list of sources, which stands on the page itself.
    let text_cx = TextContext { page: Some(page.id), ..cx.text_context_without_page(page.language) };
    let content = handout::content(text_cx, &Texts::new(text_cx, page), page);
    let placed = &cx.resolved.pages[page.id.index()].disclaimers;
    let shown = |_: &&DisclaimerId| !page.is_withdrawn();
    let mut each: Vec<_> = Vec::new();
    for id in placed.top.iter().chain(&placed.with_exercise).chain(&placed.bottom).filter(shown) {
        if !each.contains(id) {
            each.push(*id);
        }
    }
    let disclaimers: String = each.into_iter().map(|id| blocks::disclaimer(text_cx, id, None)).collect();
    let address = cx.config.base.absolute(&page.url);
    let own = context::Handout {
        of: page.kind.name(),
        room: Room::of([&page.title, page.description.as_deref().unwrap_or_default()], &content, &disclaimers).name(),
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
        alternates: Vec::new(),
        ..super::bare_head(cx, page)
    };
    let html = cx.render("print.html", page.language, &super::page_context(cx, page, "print"), &head, |context| {
        context.insert("handout", &own);
    })?;
    let wanted = [("handout.content", &*own.content), ("handout.disclaimers", &*own.disclaimers)];
    cx.theme.refuse_lost("print.html", &html, &wanted)?;
    Ok(html)
}

/// How much there is to put on a sheet, which decides how large its type can be.
#[derive(Clone, Copy)]
enum Room {
    Ample,
    Some,
    Little,
    Least,
}

/// As many characters as the end of a paragraph or step takes the place of, with the gap below it.
const BLOCK: usize = 60;
/// As many as a picture does.
const PICTURE: usize = 250;

impl Room {
    /// Of a sheet with these texts, the last two in HTML. The bounds are what went on one sheet, A4 and Letter, of some
    /// hundred exercises of all lengths.
    fn of(head: [&str; 2], content: &str, disclaimers: &str) -> Self {
        let characters = |html: &str| without_tags(html).chars().count();
        let count = |tag: &str| content.matches(tag).count();
        let head: usize = head.into_iter().map(|text| text.chars().count()).sum();
        // The frame of a caution is as high as two more of them.
        let blocks = count("</p>") + count("</li>") + 2 * count("<p class=\"caution\"");
        // Disclaimers are set in small type.
        let text = head + characters(content) + characters(disclaimers) / 2;
        match text + BLOCK * blocks + PICTURE * count("<img ") {
            0..1200 => Self::Ample,
            1200..1500 => Self::Some,
            1500..2650 => Self::Little,
            _ => Self::Least,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ample => "ample",
            Self::Some => "some",
            Self::Little => "little",
            Self::Least => "least",
        }
    }
}
