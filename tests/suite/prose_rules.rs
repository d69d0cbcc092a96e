//! Measures the rules about prose on labelled sentences: `tests/prose/tuning.csv`, which the authors of the rules read, and
//! `tests/prose/held-out.csv`, which is only measured. A test that fails names the sentences of the first and not of the second,
//! so that nobody improves a rule on sentences that judge it. `tests/prose/final.csv` was written and labelled before its author read
//! the rules, and no rule was changed for its mistakes; its figures may be low, and the manual has them as they are.
//!
//! `tests/prose/guide.md` says what each rule is about, for whoever labels. `tests/prose/second-reading.csv` (`number,rules`) has the
//! labels of a second reading, without those of the files; the manual shows the agreement on the sentences that were read twice.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::harness::TestSite;

/// The rules with the least precision and recall on the tuning set and on the held-out set, a little below what was measured.
const FLOORS: [(&str, [Floor; 2]); 6] = [
    ("claim-uncited", [Floor(0.97, 0.97), Floor(0.94, 0.9)]),
    ("promise", [Floor(0.97, 0.94), Floor(0.97, 0.75)]),
    ("blanket-safety", [Floor(0.97, 0.94), Floor(0.97, 0.7)]),
    ("person-first", [Floor(0.97, 0.97), Floor(0.97, 0.94)]),
    ("red-flag-without-care", [Floor(0.97, 0.97), Floor(0.97, 0.93)]),
    ("link-text-vague", [Floor(0.97, 0.97), Floor(0.97, 0.97)]),
];

/// The least precision and the least recall.
#[derive(Clone, Copy)]
struct Floor(f64, f64);

/// A sentence with the rules that should find something in it.
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
    let tuning = measure("tuning.csv");
    let held_out = measure("held-out.csv");
    let table = table(&tuning, &held_out);
    let page = std::fs::read_to_string(root().join("docs/command-line.md")).unwrap();
    assert!(page.contains(&table), "docs/command-line.md should have this table:\n\n{table}\n{}", mistakes(&tuning));
    for (rule, floors) in FLOORS {
        for (set, floor) in [&tuning, &held_out].into_iter().zip(floors) {
            let measurement = &set.by_rule[rule];
            let is_above = measurement.precision() >= floor.0 && measurement.recall() >= floor.1;
            assert!(is_above, "{rule}: {}\n{}", figures(measurement), mistakes(&tuning));
        }
    }
}

#[test]
fn the_final_sentences_are_measured_as_the_manual_says() {
    let last = measure("final.csv");
    let second = second_reading();
    let head = "| rule | precision, final | recall, final | agreement | kappa |\n| --- | --- | --- | --- | --- |\n";
    let rows = FLOORS.iter().map(|(rule, _)| {
        format!("| `{rule}` | {} | {} |\n", figures(&last.by_rule[rule]), agreement_figures(rule, &[&last], &second))
    });
    let table = rows.fold(head.to_owned(), |table, row| table + &row);
    let page = std::fs::read_to_string(root().join("docs/command-line.md")).unwrap();
    assert!(page.contains(&table), "docs/command-line.md should have this table:\n\n{table}");
    for (rule, _) in FLOORS {
        let page = std::fs::read_to_string(root().join(format!("docs/rules/{rule}.md"))).unwrap();
        let line = line_of_page(&last.by_rule[rule]);
        assert!(page.contains(&line), "docs/rules/{rule}.md should have this line:\n\n{line}");
    }
}

#[test]
fn no_sentence_is_in_two_sets() {
    let [tuning, held_out, last] = ["tuning.csv", "held-out.csv", "final.csv"].map(read_sentences);
    let all: Vec<&LabelledSentence> = tuning.iter().chain(&held_out).chain(&last).collect();
    let texts: BTreeSet<&str> = all.iter().map(|labelled| &*labelled.sentence).collect();
    let numbers: BTreeSet<u32> = all.iter().map(|labelled| labelled.number).collect();
    assert_eq!((texts.len(), numbers.len()), (all.len(), all.len()), "a sentence or its number stands there twice");
    let judging = held_out.len() + last.len();
    assert!(all.len() >= 600 && judging * 3 >= all.len(), "{judging} of {}", all.len());
    let unlabelled = all.iter().filter(|labelled| labelled.rules.is_empty()).count();
    assert!(unlabelled * 20 >= all.len() * 9, "about half of the sentences are harmless, not {unlabelled}");
    let known: BTreeSet<&str> = FLOORS.iter().map(|(rule, _)| *rule).collect();
    let unknown: Vec<&String> =
        all.iter().flat_map(|labelled| &labelled.rules).filter(|rule| !known.contains(&***rule)).collect();
    assert!(unknown.is_empty(), "labels that are no rules: {unknown:?}");
}

#[test]
fn kappa_leaves_out_agreement_by_chance() {
    // 20 both say yes, 15 both say no, 5 and 10 differ: a textbook example.
    assert!((kappa([20, 5, 10, 15]) - 0.4).abs() < 1e-9);
    assert!((kappa([10, 0, 0, 10]) - 1.0).abs() < 1e-9);
    assert!(kappa([5, 5, 5, 5]).abs() < 1e-9);
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
    for (rule, _) in FLOORS {
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
fn table(tuning: &MeasuredSet, held_out: &MeasuredSet) -> String {
    let second = second_reading();
    let head = "| rule | precision | recall | precision, held out | recall, held out | agreement | kappa |\n\
                | --- | --- | --- | --- | --- | --- | --- |\n";
    let rows = FLOORS.iter().map(|(rule, _)| {
        let [tuned, held] = [&tuning.by_rule[rule], &held_out.by_rule[rule]];
        let agreement = agreement_figures(rule, &[tuning, held_out], &second);
        format!("| `{rule}` | {} | {} | {agreement} |\n", figures(tuned), figures(held))
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

fn line_of_page(last: &Measurement) -> String {
    format!(
        "On sentences that were not used to write the rule, precision is {:.2} and recall {:.2}",
        last.precision(),
        last.recall()
    )
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

/// The labels of somebody who did not see those of the files, by the number of the sentence.
fn second_reading() -> BTreeMap<u32, BTreeSet<String>> {
    let rows = rows(&root().join("tests/prose/second-reading.csv"));
    rows.into_iter().map(|row| (row[0].parse().unwrap(), rules_of(&row[1]))).collect()
}

/// `0.99 | 0.97`: the share of equal labels, and kappa.
fn agreement_figures(rule: &str, sets: &[&MeasuredSet], second: &BTreeMap<u32, BTreeSet<String>>) -> String {
    let counts = agreement(rule, sets, second);
    format!("{:.2} | {:.2}", share(counts[0] + counts[3], counts.iter().sum()), kappa(counts))
}

/// How many of the sentences read twice got the label from both readings, from the first, from the second, and from none.
fn agreement(rule: &str, sets: &[&MeasuredSet], second: &BTreeMap<u32, BTreeSet<String>>) -> [usize; 4] {
    let mut counts = [0; 4];
    for labelled in sets.iter().flat_map(|set| &set.sentences) {
        let Some(second) = second.get(&labelled.number) else { continue };
        let answers = (labelled.rules.contains(rule), second.contains(rule));
        counts[match answers {
            (true, true) => 0,
            (true, false) => 1,
            (false, true) => 2,
            (false, false) => 3,
        }] += 1;
    }
    counts
}

/// Cohen's kappa of such counts: the agreement beyond what two readers have by chance.
fn kappa([both, first, second, none]: [usize; 4]) -> f64 {
    let whole = both + first + second + none;
    let observed = share(both + none, whole);
    let [first_says, second_says] = [share(both + first, whole), share(both + second, whole)];
    let by_chance = first_says * second_says + (1.0 - first_says) * (1.0 - second_says);
    (observed - by_chance) / (1.0 - by_chance)
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}
