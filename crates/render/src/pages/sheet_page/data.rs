//! The exercises of a language for the script of the page for making a sheet, as JSON: what can be chosen, and the HTML of each, with all
//! its notices.
//!
//! Nothing in it is made by another renderer than that of pages: the script only chooses, merges and orders.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use wellpress_io::cache::FingerprintBuilder;
use wellpress_site::config::LanguageId;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::{Page, PageId, dose};
use wellpress_site::parse::front_matter::{Dose, ScalarText};
use wellpress_site::resolve::cautions::is_same_or_narrower;

use crate::escape::without_tags;
use crate::html::blocks;
use crate::html::exercise::unpublished_notice;
use crate::html::sheet_parts::SheetParts;
use crate::listing::alphabetical;
use crate::pages::records::handout;
use crate::pages::render_context::RenderContext;
use crate::pages::sheet_page::address::sheet_id;
use crate::pages::sheet_page::dose_options::{DoseOption, dose_options};
use crate::theme::strings::text_direction::list_separator;

/// All that the script gets.
#[derive(Debug, Serialize)]
pub(super) struct SheetData<'a> {
    exercises: Vec<SheetExercise<'a>>,
    /// The conditions that cautions name, by title.
    conditions: Vec<Condition<'a>>,
    /// HTML by the position that exercises name.
    disclaimers: Vec<String>,
    /// The titles of withdrawn exercises by id.
    withdrawn: BTreeMap<Cow<'a, str>, &'a str>,
    /// What stands between titles in a line.
    separator: &'static str,
}

#[derive(Debug, Serialize)]
struct SheetExercise<'a> {
    id: Cow<'a, str>,
    title: &'a str,
    url: &'a str,
    /// Changes with what the sheet says of the exercise.
    fingerprint: String,
    position: Option<&'a str>,
    regions: &'a [String],
    /// HTML that says that nobody has reviewed the exercise, or that it is no published one.
    review: String,
    cautions: Vec<Caution<'a>>,
    stop: Vec<String>,
    /// What its text warns of.
    warnings: Vec<String>,
    disclaimers: Vec<usize>,
    dose: Vec<Field>,
    steps: String,
}

#[derive(Debug, Serialize)]
struct Caution<'a> {
    condition: Option<Cow<'a, str>>,
    /// The gravest has 0.
    rank: u8,
    html: String,
}

#[derive(Debug, Serialize)]
struct Field {
    name: &'static str,
    label: String,
    /// The position of the record's own value among the options.
    own: usize,
    options: Vec<DoseOption>,
}

#[derive(Debug, Serialize)]
struct Condition<'a> {
    id: Cow<'a, str>,
    title: &'a str,
    /// The ids of wider and narrower conditions: a caution for one of them may be meant for whoever has this one.
    near: Vec<Cow<'a, str>>,
}

/// The data of a language.
pub(super) fn sheet_data<'a>(cx: &'a RenderContext<'_>, language: LanguageId) -> SheetData<'a> {
    let site = cx.resolved.site;
    let pages = site.pages.iter().map(|page| &**page).filter(|page| page.language == language);
    let mut pages: Vec<&Page> = pages.filter(|page| page.exercise().is_some() && !page.is_withdrawn()).collect();
    pages.sort_by_cached_key(|page| alphabetical(&page.title));
    let mut disclaimers = Disclaimers::default();
    let mut conditions = BTreeSet::new();
    let exercises = pages.into_iter().filter_map(|page| {
        let exercise = page.exercise()?;
        Some(sheet_exercise(cx, page, exercise, &mut disclaimers, &mut conditions))
    });
    let exercises: Vec<SheetExercise<'_>> = exercises.collect();
    let withdrawn = withdrawn(cx, language, &exercises);
    let separator = list_separator(&cx.config.languages[language].tag);
    let conditions = conditions_of(cx, &conditions);
    SheetData { exercises, conditions, disclaimers: disclaimers.html, withdrawn, separator }
}

/// The exercises that were withdrawn, with their titles in the language, or else in that of the original: an address may come from a
/// sheet in another language.
fn withdrawn<'a>(
    cx: &'a RenderContext<'_>,
    language: LanguageId,
    exercises: &[SheetExercise<'_>],
) -> BTreeMap<Cow<'a, str>, &'a str> {
    let site = cx.resolved.site;
    let ids: BTreeSet<&str> = exercises.iter().map(|exercise| &*exercise.id).collect();
    let withdrawn = site.pages.iter().map(|page| &**page);
    let withdrawn = withdrawn.filter(|page| page.exercise().is_some() && page.is_withdrawn());
    let mut titles = BTreeMap::new();
    for page in withdrawn {
        let (id, is_here) = (sheet_id(site, page), page.language == language);
        if is_here {
            titles.insert(id, &*page.title);
        } else if site.original(page).is_none() && !ids.contains(&*id) {
            titles.entry(id).or_insert(&*page.title);
        }
    }
    titles
}

fn sheet_exercise<'a>(
    cx: &'a RenderContext<'_>,
    page: &'a Page,
    exercise: &'a Exercise,
    disclaimers: &mut Disclaimers,
    conditions: &mut BTreeSet<PageId>,
) -> SheetExercise<'a> {
    let site = cx.resolved.site;
    let text_cx = cx.text_context_without_page(page.language);
    let parts = SheetParts::new(text_cx, page, exercise);
    conditions.extend(parts.cautions.iter().filter_map(|caution| caution.condition));
    let dose = dose_fields(cx, page, exercise);
    let review = format!("{}{}", unpublished_notice(text_cx, page), cx.byline_without_banners(page).not_reviewed);
    let caution_of = |caution: &crate::html::sheet_parts::SheetCaution| Caution {
        condition: caution.condition.map(|condition| sheet_id(site, site.page(condition))),
        rank: caution.severity as u8,
        html: caution.html.clone(),
    };
    let shown_disclaimers = disclaimers.of_page(cx, page);
    let around = shown_disclaimers.iter().map(|at| &*disclaimers.html[*at]).chain([&*review]).collect::<Vec<_>>();
    SheetExercise {
        id: sheet_id(site, page),
        title: &page.title,
        url: &page.url,
        fingerprint: fingerprint(cx, page, (&parts, &around), &dose),
        position: exercise.position.as_deref(),
        regions: &exercise.regions,
        review,
        cautions: parts.cautions.iter().map(caution_of).collect(),
        disclaimers: shown_disclaimers,
        dose,
        stop: parts.stop_signals,
        warnings: parts.warnings,
        steps: parts.how_to,
    }
}

/// A short fingerprint of what readers read: words, doses and pictures, without the HTML around them, which an update of the program
/// may change. `around` are its disclaimers and the line about its review.
fn fingerprint(cx: &RenderContext<'_>, page: &Page, (parts, around): (&SheetParts, &[&str]), dose: &[Field]) -> String {
    let mut builder = FingerprintBuilder::new("sheet").with((&page.title, without_tags(&parts.how_to)));
    builder.add(around.iter().map(|html| without_tags(html)).collect::<Vec<_>>());
    builder.add(parts.cautions.iter().map(|caution| without_tags(&caution.html)).collect::<Vec<_>>());
    builder.add(parts.stop_signals.iter().map(|signal| without_tags(signal)).collect::<Vec<_>>());
    for field in dose {
        builder.add((field.name, field.own));
        builder.add(field.options.iter().map(|option| &option.words).collect::<Vec<_>>());
    }
    for picture in &cx.resolved.pages[page.id].images {
        builder.add((&picture.alt, picture.step));
        builder.add(cx.assets.get(&picture.file).map(|asset| *asset.hash.as_bytes()));
    }
    builder.fingerprint().to_string().chars().take(8).collect()
}

fn dose_fields(cx: &RenderContext<'_>, page: &Page, exercise: &Exercise) -> Vec<Field> {
    let tag = &cx.config.languages[page.language].tag;
    let limits = exercise.dose.limits.as_ref().map(|limits| limits.value.fields());
    let limit_of = |name: &str| {
        let limit = limits.iter().flatten().find(|(field, _)| *field == name)?.1?;
        Some(limit.value.0.as_str())
    };
    let schedules = doses_on_schedules(cx, page);
    let fields = dose::fields(&exercise.dose).into_iter().filter_map(|(name, text)| {
        let ScalarText(text) = text?;
        let scheduled: Vec<&str> = schedules.iter().filter_map(|dose| dose_field(dose, name)).collect();
        let (options, own) = dose_options(name, text, (limit_of(name), &scheduled), tag);
        Some(Field { name, label: cx.say(page.language, &format!("text-dose-{name}")), own, options })
    });
    fields.collect()
}

/// The doses that programmes give an exercise.
fn doses_on_schedules<'a>(cx: &'a RenderContext<'_>, page: &Page) -> Vec<&'a Dose> {
    let programmes = cx.resolved.backlinks.programmes_of.get(&page.id).into_iter().flatten();
    let programmes = programmes.filter_map(|programme| cx.resolved.site.page(*programme).programme());
    let lines = programmes.flat_map(|programme| &programme.schedule).filter(|line| line.exercise == page.id);
    lines.map(|line| &line.dose).collect()
}

fn dose_field<'a>(dose: &'a Dose, name: &str) -> Option<&'a str> {
    let ScalarText(text) = dose::fields(dose).into_iter().find(|(field, _)| *field == name)?.1?;
    Some(text)
}

/// The disclaimers of all exercises, each once.
#[derive(Default)]
struct Disclaimers {
    html: Vec<String>,
}

impl Disclaimers {
    /// The positions of those of a page.
    fn of_page(&mut self, cx: &RenderContext<'_>, page: &Page) -> Vec<usize> {
        let text_cx = cx.text_context_without_page(page.language);
        let of_page = handout::disclaimers(cx, page);
        let ids = of_page.top.into_iter().chain(of_page.bottom);
        ids.map(|id| self.position(blocks::disclaimer(text_cx, id, None))).collect()
    }

    fn position(&mut self, html: String) -> usize {
        self.html.iter().position(|other| *other == html).unwrap_or_else(|| {
            self.html.push(html);
            self.html.len() - 1
        })
    }
}

fn conditions_of<'a>(cx: &'a RenderContext<'_>, conditions: &BTreeSet<PageId>) -> Vec<Condition<'a>> {
    let site = cx.resolved.site;
    let is_near = |one: PageId, other: PageId| {
        one != other && (is_same_or_narrower(site, one, other) || is_same_or_narrower(site, other, one))
    };
    let mut of_site: Vec<Condition<'_>> = conditions
        .iter()
        .map(|id| {
            let near = conditions.iter().filter(|other| is_near(*id, **other));
            let page = site.page(*id);
            let near = near.map(|other| sheet_id(site, site.page(*other))).collect();
            Condition { id: sheet_id(site, page), title: page.short_title(), near }
        })
        .collect();
    of_site.sort_by_cached_key(|condition| alphabetical(condition.title));
    of_site
}
