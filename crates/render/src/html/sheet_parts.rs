//! The parts of an exercise that readers put on a sheet of their own, for the script that arranges them: cautions and signals to stop
//! one by one, so that those of several exercises can be merged, and the pictures with the steps, in which each value of the dose
//! has an element of its own.
//!
//! Input: the page of an exercise. Output: HTML. It is the same code that writes pages and handouts, so that a sheet says what they say.

use std::ops::Range;

use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::{Page, PageId};
use wellpress_site::parse::front_matter::CautionSeverity;
use wellpress_site::resolve::cautions::{ShownCaution, of_exercise};
use wellpress_site::resolve::outline::ShownParts;
use wellpress_site::resolve::reading_order;

use super::exercise::{self, Manner, figure, how_to, other_language, stop_signal_items};
use super::media::Loading;
use super::step_pictures::marked;
use super::{ShownDose, ShownDoses, TextContext, TextView};
use crate::notices::{PlannedNotice, in_texts};

/// The HTML of an exercise in parts.
#[derive(Debug)]
pub struct SheetParts {
    /// Its cautions, and those of the exercises that its text embeds, in their order on a page.
    pub cautions: Vec<SheetCaution>,
    /// Its signals to stop, and those of the exercises that its text embeds, each as an item of a list.
    pub stop_signals: Vec<String>,
    /// The care cards and the warnings of its text, and of those that its text embeds.
    pub warnings: Vec<String>,
    /// Pictures, introduction, steps and note.
    pub how_to: String,
}

/// A caution for one condition.
#[derive(Debug)]
pub struct SheetCaution {
    /// The topic that it is for; `None` if it is for everybody.
    pub condition: Option<PageId>,
    /// What it asks for.
    pub severity: CautionSeverity,
    /// Label and advice in a paragraph.
    pub html: String,
}

impl SheetParts {
    /// The parts of an exercise; `text_cx` has no page.
    #[must_use]
    pub fn new(text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) -> Self {
        let mut how_to = String::new();
        write_how_to(&mut how_to, text_cx, page, exercise);
        let resolved = text_cx.resolved;
        let embedded = resolved.exercise_texts_of(page).filter(|id| *id != page.id).map(|id| resolved.site.page(id));
        let texts = std::iter::once(page).chain(embedded);
        let exercises: Vec<(&Page, &Exercise)> = texts.filter_map(|page| Some((page, page.exercise()?))).collect();
        let cautions = exercises.iter().flat_map(|(page, exercise)| {
            let cautions = of_exercise(resolved.site, None, exercise);
            cautions.into_iter().map(move |shown| sheet_caution(text_cx, page, &shown)).collect::<Vec<_>>()
        });
        let cautions = cautions.collect();
        let mut stop_signals: Vec<String> = Vec::new();
        for item in exercises.iter().flat_map(|(page, exercise)| stop_signal_items(text_cx, page, exercise)) {
            if !stop_signals.contains(&item) {
                stop_signals.push(item);
            }
        }
        let warnings = in_texts(resolved, page).into_iter().filter_map(|notice| match notice {
            PlannedNotice::InText(page, nodes) => Some(warning(text_cx, page, nodes)),
            _ => None,
        });
        Self { cautions, stop_signals, warnings: warnings.collect(), how_to }
    }
}

fn sheet_caution(text_cx: TextContext<'_>, page: &Page, shown: &ShownCaution<'_>) -> SheetCaution {
    let mut html = String::new();
    exercise::caution(&mut html, text_cx, shown, &marked(other_language(text_cx, page)));
    SheetCaution { condition: shown.condition, severity: shown.caution.severity, html }
}

fn warning(text_cx: TextContext<'_>, page: &Page, nodes: Range<usize>) -> String {
    let mut html = String::new();
    exercise::in_text(&mut html, text_cx, page, nodes);
    html
}

fn write_how_to(html: &mut String, text_cx: TextContext<'_>, page: &Page, exercise: &Exercise) {
    let resolved = text_cx.resolved;
    let (reading_order, instances) = reading_order::of_handout(resolved.site, &resolved.outlines, &[page.id]);
    let text_cx = TextContext { reading_order: &reading_order, ..text_cx };
    let resolved_page = &resolved.pages[page.id];
    let mut pictures = resolved_page.images.iter().filter(|picture| picture.step.is_none()).peekable();
    if pictures.peek().is_some() {
        html.push_str("<div class=\"handout-pictures\">\n");
        pictures.for_each(|picture| figure(html, text_cx, page, picture, Loading::Eager));
        html.push_str("</div>\n");
    }
    let id_prefix = format!("{}-", slug::slugify(&page.name));
    let view = TextView {
        source: &page.source,
        body: &page.body,
        resolved: &resolved_page.body,
        instance: instances.first().copied(),
        id_prefix: &id_prefix,
        heading_shift: 2,
        dose: Some(ShownDoses::Places),
    };
    let manner = Manner {
        shows: ShownParts::All,
        level: 4,
        doses: &[ShownDose::of_record(&exercise.dose)],
        loading: Loading::Eager,
        fold: None,
    };
    how_to(html, text_cx, page, exercise, view, manner);
}
