//! `correction-unrecorded`: a number, a unit or a negation of a published page that is another one than when it was approved, and no
//! entry of `corrections` tells readers; and an entry that waits for a person.
//!
//! The finding proposes the entry. Whether the change corrects a mistake, only a person can say. What a page shows of others is left
//! to their pages.

use std::collections::BTreeSet;

use wellpress_diagnostics::yaml::quoted;
use wellpress_diagnostics::{Diagnostic, Location, Span, quotable, rules};
use wellpress_site::config::Config;
use wellpress_site::front_matter_fields;
use wellpress_site::model::Page;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::OWN_TEXT;
use wellpress_site::resolve::sign_off_changes::changes_since;
use wellpress_wording::{WordInText, Words};

use crate::sentence_rules::SHIPPED;

pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() || page.unpublished.is_some() {
        return Vec::new();
    }
    let mut findings: Vec<Diagnostic> = pending(page).collect();
    let approval = page.sign_offs.as_ref().and_then(PageSignOffs::current_approval);
    let takes_corrections = front_matter_fields::find(page.kind, "corrections").is_some();
    if let Some(approval) = approval.filter(|_| takes_corrections && resolved.is_changed_since_sign_off(page)) {
        let changes = telling_changes(config, resolved, page, approval);
        let unrecorded = changes.iter().filter(|change| !change.is_recorded(page, approval));
        findings.extend(unrecorded.map(|change| change.finding(config, page, approval)));
    }
    findings
}

/// The entries that wait for a person.
fn pending(page: &Page) -> impl Iterator<Item = Diagnostic> {
    let entries = page.front.corrections.iter().filter_map(|correction| correction.pending.as_ref());
    entries.filter(|pending| pending.value).map(|pending| {
        let message = "this correction is `pending`, so that readers do not see it";
        Diagnostic::new(&rules::CORRECTION_UNRECORDED, page.source.locate(pending.span), message)
            .help("take `pending` out if it corrects a mistake, or delete the entry")
    })
}

/// A sentence, or the value of a field, that says something else than before.
struct TellingChange {
    /// The path of the field in the front matter, such as `dose.reps`.
    field: Option<String>,
    was: String,
    now: String,
    /// Such as "a number".
    what: &'static str,
}

/// The sentences of the page's own words in which a number, a unit or a negation is another one.
fn telling_changes(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    approval: &SignOff,
) -> Vec<TellingChange> {
    let language = &config.languages[page.language].tag;
    let parts = changes_since(config, resolved, page, approval).parts;
    let places = parts.into_iter().filter(|part| part.name == OWN_TEXT).flat_map(|part| part.places);
    let in_place = |place: Vec<(char, String)>| {
        let [was, now] = ['-', '+'].map(|sign| sentences(&place, sign));
        pairs(was, now).into_iter().filter_map(|(was, now)| {
            let (field, was, now) = without_field(page, was, now);
            let what = what_differs(&was, &now, language)?;
            Some(TellingChange { field, was, now, what })
        })
    };
    places.flat_map(in_place).collect()
}

/// The sentences of the lines with a sign, but for those of corrections.
fn sentences(place: &[(char, String)], sign: char) -> Vec<String> {
    let lines = place.iter().filter(|(of_line, line)| *of_line == sign && !line.starts_with("corrections."));
    let sentences = lines.flat_map(|(_, line)| {
        let words = Words::of(line.as_str());
        words.sentences().map(|range| line[range].trim().to_owned()).collect::<Vec<_>>()
    });
    sentences.collect()
}

/// Takes the path of the field from the line of a value, which readers do not see.
fn without_field(page: &Page, was: String, now: String) -> (Option<String>, String, String) {
    let is_field = |path: &str| {
        let key = path.split('.').next().unwrap_or_default();
        front_matter_fields::is_signed(page.kind, key) || page.fields.iter().any(|field| field.name == key)
    };
    match (was.split_once(": "), now.split_once(": ")) {
        (Some((path, was)), Some((same_path, now))) if path == same_path && is_field(path) => {
            (Some(path.to_owned()), was.to_owned(), now.to_owned())
        }
        _ => (None, was, now),
    }
}

/// Each old sentence with the new one that has most of its words. Sentences that both have are left out, and so are those that no other
/// resembles: they were deleted or are new.
fn pairs(was: Vec<String>, now: Vec<String>) -> Vec<(String, String)> {
    let gone: Vec<&String> = was.iter().filter(|sentence| !now.contains(sentence)).collect();
    let mut new: Vec<&String> = now.iter().filter(|sentence| !was.contains(sentence)).collect();
    let mut pairs = Vec::new();
    for old in gone {
        let likeness = |other: &str| likeness(old, other);
        let best = new.iter().enumerate().max_by(|(_, a), (_, b)| likeness(a).total_cmp(&likeness(b)));
        if let Some((at, _)) = best.filter(|(_, sentence)| likeness(sentence) >= 0.5) {
            pairs.push((old.clone(), new.remove(at).clone()));
        }
    }
    pairs
}

/// How many of the words of two sentences are in both, from 0 to 1.
fn likeness(a: &str, b: &str) -> f64 {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<BTreeSet<String>>();
    let (a, b) = (words(a), words(b));
    let longer = a.len().max(b.len()).max(1);
    // No sentence of a page has so many words that the number would lose digits.
    a.intersection(&b).count() as f64 / longer as f64
}

/// What is another one in two sentences: a negation, a number, or the unit of a number.
fn what_differs(was: &str, now: &str, language: &str) -> Option<&'static str> {
    let [was, now] = [was, now].map(|sentence| TellingWords::of(&without_addresses(sentence), language));
    if was.negations != now.negations {
        Some("a negation")
    } else if was.numbers != now.numbers {
        Some("a number")
    } else {
        (was.units != now.units).then_some("a unit")
    }
}

/// The sentence without the addresses of Markdown links, whose numbers mean nothing to readers.
fn without_addresses(sentence: &str) -> String {
    let mut pieces = sentence.split("](");
    let mut text = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        text.push(' ');
        text.push_str(piece.split_once(')').map_or("", |(_, behind)| behind));
    }
    text
}

/// The words of a sentence that change what it says, in their order.
#[derive(PartialEq)]
struct TellingWords {
    negations: usize,
    numbers: Vec<String>,
    /// What stands behind each number.
    units: Vec<String>,
}

impl TellingWords {
    fn of(sentence: &str, language: &str) -> Self {
        let words = Words::of(sentence);
        let words: Vec<WordInText<'_>> = words.by_sentence().flat_map(|(_, words)| words.collect::<Vec<_>>()).collect();
        let negations = words.iter().filter(|word| SHIPPED.set.denies(**word, language)).count();
        let is_number = |word: &WordInText<'_>| word.written.starts_with(|c: char| c.is_numeric());
        let numbers = words.iter().filter(|word| is_number(word)).map(|word| word.written.to_owned()).collect();
        let units = words.windows(2).filter(|pair| is_number(&pair[0]) && is_unit(pair[1].written));
        let units = units.map(|pair| pair[1].written.to_owned()).collect();
        Self { negations, numbers, units }
    }
}

/// Whether a word behind a number may be its unit: it is short, as `mg` and `min` are, or a sign such as `%`.
fn is_unit(word: &str) -> bool {
    word.chars().count() <= 3 || !word.chars().all(char::is_alphabetic)
}

impl TellingChange {
    /// Whether an entry since the approval tells readers of this change, or will when a person has looked at it.
    fn is_recorded(&self, page: &Page, approval: &SignOff) -> bool {
        let says = |entry: &str, sentence: &str| {
            let entry = entry.trim();
            !entry.is_empty() && (sentence.contains(entry) || entry.contains(sentence))
        };
        let since = page.front.corrections.iter().filter(|entry| entry.date.value >= approval.date.value);
        since.into_iter().any(|entry| says(&entry.was, &self.was) || says(&entry.now, &self.now))
    }

    fn finding(&self, config: &Config, page: &Page, approval: &SignOff) -> Diagnostic {
        let (person, date) = (&approval.person, &approval.date);
        let Self { field, was, now, what } = self;
        let field = field.as_ref().map(|path| format!(" of `{path}`")).unwrap_or_default();
        let message = format!(
            "{what}{field} is another one than `{person}` approved of on {date}: `{}` became `{}`",
            quotable(was),
            quotable(now)
        );
        let today = config.options.clock.today();
        let entry = format!("{{date: {today}, was: {}, now: {}, pending: true}}", quoted(was), quoted(now));
        let finding = Diagnostic::new(&rules::CORRECTION_UNRECORDED, self.location(page), message);
        finding.help(format!("if this corrects a mistake, tell readers: add `- {entry}` to `corrections`"))
    }

    /// Where the page has the new words; its file, if markup or wrapped lines divide them.
    fn location(&self, page: &Page) -> Location {
        let text = &page.source.text;
        // The value of a field stands behind the last name in its path; other parts of that are positions in lists.
        let name = self.field.iter().flat_map(|path| path.rsplit('.')).find(|part| part.parse::<usize>().is_err());
        let from = name.and_then(|name| text.find(&format!("{name}:"))).unwrap_or_default();
        match text[from..].find(&self.now).map(|offset| from + offset) {
            Some(start) => page.source.locate(Span::new(start..start + self.now.len())),
            None => Location::file(page.source.path.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::what_differs;

    #[test]
    fn numbers_units_and_negations_are_told_from_other_words() {
        for (was, now, expected) in [
            ("Take 10 mg a day.", "Take 20 mg a day.", Some("a number")),
            ("Take 10 mg a day.", "Take 10 ml a day.", Some("a unit")),
            ("Do not bend.", "Do bend.", Some("a negation")),
            ("Hold for 30 seconds.", "Hold for about 30 seconds.", None),
            ("See [this](/a-2023/) page.", "See [this](/a-2024/) page.", None),
            ("Walk with 5 people.", "Walk with 5 persons.", None),
        ] {
            assert_eq!(what_differs(was, now, "en"), expected, "{was} {now}");
        }
        assert_eq!(what_differs("Nicht beugen.", "Beugen.", "de"), Some("a negation"));
    }
}
