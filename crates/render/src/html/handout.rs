//! HTML of handouts, the printed form of an exercise or a programme.
//!
//! Input: the page and the reading order of its handout. Output: pictures, dose, cautions and steps of the exercise, or a
//! programme's own text and schedule with all its exercises in full, as paper has no links; and the QR code that leads
//! back to the page. What stands around it is left to the template `print.html`.

use std::fmt::Write as _;

use qrcodegen::{Mask, QrCode, QrCodeEcc, QrSegment, Version};

use wellpress_site::model::programme::Programme;
use wellpress_site::model::{Page, PageId, PageRecord};
use wellpress_site::resolve::outline::ShownParts;
use wellpress_site::resolve::reading_order::{self, InstanceId, ReadingOrder};

use super::blocks::withdrawn;
use super::media::Loading;
use super::scheduled_doses::doses;
use super::{ShownDose, TextContext, TextView, exercise, programme, write};
use crate::escape::attribute;

/// The reading order of a handout, with the instance of the page's own text and of each exercise in it.
///
/// A handout repeats texts that its page only links to, so it has an order of its own, by which its footnotes are numbered.
pub struct Texts {
    reading_order: ReadingOrder,
    /// The instance of the page's own text.
    page_text: InstanceId,
    /// The exercises of a programme with the instances of their texts.
    exercises: Vec<(PageId, InstanceId)>,
}

impl Texts {
    /// The texts of the handout of `page`.
    #[must_use]
    pub fn new(text_cx: TextContext<'_>, page: &Page) -> Self {
        let exercises = page.programme().into_iter().flat_map(Programme::exercises);
        Self::of_pages(text_cx, std::iter::once(page.id).chain(exercises).collect())
    }

    /// The reading order of all texts.
    #[must_use]
    pub fn reading_order(&self) -> &ReadingOrder {
        &self.reading_order
    }

    /// The exercises of a programme with the instances of their texts.
    #[must_use]
    pub fn exercises(&self) -> &[(PageId, InstanceId)] {
        &self.exercises
    }

    /// The texts of these pages, one behind the other.
    #[must_use]
    pub fn of_pages(text_cx: TextContext<'_>, pages: Vec<PageId>) -> Self {
        let (reading_order, starts) =
            reading_order::of_handout(text_cx.resolved.site, &text_cx.resolved.outlines, &pages);
        Self { reading_order, page_text: starts[0], exercises: pages.into_iter().zip(starts).skip(1).collect() }
    }
}

/// The content of a page's handout. Empty for pages that have none.
#[must_use]
pub fn content(text_cx: TextContext<'_>, texts: &Texts, page: &Page) -> String {
    let text_cx = TextContext { reading_order: &texts.reading_order, ..text_cx };
    let mut html = String::with_capacity(8 * 1024);
    match &page.record {
        PageRecord::Exercise(exercise) => {
            html = exercise::before_first_step(text_cx, page);
            exercise_parts(&mut html, text_cx, page, texts.page_text, 2, &[ShownDose::of_record(&exercise.dose)])
        }
        PageRecord::Programme(_) if page.is_withdrawn() => html.extend(withdrawn(text_cx, page)),
        PageRecord::Programme(record) => {
            let text = write(text_cx, view_of(text_cx, page, texts.page_text, 2, ""));
            let before = exercise::before_first_step(text_cx, page);
            let text = format!("{before}<div class=\"programme-text\">\n{text}</div>\n");
            html.push_str(&whole_programme(text_cx, texts, record, &text));
        }
        _ => {}
    }
    html
}

/// A page in a handout of several: its own text, or an exercise in full, with its highest headings at level 3. `number` is its
/// position among the texts.
#[must_use]
pub fn part(text_cx: TextContext<'_>, texts: &Texts, number: usize, page: &Page) -> String {
    let text_cx = TextContext { reading_order: &texts.reading_order, ..text_cx };
    let mut instances = std::iter::once(texts.page_text).chain(texts.exercises.iter().map(|(_, instance)| *instance));
    let Some(instance) = instances.nth(number) else { return String::new() };
    let mut html = exercise::before_first_step(text_cx, page);
    match &page.record {
        PageRecord::Exercise(exercise) => {
            exercise_parts(&mut html, text_cx, page, instance, 3, &[ShownDose::of_record(&exercise.dose)])
        }
        _ => match withdrawn(text_cx, page) {
            Some(notice) => html = notice,
            None => {
                let prefix = format!("part-{number}-");
                html.push_str(&write(text_cx, view_of(text_cx, page, instance, 3, &prefix)));
                if let PageRecord::Programme(record) = &page.record {
                    html.push_str(&programme::schedule(text_cx, record, programme::Pictures::Below));
                }
            }
        },
    }
    html
}

/// A programme: its cautions, its text, its schedule, and its exercises in full. The cautions come first, because the text can show
/// exercises too.
#[must_use]
pub fn whole_programme(text_cx: TextContext<'_>, texts: &Texts, record: &Programme, text: &str) -> String {
    let text_cx = TextContext { reading_order: &texts.reading_order, ..text_cx };
    let mut html = String::new();
    programme::cautions(&mut html, text_cx, record);
    html.push_str(text);
    programme::table(&mut html, text_cx, record, programme::Pictures::Below);
    for (number, (id, instance)) in texts.exercises.iter().enumerate() {
        member(&mut html, text_cx, record, number + 1, *id, *instance);
    }
    html
}

/// A page's text, with its highest headings at `level`.
fn view_of<'a>(
    text_cx: TextContext<'a>,
    page: &'a Page,
    instance: InstanceId,
    level: u8,
    id_prefix: &'a str,
) -> TextView<'a> {
    TextView {
        source: &page.source,
        body: &page.body,
        resolved: &text_cx.resolved.pages[page.id].body,
        instance: Some(instance),
        id_prefix,
        heading_shift: level - 2,
        dose: None,
    }
}

/// Appends exercise `number` of a programme, with the doses of its scheduled exercises in place of its own.
fn member(
    html: &mut String,
    text_cx: TextContext<'_>,
    record: &Programme,
    number: usize,
    id: PageId,
    instance: InstanceId,
) {
    let page = text_cx.resolved.site.page(id);
    html.push_str("<section class=\"handout-exercise\" data-exercise=\"");
    attribute(html, &page.name);
    let _ = writeln!(
        html,
        "\" aria-labelledby=\"handout-{number}\">\n<h2 id=\"handout-{number}\"><span class=\"exercise-number\">{number}.</span> {}</h2>",
        exercise::own_words(text_cx, page, &page.title)
    );
    if !page.is_withdrawn() {
        exercise::missing_review(html, text_cx, page);
    }
    let doses = doses(text_cx, record, id);
    exercise_parts(html, text_cx, page, instance, 3, &doses);
    html.push_str("</section>\n");
}

/// Appends an exercise without its title, with its highest headings at `level`.
fn exercise_parts(
    html: &mut String,
    text_cx: TextContext<'_>,
    page: &Page,
    instance: InstanceId,
    level: u8,
    doses: &[ShownDose<'_>],
) {
    let PageRecord::Exercise(record) = &page.record else { return };
    if let Some(notice) = withdrawn(text_cx, page) {
        html.push_str(&notice);
        return;
    }
    let resolved = &text_cx.resolved.pages[page.id];
    // Those of single steps are written with their steps.
    let mut pictures = resolved.images.iter().filter(|picture| picture.step.is_none()).peekable();
    if pictures.peek().is_some() {
        html.push_str("<div class=\"handout-pictures\">\n");
        pictures.for_each(|picture| exercise::figure(html, text_cx, page, picture, Loading::Eager));
        html.push_str("</div>\n");
    }
    let prefix = format!("{}-", slug::slugify(&page.name));
    let view = view_of(text_cx, page, instance, level, &prefix);
    let manner = exercise::Manner { shows: ShownParts::All, level, doses, loading: Loading::Eager, fold: None };
    exercise::parts(html, text_cx, page, record, view, manner);
}

/// A QR code that leads to `url`, as an SVG; `None` if the address is too long for one.
///
/// The mask is fixed. The standard asks to try all eight and to take the one that is easiest to read; that costs as much as
/// rendering a page and helps only bad readers.
#[must_use]
pub fn code(url: &str, label: &str) -> Option<String> {
    let segments = QrSegment::make_segments(url);
    let (min_version, max_version, mask) = (Version::new(1), Version::new(20), Some(Mask::new(2)));
    let ecc = QrCodeEcc::Medium;
    let code = QrCode::encode_segments_advanced(&segments, ecc, min_version, max_version, mask, true).ok()?;
    let size = code.size();
    // Readers of QR codes need a quiet zone of four modules on each side.
    let mut html = format!("<svg class=\"code-image\" role=\"img\" viewBox=\"0 0 {0} {0}\" aria-label=\"", size + 8);
    attribute(&mut html, label);
    let _ = write!(html, "\"><path fill=\"#fff\" d=\"M0 0h{0}v{0}H0z\"/><path stroke=\"#000\" d=\"", size + 8);
    // Each row is a line of the height of a module, with a gap for each run of light modules. The numbers are below 100, and a code has
    // hundreds of them: the machinery of formats would take most of its time.
    for y in 0..size {
        let _ = write!(html, "M4 {}.5", y + 4);
        let mut start = 0;
        while start < size {
            let is_dark = code.get_module(start, y);
            let end = (start + 1..size).find(|x| code.get_module(*x, y) != is_dark).unwrap_or(size);
            let length = (end - start) as u8;
            html.push(if is_dark { 'h' } else { 'm' });
            if length > 9 {
                html.push(char::from(b'0' + length / 10));
            }
            html.push(char::from(b'0' + length % 10));
            html.push_str(if is_dark { "" } else { " 0" });
            start = end;
        }
    }
    html.push_str("\"/></svg>");
    Some(html)
}
