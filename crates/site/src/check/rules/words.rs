//! What an author's words claim, promise or call people: one pass over the text finds the words that matter, and each rule
//! looks at the sentence around them. English only.

mod attribution_mismatch;
mod claim_uncited;
mod person_first;
mod promise;

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, MatchKind};

use wellpress_diagnostics::Diagnostic;

use crate::check::prose::{Passage, Sentence};
use crate::model::Page;
use crate::model::reference::Library;

/// What a word may be a sign of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Claim(claim_uncited::Form),
    Promise(promise::Form),
    Safety,
    Person(&'static str),
    Attribution(&'static attribution_mismatch::PublicBody),
}

static SIGNS: LazyLock<Vec<(String, Sign)>> = LazyLock::new(|| {
    let claims = claim_uncited::WORDS.iter().map(|(words, form)| ((*words).to_owned(), Sign::Claim(*form)));
    let promises = promise::WORDS.iter().map(|(words, form)| ((*words).to_owned(), Sign::Promise(*form)));
    let safety = promise::SAFETY.iter().map(|words| ((*words).to_owned(), Sign::Safety));
    let names = attribution_mismatch::BODIES.iter().flat_map(|body| body.names.iter().map(move |name| (name, body)));
    let attributions = names.map(|(name, body)| ((*name).to_owned(), Sign::Attribution(body)));
    let people = person_first::WORDS.iter().map(|(words, better)| ((*words).to_owned(), Sign::Person(better)));
    claims.chain(promises).chain(safety).chain(people).chain(attributions).collect()
});

static FINDER: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let words = SIGNS.iter().map(|(words, _)| words);
    let builder = &mut AhoCorasick::builder();
    builder.match_kind(MatchKind::LeftmostLongest).kind(Some(AhoCorasickKind::DFA)).build(words).ok()
});

/// A sign in its place.
struct Hit<'a> {
    page: &'a Page,
    passage: &'a Passage,
    sentence: Sentence,
    range: Range<usize>,
}

/// The findings of all these rules in a page's own text, and in its front matter where that claims what the text does not.
pub(super) fn find(library: &Library, page: &Page, passages: &[Passage], fields: &[Passage]) -> Vec<Diagnostic> {
    let mut findings = find_in(library, page, passages, |_| false);
    findings.extend(find_in(library, page, fields, |hit| is_repeated(hit, passages)));
    findings
}

/// Whether the text says it too, where it is judged and can have a source: the same sign, and the same number about the
/// same. A single word such as "risk" has no number that could be another's.
fn is_repeated(hit: &Hit<'_>, passages: &[Passage]) -> bool {
    let about: Vec<&str> = hit.before().chain(hit.after()).filter(|word| is_of_content(word)).collect();
    let sign = hit.words();
    let is_of_number = sign.contains(' ') || !sign.starts_with(char::is_alphabetic) || number_of(hit).is_some();
    let is_about = |text: &str| {
        let mut said = words(text).filter(|word| is_of_content(word));
        !is_of_number || about.is_empty() || said.any(|word| about.iter().any(|own| has_stem_of(word, own)))
    };
    passages.iter().filter(|passage| passage.may_claim()).any(|passage| {
        let said = places_of_sign(hit, &passage.lower);
        said.into_iter().any(|at| is_about(&passage.lower[passage.sentence(at).range]))
    })
}

/// The number before the sign.
fn number_of<'a>(hit: &'a Hit<'_>) -> Option<&'a str> {
    hit.before().next().filter(|word| word.starts_with(|c: char| c.is_ascii_digit()))
}

/// Where a text has the sign, with the number before it or behind it.
fn places_of_sign(hit: &Hit<'_>, text: &str) -> Vec<usize> {
    const PERCENT: &[&str] = &["%", "percent", "per cent"];
    let sign = hit.passage.lower[hit.range.clone()].trim();
    let signs = if PERCENT.contains(&sign) { PERCENT } else { &[sign] };
    let number = number_of(hit);
    let counted = hit.after().next().filter(|word| claim_uncited::is_number(word)).unwrap_or_default();
    let goes_on = |at: usize, with: &str| text[at..].trim_start().starts_with(with);
    let is_own = |at: usize| !text[..at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '.' | ','));
    match number {
        Some(number) => {
            let places = text.match_indices(number).map(|(at, _)| at).filter(|at| is_own(*at));
            places.filter(|at| signs.iter().any(|sign| goes_on(at + number.len(), sign))).collect()
        }
        None => text.match_indices(sign).map(|(at, _)| at).filter(|at| goes_on(at + sign.len(), counted)).collect(),
    }
}

/// Whether a word says what a sentence is about.
fn is_of_content(word: &str) -> bool {
    const BARE: &str = "about after also been before being cent could each every from have into just less many more \
        most much only other over percent some such than that their them then there these they this those under very \
        what when where which while will with would your";
    word.len() >= 4 && word.starts_with(char::is_alphabetic) && !is_one_of(word, BARE)
}

/// Whether two words begin alike: "walking", "walked".
fn has_stem_of(word: &str, other: &str) -> bool {
    word.chars().take(4).eq(other.chars().take(4))
}

fn find_in(
    library: &Library,
    page: &Page,
    passages: &[Passage],
    is_said_elsewhere: impl Fn(&Hit<'_>) -> bool,
) -> Vec<Diagnostic> {
    let Some(finder) = &*FINDER else { return Vec::new() };
    let mut findings = Vec::new();
    for passage in passages {
        let mut claimed = 0;
        for found in finder.find_iter(&passage.lower).filter(|found| is_whole(&passage.lower, found.range())) {
            let sign = SIGNS[found.pattern().as_usize()].1;
            if matches!(sign, Sign::Attribution(_)) && !attribution_mismatch::is_named(&passage.text[found.range()]) {
                continue;
            }
            let hit = Hit { page, passage, sentence: passage.sentence(found.start()), range: found.range() };
            let finding = match sign {
                _ if hit.sentence.is_question && !hit.is_told() => None,
                Sign::Promise(_) | Sign::Safety | Sign::Person(_) if hit.is_quoted() || hit.is_in_a_name() => None,
                Sign::Claim(_) | Sign::Attribution(_) if !passage.may_claim() => None,
                Sign::Claim(_) if hit.sentence.range.start < claimed || is_said_elsewhere(&hit) => None,
                Sign::Claim(form) => {
                    let finding = claim_uncited::judge(&hit, form);
                    claimed = if finding.is_some() { hit.sentence.range.end } else { claimed };
                    finding
                }
                Sign::Promise(form) => promise::judge(&hit, form),
                Sign::Safety => promise::judge_safety(&hit),
                Sign::Attribution(body) => attribution_mismatch::judge(&hit, library, body),
                Sign::Person(better) => person_first::judge(&hit, better),
            };
            findings.extend(finding);
        }
    }
    findings
}

/// Whether no word goes on at either end.
fn is_whole(text: &str, range: Range<usize>) -> bool {
    let own = &text[range.clone()];
    let goes_on = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let begins = goes_on(text[..range.start].chars().next_back()) && own.starts_with(char::is_alphabetic);
    let ends = goes_on(text[range.end..].chars().next()) && own.ends_with(char::is_alphabetic);
    !begins && !ends
}

impl Hit<'_> {
    fn locate(&self) -> wellpress_diagnostics::Location {
        self.passage.locate(&self.page.source, self.range.clone())
    }

    /// Where one of the words around stands, as [`Hit::before`] or [`Hit::after`] gave it.
    fn place_of(&self, word: &str) -> Range<usize> {
        let start = word.as_ptr() as usize - self.passage.lower.as_ptr() as usize;
        start..start + word.len()
    }

    /// The words as written.
    fn words(&self) -> &str {
        self.passage.text[self.range.clone()].trim()
    }

    /// The words of the sentence before the sign, the nearest first, in lower case.
    fn before(&self) -> impl Iterator<Item = &str> {
        words(&self.passage.lower[self.sentence.range.start.min(self.range.start)..self.range.start]).rev()
    }

    /// The words of the sentence behind the sign.
    fn after(&self) -> impl Iterator<Item = &str> {
        words(&self.passage.lower[self.range.end..self.sentence.range.end.max(self.range.end)])
    }

    /// The same up to the next comma, colon or bracket, but one that glosses the sign: "the Task Force (USPSTF) says".
    fn after_in_clause(&self) -> impl Iterator<Item = &str> {
        let rest = &self.passage.lower[self.range.end..self.sentence.range.end.max(self.range.end)];
        let gloss = rest.trim_start().strip_prefix('(').and_then(|gloss| gloss.split_once(')'));
        let rest = gloss.map_or(rest, |(_, rest)| rest);
        words(&rest[..end_of_clause(rest)])
    }

    /// Whether the words are a part of a name: `the Cures Act`.
    fn is_in_a_name(&self) -> bool {
        let next = self.passage.text[self.range.end..].trim_start();
        self.words().starts_with(char::is_uppercase) && next.starts_with(char::is_uppercase)
    }

    /// Whether a question only tells: "did you know that..?".
    fn is_told(&self) -> bool {
        self.passage.lower[self.sentence.range.clone()].trim_start().starts_with("did you know")
    }

    /// Whether the words stand between quotation marks: somebody else said them.
    fn is_quoted(&self) -> bool {
        let before = &self.passage.text[self.sentence.range.start.min(self.range.start)..self.range.start];
        let count = |mark| before.matches(mark).count();
        count('"') % 2 == 1 || count('“') > count('”')
    }

    /// Whether one of the words just before turns the meaning round or leaves it open.
    fn is_negated(&self) -> bool {
        const OF_ALL: &str = "ask beware claim claims false impossible myth myths promise promises so-called thought \
            unlikely untrue whether";
        const OF_SENTENCE: &str = "cannot hardly neither never no nobody none nor not nothing rarely seldom";
        const OF_CLAUSE: &str = "if instead rather unless without";
        let clause = self.clause_start();
        let has_subject = self.has_subject(clause);
        let mut behind = "";
        let mut before = self.before().take(7);
        self.is_left_unsaid()
            || before.any(|word| {
                let next = std::mem::replace(&mut behind, word);
                let is_near = self.place_of(word).start >= clause;
                let is_not = is_one_of(word, OF_SENTENCE) || word.ends_with("n't") || word.ends_with("n’t");
                let turns = is_one_of(word, OF_ALL)
                    || (is_not && (is_near || !has_subject))
                    || (is_one_of(word, OF_CLAUSE) && is_near);
                turns && !is_idle(word, next)
            })
    }

    /// "It is hard to say that.."
    fn is_left_unsaid(&self) -> bool {
        const SAY: &str = "believe claim imagine know prove say see tell";
        let before: Vec<&str> = self.before().take(8).collect();
        let is_unsaid = |words: &[&str]| {
            is_one_of(words[0], SAY) && words[1] == "to" && is_one_of(words[2], "difficult early hard soon")
        };
        before.windows(3).any(is_unsaid)
    }

    /// Where the clause of the sign begins: behind a comma, colon, semicolon or dash, "but", or "and" with a subject. The
    /// comma of "that, with time, it cures" begins none.
    fn clause_start(&self) -> usize {
        let start = self.sentence.range.start.min(self.range.start);
        let before = &self.passage.lower[start..self.range.start];
        let ends = |mark: &str| {
            let places = before.match_indices(mark).map(|(at, mark)| (at, at + mark.len()));
            places.filter(|(at, _)| !is_open_before(&before[..*at])).map(|(_, end)| end).last()
        };
        let marks = [", ", "; ", ": ", " - ", " but ", "—", "–"].iter().filter_map(|mark| ends(mark));
        let joined = [" and ", " so ", " because "].iter().filter_map(|mark| ends(mark));
        let joined = joined.filter(|end| words(&before[*end..]).next().is_some_and(|word| is_one_of(word, SUBJECTS)));
        start + marks.chain(joined).max().unwrap_or(0)
    }

    /// Whether the clause that begins there has a subject of its own, and does not go on with that of another.
    fn has_subject(&self, clause: usize) -> bool {
        let mut own =
            words(&self.passage.lower[clause..self.range.start]).skip_while(|word| is_one_of(word, "and but so"));
        let is_behind_but = self.passage.lower[..clause].ends_with(" but ");
        is_behind_but || own.next().is_some_and(|word| is_one_of(word, SUBJECTS))
    }
}

/// Words with which a clause begins that stands for itself.
const SUBJECTS: &str = "a an each every he i it its my our she the these they this those we you your";

/// Whether a comma behind these words only sets something in: "that, with time, it cures".
fn is_open_before(text: &str) -> bool {
    let opening = |word: &str| matches!(word, "that" | "whether" | "if");
    let set_in = text.rsplit_once(", ").map_or("", |(before, _)| before);
    [text, set_in].iter().any(|text| words(text).next_back().is_some_and(opening))
}

/// Where the first of ", ", "; ", ": ", "(", "—" and "–" stands, or the text ends.
fn end_of_clause(text: &str) -> usize {
    let mut ends = text.char_indices().filter(|(at, c)| match c {
        ',' | ';' | ':' => text[at + 1..].starts_with(' '),
        '(' | '—' | '–' => true,
        _ => false,
    });
    ends.next().map_or(text.len(), |(at, _)| at)
}

/// Whether a word that turns others round turns nothing here: "not only", "without surgery", "you won't believe".
fn is_idle(word: &str, next: &str) -> bool {
    match word {
        "not" => is_one_of(next, "just merely only simply"),
        "no" => is_one_of(next, "doubt matter question wonder"),
        "nothing" => next == "but",
        "won't" | "won’t" | "wouldn't" | "wouldn’t" => next == "believe",
        "without" => !next.is_empty() && !next.ends_with("ing") && !is_one_of(next, "a any"),
        _ => false,
    }
}

/// Whether a list, with blanks between, has this word: looked for by its first letter, which few words of a list share.
fn is_one_of(word: &str, list: &str) -> bool {
    let (list, word) = (list.as_bytes(), word.as_bytes());
    let is_end = |at: usize| list.get(at).is_none_or(u8::is_ascii_whitespace);
    word.first().is_some_and(|first| {
        memchr::memchr_iter(*first, list).any(|at| {
            let begins = at == 0 || list[at - 1].is_ascii_whitespace();
            begins && list[at..].starts_with(word) && is_end(at + word.len())
        })
    })
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    let split = text.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '(' | ')' | '—' | '–'));
    split.map(|word| word.trim_matches(['.', '!', '"', '“', '”'])).filter(|word| !word.is_empty())
}
