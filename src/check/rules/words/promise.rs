//! Promises that no health advice can keep: a cure, a guarantee, no risk, safe for everyone.

use super::{Hit, is_one_of};
use crate::diagnostics::{Diagnostic, rules};

/// How a promise can sound.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `100% effective`: it is one wherever it stands.
    Whole,
    /// `cures`: one where an ill is what it is done to. A wound heals, and a movement is reversed.
    Verb(&'static str),
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

/// A risk of these is any risk.
const HARM: &str = "complications damage effects harm harms hurting injuring injuries injury side";

const GROUPS: &str = "adults anyone everyone men patients people readers those women";

const PLACES: &str = "bathroom floor home house kitchen place room space";

/// A finding, unless the sentence says the contrary or leaves it open.
pub(super) fn judge(hit: &Hit<'_>, form: Form) -> Option<Diagnostic> {
    let is_meant = match form {
        Form::Whole => !is_of_something_else(hit),
        Form::Verb(further) => is_of_an_ill(hit, further) && !is_hedged(hit),
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
            let is_of_an_act = matches!(behind[..], ["in" | "by", next, ..] if next.ends_with("ing"));
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
    let is_of_people = found.contains("for") || found.starts_with("anyone");
    let mut around = hit.before().chain(hit.after());
    let is_on_condition = is_of_people && around.any(|word| is_one_of(word, "if unless once provided"));
    let mut before = hit.before();
    let is_almost = match before.next() {
        Some("only") => before.next() != Some("not"),
        Some(word) => is_one_of(word, "almost nearly practically virtually"),
        None => false,
    };
    (!hit.is_negated() && !is_of_a_place && !is_on_condition && !is_almost).then(|| {
        let message = format!("`{}` is more than anybody can say", hit.words());
        let help = "say for whom it is not, or who should ask a clinician first";
        Diagnostic::new(&rules::BLANKET_SAFETY, hit.locate(), message).help(help)
    })
}
