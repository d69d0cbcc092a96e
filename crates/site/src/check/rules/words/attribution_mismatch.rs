//! What a text says that a body says, beside a source of another.

use std::ops::Range;

use wellpress_bibliography::{Name, Reference, Title};
use wellpress_diagnostics::{Diagnostic, rules};

use super::{Hit, is_one_of, is_whole, words};
use crate::model::reference::Library;

/// A body by the names that a text gives it, and what its sources show of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct PublicBody {
    /// In lower case, without an article.
    pub names: &'static [&'static str],
    /// In lower case: in an author, a publisher, a container or an address.
    signs: &'static [&'static str],
    /// Whether its papers name the people who wrote them, and it nowhere.
    is_university: bool,
}

const fn body(names: &'static [&'static str], signs: &'static [&'static str]) -> PublicBody {
    PublicBody { names, signs, is_university: false }
}

/// A closed list: a name that is not in it may be anybody's.
pub(super) static BODIES: [PublicBody; 15] = [
    body(
        &["cdc", "c.d.c.", "centers for disease control", "centers for disease control and prevention"],
        &["centers for disease control", "cdc.gov", "morbidity and mortality", "national center for health statistics"],
    ),
    body(
        &["who", "w.h.o.", "world health organization", "world health organisation"],
        &["world health organi", "who.int"],
    ),
    body(&["nhs", "n.h.s.", "national health service"], &["nhs", "national health service"]),
    body(
        &["nice", "national institute for health and care", "national institute for health and care excellence"],
        &["national institute for health and care", "nice.org.uk"],
    ),
    body(
        &["nih", "n.i.h.", "national institutes of health"],
        &[
            "national institutes of",
            "national institute of",
            "national institute on",
            "nih.gov",
            "medlineplus",
            "national library of medicine",
        ],
    ),
    body(&["fda", "f.d.a.", "food and drug administration"], &["food and drug administration", "fda.gov"]),
    body(&["mayo clinic"], &["mayo"]),
    body(&["cleveland clinic"], &["cleveland"]),
    body(
        &["uspstf", "preventive services task force"],
        &["preventive services task force", "uspreventiveservicestaskforce"],
    ),
    body(
        &["nof", "bhof", "national osteoporosis foundation", "bone health and osteoporosis foundation"],
        &[
            "national osteoporosis foundation",
            "bone health and osteoporosis foundation",
            "nof.org",
            "bonehealthandosteoporosis.org",
            "guide to prevention and treatment of osteoporosis",
        ],
    ),
    body(
        &["american college of physicians"],
        &["american college of physicians", "acponline.org", "acpjournals.org", "annals of internal medicine"],
    ),
    body(&["american college of rheumatology"], &["american college of rheumatology", "rheumatology.org"]),
    body(&["american college of sports medicine", "acsm"], &["american college of sports medicine", "acsm.org"]),
    body(&["arthritis foundation"], &["arthritis foundation", "arthritis.org"]),
    PublicBody {
        names: &[
            "harvard",
            "harvard health",
            "harvard health publishing",
            "harvard medical school",
            "harvard university",
        ],
        signs: &["harvard"],
        is_university: true,
    },
];

/// The library's own address for everybody's papers.
const LIBRARY: &str = "ncbi.nlm.nih.gov";

/// What a body puts out.
const WORKS: &str = "advice data estimate estimates factsheet figures guidance guideline guidelines paper \
    recommendation recommendations report reports research statement statistics studies study survey surveys";

/// Works that are always about something, so that "of" names whose they are.
const WORKS_OF: &str = "advice guidance guideline guidelines recommendation recommendations";

const SAYS: &str = "advise advised advises caution cautions conclude concluded concludes encourages estimate \
    estimated estimates finds found notes noted recommend recommended recommends reported reports said say says \
    state stated states suggest suggested suggests urge urged urges warn warned warns";

/// Only works do these.
const SHOWS: &str = "indicate indicates put puts show showed shows";

const BESIDE_A_VERB: &str = "also currently did do does doesn't doesn’t don't don’t explicitly further had has \
    have itself likewise longer no not now only recently routinely similarly still strongly therefore";

const BESIDE_A_NAME: &str = "a an and both current england's its latest new recent the u.s. uk updated us";

/// Before a name that does not say anything itself.
const LED_BY: &str = "of to with in on for than against under per following";

/// Whoever paid for a study, or looked at what others have, did not say what it found.
const OF_OTHERS: &str = "analysed analyses analysis analyzed backed based commissioned comparing compared funded \
    if paid quoting review sponsored supported unless until used using whether";

/// How a sentence names the body.
enum Said {
    /// "According to", which may stand behind the claim.
    According(Range<usize>),
    /// "The CDC says", before it.
    Before(Range<usize>),
}

/// A finding where a source is cited for what the body says, none is the body's own, and none is that of another body
/// which the sentence names.
pub(super) fn judge(hit: &Hit<'_>, library: &Library, body: &PublicBody) -> Option<Diagnostic> {
    let said = said(hit).filter(|said| !(body.is_university && is_of_a_work(hit, said)))?;
    let sources: Vec<(usize, &Reference)> = sources(hit, library).collect();
    if sources.iter().any(|(_, source)| is_of(source, body)) {
        return None;
    }
    let others = BODIES.iter().filter(|other| *other != body && is_in(hit, other)).collect::<Vec<_>>();
    let sentence = &hit.sentence.range;
    // A mark at the very start belongs to the sentence before.
    let is_own = |(at, _): &&(usize, &Reference)| (*at > sentence.start || *at == 0) && *at <= sentence.end;
    let is_beside = |(at, _): &&(usize, &Reference)| *at >= hit.range.end;
    let is_free = |(_, source): &&(usize, &Reference)| !others.iter().any(|other| is_of(source, other));
    let own = || sources.iter().filter(is_own);
    let (range, found) = match said {
        Said::According(range) if !own().any(|source| is_beside(&source)) => (range, own().find(is_free)),
        Said::According(range) | Said::Before(range) => (range, own().filter(is_beside).find(is_free)),
    };
    let words = hit.passage.text[range.clone()].trim();
    let message = format!("`{words}`, and the source beside it, `{}`, is not theirs", found?.1.key);
    let place = hit.passage.locate(&hit.page.source, range);
    let help = "cite their own page or paper, or name whose source it is";
    Some(Diagnostic::new(&rules::ATTRIBUTION_MISMATCH, place, message).help(help))
}

/// Whether the sentence tells of a paper: "a Harvard study found".
fn is_of_a_work(hit: &Hit<'_>, said: &Said) -> bool {
    let (Said::According(range) | Said::Before(range)) = said;
    words(&hit.passage.lower[range.clone()]).any(|word| is_one_of(word, WORKS))
}

/// Whether the words are a name: `WHO` and `Harvard` are, `who` is not.
pub(super) fn is_named(words: &str) -> bool {
    const LONGEST_IN_CAPITALS: usize = "USPSTF".len();
    let is_word = words.contains(' ') || words.len() > LONGEST_IN_CAPITALS;
    if is_word { words.starts_with(char::is_uppercase) } else { !words.contains(char::is_lowercase) }
}

/// The words that make the body the one who says it.
fn said(hit: &Hit<'_>) -> Option<Said> {
    let before: Vec<&str> = hit.before().take(8).collect();
    let is_gloss = hit.passage.lower[..hit.range.start].ends_with('(');
    if is_gloss || before.iter().any(|word| is_one_of(word, OF_OTHERS)) {
        return None;
    }
    let near = before.iter().take_while(|word| is_beside_a_name(word)).count();
    let to_here = |count: usize| hit.place_of(before[count - 1]).start..hit.range.end;
    match before[near..] {
        ["to", "according", ..] => Some(Said::According(to_here(near + 2))),
        ["per", ref rest @ ..] if matches!(rest, [] | ["as", ..]) || is_set_in(hit, before[near]) => {
            Some(Said::According(to_here(near + 1)))
        }
        ["by" | "from", ref rest @ ..] => Some(Said::Before(to_here(near + 1 + work(rest)?))),
        ["of", work, ..] if is_one_of(work, WORKS_OF) => Some(Said::Before(to_here(near + 2))),
        [led, ..] if is_one_of(led, LED_BY) => None,
        _ => {
            let end = hit.place_of(verb(hit.after_in_clause())?).end;
            let article = before.first().filter(|word| **word == "the");
            Some(Said::Before(article.map_or(hit.range.start, |article| hit.place_of(article).start)..end))
        }
    }
}

/// Whether a comma stands before the word: "many fall, per the CDC".
fn is_set_in(hit: &Hit<'_>, word: &str) -> bool {
    hit.passage.lower[..hit.place_of(word).start].trim_end().ends_with(',')
}

/// How far before "by" or "from" a work stands of which the sentence tells: "a study by", "guidance on rest from".
fn work(before: &[&str]) -> Option<usize> {
    let is_work = |word: &&str| is_one_of(word, WORKS) || matches!(*word, "recommended" | "published");
    let at = before.iter().take(4).position(is_work)?;
    let is_object = matches!(before[at + 1..], ["of" | "with", ..] | ["to"])
        || matches!(before[at + 1..], ["to", to, ..] if to != "according");
    (!is_object).then_some(at + 1)
}

/// The verb behind the name: "says", "also recommends", "guidelines on back pain recommend".
fn verb<'a>(behind: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let behind: Vec<&str> =
        behind.skip_while(|word| is_one_of(word, BESIDE_A_VERB) || is_beside_a_name(word)).take(8).collect();
    let work = behind.iter().take(3).position(|word| is_one_of(word, WORKS));
    let says = |word: &&str| is_one_of(word, SAYS) || (work.is_some() && is_one_of(word, SHOWS));
    // "As the WHO puts it".
    let put = || matches!(behind[..], ["put" | "puts" | "has", "it", ..]).then(|| &behind[0]);
    let shown = work.and_then(|work| behind[work + 1..].iter().find(|word| says(word)));
    shown.or_else(|| behind.first().filter(|word| says(word))).or_else(put).copied()
}

fn is_beside_a_name(word: &str) -> bool {
    let names = || BODIES.iter().flat_map(|body| body.names);
    matches!(word, "'s" | "’s") || is_one_of(word, BESIDE_A_NAME) || names().any(|name| *name == word)
}

/// The sources of the sentence and the next, each with the place of its mark.
fn sources<'a>(hit: &'a Hit<'_>, library: &'a Library) -> impl Iterator<Item = (usize, &'a Reference)> {
    let groups = hit.passage.citations(&hit.sentence);
    let groups = groups.map(|(at, group)| (at, &hit.page.body.citations[group]));
    let items = groups.flat_map(|(at, group)| group.items.iter().map(move |item| (at, item)));
    items.filter_map(|(at, item)| Some((at, library.get(library.find(&item.key)?))))
}

/// Whether the sentence names a body.
fn is_in(hit: &Hit<'_>, body: &PublicBody) -> bool {
    let range = hit.sentence.range.clone();
    let lower = &hit.passage.lower[range.clone()];
    let named = |name: &&str| {
        let places = lower.match_indices(name).map(|(at, name)| at..at + name.len());
        places.into_iter().any(|own| is_whole(lower, own.clone()) && is_named(&hit.passage.text[range.clone()][own]))
    };
    body.names.iter().any(named)
}

fn is_of(source: &Reference, body: &PublicBody) -> bool {
    let authors = source.authors.iter().chain(&source.editors).filter_map(|name| match name {
        Name::Body(name) => Some(name.as_str()),
        Name::Person { .. } | Name::Others => None,
    });
    let container = source.container.as_ref().map(Title::as_str);
    let title = source.title.as_ref().map(Title::as_str);
    let rest = [container, source.publisher.as_deref(), source.url.as_deref()].into_iter().flatten();
    let all: String = authors.chain(rest).flat_map(|text| [text, "\n"]).collect::<String>().to_lowercase();
    let all = all.replace(LIBRARY, "");
    let mut words = all.split(|c: char| !c.is_alphanumeric());
    // A guideline may name its authors and say only in its title whose it is.
    let title = title.unwrap_or_default().to_lowercase();
    let is_in_title = body.names.iter().chain(body.signs).any(|name| name.contains(' ') && title.contains(name));
    is_in_title || body.signs.iter().any(|sign| all.contains(sign)) || words.any(|word| body.names.contains(&word))
}
