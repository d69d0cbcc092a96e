//! Measures the rules about prose on labelled sentences: `tests/prose/tuning.csv`, which the authors of the rules read,
//! `tests/prose/held-out.csv` and `tests/prose/final.csv`, which are only measured. A test that fails names the mistakes in the
//! first alone, so that nobody improves a rule on sentences that judge it. `plain.csv` and `plain-held-out.csv` have sentences in the
//! plainest words, where recall counts as well. `tests/prose/guide.md` says what each rule is about.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use wellpress_diagnostics::{Severity, rules};

use crate::harness::TestSite;

const RULES: [&str; 6] =
    ["claim-uncited", "promise", "blanket-safety", "person-first", "red-flag-without-care", "link-text-vague"];

/// The rules that `plain.csv` and `plain-held-out.csv` have sentences of.
const RULES_IN_PLAIN_WORDS: [&str; 2] = ["blanket-safety", "red-flag-without-care"];

/// The least precision of a warning, and of a note, in each set. Recall is shown and not asked for: many sentences of the sets are idioms, and no list of
/// words grows for them.
const LEAST_PRECISION: [f64; 2] = [0.9, 0.8];

/// A sentence with the rules that should find something in it.
#[derive(Clone)]
struct LabelledSentence {
    number: u32,
    sentence: String,
    rules: BTreeSet<String>,
}

/// How the findings of one rule compare with the labels.
#[derive(Default)]
struct Measurement {
    right: usize,
    /// Sentences with a finding and without the label.
    wrong: Vec<u32>,
    /// Sentences with the label and without a finding.
    missed: Vec<u32>,
}

impl Measurement {
    fn precision(&self) -> f64 {
        share(self.right, self.right + self.wrong.len())
    }

    fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed.len())
    }
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// One labelled set and what each rule found in it.
struct MeasuredSet {
    sentences: Vec<LabelledSentence>,
    by_rule: BTreeMap<&'static str, Measurement>,
}

#[test]
fn the_rules_about_prose_are_as_right_as_the_manual_says() {
    let sets = ["tuning.csv", "held-out.csv", "final.csv"].map(measure);
    let table = table(&sets);
    let page = std::fs::read_to_string(root().join("docs/prose-rules.md")).unwrap();
    let mistakes = mistakes(&sets[0]);
    assert!(page.contains(&table), "docs/prose-rules.md should have this table:\n\n{table}\n{mistakes}");
    for (rule, set) in RULES.iter().flat_map(|rule| sets.iter().map(move |set| (rule, set))) {
        let measurement = &set.by_rule[rule];
        let is_note = rules::find(rule).unwrap().severity == Severity::Note;
        assert!(
            measurement.precision() >= LEAST_PRECISION[usize::from(is_note)],
            "{rule}: {}\n{mistakes}",
            figures(measurement)
        );
    }
}

#[test]
fn what_is_said_in_plain_words_is_found() {
    for file in ["plain.csv", "plain-held-out.csv"] {
        let set = measure(file);
        for rule in RULES_IN_PLAIN_WORDS {
            let measurement = &set.by_rule[rule];
            let is_good = measurement.recall() >= 0.8 && measurement.precision() >= 0.9;
            assert!(is_good, "{file}, {rule}: {}", figures(measurement));
        }
    }
}

#[test]
fn no_sentence_is_in_two_sets() {
    let [tuning, held_out, last] = ["tuning.csv", "held-out.csv", "final.csv"].map(read_sentences);
    let all: Vec<&LabelledSentence> = tuning.iter().chain(&held_out).chain(&last).collect();
    let plain = ["plain.csv", "plain-held-out.csv"].map(read_sentences).concat();
    let with_plain = || all.iter().copied().chain(&plain);
    let texts: BTreeSet<&str> = with_plain().map(|labelled| &*labelled.sentence).collect();
    let numbers: BTreeSet<u32> = with_plain().map(|labelled| labelled.number).collect();
    let count = with_plain().count();
    assert_eq!((texts.len(), numbers.len()), (count, count), "a sentence or its number stands there twice");
    let judging = held_out.len() + last.len();
    assert!(all.len() >= 600 && judging * 3 >= all.len(), "{judging} of {}", all.len());
    let unlabelled = all.iter().filter(|labelled| labelled.rules.is_empty()).count();
    assert!(unlabelled * 20 >= all.len() * 9, "about half of the sentences are harmless, not {unlabelled}");
    let known = BTreeSet::from(RULES);
    let unknown: Vec<&String> =
        all.iter().flat_map(|labelled| &labelled.rules).filter(|rule| !known.contains(&***rule)).collect();
    assert!(unknown.is_empty(), "labels that are no rules: {unknown:?}");
}

/// Checks a site with one article for each sentence, so that no sentence changes what is found in another.
fn measure(file: &str) -> MeasuredSet {
    let sentences = read_sentences(file);
    let library =
        "@article{example-2020, title={Walking}, author={Example, Ada}, journal={J}, year={2020}, doi={10.1000/a}}";
    let site = sentences.iter().fold(TestSite::new().library(library), |site, labelled| {
        site.article(&format!("s{}", labelled.number), &format!("{}\n", labelled.sentence))
    });
    let build = site.with_common_findings().build();
    let mut by_rule = BTreeMap::new();
    for rule in RULES {
        let findings = build.of_rule(rule);
        let files: BTreeSet<String> = findings.iter().map(|finding| file_of(&finding.location.file)).collect();
        let mut measurement = Measurement::default();
        for labelled in &sentences {
            let is_found = files.contains(&format!("s{}.md", labelled.number));
            match (is_found, labelled.rules.contains(rule)) {
                (true, true) => measurement.right += 1,
                (true, false) => measurement.wrong.push(labelled.number),
                (false, true) => measurement.missed.push(labelled.number),
                (false, false) => {}
            }
        }
        by_rule.insert(rule, measurement);
    }
    MeasuredSet { sentences, by_rule }
}

fn file_of(path: &str) -> String {
    path.rsplit('/').next().unwrap().to_owned()
}

fn read_sentences(file: &str) -> Vec<LabelledSentence> {
    let rows = rows(&root().join("tests/prose").join(file));
    let sentences = rows.into_iter().map(|row| LabelledSentence {
        number: row[0].parse().unwrap(),
        sentence: row[1].clone(),
        rules: rules_of(&row[2]),
    });
    sentences.collect()
}

fn rows(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

fn rules_of(cell: &str) -> BTreeSet<String> {
    cell.split(';').filter(|rule| !rule.is_empty()).map(str::to_owned).collect()
}

/// The table of the manual, by the present measurement.
fn table(sets: &[MeasuredSet; 3]) -> String {
    let head = "| rule | precision, tuning | recall | precision, held out | recall | precision, final | recall |\n\
                | --- | --- | --- | --- | --- | --- | --- |\n";
    let rows = RULES.iter().map(|rule| {
        let cells: Vec<String> = sets.iter().map(|set| figures(&set.by_rule[rule])).collect();
        format!("| `{rule}` | {} |\n", cells.join(" | "))
    });
    rows.fold(head.to_owned(), |table, row| table + &row)
}

/// `0.95 (19 of 20) | 0.90 (19 of 21)`
fn figures(measurement: &Measurement) -> String {
    let right = measurement.right;
    let [found, labelled] = [right + measurement.wrong.len(), right + measurement.missed.len()];
    let [precision, recall] = [measurement.precision(), measurement.recall()];
    format!("{precision:.2} ({right} of {found}) | {recall:.2} ({right} of {labelled})")
}

/// The wrong and the missed sentences of the tuning set.
fn mistakes(tuning: &MeasuredSet) -> String {
    let mut lines = Vec::new();
    for (rule, measurement) in &tuning.by_rule {
        for (word, numbers) in [("wrong", &measurement.wrong), ("missed", &measurement.missed)] {
            let sentences = tuning.sentences.iter().filter(|labelled| numbers.contains(&labelled.number));
            lines.extend(sentences.map(|labelled| format!("{rule}, {word}: {}", labelled.sentence)));
        }
    }
    lines.join("\n")
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
