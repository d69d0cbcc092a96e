//! `translation-incomplete`: a translated exercise that warns less than its original, or asks for another dose.
//!
//! The reader of a translation does the same exercise. Cautions, signals to stop and numbers of the dose can be compared
//! without knowing the language; whether their words are well translated is left to people.

use wellpress_diagnostics::{Diagnostic, Location, rules};

use crate::model::exercise::Exercise;
use crate::model::{Page, dose};
use crate::parse::front_matter::Dose;
use crate::resolve::{ResolvedSite, translations};

/// One finding for each caution that is missing or milder, for signals to stop and for the dose. Two pages decide, so it is
/// asked of the site as a whole.
pub(super) fn find<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = Diagnostic> + 'a {
    let pages = resolved.site.pages.iter().filter(|page| !page.is_withdrawn());
    pages.filter_map(|page| Some((page, page.exercise()?))).flat_map(|(page, exercise)| {
        let original = translations::original(resolved.site, page);
        original.map_or_else(Vec::new, |original| of_exercise(resolved, page, exercise, original))
    })
}

fn of_exercise(resolved: &ResolvedSite<'_>, page: &Page, exercise: &Exercise, original: &Page) -> Vec<Diagnostic> {
    let Some(record) = original.exercise() else { return Vec::new() };
    let missing_or_milder = exercise.cautions.iter().filter(|caution| caution.is_of_original);
    let conditions = missing_or_milder.flat_map(|caution| &caution.conditions);
    let cautions = conditions.map(|topic| {
        let condition = &resolved.site.page(*topic).name;
        let message = format!("this translation lacks the caution for `{condition}`, or has a milder one");
        finding(page, original, message, "translate it: until then the original's words stand on the page")
    });
    let has_fewer_signals = exercise.stop_if_spans.len() < record.stop_if.len();
    let signals = has_fewer_signals.then(|| {
        let message = "this translation has fewer signals to stop than its original";
        let help = "translate all of `stop_if`: until then the original's words stand on the page as well";
        finding(page, original, message, help)
    });
    let has_other_dose = numbers(&exercise.dose) != numbers(&record.dose);
    let dose = has_other_dose.then(|| {
        let message = "this translation asks for another dose than its original";
        finding(page, original, message, "give both the same `dose`")
    });
    cautions.chain(signals).chain(dose).collect()
}

fn finding(page: &Page, original: &Page, message: impl Into<String>, help: &'static str) -> Diagnostic {
    let location = Location::file(page.source.path.clone());
    let finding = Diagnostic::new(&rules::TRANSLATION_INCOMPLETE, location, message).help(help);
    finding.related(Location::file(original.source.path.clone()), "the original")
}

/// The digits in each field of a dose. The words around them differ between languages.
fn numbers(dose: &Dose) -> Vec<(&'static str, Vec<String>)> {
    let fields = dose::fields(dose).into_iter().filter_map(|(key, field)| Some((key, digits(&field?.0))));
    fields.filter(|(_, digits)| !digits.is_empty()).collect()
}

fn digits(text: &str) -> Vec<String> {
    let digits = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
    digits.map(str::to_owned).collect()
}
