//! Reads the people and organisations of a reference as names of CSL-JSON.

use std::sync::LazyLock;

use fancy_regex::Regex;
use serde_json::{Value, json};

use super::capitals;
use super::item_fields::trimmed;
use super::patterns::{find, pattern};
use super::sentences::sentences;

/// A family name: `van der Berg`, `Van der Velde`, `García de la Torre`.
const FAMILY: &str = r"(?<particle>(?:(?:van|von|de|der|den|del|della|da|di|la|le|el|al|bin|ten|ter|do|das|dos|du|zu)\s+)*)(?<family>(?:(?:Van|Von|De|Der|Den|Del|Della|Da|Di|La|Le|El|Al|Bin|Ten|Ter|Dos|Du)\s(?:(?:der|den|de|la)\s)?)?\p{Lu}[\p{L}'’-]+(?:(?:\s(?:de|del|la|da|do|dos|y|e))*\s\p{Lu}[\p{L}'’-]{2,})?)";
/// Given names in full, perhaps with initials: `Ann`, `Mary Ann B.`
const GIVEN: &str = r"(?<given>(?:\p{Lu}[\p{L}'’-]+|\p{Lu}\.?(?:-\p{Lu}\.)?)(?:\s(?!(?:Van|Von|De|Der|Den|Del|Della|Da|Di|La|Le|El|Al|Bin|Ten|Ter|Dos|Du)\s)(?:\p{Lu}[\p{L}'’-]+|\p{Lu}\.?))*)";
const INITIALS: &str = r"(?<given>(?:\p{Lu}\.?[- ]?){1,4})";

/// `Lee AB`, of AMA and Vancouver.
static FAMILY_INITIALS: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^{FAMILY}\s{INITIALS}(?:\s(?<suffix>Jr|Sr|II|III|IV|2nd|3rd)\.?)?$")));
/// `C. May`, of the editors of APA.
static INITIALS_FAMILY: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"^(?<given>(?:\p{{Lu}}\.[- ]?){{1,4}})\s*{FAMILY}$")));
static ONLY_FAMILY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{FAMILY}$")));
static ONLY_INITIALS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?<given>(?:\p{Lu}\.?[- ]?){1,4})$"));
static GIVEN_NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?<given>\p{Lu}[\p{L}'’-]+(?:\s\p{Lu}\.?)*)$"));
static ONLY_GIVEN: LazyLock<Regex> = LazyLock::new(|| pattern(&format!("^{GIVEN}$")));
/// `Ann Ray`, behind the first author of MLA and Chicago.
static GIVEN_FAMILY: LazyLock<Regex> = LazyLock::new(|| pattern(&format!(r"^{GIVEN}\s+{FAMILY}$")));
static AND: LazyLock<Regex> = LazyLock::new(|| pattern(r",?\s+(?:&|and)\s+|;\s*|,\s*"));
/// Between the last two names, or between names in full; a comma may stand within these.
static AND_OR_SEMICOLON: LazyLock<Regex> = LazyLock::new(|| pattern(r",?\s+(?:&|and)\s+|;\s*"));
static ET_AL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i),?\s+(?:\[?et al\.?\]?|and others|u\.\s?a\.|y otros|e altri)$"));
/// What joins the last two names in other languages.
static AND_ELSEWHERE: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s(?:und|et|y|e)\s(?=\p{Lu})"));
/// APA's sign for authors that are left out before the last one.
static ELLIPSIS: LazyLock<Regex> = LazyLock::new(|| pattern(r",?\s*(?:\.\s?\.\s?\.|…)(?:\s*,)?\s*(?:(?:&|and)\s+)?"));
static EDITORS: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i),?\s*\(?\b(?:eds?|editors?)\.?\)?\.?$"));

/// Words before a capital that are no family name: "Vitamin D" begins a title.
const NO_FAMILY_NAMES: [&str; 8] = ["Vitamin", "Hepatitis", "Type", "Part", "Group", "Factor", "Phase", "Appendix"];
/// Countries behind the name of an organisation, as in "Cancer Research UK".
const NO_INITIALS: [&str; 6] = ["UK", "US", "USA", "EU", "UN", "NHS"];
const ORGANISATION_WORDS: [&str; 42] = [
    "academy",
    "agency",
    "alliance",
    "association",
    "authority",
    "board",
    "bureau",
    "cdc",
    "center",
    "centers",
    "centre",
    "centres",
    "charity",
    "clinic",
    "collaboration",
    "college",
    "commission",
    "committee",
    "council",
    "department",
    "federation",
    "force",
    "foundation",
    "government",
    "group",
    "health",
    "hospital",
    "institute",
    "institutes",
    "league",
    "library",
    "ministry",
    "network",
    "office",
    "organisation",
    "organization",
    "service",
    "services",
    "society",
    "trust",
    "university",
    "school",
];

/// The people in a text that is nothing but a list of names, and whether they are editors. A full stop at its end belongs to the
/// last initial or ends the list.
pub(super) fn people(text: &str) -> Option<(Vec<Value>, bool)> {
    people_of(text, list)
}

/// The people of a list whose given names may be in full, as in MLA and Chicago: `Lee, Manuel, and Ann Ray`. A title such as `Bones,
/// Joints, and Muscle Pain` has the same form, so this is for what stands before a quoted title or a year.
pub(super) fn people_in_full(text: &str) -> Option<(Vec<Value>, bool)> {
    people(text).or_else(|| people_of(text, list_in_full))
}

fn people_of(text: &str, list: fn(&str) -> Option<Vec<Value>>) -> Option<(Vec<Value>, bool)> {
    let (text, are_editors) = without_end(text.trim_matches([' ', ',', ';']), &EDITORS);
    let (text, has_others) = without_end(text, &ET_AL);
    let shortened = find(&ELLIPSIS, text).map(|(_, gap)| format!("{}, {}", &text[..gap.start], &text[gap.end..]));
    let has_others = has_others || shortened.is_some();
    let text = shortened.as_deref().unwrap_or(text);
    let in_small_letters = capitals::family_names_in_small_letters(text);
    let text = in_small_letters.as_deref().unwrap_or(text);
    let read = |text: &str| {
        let names = list(text).or_else(|| list(trimmed(text)));
        // Capitals say which of two words is the family name.
        names.or_else(|| in_small_letters.as_ref().and_then(|_| list_in_full(trimmed(text))))
    };
    let mut names = read(text).or_else(|| read(&AND_ELSEWHERE.replace_all(text, " and ")))?;
    capitals::write_small(&mut names);
    names.extend(has_others.then(|| json!({ "literal": "others" })));
    Some((names, are_editors))
}

fn without_end<'a>(text: &'a str, end: &Regex) -> (&'a str, bool) {
    match find(end, text) {
        Some((_, range)) => (text[..range.start].trim_end_matches([',', ' ']), true),
        None => (text, false),
    }
}

/// The names of a list, of which the first has to be a person.
fn list(text: &str) -> Option<Vec<Value>> {
    let parts: Vec<&str> =
        AND.split(text).filter_map(Result::ok).map(trimmed_name).filter(|part| !part.is_empty()).collect();
    let mut names = Vec::new();
    let mut at = 0;
    while let Some(part) = parts.get(at) {
        let next = parts.get(at + 1).copied().unwrap_or_default();
        let is_single = parts.len() == 2 && text.contains(',');
        at += 1;
        if let Some(name) = person(&FAMILY_INITIALS, part).or_else(|| person(&INITIALS_FAMILY, part)) {
            names.push(name);
        } else if let Some(name) = divided(part, next, is_single) {
            names.push(name);
            at += 1;
        } else if matches!(*part, "Jr." | "Jr" | "Sr." | "Sr" | "II" | "III") && !names.is_empty() {
            let last = names.last_mut()?;
            last["suffix"] = json!(part);
        } else if !names.is_empty() && is_name_of_several_words(part) {
            // A title of one word, behind the last author, would be a part of the name.
            names.push(json!({ "literal": trimmed(part) }));
        } else {
            return None;
        }
    }
    (!names.is_empty()).then_some(names)
}

/// Whether a part behind people is the name of an organisation. `J. et Oak` are two people.
fn is_name_of_several_words(part: &str) -> bool {
    let begins_with_initial = part.split(' ').next().is_some_and(|word| word.len() == 2 && word.ends_with('.'));
    part.contains(' ') && !begins_with_initial && is_name(part) && sentences(part).len() == 1
}

/// The names of a list with given names in full: `Family, Given` in turns, or the first one so and the others as `Given Family`.
fn list_in_full(text: &str) -> Option<Vec<Value>> {
    let mut names = Vec::new();
    for group in AND_OR_SEMICOLON.split(text).filter_map(Result::ok) {
        let mut parts = group.split(',').map(trimmed_name).filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            let is_inverted = names.is_empty() || !part.contains(' ') || part.starts_with(char::is_lowercase);
            if let Some(name) = parts.peek().filter(|_| is_inverted).and_then(|given| inverted(part, given)) {
                names.push(name);
                parts.next();
            } else if is_organisation(part, None) && !names.is_empty() && sentences(part).len() == 1 {
                names.push(json!({ "literal": trimmed(part) }));
            } else {
                names.push(person(&GIVEN_FAMILY, part).filter(|_| !is_organisation(part, None))?);
            }
        }
    }
    // One name in its natural order may as well be that of an organisation.
    (names.len() > 1 || text.contains(',')).then_some(names)
}

/// `Lee, Manuel`, whose comma has divided it.
fn inverted(family: &str, given: &str) -> Option<Value> {
    let (groups, _) = find(&ONLY_FAMILY, family).filter(|_| !is_organisation(family, None))?;
    find(&ONLY_GIVEN, given)?;
    let mut name = json!({ "family": groups["family"], "given": spaced(given) });
    if !groups["particle"].is_empty() {
        name["non-dropping-particle"] = json!(groups["particle"]);
    }
    Some(name)
}

/// A part of a list; the full stop of `Lee, A.` belongs to it.
fn trimmed_name(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

fn person(form: &Regex, text: &str) -> Option<Value> {
    let (groups, _) = find(form, text)?;
    let (family, given) = (&groups["family"], &groups["given"]);
    let is_of_organisation = family.split(' ').any(|word| ORGANISATION_WORDS.contains(&&*word.to_lowercase()));
    if NO_FAMILY_NAMES.contains(&family.as_str())
        || NO_INITIALS.contains(&given.trim_end_matches('.'))
        || is_of_organisation && family.contains(' ')
    {
        return None;
    }
    let mut name = json!({ "family": family, "given": spaced(given) });
    for (field, group) in [("non-dropping-particle", "particle"), ("suffix", "suffix")] {
        if let Some(value) = groups.get(group).filter(|value| !value.is_empty()) {
            name[field] = json!(value);
        }
    }
    Some(name)
}

/// `Lee, A. B.`, whose comma has divided it. `Lee, Ann` counts only where it is the whole list: in a longer one nobody can tell
/// whose name a word is.
fn divided(family: &str, given: &str, is_single: bool) -> Option<Value> {
    let are_initials = find(&ONLY_INITIALS, given).is_some() && !NO_INITIALS.contains(&given);
    let is_given = are_initials && !NO_FAMILY_NAMES.contains(&family)
        || is_single && !is_organisation(family, None) && find(&GIVEN_NAME, given).is_some();
    let (groups, _) = find(&ONLY_FAMILY, family).filter(|_| is_given)?;
    let mut name = json!({ "family": groups["family"], "given": spaced(given) });
    if !groups["particle"].is_empty() {
        name["non-dropping-particle"] = json!(groups["particle"]);
    }
    Some(name)
}

/// `AB` as `A. B.`, so that styles know that these are two names; a name in full as it is.
fn spaced(given: &str) -> String {
    if given.chars().any(char::is_lowercase) {
        let ends_in_full = given.split_whitespace().next_back().is_some_and(|word| word.chars().count() > 3);
        return if ends_in_full { given.trim_end_matches('.') } else { given }.to_owned();
    }
    let mut spaced = String::new();
    for c in given.chars() {
        match c {
            '-' => spaced.truncate(spaced.trim_end().len()),
            '.' | ' ' => continue,
            _ => {}
        }
        spaced.push(c);
        spaced.push_str(if c == '-' { "" } else { ". " });
    }
    spaced.trim_end().to_owned()
}

/// Whether a text can be a name: each word but the small ones begins with a capital.
pub(super) fn is_name(text: &str) -> bool {
    let mut words = text.split_whitespace().peekable();
    let begins = words.peek().is_some_and(|word| word.starts_with(char::is_uppercase));
    let count = text.split_whitespace().count();
    begins && count <= 14 && !text.contains([':', '?', '!', '"', '\u{201c}']) && words.all(is_capital_or_small)
}

fn is_capital_or_small(word: &str) -> bool {
    const SMALL: [&str; 20] = [
        "of", "for", "and", "the", "in", "on", "de", "la", "del", "des", "du", "der", "für", "und", "e", "y", "et",
        "at", "to", "&",
    ];
    word.trim_start_matches(['(', '\'']).starts_with(char::is_uppercase) || SMALL.contains(&word)
}

/// Whether a name is clearly that of an organisation: by one of its words, as an abbreviation, or because the host of the
/// address has its words or its initials.
pub(super) fn is_organisation(text: &str, host: Option<&str>) -> bool {
    let words: Vec<&str> = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let is_abbreviation =
        words.len() == 1 && (2..=8).contains(&text.len()) && text.chars().filter(|c| c.is_uppercase()).count() > 1;
    let has_word = words.len() > 1 && words.iter().any(|word| ORGANISATION_WORDS.contains(&&*word.to_lowercase()));
    is_name(text) && (is_abbreviation || has_word || host.is_some_and(|host| is_of_host(&words, host)))
}

fn is_of_host(words: &[&str], host: &str) -> bool {
    let mut labels = host.split('.');
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase));
    let initials: String = capitals.filter_map(|word| word.chars().next()).collect();
    let joined = words.concat().to_lowercase();
    labels.any(|label| {
        label.len() > 2 && (label == joined || label.eq_ignore_ascii_case(&initials))
            || label.replace('-', "") == joined
    })
}
