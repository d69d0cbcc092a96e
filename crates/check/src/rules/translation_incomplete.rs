//! `translation-incomplete`: a translated exercise that warns less than its original, asks for another dose or allows others; and a page
//! that shows exercises which its language lacks.
//!
//! The reader of a translation does the same exercise. Cautions, signals to stop and digits of the dose can be compared
//! without knowing the language; whether their words are well translated is left to people.

use std::collections::BTreeSet;
use std::ops::Range;

use wellpress_diagnostics::{Diagnostic, Location, Span, rules};

use wellpress_site::config::Config;
use wellpress_site::model::exercise::Exercise;
use wellpress_site::model::{Page, PageId, dose};
use wellpress_site::parse::front_matter::{Dose, ScalarText};
use wellpress_site::resolve::ResolvedSite;

/// One finding for each condition whose caution is missing or milder, for signals to stop, for the dose and for its limits. A rule of the
/// site and not of a page, because it compares two pages.
pub(super) fn find<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    pages.filter_map(|page| Some((page, page.exercise()?))).flat_map(|(page, exercise)| {
        let original = resolved.site.original(page);
        original.map_or_else(Vec::new, |original| of_exercise(resolved, page, exercise, original))
    })
}

/// One finding for each record in another language of which a page shows more than the name. Nothing on a site of one language.
pub(super) fn find_untranslated<'a>(
    config: &'a Config,
    resolved: &'a ResolvedSite<'_>,
) -> impl Iterator<Item = Diagnostic> + 'a {
    let pages = resolved.site.pages.iter().filter(|page| config.languages.len() > 1 && !page.is_withdrawn());
    pages.flat_map(move |page| {
        let shown: BTreeSet<PageId> = resolved.shown_by(page).records().collect();
        let shown = shown.into_iter().map(|record| resolved.site.page(record));
        // A translation without a video shows that of its original, and has findings of its own.
        let is_translated = |record: &Page| resolved.site.index.in_language(record, page.language).is_some();
        let untranslated =
            shown.filter(|record| record.language != page.language && !record.is_withdrawn() && !is_translated(record));
        untranslated.map(|record| shown_in_original(config, page, record)).collect::<Vec<_>>()
    })
}

fn shown_in_original(config: &Config, page: &Page, record: &Page) -> Diagnostic {
    let tag = |page: &Page| &config.languages[page.language].tag;
    let message = format!("this page shows `{}` in `{}`: there is no translation", record.name, tag(record));
    let path = &record.source.path;
    let translation = format!("{}.{}.md", path.strip_suffix(".md").unwrap_or(path), tag(page));
    let help = format!("translate it, as `{translation}`: until then the page says in which language it is");
    let location = match place_of_name(&page.source.text, &record.name) {
        Some(place) => page.source.locate(Span::new(place)),
        None => Location::file(page.source.path.clone()),
    };
    let finding = Diagnostic::new(&rules::TRANSLATION_INCOMPLETE, location, message).help(help);
    finding.related(Location::file(path.clone()), "what it shows")
}

/// Where a text has a name that is no part of a longer one.
fn place_of_name(text: &str, name: &str) -> Option<Range<usize>> {
    let is_of_name = |char: char| char.is_alphanumeric() || matches!(char, '-' | '_' | '/' | '.');
    let places = text.match_indices(name).map(|(at, _)| at..at + name.len());
    let mut whole =
        places.filter(|place| !text[..place.start].ends_with(is_of_name) && !text[place.end..].starts_with(is_of_name));
    whole.next()
}

fn of_exercise(resolved: &ResolvedSite<'_>, page: &Page, exercise: &Exercise, original: &Page) -> Vec<Diagnostic> {
    let Some(original_exercise) = original.exercise() else { return Vec::new() };
    // The model adds to a translation the original's cautions that it lacks or has milder.
    let missing_or_milder = exercise.cautions.iter().filter(|caution| caution.is_of_original);
    let conditions = missing_or_milder.flat_map(|caution| &caution.conditions);
    let cautions = conditions.map(|condition| {
        let name = &resolved.site.page(*condition).name;
        let message = format!("this translation lacks the caution for `{name}`, or has a milder one");
        finding(page, original, message, "translate it: until then the original's words stand on the page")
    });
    // `stop_if` of a translation ends with the original's signals; only its own have spans.
    let has_fewer_signals = exercise.stop_if_spans.len() < original_exercise.stop_if.len();
    let signals = has_fewer_signals.then(|| {
        let message = "this translation has fewer signals to stop than its original";
        let help = "translate all of `stop_if`: until then the original's words stand on the page as well";
        finding(page, original, message, help)
    });
    let dose = has_other_numbers(&exercise.dose, &original_exercise.dose).then(|| {
        let message = "this translation asks for another dose than its original";
        finding(page, original, message, "give both the same `dose`")
    });
    let limits = has_other_limits(&exercise.dose, &original_exercise.dose).then(|| {
        let message = "this translation has other limits of its dose than its original, or none";
        let help = "give both the same `limits` in `dose`: readers choose their dose on a sheet within them";
        finding(page, original, message, help)
    });
    cautions.chain(signals).chain(dose).chain(limits).collect()
}

fn finding(page: &Page, original: &Page, message: impl Into<String>, help: &'static str) -> Diagnostic {
    let location = Location::file(page.source.path.clone());
    let finding = Diagnostic::new(&rules::TRANSLATION_INCOMPLETE, location, message).help(help);
    finding.related(Location::file(original.source.path.clone()), "the original")
}

/// Whether a field has other digits in one dose than in the other. A field without digits has its numbers in words ("three times a
/// week"), which are not compared; one that is missing from a dose has to be without digits in the other.
fn has_other_numbers(dose: &Dose, original: &Dose) -> bool {
    dose::fields(dose).into_iter().zip(dose::fields(original)).any(|((_, field), (_, original_field))| {
        let numbers = field.map(|field| numbers_in(&field.0)).unwrap_or_default();
        let original_numbers = original_field.map(|field| numbers_in(&field.0)).unwrap_or_default();
        numbers != original_numbers
            && !has_only_words(field, &numbers)
            && !has_only_words(original_field, &original_numbers)
    })
}

/// Whether a dose has other limits than the original's for a field that it has.
fn has_other_limits(dose: &Dose, original: &Dose) -> bool {
    let amounts = |of: &Dose| {
        let limits = of.limits.iter().flat_map(|limits| limits.value.fields());
        let limits = limits.filter_map(|(name, limit)| Some((name, dose::amount(name, &limit?.value.0))));
        limits.collect::<Vec<_>>()
    };
    amounts(dose) != amounts(original)
}

fn has_only_words(field: Option<&ScalarText>, numbers: &[String]) -> bool {
    field.is_some() && numbers.is_empty()
}

fn numbers_in(text: &str) -> Vec<String> {
    let numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    numbers.map(str::to_owned).collect()
}
