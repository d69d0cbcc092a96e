//! Promises that no health advice can keep: a cure, a guarantee, no risk, safe for everyone.

use wellpress_diagnostics::{Diagnostic, rules};

use super::{Hit, is_one_of};

/// How a promise can sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `100% effective`: it is one wherever it stands.
    Whole,
    /// `cures`: one where an ill is what it is done to. A wound heals, and a movement is reversed.
    Verb(&'static str),
    /// `cured my sciatica`: one where it is told of somebody's own ill.
    Told(&'static str),
    /// `a cure for back pain`: one where something is said to be it.
    Noun,
    /// `for good`: one beside a word of mending.
    ForGood,
    /// `never have back pain again`.
    NeverAgain,
}

pub(super) const WORDS: &[(&str, Form)] = &[
    ("cure", Form::Verb("")),
    ("cures", Form::Verb("")),
    ("will cure", Form::Verb("")),
    ("can cure", Form::Verb("")),
    ("cured", Form::Told("")),
    ("healed", Form::Told(PARTS)),
    ("reversed", Form::Told("")),
    ("eliminated", Form::Told("")),
    ("cure for", Form::Noun),
    ("proven cure", Form::Whole),
    ("eliminate", Form::Verb("risk risks")),
    ("eliminates", Form::Verb("risk risks")),
    ("will eliminate", Form::Verb("risk risks")),
    ("heal", Form::Verb(PARTS)),
    ("heals", Form::Verb(PARTS)),
    ("will heal", Form::Verb(PARTS)),
    ("can heal", Form::Verb(PARTS)),
    ("reverse", Form::Verb("")),
    ("reverses", Form::Verb("")),
    ("will reverse", Form::Verb("")),
    ("can reverse", Form::Verb("")),
    ("rebuild", Form::Verb(PARTS)),
    ("rebuilds", Form::Verb(PARTS)),
    ("regrow", Form::Verb(PARTS)),
    ("regrows", Form::Verb(PARTS)),
    ("permanently", Form::ForGood),
    ("for good", Form::ForGood),
    ("forever", Form::ForGood),
    ("once and for all", Form::ForGood),
    ("permanent cure", Form::Whole),
    ("permanent fix", Form::Whole),
    ("permanent relief", Form::Whole),
    ("guarantees", Form::Whole),
    ("we guarantee", Form::Whole),
    ("guaranteed to", Form::Whole),
    ("guaranteed relief", Form::Whole),
    ("guaranteed results", Form::Whole),
    ("guaranteed", Form::Whole),
    ("is guaranteed", Form::Whole),
    ("are guaranteed", Form::Whole),
    ("no risk", Form::Whole),
    ("risk-free", Form::Whole),
    ("zero risk", Form::Whole),
    ("without any risk", Form::Whole),
    ("zero side effects", Form::Whole),
    ("without any side effects", Form::Whole),
    ("proven to cure", Form::Whole),
    ("proven to end", Form::Whole),
    ("proven to reverse", Form::Whole),
    ("miracle cure", Form::Whole),
    ("miracle for", Form::Whole),
    ("miracle exercise", Form::Whole),
    ("miracle remedy", Form::Whole),
    ("miracle treatment", Form::Whole),
    ("100% effective", Form::Whole),
    ("100 percent effective", Form::Whole),
    ("100 per cent effective", Form::Whole),
    ("works every time", Form::Whole),
    ("work every time", Form::Whole),
    ("works for everyone", Form::Whole),
    ("works for everybody", Form::Whole),
    ("work for everyone", Form::Whole),
    ("work for everybody", Form::Whole),
    ("never have", Form::NeverAgain),
    ("never feel", Form::NeverAgain),
    ("never fails", Form::Whole),
    ("never fail", Form::Whole),
];

pub(super) const SAFETY: &[&str] = &[
    "safe for everyone",
    "safe for everybody",
    "safe for anyone",
    "safe for all ages",
    "safe for all people",
    "safe for people with",
    "safe for women with",
    "safe for men with",
    "safe for adults with",
    "safe for patients with",
    "safe for adults over",
    "safe for all adults",
    "safe for all men",
    "safe for all women",
    "safe for anybody",
    "safe for every age",
    "safe for every body",
    "safe for older adults",
    "safe for older men",
    "safe for older people",
    "safe for older women",
    "safe for people living with",
    "safe for people over",
    "safe for people who have",
    "safe for pregnant women",
    "safe for seniors",
    "safe for the elderly",
    "safe for those living with",
    "safe for those over",
    "safe for those who have",
    "safe for those with",
    "safe for anyone with",
    "safe for everyone with",
    "completely safe",
    "perfectly safe",
    "totally safe",
    "absolutely safe",
    "entirely safe",
    "always safe",
    "100% safe",
    "suitable for everyone",
    "suitable for everybody",
    "suitable for anyone",
    "suitable for all ages",
    "anyone can do",
    "anybody can do",
    "anyone can safely",
    "anybody can safely",
    "everyone can safely",
    "everybody can safely",
    "safely by anyone",
    "safely by anybody",
    "safely by everyone",
    "safely by everybody",
];

/// What nobody can promise to take away.
const ILLS: &str = "ache aches ageing aging arthritis asthma cancer condition damage degeneration dementia depression diabetes disease eczema \
    fibromyalgia frailty headaches hump hunchback inflammation injuries injury kyphosis loss migraine migraines \
    osteoarthritis osteopenia osteoporosis pain pains sciatica scoliosis soreness spasms spondylitis spondylosis \
    stenosis stiffness symptoms tightness";

/// What nobody can promise to make whole.
const PARTS: &str =
    "back body bone bones cartilage disc discs fracture fractures hips joint joints knee knees neck spine vertebrae";

/// What may stand between a verb and the ill.
const BETWEEN: &str = "age-related all any back bone brittle broken bulging chronic damaged disc early even \
    every existing hip her herniated his joint knee lost low lower lumbar mild most my neck severe slipped spinal \
    spine stubborn the their this thin upper weak worn your";

/// Words of mending that are no promise of their own.
const MENDING: &str =
    "banish banishes end ends erase erases fix fixes goodbye relieve relieves remove removes rid stop stops";

/// Those that are.
const PROMISED: &str = "cure cures eliminate eliminates heals reverse reverses";

/// What leaves open whether it comes to pass.
const HEDGES: &str =
    "aim aims could help helped helping helps hope may might partly possibly sometimes tried tries try trying";

/// What mends itself: "the body heals the fracture".
const HEALERS: &str = "body bodies bone bones cells nature skin surgeon surgeons time tissue";

/// What can be guaranteed.
const KEPT: &str = "anonymity appointment confidentiality delivery place privacy refund right rights seat slot spot";

/// Of these there is no risk: "no risk in asking".
const ASKING: &str = "asking calling checking consulting contacting discussing emailing enquiring inquiring mentioning \
    phoning reading reporting ringing saying seeing speaking talking telling writing";

/// A risk of these is any risk.
const HARM: &str = "complications damage effects harm harms hurting injuring injuries injury side";

const GROUPS: &str = "adults anyone everyone men patients people readers those women";

const PLACES: &str = "bathroom floor home house kitchen place room space";

/// A finding, unless the sentence says the contrary or leaves it open.
pub(super) fn judge(hit: &Hit<'_>, form: Form) -> Option<Diagnostic> {
    let is_meant = match form {
        Form::Whole => !is_of_something_else(hit),
        Form::Verb(further) => is_of_an_ill(hit, further) && !is_hedged(hit),
        Form::Told(further) => {
            let is_somebodys = hit.after().next().is_some_and(|word| is_one_of(word, "her his my our their your"));
            is_somebodys && is_of_an_ill(hit, further) && !is_hedged(hit)
        }
        Form::Noun => is_called_a_cure(hit),
        Form::ForGood => is_beside_mending(hit) && !is_hedged(hit),
        Form::NeverAgain => {
            let has = |wanted: &str| hit.after().take(5).any(|word| is_one_of(word, wanted));
            has(ILLS) && has("again")
        }
    };
    let is_hearsay = hit.before().take(2).eq(["say", "they"]);
    (is_meant && !is_hearsay && !hit.is_negated()).then(|| {
        let message = format!("`{}` promises what nobody can keep", hit.words());
        Diagnostic::new(&rules::PROMISE, hit.locate(), message)
            .help("say what it may do, for whom, and how sure that is")
    })
}

/// "No risk in asking", "no risk factors", "never fails to please", "your place is guaranteed".
fn is_of_something_else(hit: &Hit<'_>) -> bool {
    let found = &hit.passage.lower[hit.range.clone()];
    let behind: Vec<&str> = hit.after().take(3).collect();
    let near = |words: &str| hit.before().take(4).chain(behind.iter().copied()).any(|word| is_one_of(word, words));
    match found {
        "no risk" => {
            let before = hit.before().next();
            let is_almost = matches!(before, Some("to" | "or" | "almost" | "virtually" | "practically"));
            let is_a_group =
                matches!(before, Some("with" | "at")) && hit.before().nth(1).is_none_or(|word| is_one_of(word, GROUPS));
            let is_of_an_act = matches!(behind[..], ["in" | "by", next, ..] if is_one_of(next, ASKING));
            let is_of_one_thing = matches!(behind[..], ["of" | "that" | "factor" | "factors", ..])
                && !behind.iter().any(|word| is_one_of(word, HARM));
            is_almost || is_a_group || is_of_an_act || is_of_one_thing
        }
        "guaranteed" if !behind.is_empty() => true,
        "never fails" | "never fail" => behind.first() == Some(&"to"),
        _ => found.contains("guarantee") && near(KEPT),
    }
}

/// Whether the verb is done to an ill, to "it" or to "everything".
fn is_of_an_ill(hit: &Hit<'_>, further: &str) -> bool {
    let mut before = hit.before();
    let subject = before.next();
    let is_sought = subject == Some("to") && before.next() != Some("how") && further == PARTS;
    if is_sought || subject.is_some_and(|word| word == "permanently" || is_one_of(word, HEALERS)) {
        return false;
    }
    let is_ill = |word: &&str| is_one_of(word, ILLS) || is_one_of(word, further);
    let object: Vec<&str> = hit.after_in_clause().take(5).collect();
    let is_everything = matches!(object.first(), Some(&("it" | "them" | "everything" | "anything")));
    if is_everything {
        return hit.words().eq_ignore_ascii_case("cures");
    }
    if further == PARTS && object.first() == Some(&"the") {
        return false;
    }
    let is_slipped =
        |pair: &[&str]| is_one_of(pair[0], "bulging herniated slipped") && is_one_of(pair[1], "disc discs disk disks");
    if object.windows(2).any(is_slipped) {
        return true;
    }
    let named = object.iter().find(|word| is_ill(word) || !is_one_of(word, BETWEEN));
    named.is_some_and(is_ill)
}

/// "Is a simple cure for back pain", "the natural cure for arthritis" at the start; not "they look for a cure for it".
fn is_called_a_cure(hit: &Hit<'_>) -> bool {
    let mut before = hit.before().skip_while(|word| !is_one_of(word, "a the your")).skip(1);
    let is_near = hit.before().take(4).any(|word| is_one_of(word, "a the your"));
    let is_it = before.next().is_none_or(|word| is_one_of(word, "are as be here's is it's offers provides that's"));
    is_near && is_it && is_of_an_ill(hit, "") && !is_hedged(hit)
}

/// Whether the words around speak of mending: "fix your back for good", "permanently fixes".
fn is_beside_mending(hit: &Hit<'_>) -> bool {
    let next = hit.after_in_clause().next();
    // "For good measure" is no promise.
    let ends = next.is_none_or(|word| matches!(word, "and" | "by" | "in" | "with" | "without"));
    let is_mended = hit.before().take(6).any(|word| is_one_of(word, MENDING));
    (ends && is_mended) || next.is_some_and(|word| is_one_of(word, MENDING) || is_one_of(word, PROMISED))
}

/// Whether the verb is left open; what another clause leaves open does not count.
fn is_hedged(hit: &Hit<'_>) -> bool {
    let clause = hit.clause_start();
    let start = if hit.has_subject(clause) { clause } else { 0 };
    hit.before().take(4).any(|word| is_one_of(word, HEDGES) && hit.place_of(word).start >= start)
}

/// The same of safety: that of a room is another, and a condition is what the rule asks for.
pub(super) fn judge_safety(hit: &Hit<'_>) -> Option<Diagnostic> {
    let is_of_a_place = hit.before().take(3).any(|word| is_one_of(word, PLACES));
    let found = &hit.passage.lower[hit.range.clone()];
    let is_of_people = ["for", "can", "by"].iter().any(|word| found.split(' ').any(|own| own == *word));
    let mut around = hit.before().chain(hit.after());
    let is_on_condition = is_of_people && around.any(|word| is_one_of(word, "if unless once provided"));
    let mut before = hit.before();
    let is_almost = match before.next() {
        Some("only") => before.next() != Some("not"),
        Some(word) => is_one_of(word, "almost nearly practically virtually"),
        None => false,
    };
    (!hit.is_negated() && !is_of_a_place && !is_on_condition && !is_almost && !is_to_be_made(hit)).then(|| {
        let message = format!("`{}` is more than anybody can say", hit.words());
        let help = "say for whom it is not, or who should ask a clinician first";
        Diagnostic::new(&rules::BLANKET_SAFETY, hit.locate(), message).help(help)
    })
}

/// "To make it safe for everyone, ask", "keep the path safe for older adults": what it is to be, and not what it is.
fn is_to_be_made(hit: &Hit<'_>) -> bool {
    let before: Vec<&str> = hit.before().take(7).collect();
    let made = before.iter().position(|word| is_one_of(word, "ensure keep keeping make making"));
    made.is_some_and(|at| {
        before[at].ends_with("ing") || before.get(at + 1).is_none_or(|word| is_one_of(word, "how to"))
    })
}
