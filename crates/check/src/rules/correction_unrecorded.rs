//! `correction-unrecorded`: a published page that tells people to do something else than when it was approved, and no entry of
//! `corrections` tells readers; and an entry that waits for a person. What counts is numbers, units, negations and words that have an
//! opposite, also in sentences that are new or gone.
//!
//! The finding proposes the entry. Whether the change corrects a mistake, only a person can say. Which words count as words of the
//! page is left to `page_words`.

mod page_words;
mod sentences;

use wellpress_diagnostics::yaml::quoted;
use wellpress_diagnostics::{Diagnostic, Location, Span, quotable, rules};
use wellpress_site::config::Config;
use wellpress_site::front_matter_fields;
use wellpress_site::model::Page;
use wellpress_site::parse::sign_offs::SignOff;
use wellpress_site::resolve::ResolvedSite;
use wellpress_wording::{Telling, TellingChange, TellingWeight, Words};

use crate::sentence_rules::SHIPPED;

use page_words::PageWords;
use sentences::{Group, Sentence};

pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    if page.is_withdrawn() || page.unpublished.is_some() {
        return Vec::new();
    }
    let mut findings: Vec<Diagnostic> = pending(page).collect();
    let takes_corrections = front_matter_fields::find(page.kind, "corrections").is_some();
    if let Some(approval) = resolved.last_approval_of_other_words(page).filter(|_| takes_corrections) {
        let words = PageWords::new(config, resolved, page, approval);
        let changes = telling_changes(config, page, &words);
        let unrecorded = changes.iter().filter(|change| !change.is_recorded(page, &words, approval));
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

/// Something that the page told people when it was approved and tells no more, or tells only now.
struct PageChange {
    what: What,
    /// The path of the field in the front matter, such as `dose.reps`.
    field: Option<String>,
    /// The part of the page that is another page, such as `exercise:cobra`.
    part: Option<String>,
    /// The new words as the file has them.
    written: String,
    /// Empty if the sentence is new.
    was: String,
    /// Empty if the sentence is gone.
    now: String,
}

/// What became of a sentence.
#[derive(Clone, Copy)]
enum What {
    Says(TellingChange),
    IsGone(TellingWeight),
    IsNew(TellingWeight),
}

/// Reads what texts in a language tell people to do.
struct TellingText<'a> {
    language: &'a str,
}

impl TellingText<'_> {
    fn of(&self, text: &str) -> Telling {
        SHIPPED.set.telling(&Words::of(text), self.language)
    }
}

/// The changes of the page's words that change what people do.
fn telling_changes(config: &Config, page: &Page, words: &PageWords<'_>) -> Vec<PageChange> {
    let telling = TellingText { language: &config.languages[page.language].tag };
    let [was, now] = words.changed_sentences();
    sentences::grouped(&was, &now, &telling).iter().filter_map(|group| PageChange::of(group, &telling)).collect()
}

impl PageChange {
    fn of(group: &Group<'_>, telling: &TellingText<'_>) -> Option<Self> {
        let [was, now] = group.telling(telling);
        let what = match (group.was.is_empty(), group.now.is_empty()) {
            (true, _) => What::IsNew(weight_of(&group.now, &now)?),
            (_, true) => What::IsGone(weight_of(&group.was, &was)?),
            _ => What::Says(was.difference(&now)?),
        };
        let joined = |sentences: &[&Sentence]| {
            let texts: Vec<String> = sentences.iter().map(|sentence| sentence.readable()).collect();
            texts.join(" ")
        };
        let written: Vec<&str> = group.now.iter().map(|sentence| sentence.text.as_str()).collect();
        let field = group.now.iter().chain(&group.was).find_map(|sentence| sentence.field.clone());
        let part = group.now.iter().chain(&group.was).find_map(|sentence| sentence.part.clone());
        Some(Self { what, field, part, written: written.join(" "), was: joined(&group.was), now: joined(&group.now) })
    }

    /// Whether an entry since the approval tells readers of this change, or will when a person has looked at it.
    /// The record of the page counts, and that of the other page whose words are these.
    fn is_recorded(&self, page: &Page, words: &PageWords<'_>, approval: &SignOff) -> bool {
        let [was, now] = [&self.was, &self.now].map(|sentence| without_typography(sentence));
        let says = |entry: &str, sentence: &str| {
            let entry = without_typography(entry);
            !entry.is_empty() && !sentence.is_empty() && (sentence.contains(entry.as_str()) || entry.contains(sentence))
        };
        let other = self.part.as_ref().and_then(|part| words.page_of(part));
        let entries =
            page.front.corrections.iter().chain(other.iter().flat_map(|other| other.front.corrections.iter()));
        let mut since = entries.filter(|entry| entry.date.value >= approval.date.value);
        since.any(|entry| says(&entry.was, &was) || says(&entry.now, &now))
    }

    fn finding(&self, config: &Config, page: &Page, approval: &SignOff) -> Diagnostic {
        let today = config.options.clock.today();
        // Readers see it in the record of the page, where a dash says that nothing stood there.
        let [was, now] = [&self.was, &self.now].map(|text| quoted(if text.is_empty() { "–" } else { text }));
        let entry = format!("{{date: {today}, was: {was}, now: {now}, pending: true}}");
        let finding = Diagnostic::new(&rules::CORRECTION_UNRECORDED, self.location(page), self.message(approval));
        finding.help(format!("if this corrects a mistake, tell readers: add `- {entry}` to `corrections`"))
    }

    fn message(&self, approval: &SignOff) -> String {
        let (person, date) = (&approval.person, &approval.date);
        let part = self.part.as_ref().and_then(|part| part.split_once(':'));
        let part = part.map(|(kind, id)| format!(" of the {kind} `{id}`")).unwrap_or_default();
        let field = self.field.as_ref().map(|path| format!(" of `{path}`")).unwrap_or_default() + &part;
        let (was, now) = (quotable(&self.was), quotable(&self.now));
        let other = |what: &str| {
            format!("{what}{field} is another one than `{person}` approved of on {date}: `{was}` became `{now}`")
        };
        match self.what {
            What::Says(TellingChange::Denial) => other("a negation"),
            What::Says(TellingChange::Number) => other("a number"),
            What::Says(TellingChange::Unit) => other("a unit"),
            What::Says(TellingChange::Opposite) => {
                format!(
                    "a word{field} says the opposite of what `{person}` approved of on {date}: `{was}` became `{now}`"
                )
            }
            What::IsGone(weight) => {
                let what = name_of(weight);
                format!(
                    "a sentence{field} with {what} is gone since `{person}` approved of the page on {date}: `{was}`"
                )
            }
            What::IsNew(weight) => {
                let what = name_of(weight);
                format!("a sentence{field} with {what} is new since `{person}` approved of the page on {date}: `{now}`")
            }
        }
    }

    /// Where the page has the new words; its file, if markup or wrapped lines divide them, or if they are gone.
    fn location(&self, page: &Page) -> Location {
        if self.part.is_some() {
            return Location::file(page.source.path.clone());
        }
        let text = &page.source.text;
        // The value of a field stands behind the last name in its path; other parts of that are positions in lists.
        let name = self.field.iter().flat_map(|path| path.rsplit('.')).find(|part| part.parse::<usize>().is_err());
        let from = name.and_then(|name| text.find(&format!("{name}:"))).unwrap_or_default();
        let found = text[from..].find(&self.written).filter(|_| !self.written.is_empty()).map(|offset| from + offset);
        match found {
            Some(start) => page.source.locate(Span::new(start..start + self.written.len())),
            None => Location::file(page.source.path.clone()),
        }
    }
}

/// What makes sentences that came or went ones to act on. The bare numbers of a dose count without a unit.
fn weight_of(sentences: &[&Sentence], telling: &Telling) -> Option<TellingWeight> {
    let is_of_dose =
        |sentence: &&Sentence| sentence.field.iter().any(|path| path.split('.').any(|name| name == "dose"));
    telling.weight().or_else(|| sentences.iter().any(is_of_dose).then_some(TellingWeight::Amount))
}

/// The letters, digits and signs of a text, with one blank for whatever stands between them: quotation marks, apostrophes and dashes are
/// set in other ways in front matter than in a text. Blanks at both ends, so that "Take 1" is no part of "Take 10".
fn without_typography(text: &str) -> String {
    let is_said = |c: char| c.is_alphanumeric() || matches!(c, '%' | '<' | '>' | '=' | '\u{2190}'..='\u{22ff}');
    let words: Vec<&str> = text.split(|c: char| !is_said(c)).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { String::new() } else { format!(" {} ", words.join(" ")) }
}

fn name_of(weight: TellingWeight) -> &'static str {
    match weight {
        TellingWeight::Amount => "an amount",
        TellingWeight::Denial => "a negation",
        TellingWeight::Warning => "a warning",
    }
}

#[cfg(test)]
mod tests {
    use wellpress_wording::TellingChange::{Denial, Number, Opposite, Unit};

    use super::TellingText;

    #[test]
    fn what_people_do_is_told_from_how_it_is_said() {
        for (language, was, now, expected) in CASES {
            let telling = TellingText { language };
            assert_eq!(telling.of(was).difference(&telling.of(now)), *expected, "{language}: {was} -> {now}");
            let back = telling.of(now).difference(&telling.of(was));
            assert_eq!(back, *expected, "{language}: {now} -> {was}");
        }
    }

    type Case = (&'static str, &'static str, &'static str, Option<wellpress_wording::TellingChange>);

    const CASES: &[Case] = &[
        ("en", "Take 10 mg a day.", "Take 20 mg a day.", Some(Number)),
        ("en", "Take 10 mg a day.", "Take 10 ml a day.", Some(Unit)),
        ("en", "Walk for 3 minutes.", "Walk for 3 hours.", Some(Unit)),
        ("en", "Take it twice a day.", "Take it four times a day.", Some(Number)),
        ("en", "Take it once a day.", "Take it twice a day.", Some(Number)),
        ("en", "Take it twice a day.", "Take it twice a week.", Some(Unit)),
        ("en", "Take one tablet.", "Take two tablets.", Some(Number)),
        ("en", "Take a tablet.", "Take half a tablet.", Some(Number)),
        ("en", "Take the dose.", "Take double the dose.", Some(Number)),
        ("en", "Take twenty-five drops.", "Take 35 drops.", Some(Number)),
        ("en", "Take 1.5 ml.", "Take 15 ml.", Some(Number)),
        ("en", "Take 1,000 mg.", "Take 10,000 mg.", Some(Number)),
        ("en", "Avoid alcohol.", "Take alcohol.", Some(Denial)),
        ("en", "Do not bend.", "Do bend.", Some(Denial)),
        ("en", "Don’t bend.", "Bend.", Some(Denial)),
        ("en", "Never drive.", "Always drive.", Some(Denial)),
        ("en", "Stop the tablets.", "Continue the tablets.", Some(Denial)),
        ("en", "Do not stop the tablets.", "Stop the tablets.", Some(Denial)),
        ("en", "Take it with food.", "Take it without food.", Some(Denial)),
        ("en", "Take it before meals.", "Take it after meals.", Some(Opposite)),
        ("en", "Lift the left arm.", "Lift the right arm.", Some(Opposite)),
        ("en", "Drink more water.", "Drink less water.", Some(Opposite)),
        ("en", "Increase the dose slowly.", "Reduce the dose slowly.", Some(Opposite)),
        ("en", "Take no more than 4 a day.", "Take more than 4 a day.", Some(Opposite)),
        (
            "en",
            "Bend the left knee and stretch the right leg.",
            "Bend the right knee and stretch the left leg.",
            Some(Opposite),
        ),
        (
            "en",
            "Take 10 mg in the morning and 20 mg at night.",
            "Take 20 mg in the morning and 10 mg at night.",
            Some(Number),
        ),
        // The same in other words.
        ("en", "Take two tablets.", "Take 2 tablets.", None),
        ("en", "Take it twice a day.", "Take it 2 times a day.", None),
        ("en", "Take it twice a day.", "Take it twice daily.", None),
        ("en", "Take one tablet.", "Take a tablet.", None),
        ("en", "Take 1 tablet.", "Take one tablet.", None),
        ("en", "Rest for half an hour.", "Rest for 30 minutes.", None),
        ("en", "Walk for 2.5 hours.", "Walk for two and a half hours.", None),
        ("en", "Take 1 g.", "Take 1,000 mg.", None),
        ("en", "Take 10mg.", "Take 10 mg.", None),
        ("en", "Take two hundred and fifty mg.", "Take 250 mg.", None),
        ("en", "Do not bend.", "Don’t bend.", None),
        ("en", "Do not smoke.", "Avoid smoking.", None),
        ("en", "Do not stop the tablets.", "Continue the tablets.", None),
        ("en", "Take no more than 4 tablets.", "Take at most 4 tablets.", None),
        ("en", "Not only the back aches.", "The back aches, too.", None),
        ("en", "Move the left and right arm.", "Move the right and left arm.", None),
        ("en", "Once you are ready, stand up.", "When you are ready, stand up.", None),
        ("en", "A study of 2019 shows it.", "A study of 2023 shows it.", None),
        ("en", "Hold for 30 seconds.", "Hold for about 30 seconds.", None),
        ("en", "Take 10 mg in the morning and 20 mg at night.", "Take 10 mg in the morning, 20 mg at night.", None),
        ("de", "Nehmen Sie zweimal täglich eine Tablette.", "Nehmen Sie viermal täglich eine Tablette.", Some(Number)),
        ("de", "Nehmen Sie eine halbe Tablette.", "Nehmen Sie eine Tablette.", Some(Number)),
        ("de", "Nehmen Sie fünfundzwanzig Tropfen.", "Nehmen Sie 35 Tropfen.", Some(Number)),
        ("de", "Nicht beugen.", "Beugen.", Some(Denial)),
        ("de", "Vermeiden Sie Alkohol.", "Trinken Sie Alkohol.", Some(Denial)),
        ("de", "Vor dem Essen einnehmen.", "Nach dem Essen einnehmen.", Some(Opposite)),
        ("de", "Heben Sie den linken Arm.", "Heben Sie den rechten Arm.", Some(Opposite)),
        ("de", "Nehmen Sie zweimal am Tag zwei Tabletten.", "Nehmen Sie 2-mal am Tag 2 Tabletten.", None),
        ("de", "Nehmen Sie 25 Tropfen.", "Nehmen Sie fünfundzwanzig Tropfen.", None),
        ("de", "Ruhen Sie eine halbe Stunde.", "Ruhen Sie 30 Minuten.", None),
        ("de", "Trinken Sie keinen Alkohol.", "Vermeiden Sie Alkohol.", None),
        ("de", "Wenn es schmerzt, hilft Wärme.", "Bei Schmerzen hilft Wärme.", None),
        ("de", "Nehmen Sie 1.000 mg.", "Nehmen Sie 1 g.", None),
        ("es", "Tome una pastilla dos veces al día.", "Tome una pastilla cuatro veces al día.", Some(Number)),
        ("es", "Tome media pastilla.", "Tome una pastilla.", Some(Number)),
        ("es", "Evite el alcohol.", "Tome alcohol.", Some(Denial)),
        ("es", "Tómelo antes de comer.", "Tómelo después de comer.", Some(Opposite)),
        ("es", "Tome dos pastillas.", "Tome 2 pastillas.", None),
        ("es", "Repita treinta y cinco veces.", "Repita 35 veces.", None),
        ("es", "Si le duele, pare.", "Cuando le duela, pare.", None),
        ("fr", "Prenez deux comprimés par jour.", "Prenez quatre comprimés par jour.", Some(Number)),
        ("fr", "Ne prenez plus ce médicament.", "Prenez ce médicament.", Some(Denial)),
        ("fr", "N’arrêtez pas le traitement.", "Arrêtez le traitement.", Some(Denial)),
        ("fr", "Évitez l’alcool.", "Buvez de l’alcool.", Some(Denial)),
        ("fr", "Buvez plus d’eau.", "Buvez moins d’eau.", Some(Opposite)),
        ("fr", "Prenez-le avant le repas.", "Prenez-le après le repas.", Some(Opposite)),
        ("fr", "Ne prenez pas plus de 4 comprimés.", "Prenez plus de 4 comprimés.", Some(Opposite)),
        ("fr", "Prenez un demi-comprimé.", "Prenez un comprimé.", Some(Number)),
        ("fr", "Ne prenez pas plus de 4 comprimés.", "Prenez au maximum 4 comprimés.", None),
        ("fr", "Prenez deux comprimés.", "Prenez 2 comprimés.", None),
        ("fr", "Buvez plus d’eau.", "Buvez davantage d’eau.", None),
        ("fr", "Une personne sur 10 en souffre.", "Un patient sur 10 en souffre.", None),
        ("fr", "Reposez-vous une demi-heure.", "Reposez-vous 30 minutes.", None),
        ("it", "Prenda due compresse.", "Prenda quattro compresse.", Some(Number)),
        ("it", "Prima dei pasti.", "Dopo i pasti.", Some(Opposite)),
        ("nl", "Neem twee tabletten.", "Neem vier tabletten.", Some(Number)),
        ("nl", "Niet buigen.", "Buigen.", Some(Denial)),
        ("pt", "Tome dois comprimidos.", "Tome quatro comprimidos.", Some(Number)),
        ("pt", "Tome meio comprimido.", "Tome um comprimido.", Some(Number)),
        ("pt", "Não se levante.", "Levante-se.", Some(Denial)),
        ("ar", "تناول قبل الطعام.", "تناول بعد الطعام.", Some(Opposite)),
        // Household measures.
        ("en", "Take one teaspoon.", "Take one tablespoon.", Some(Unit)),
        ("en", "Take a teaspoon.", "Take a tablespoon.", Some(Unit)),
        ("en", "Take 2 teaspoons.", "Take 10 ml.", None),
        ("de", "Nehmen Sie einen Teelöffel.", "Nehmen Sie einen Esslöffel.", Some(Unit)),
        ("fr", "Prenez une cuillère à café.", "Prenez une cuillère à soupe.", Some(Unit)),
        ("es", "Tome una cucharadita.", "Tome una cucharada.", Some(Unit)),
        ("it", "Prenda un cucchiaino.", "Prenda un cucchiaio.", Some(Unit)),
        ("pt", "Tome uma colher de chá.", "Tome uma colher de sopa.", Some(Unit)),
        ("nl", "Neem een theelepel.", "Neem een eetlepel.", Some(Unit)),
        // Every other day.
        ("en", "Take it every other day.", "Take it every day.", Some(Number)),
        ("en", "Take it every second day.", "Take it daily.", Some(Number)),
        ("en", "Take it on alternate days.", "Take it daily.", Some(Number)),
        ("en", "Take it every other day.", "Take it every 2 days.", None),
        ("en", "Take it every other day.", "Take it on alternate days.", None),
        ("de", "Jeden zweiten Tag eine Tablette.", "Jeden Tag eine Tablette.", Some(Number)),
        ("de", "Jeden zweiten Tag eine Tablette.", "Alle zwei Tage eine Tablette.", None),
        ("fr", "Prenez-le un jour sur deux.", "Prenez-le tous les jours.", Some(Number)),
        ("es", "Tómelo en días alternos.", "Tómelo todos los días.", Some(Number)),
        ("es", "Tómelo un día sí y otro no.", "Tómelo cada día.", Some(Number)),
        ("nl", "Neem het om de dag.", "Neem het elke dag.", Some(Number)),
        // For each of what.
        ("en", "Take 5 mg/kg.", "Take 5 mg.", Some(Unit)),
        ("en", "Take 5 mg per kg.", "Take 5 mg.", Some(Unit)),
        ("en", "Take 5 mg per kg.", "Take 5 mg/kg.", None),
        ("en", "Take 5 mg per kilogram.", "Take 5 mg/kg.", None),
        ("en", "Take 20 mg per day.", "Take 20 mg per dose.", Some(Unit)),
        ("en", "Take 20 mg per day.", "Take 20 mg a day.", None),
        ("de", "Geben Sie 5 mg pro kg.", "Geben Sie 5 mg.", Some(Unit)),
        // Signs.
        ("en", "A value ≥ 7 is high.", "A value ≤ 7 is high.", Some(Opposite)),
        ("en", "A value > 7 counts.", "A value < 7 counts.", Some(Opposite)),
        ("en", "Store at −5 °C.", "Store at 5 °C.", Some(Number)),
        ("en", "Store at −5 °C.", "Store at minus 5 °C.", None),
        // Opposites.
        ("en", "It is contraindicated in asthma.", "It is indicated in asthma.", Some(Opposite)),
        ("en", "Exercise is advisable.", "Exercise is inadvisable.", Some(Opposite)),
        ("en", "Take it regularly.", "Take it irregularly.", Some(Opposite)),
        ("en", "The rash is dangerous.", "The rash is harmless.", Some(Opposite)),
        ("de", "Der Wert ist bedenklich.", "Der Wert ist unbedenklich.", Some(Opposite)),
        ("en", "Take it only if you are in pain.", "Take it even if you are in pain.", Some(Opposite)),
        ("de", "Nur wenn es schmerzt.", "Auch wenn es schmerzt.", Some(Opposite)),
        ("en", "Breathe in slowly.", "Breathe out slowly.", Some(Opposite)),
        ("en", "Breathe in slowly.", "Inhale slowly.", None),
        ("en", "Turn the foot inward.", "Turn the foot outward.", Some(Opposite)),
        // In an order.
        ("en", "From the second week on, walk.", "From the fourth week on, walk.", Some(Number)),
        ("en", "Not in the first trimester.", "Not in the third trimester.", Some(Number)),
        ("en", "On the second day, rest.", "On the 2nd day, rest.", None),
        ("de", "Ab der zweiten Woche.", "Ab der vierten Woche.", Some(Number)),
        ("fr", "Dès la deuxième semaine.", "Dès la quatrième semaine.", Some(Number)),
        // The same in other words.
        ("it", "Riposi mezz’ora.", "Riposi 30 minuti.", None),
        ("it", "Riposi mezz'ora.", "Riposi 20 minuti.", Some(Number)),
        ("en", "Take it for 14 days.", "Take it for a fortnight.", None),
        ("en", "Rest for 90 minutes.", "Rest for one and a half hours.", None),
        ("en", "Come back in 6 months.", "Come back in half a year.", None),
        ("en", "Come back in 6 months.", "Come back in half a month.", Some(Number)),
        ("en", "50% of people have it.", "Half of people have it.", None),
        ("en", "1 in 10 people has it.", "10% of people have it.", None),
        ("en", "25% of people have it.", "One in four people has it.", None),
        ("en", "1 in 10 people has it.", "1 in 100 people has it.", Some(Number)),
        ("de", "25 % haben es.", "Ein Viertel hat es.", None),
        ("de", "25 % haben es.", "Einer von vier hat es.", None),
        ("fr", "25 % en souffrent.", "Une personne sur quatre en souffre.", None),
        ("de", "Geben Sie auf die Haut Acht.", "Achten Sie auf die Haut.", None),
        ("de", "Nehmen Sie acht Tropfen.", "Nehmen Sie neun Tropfen.", Some(Number)),
        ("en", "Get the COVID-19 vaccine.", "Get the Covid 19 vaccine.", None),
        ("en", "Heat does not help.", "Heat fails to help.", None),
        ("ja", "1日10 mgです。", "1日20 mgです。", Some(Number)),
    ];
}
