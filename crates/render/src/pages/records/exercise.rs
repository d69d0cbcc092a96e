//! The page of an exercise.

use std::collections::BTreeSet;

use wellpress_diagnostics::Diagnostic;
use wellpress_site::config::LanguageId;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::resolve::ResolvedSite;

use crate::context;
use crate::html::exercise as html;
use crate::pages::records::{other_forms, record};
use crate::pages::render_context::RenderContext;
use crate::pages::sheet_page::address as sheet_address;
use crate::theme::strings::{MessageValue, Strings};

pub(in crate::pages) fn render(
    cx: &RenderContext<'_>,
    page: &Page,
    exercise: &Exercise,
    printed: context::PrintedFiles,
) -> Result<Vec<u8>, Box<Diagnostic>> {
    let (dose_and_cautions, how_to) = html::record(cx.text_context(page), page);
    let dose_and_cautions = other_forms::players(cx, page, Some(dose_and_cautions));
    let record = record::record(cx, page, format!("{dose_and_cautions}{how_to}"));
    let exercise = exercise_context(cx, page, exercise, dose_and_cautions, how_to);
    let text = [("exercise.dose_and_cautions", &*exercise.dose_and_cautions), ("exercise.how_to", &*exercise.how_to)];
    record::render_record(cx, page, (&record, printed), &text, |context| context.insert("exercise", &exercise))
}

/// The variable `exercise`. A withdrawn exercise keeps only its links to other pages.
fn exercise_context(
    cx: &RenderContext<'_>,
    page: &Page,
    exercise: &Exercise,
    dose_and_cautions: String,
    how_to: String,
) -> context::Exercise {
    let is_withdrawn = page.is_withdrawn();
    let backlinks = &cx.resolved.backlinks;
    let images = &cx.resolved.pages[page.id].images;
    // The pictures of steps are in the text, at their steps.
    let pictures = images.iter().filter(|picture| picture.step.is_none() && !is_withdrawn);
    context::Exercise {
        dose_and_cautions: if is_withdrawn { String::new() } else { dose_and_cautions },
        how_to: if is_withdrawn { String::new() } else { how_to },
        facts: if is_withdrawn { Vec::new() } else { facts(cx, page, exercise) },
        pictures: pictures.map(|picture| cx.picture(page.language, picture)).collect(),
        easier: cx.links(&exercise.easier),
        harder: cx.links(&exercise.harder),
        next: cx.links(&exercise.next),
        articles: backlinks.articles_of.get(&page.id).map(|articles| cx.cards(articles)).unwrap_or_default(),
        programmes: backlinks.programmes_of.get(&page.id).map(|pages| cx.links(pages)).unwrap_or_default(),
        handout: crate::pages::records::handout::url(page),
        sheet: (!is_withdrawn).then(|| sheet(cx, page)).flatten(),
    }
}

fn sheet(cx: &RenderContext<'_>, page: &Page) -> Option<String> {
    let address = sheet_address::address(cx.config, cx.resolved, cx.theme, page.language)?;
    Some(sheet_address::with_exercise(&address, cx.resolved.site, page))
}

fn facts(cx: &RenderContext<'_>, page: &Page, exercise: &Exercise) -> Vec<context::Fact> {
    let say = |key: &str| cx.say(page.language, key);
    // An empty list says that no equipment is needed; a missing one says nothing.
    let separator = cx.theme.strings.separator(page.language);
    let joined = |words: &[String]| (!words.is_empty()).then(|| words.join(separator));
    let equipment = exercise.equipment.as_ref().map(|list| joined(list).unwrap_or_else(|| say("text-none")));
    let facts = [
        ("position", exercise.position.clone()),
        ("level", exercise.level.map(|level| say(&format!("text-level-{level}")))),
        ("kind", exercise.kind.map(|kind| say(&format!("text-kind-{kind}")))),
        ("equipment", equipment),
        ("regions", joined(&exercise.regions)),
        ("muscles", joined(&exercise.muscles)),
    ];
    let facts = facts
        .into_iter()
        .filter_map(|(id, value)| Some(context::Fact { id, label: say(&format!("text-fact-{id}")), value: value? }));
    facts.collect()
}

/// For whom an exercise has cautions, such as "Caution: Osteoporosis". Cards and results of a search have it, so that readers
/// who are concerned see it before they open the page.
#[must_use]
pub fn caution_label(
    resolved: &ResolvedSite<'_>,
    strings: &Strings,
    language: LanguageId,
    exercise: &Exercise,
) -> Option<String> {
    if exercise.cautions.is_empty() {
        return None;
    }
    let conditions = exercise.cautions.iter().flat_map(|caution| &caution.conditions);
    let names: BTreeSet<&str> = conditions.map(|topic| resolved.site.page(*topic).short_title()).collect();
    let names = names.into_iter().collect::<Vec<_>>().join(strings.separator(language));
    // A condition whose page is not published has no name here, but its caution still counts.
    let key = if names.is_empty() { "text-cautions" } else { "text-card-caution" };
    Some(strings.format(language, key, &[("conditions", MessageValue::Text(&names))]))
}
