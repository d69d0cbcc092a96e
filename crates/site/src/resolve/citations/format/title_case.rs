//! Title case as Zotero's processor has it. The style processor capitalizes what follows a comma ("limb, And upper"), half
//! of the prepositions, and titles in languages that have no title case.

/// Words that stay small within an English title, in the order of the alphabet.
const SMALL: [&str; 96] = [
    "a",
    "about",
    "above",
    "across",
    "afore",
    "after",
    "against",
    "al",
    "along",
    "alongside",
    "amid",
    "amidst",
    "among",
    "amongst",
    "an",
    "and",
    "apropos",
    "apud",
    "around",
    "as",
    "aside",
    "astride",
    "at",
    "athwart",
    "atop",
    "barring",
    "before",
    "behind",
    "below",
    "beneath",
    "beside",
    "besides",
    "between",
    "beyond",
    "but",
    "by",
    "ca",
    "circa",
    "de",
    "despite",
    "down",
    "during",
    "et",
    "except",
    "for",
    "from",
    "given",
    "in",
    "inside",
    "into",
    "lest",
    "like",
    "modulo",
    "near",
    "next",
    "nor",
    "notwithstanding",
    "of",
    "off",
    "on",
    "onto",
    "or",
    "out",
    "over",
    "per",
    "plus",
    "pro",
    "qua",
    "sans",
    "since",
    "so",
    "than",
    "the",
    "through",
    "throughout",
    "thru",
    "till",
    "to",
    "toward",
    "towards",
    "under",
    "underneath",
    "until",
    "unto",
    "up",
    "upon",
    "v",
    "van",
    "versus",
    "via",
    "von",
    "vs",
    "with",
    "within",
    "without",
    "yet",
];

/// A title with its words capitalized. Characters of Unicode's private area count as words whose case is settled.
pub(super) fn title_case(title: &str) -> String {
    if !title.chars().any(char::is_lowercase) {
        return title.to_owned();
    }
    let mut out = String::with_capacity(title.len());
    let last = title.trim_end().rfind([' ', '-', '/', '\u{a0}', '\u{2013}', '\u{2014}']).map_or(0, |at| at + 1);
    let mut opens = true;
    let mut from = 0;
    for part in title.split_inclusive([' ', '-', '/', '\u{a0}', '\u{2013}', '\u{2014}']) {
        let word = part.trim_end_matches([' ', '-', '/', '\u{a0}', '\u{2013}', '\u{2014}']);
        let place = if opens {
            Place::Opens
        } else if from >= last {
            Place::Closes
        } else {
            Place::Within
        };
        push_word(&mut out, word, place);
        out.push_str(&part[word.len()..]);
        from += part.len();
        let breaks = word.ends_with([':', '?', '!']) || (word.is_empty() && part != " ");
        opens = breaks || (opens && word.is_empty());
    }
    out
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Opens,
    Within,
    Closes,
}

fn push_word(out: &mut String, word: &str, place: Place) {
    let start = word.find(|c: char| !"([{\"\u{201c}\u{ab}".contains(c)).unwrap_or(word.len());
    let (before, rest) = word.split_at(start);
    let core = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
    let mut letters = core.chars();
    let first = letters.next();
    let settled = core.chars().any(|c| c.is_uppercase() || is_private(c));
    let lone = letters.as_str().is_empty() || letters.as_str().starts_with(['\'', '\u{2019}']);
    let small = (lone && place != Place::Opens) || (place == Place::Within && SMALL.binary_search(&core).is_ok());
    out.push_str(before);
    match first.filter(|_| !settled && !small) {
        Some(first) => {
            out.extend(first.to_uppercase());
            out.push_str(&rest[first.len_utf8()..]);
        }
        None => out.push_str(rest),
    }
}

fn is_private(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}')
}

#[cfg(test)]
mod tests {
    use super::{SMALL, title_case};

    #[test]
    fn small_words_are_found() {
        assert!(SMALL.is_sorted());
    }

    #[test]
    fn words_are_capitalized_as_citeproc_does() {
        let cases = [
            (
                "back, lower limb, and upper limb pain among U.S. adults",
                "Back, Lower Limb, and Upper Limb Pain among U.S. Adults",
            ),
            ("what's in a name? the answer: an essay", "What's in a Name? The Answer: An Essay"),
            ("evidence-based care: an in-depth look", "Evidence-Based Care: An in-Depth Look"),
            ("low-back pain in the over-60s", "Low-Back Pain in the over-60s"),
            ("walking to and from work", "Walking to and from Work"),
            ("end with to", "End with To"),
            ("via email \u{2013} a review", "Via Email \u{2013} A Review"),
            ("pain and/or gain", "Pain and/or Gain"),
            ("the effect of vitamin D on mRNA in e. coli", "The Effect of Vitamin D on mRNA in e. Coli"),
            ("up-to-date follow-up", "Up-to-Date Follow-Up"),
            ("not o'clock and iPhone use", "Not o'clock and iPhone Use"),
            ("SCREENING FOR OSTEOPOROSIS", "SCREENING FOR OSTEOPOROSIS"),
            ("back pain! and the [sequel]", "Back Pain! And the [Sequel]"),
        ];
        for (written, wanted) in cases {
            assert_eq!(title_case(written), wanted);
        }
    }
}
