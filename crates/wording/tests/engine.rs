//! What patterns and conditions find, one line each.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use wellpress_wording::{Condition, Conditions, Language, RuleFile, RuleSet, Situation, Words};

const ENGLISH: &str = "language: en\nnumbers: {2: two, 3: three}\ndoubts: myth\ndenials: not never\nnear-denials: no without\n\
    idle: only doubt\nsubjects: it the\njoins: and\nturns: but\nquestion-starts: can\nrhetorical: did you know\n";
const GERMAN: &str = "language: de\nlater-denials: nicht\n";

fn rules(text: &str) -> RuleSet {
    let file = RuleFile::parse(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let languages = [ENGLISH, GERMAN].map(|text| Language::parse(text).unwrap());
    RuleSet::compile(&[file], languages.into()).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"))
}

/// The words that a rule finds in a text.
fn found(rule: &str, text: &str) -> Vec<String> {
    found_in(rule, text, "en", Conditions::default())
}

fn found_in(rule: &str, text: &str, language: &str, conditions: Conditions) -> Vec<String> {
    let (rules, words) = (rules(rule), Words::of(text));
    let outcome = rules.in_language(language).find(&words, &Situation { conditions, marks: &[] });
    outcome.matches.iter().map(|found| found.text(&words).to_owned()).collect()
}

fn pattern(pattern: &str) -> String {
    format!("id: a\nmessage: m\nlists: {{pains: ache pain}}\nfind: [\"{pattern}\"]\n")
}

#[test]
fn each_element_stands_for_what_the_manual_says() {
    for (line, text, expected) in [
        ("back pain", "My Back pain is old.", &["Back pain"][..]),
        ("back pain", "My back, pain is old.", &[]),
        ("back|neck pain", "Neck pain. A pain.", &["Neck pain"]),
        ("WHO says", "The WHO says. Who says?", &["WHO says"]),
        ("osteo*", "Osteoporosis and bones.", &["Osteoporosis"]),
        ("*itis", "Arthritis hurts.", &["Arthritis"]),
        ("<pains>", "An ache. It hurts.", &["ache"]),
        ("<number> weeks", "2 weeks. Three weeks. 1 weeks. 2000 weeks.", &["2 weeks", "Three weeks", "2000 weeks"]),
        ("<digits> %", "39% of them. All % of them.", &["39%"]),
        ("<number> people", "12,000 people. 2.5 people. 1 people.", &["12,000 people", "2.5 people"]),
        ("Caf\u{e9}", "Cafe\u{301}. caf\u{e9}.", &["Cafe\u{301}"]),
        ("Ber*", "Be\u{ad}r\u{fc}hmt.", &["Be\u{ad}r\u{fc}hmt"]),
        ("in <year>", "It was in 2020. It was in 20.", &["in 2020"]),
        ("pain !relief", "A pain stays. A pain relief. A pain.", &["pain", "pain"]),
        ("!no pain", "A pain. No pain. Pain.", &["pain", "Pain"]),
        ("cures ..2 pain", "It cures all back pain. It cures all of my pain.", &["cures all back pain"]),
        ("cures ..2 pain", "It cures not my pain.", &[]),
        ("cures a|my..2 pain", "It cures my pain. It cures her pain.", &["cures my pain"]),
        ("cures ... pain", "It cures, as they say, each pain.", &["cures, as they say, each pain"]),
        ("^ pain", "Pain is old. A pain.", &["Pain"]),
        ("pain $", "It is a pain. A pain stays.", &["pain"]),
        ("study , pain", "In a study, pain went. In a study pain went.", &["study, pain"]),
        ("cures * pain", "It cures my pain. It cures pain.", &["cures my pain"]),
        ("isn't", "It isn\u{2019}t. It is.", &["isn\u{2019}t"]),
        ("osteoporosis", "Osteo\u{ad}porosis.", &["Osteo\u{ad}porosis"]),
        ("\u{fc}bung", "Eine U\u{308}bung.", &["U\u{308}bung"]),
    ] {
        assert_eq!(found(&pattern(line), text), expected, "`{line}` in `{text}`");
    }
}

#[test]
fn what_stands_beside_the_words_decides() {
    let rule = "id: a\nmessage: m\nfind:\n  - patterns: [risk]\n    where: [higher ..1 ~, \"~ of falls\"]\n    unless: [if ... ~]\n";
    let text = "A higher risk. A risk of falls. A risk. If you walk, a higher risk.";
    assert_eq!(found(rule, text), ["risk", "risk"]);
    let anywhere = "id: a\nmessage: m\nfind: [risk]\nunless: [of rain]\n";
    assert_eq!(found(anywhere, "The chance of rain is a risk. A risk."), ["risk"]);
}

#[test]
fn a_condition_silences_a_rule() {
    let rule = |condition: &str| format!("id: a\nmessage: m\nfind: [cures]\nnot-when: [{condition}]\n");
    for (condition, text, expected) in [
        ("denied", "It never cures. It cures.", 1),
        ("denied", "It does not hurt, and it cures. It does not hurt but cures.", 2),
        ("denied", "It not only cures. No doubt it cures. No tea cures.", 2),
        ("denied", "It isn\u{2019}t a tea that cures. Without a tea it cures.", 0),
        ("denied", "It is a myth that a tea, whatever it is, cures.", 0),
        ("question", "Who cures? Did you know it cures? It cures.", 2),
        ("quoted", "He says \"it cures\" and laughs. \"It cures.\" \u{201c}It cures\u{201d}, he says.", 1),
        ("in-a-name", "The Cures Act. It Cures.", 1),
    ] {
        assert_eq!(found(&rule(condition), text).len(), expected, "{condition}: {text}");
    }
    let german = found_in(&rule("denied"), "Er cures nicht. Er cures alles.", "de-AT", Conditions::default());
    assert_eq!(german.len(), 1);
    let heading = Conditions::default().with(Condition::Heading);
    assert_eq!(found_in(&rule("heading"), "It cures", "en", heading), [""; 0]);
    assert_eq!(found_in(&rule("question"), "Can it cures", "en", heading), [""; 0]);
    let marks = [10];
    let words = Words::of("It cures. It may. It cures.");
    let outcome = rules(&rule("cited"))
        .in_language("en")
        .find(&words, &Situation { conditions: Conditions::default(), marks: &marks });
    assert_eq!(outcome.matches.iter().map(|found| found.sentence).collect::<Vec<_>>(), [2]);
}

#[test]
fn a_rule_reports_as_often_as_it_says() {
    let rule = |once: &str| format!("id: a\nmessage: m\nonce: {once}\nfind: [one, two]\n");
    let text = "One and two and one. Two.";
    let count = |once: &str| {
        let (rules, words) = (rules(&rule(once)), Words::of(text));
        let mut matches = rules.in_language("en").find(&words, &Situation::default()).matches;
        rules.keep_first(&mut matches, |found| found);
        matches.len()
    };
    assert_eq!([count("sentence"), count("match"), count("page")], [2, 4, 2]);
    let group = "id: a\nmessage: m\nonce: page\nfind: [{patterns: [one, two]}]\n";
    let (rules, words) = (rules(group), Words::of(text));
    let mut matches = rules.in_language("en").find(&words, &Situation::default()).matches;
    rules.keep_first(&mut matches, |found| found);
    assert_eq!(matches.len(), 1, "both are one sign");
}

#[test]
fn a_mistake_is_named_with_its_place() {
    for (text, line, column, message) in [
        ("id: a\nmessage: m\nfind:\n  - word\n  - <none>\n", 5, 5, "there is no list `none` in this file"),
        ("id: a\nmessage: m\nfind:\n  - patterns: [a ..x b]\n", 4, 16, "`..x` has no number from 0 to 255 behind `..`"),
        (
            "id: a\nmessage: m\nfind: [a ~]\n",
            3,
            8,
            "`~` stands for the words that were found, in `where` and `unless` alone",
        ),
        ("id: a\nmessage: m\nfind: [\"a,b\"]\n", 3, 8, "`a,b` is not one word; put blanks between words and marks"),
        ("id: a\nmessage: m\nfind: [\"..2\"]\n", 3, 8, "a pattern needs a word that has to stand there"),
        ("id: a\nmessage: m\nlists: {b: \"\"}\n", 1, 5, "the list `b` has no words"),
        (
            "id: a\nmessage: m\nlists: {b: \"tea, milk\"}\n",
            1,
            5,
            "`tea,` in the list `b` is not one word; put blanks between words and marks",
        ),
        ("id: a\nmessage: m\n", 1, 5, "the rule looks for nothing: `find` has no pattern"),
        ("id: a\nmessage: m\nfind: [a||b]\n", 3, 8, "an element without a word: write `*` for any"),
        (
            "id: a\nmessage: m\nfind:\n  - swap: {\"a,b\": c}\n",
            4,
            5,
            "`a,b` is not one word; put blanks between words and marks",
        ),
    ] {
        let file = RuleFile::parse(text).unwrap();
        let errors = RuleSet::compile(&[file], Vec::new()).unwrap_err();
        let error = &errors[0].error;
        assert_eq!((error.line, error.column, error.message.as_str()), (line, column, message), "{text}");
    }
    let error = RuleFile::parse("id: a\nmessage: m\nfnd: [a]\n").unwrap_err();
    assert!(error.line == 3 && error.message.starts_with("unknown field `fnd`"), "{error}");
}

#[test]
fn compiled_rules_are_the_same_after_they_were_stored() {
    let set = rules(&pattern("cures ..2 pain"));
    let stored = RuleSet::from_bytes(&set.to_bytes()).unwrap();
    let words = Words::of("It cures back pain.");
    assert_eq!(
        stored.in_language("en").find(&words, &Situation::default()).matches,
        set.in_language("en").find(&words, &Situation::default()).matches
    );
}

/// A text of one word after the other, without a full stop, takes time that grows with its length alone.
#[test]
fn a_text_without_full_stops_is_read_to_its_end() {
    let text = "cures not ".repeat(20_000);
    let rule = "id: a\nmessage: m\nonce: match\nfind: [cures ... never ... pain]\nunless: [a ... b]\nnot-when: [denied, quoted]\n";
    assert_eq!(found(rule, &text), [""; 0]);
    let runs = format!("id: a\nmessage: m\nfind: [\"tea {}zzz*\"]\n", "... tea ".repeat(6));
    assert_eq!(found(&runs, &"tea ".repeat(300)), [""; 0]);
}
