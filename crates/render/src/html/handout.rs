//! What a handout shows of an exercise or a programme: pictures, dose and cautions before the steps, then what follows
//! them, before a programme's exercises its own text; and the code that leads back to the page.

use std::fmt::Write as _;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use wellpress_site::model::programme::{Programme, Session};
use wellpress_site::model::{Page, PageId, PageRecord, dose};
use wellpress_site::parse::front_matter::Dose;
use wellpress_site::resolve::outline::Shows;
use wellpress_site::resolve::reading_order::{self, InstanceId, ReadingOrder};

use super::blocks::withdrawn;
use super::escape::{attribute, escaped};
use super::media::Loading;
use super::{TextContext, TextView, exercise, media, programme, write};

/// The texts of a handout: the order in which they are read, and where the page's own and each exercise begins.
pub struct Texts {
    reading_order: ReadingOrder,
    own: InstanceId,
    exercises: Vec<(PageId, InstanceId)>,
}

impl Texts {
    /// Of the handout of a page.
    #[must_use]
    pub fn new(text_cx: TextContext<'_>, page: &Page) -> Self {
        let exercises = page.programme().into_iter().flat_map(Programme::exercises);
        let pages: Vec<PageId> = std::iter::once(page.id).chain(exercises).collect();
        let (reading_order, starts) =
            reading_order::of_handout(text_cx.resolved.site, &text_cx.resolved.outlines, &pages);
        Self { reading_order, own: starts[0], exercises: pages.into_iter().zip(starts).skip(1).collect() }
    }
}

/// The handout of a page: its exercise, or its text, its schedule and then all its exercises.
#[must_use]
pub fn content(text_cx: TextContext<'_>, texts: &Texts, page: &Page) -> String {
    let text_cx = TextContext { reading_order: &texts.reading_order, ..text_cx };
    let mut html = String::with_capacity(8 * 1024);
    match &page.record {
        PageRecord::Exercise(exercise) => one(&mut html, text_cx, page, (texts.own, 2), &[&exercise.dose]),
        PageRecord::Programme(_) if page.is_withdrawn() => html.extend(withdrawn(text_cx, page)),
        PageRecord::Programme(record) => {
            let text = write(text_cx, of_text(text_cx, page, (texts.own, 2), ""));
            let _ = writeln!(html, "<div class=\"programme-text\">\n{text}</div>");
            html.push_str(&schedule(text_cx, texts, record));
        }
        _ => {}
    }
    html
}

/// The schedule of a programme and then all its exercises, as its handout has them.
#[must_use]
pub fn schedule(text_cx: TextContext<'_>, texts: &Texts, record: &Programme) -> String {
    let text_cx = TextContext { reading_order: &texts.reading_order, ..text_cx };
    let mut html = programme::schedule(text_cx, record);
    for (number, (id, instance)) in texts.exercises.iter().enumerate() {
        member(&mut html, text_cx, record, (number + 1, *id), *instance);
    }
    html
}

/// A page's text with headings from `level` on.
fn of_text<'a>(
    text_cx: TextContext<'a>,
    page: &'a Page,
    (instance, level): (InstanceId, u8),
    id_prefix: &'a str,
) -> TextView<'a> {
    TextView {
        source: &page.source,
        body: &page.body,
        resolved: &text_cx.resolved.pages[page.id.index()].body,
        instance: Some(instance),
        id_prefix,
        heading_shift: level - 2,
    }
}

/// One exercise of a programme, with what its sessions ask for.
fn member(
    html: &mut String,
    text_cx: TextContext<'_>,
    record: &Programme,
    (number, id): (usize, PageId),
    instance: InstanceId,
) {
    let page = text_cx.resolved.site.page(id);
    html.push_str("<section class=\"handout-exercise\" data-exercise=\"");
    attribute(html, &page.name);
    let _ = writeln!(
        html,
        "\" aria-labelledby=\"handout-{number}\">\n<h2 id=\"handout-{number}\"><span class=\"exercise-number\">{number}.</span> {}</h2>",
        escaped(&page.title)
    );
    let doses: Vec<Dose> = sessions(record, id).map(|session| programme::dose_of(text_cx, session)).collect();
    one(html, text_cx, page, (instance, 3), &doses.iter().collect::<Vec<_>>());
    html.push_str("</section>\n");
}

/// The sessions of an exercise that ask for different doses.
fn sessions(record: &Programme, id: PageId) -> impl Iterator<Item = &Session> {
    let mut seen: Vec<&Dose> = Vec::new();
    record.schedule.iter().filter(move |session| {
        let is_new = session.exercise == id && !seen.iter().any(|dose| dose::is_same(dose, &session.dose));
        if is_new {
            seen.push(&session.dose);
        }
        is_new
    })
}

/// An exercise without its title, with headings from `level` on: what a page shows of it.
fn one(html: &mut String, text_cx: TextContext<'_>, page: &Page, (instance, level): (InstanceId, u8), doses: &[&Dose]) {
    let PageRecord::Exercise(record) = &page.record else { return };
    if let Some(notice) = withdrawn(text_cx, page) {
        html.push_str(&notice);
        return;
    }
    let resolved = &text_cx.resolved.pages[page.id.index()];
    let pictures = || resolved.images.iter().filter(|picture| picture.step.is_none());
    if pictures().next().is_some() {
        html.push_str("<div class=\"handout-pictures\">\n");
        pictures().for_each(|picture| media::figure(html, "exercise-picture", picture, "", Loading::Eager));
        html.push_str("</div>\n");
    }
    let prefix = format!("{}-", slug::slugify(&page.name));
    let view = of_text(text_cx, page, (instance, level), &prefix);
    let manner = exercise::Manner { shows: Shows::All, level, doses, loading: Loading::Eager };
    exercise::parts(html, text_cx, page, record, view, manner);
}

/// A code for cameras that leads to `url`, as a drawing; `None` where the address is too long for one.
///
/// It always has the same mask. Choosing among the eight costs as much as rendering a page and helps only bad readers.
#[must_use]
pub fn code(url: &str, label: &str) -> Option<String> {
    let segments = QrSegment::make_segments(url);
    let (least, most, mask) = (Version::new(1), Version::new(20), Mask::new(2));
    let code = QrCode::encode_segments_advanced(&segments, QrCodeEcc::Medium, least, most, Some(mask), true).ok()?;
    let size = code.size();
    let mut html = format!("<svg class=\"code-image\" role=\"img\" viewBox=\"0 0 {0} {0}\" aria-label=\"", size + 8);
    attribute(&mut html, label);
    let _ = write!(html, "\"><path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/><path d=\"", size + 8);
    for y in 0..size {
        let mut x = 0;
        while x < size {
            let length = (x..size).take_while(|x| code.get_module(*x, y)).count();
            if length > 0 {
                let _ = write!(html, "M{} {}h{length}v1h-{length}z", x + 4, y + 4);
            }
            x += i32::try_from(length).unwrap_or(size) + 1;
        }
    }
    html.push_str("\"/></svg>");
    Some(html)
}
