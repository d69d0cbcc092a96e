//! A site of 200 pages and 2,000 sources after a year: each planted event is in the list of `wellpress care` once, and nothing else is. Then
//! its items are worked through as an editor would, with their commands. What services tell of sources is played in `tools/care`.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::program::ProgramOutput;

const TODAY: &str = "2026-06-12";

const SETTINGS: &str = "\
title: Backs
base_url: https://backs.example/
languages: {de: {title: Rücken}}
review: {every: 24 months, soon: 30 days}
citations: {retractions: data/list.csv, notices: data/notices.csv}
";

const COLUMNS: &str = "RetractionDate,OriginalPaperDOI,OriginalPaperPubMedID,RetractionNature\n";

/// What becomes known of sources during the year.
const NOTICES: &str = "\
2026-05-30,10.5555/s0120,0,Retraction
2026-05-30,10.5555/s0121,0,Correction
2026-05-30,10.5555/s0122,0,Expression of concern
2026-05-30,10.5555/cited,0,Retraction
";

const UPDATES: &str = "\
Key,Title,DOI,PubMedID,Event,OtherDOI,OtherPubMedID,OtherTitle,Date,KnownBy
s0128,Study 128,,,unfound,,,,,\"Crossref, OpenAlex, PubMed\"
";

const REFERENCES: &str = "\
Key,Title,DOI,PubMedID,CitedDOI,CitedPubMedID,CitedOpenAlexID,CitedTitle,KnownBy
s0127,Study 127,10.5555/s0127,,10.5555/cited,,,Cited,Crossref
";

const REMARK: &str = "\
- file: aaaaaaaa
  page: article:p007
  language: en
  date: \"2026-06-01\"
  reviewer: Kim
  remarks:
    - {id: aaaaaaaa-1, state: open, words: Sentence 1, comment: Always?}
";

const DEAD_LINK: &str =
    r#"{"https://gone.example/a": {"day": "2026-06-10", "verdict": {"dead": {"why": "404", "help": "look for it"}}}}"#;

/// What happens to the site in the year: kind, and what it is about.
const EVENTS: [(&str, &str); 24] = [
    ("ai-unreviewed", "article:p011"),
    ("changes-requested", "article:p014"),
    ("credential-expired", "old"),
    ("credential-expires", "soon"),
    ("link-dead", "https://gone.example/a"),
    // Its text, an exercise, a source and a snippet.
    ("page-changed", "article:p002"),
    ("page-changed", "article:p003"),
    ("page-changed", "article:p004"),
    ("page-changed", "article:p005"),
    ("page-appears", "article:p008"),
    ("page-expires", "article:p009"),
    ("remark-open", "aaaaaaaa-1"),
    ("request-open", "article:p006"),
    ("review-due", "article:p001"),
    ("review-overdue", "article:p000"),
    ("source-cites-retracted", "s0127"),
    ("source-concern", "s0122"),
    ("source-corrected", "s0121"),
    ("source-old", "s0126"),
    ("source-published", "s0125"),
    ("source-retracted", "s0120"),
    ("source-superseded", "s0123"),
    ("source-unfound", "s0128"),
    ("translation-stale", "article:p010"),
];

/// What the list has of an event. The key is its kind and what it is about.
type Items = BTreeMap<(String, String), Value>;

struct Year(TempDir);

impl Year {
    fn write(&self, path: &str, text: &str) {
        let path = self.0.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.0.path().join(path)).unwrap()
    }

    /// Replaces words of a file, which has to have them.
    fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "no `{from}` in {path}");
        self.write(path, &text.replace(from, to));
    }

    fn run(&self, day: &str, arguments: &[&str]) -> ProgramOutput {
        run(self.0.path(), day, arguments)
    }

    fn sign(&self, day: &str, page: usize, further: &[&str]) {
        let page = format!("article:p{page:03}");
        let sign = ["review", "sign", &page, "--as", "ann", "--role", "medical"];
        self.run(day, &[&sign, further].concat()).assert_status(0);
    }

    /// The list; an event that is in it twice is a failure.
    fn items(&self, day: &str) -> Items {
        let list = self.run(day, &["care", "--format", "json"]).assert_status(0).json();
        let mut items = Items::new();
        for item in list["items"].as_array().unwrap() {
            let person = Some(&item["person"]).filter(|_| item["kind"] != "request-open");
            let about =
                [Some(&item["source"]), Some(&item["link"]), person, Some(&item["remark"]), item["page"].get("id")];
            let about = about.into_iter().flatten().find_map(Value::as_str).unwrap_or("-");
            let key = (item["kind"].as_str().unwrap().to_owned(), about.to_owned());
            assert!(items.insert(key.clone(), item.clone()).is_none(), "{key:?} is in the list twice");
        }
        items
    }

    /// The site as it was built, with reviews and a request.
    fn begun() -> Self {
        let year = Self(TempDir::new().unwrap());
        year.write("wellpress.yaml", SETTINGS);
        for list in ["list", "notices"] {
            year.write(&format!("data/{list}.csv"), COLUMNS);
            year.write(&format!("data/{list}.csv.yaml"), "fetched: 2026-06-01\n");
        }
        year.write("content/references/library.bib", &(0..2000).map(entry).collect::<String>());
        year.write("content/pages/index.md", "---\ntitle: Home\n---\nWords.\n");
        year.write("content/exercises/cobra.md", "---\ntitle: Cobra\ndose: {hold: 3 s}\n---\n1. Lie down.\n");
        year.write("content/snippets/help.md", "Ask for help.\n");
        for (id, front) in [
            ("jo", ""),
            ("ann", "credentials: [MD]\n"),
            ("old", "credentials: [MD]\ncredentials_expire: 2026-05-31\n"),
            ("soon", "credentials: [MD]\ncredentials_expire: 2026-06-30\n"),
        ] {
            year.write(&format!("content/people/{id}.md"), &format!("---\nname: {id}\n{front}---\n"));
        }
        (0..200).for_each(|page| year.write(&article_file(page), &article(page)));
        year.translate("x");
        let report = year.run("2026-01-10", &["check"]).err;
        year.translate(hash_in(&report));
        year.review();
        year
    }

    fn translate(&self, hash: &str) {
        self.write(
            "content/articles/p010.de.md",
            &format!("---\ntitle: Seite\ntranslated_from: \"{hash}\"\n---\nWorte.\n"),
        );
    }

    fn review(&self) {
        self.sign("2024-06-01", 0, &[]);
        self.sign("2024-07-01", 1, &[]);
        (2..6).for_each(|page| self.sign("2026-01-10", page, &[]));
        self.sign("2026-02-01", 14, &["--decision", "changes-requested", "--note", "More."]);
        let request =
            ["review", "request", "article:p006", "--reviewer", "ann", "--until", "2026-06-05", "--output", "packets"];
        self.run("2026-05-01", &request).assert_status(0);
    }

    /// The site after the year.
    fn passed() -> Self {
        let year = Self::begun();
        year.edit(&article_file(2), "Sentence 3", "Sentence three");
        year.edit("content/exercises/cobra.md", "Lie down", "Lie down slowly");
        year.write("content/snippets/help.md", "Ask for help at once.\n");
        let library = "content/references/library.bib";
        year.edit(library, "{Study 45}", "{Study of 45 people}");
        year.edit(library, "doi={10.5555/s0123}", "doi={10.5555/s0123}, superseded_by={s0124}");
        year.edit(library, "doi={10.5555/s0125}", "doi={10.5555/s0125}, superseded_by={s0129}");
        year.edit(library, "date={2024}, doi={10.5555/s0126}", "date={2012}, doi={10.5555/s0126}");
        year.write("data/list.csv", &format!("{COLUMNS}{NOTICES}"));
        year.write("data/notices.updates.csv", UPDATES);
        year.write("data/notices.references.csv", REFERENCES);
        year.write("content/reviews/p007.answers.yaml", REMARK);
        year.edit(&article_file(8), "2025-01-01", "2026-06-20");
        year.edit(&article_file(9), "published:", "expires: 2026-06-30\npublished:");
        year.edit(&article_file(10), "Sentence 3", "Sentence three");
        year.write(".wellpress/external-links.json", DEAD_LINK);
        year
    }
}

fn run(folder: &Path, day: &str, arguments: &[&str]) -> ProgramOutput {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_wellpress"));
    command.current_dir(folder).args(["--clock", day, "--color", "never"]).args(arguments);
    ProgramOutput::of(command.output().unwrap())
}

fn article_file(page: usize) -> String {
    format!("content/articles/p{page:03}.md")
}

fn article(page: usize) -> String {
    let marks: String = (0..10).map(|at| format!("Sentence {at} [@s{:04}]. ", page * 10 + at)).collect();
    let front = if page == 11 { "ai: {used: Draft, tool: A model}\n" } else { "" };
    let behind = match page {
        3 => "::exercise{#cobra}\n",
        5 => "::snippet{#help}\n",
        13 => "See [this](https://gone.example/a).\n",
        _ => "",
    };
    format!("---\ntitle: Page {page}\nauthors: [jo]\npublished: 2025-01-01\n{front}---\n{marks}\n\n{behind}")
}

fn entry(number: usize) -> String {
    let key = format!("s{number:04}");
    let (kind, fields) = match number {
        125 => ("unpublished", "date={2025}"),
        126 => ("report", "evidence={guideline}, date={2024}"),
        127 => ("article", "journal={J}, evidence={systematic-review}, date={2025}"),
        _ => ("article", "journal={J}, date={2025}"),
    };
    let doi = if number == 128 { String::new() } else { format!(", doi={{10.5555/{key}}}") };
    format!("@{kind}{{{key}, title={{Study {number}}}, author={{Lee{number}, A}}, {fields}{doi}}}\n")
}

/// The fingerprint that a message tells a translator to write.
fn hash_in(text: &str) -> &str {
    let hash = text.split("write `translated_from: \"").nth(1).and_then(|rest| rest.split('"').next());
    hash.unwrap_or_else(|| panic!("no fingerprint in {text}"))
}

fn events() -> Vec<(String, String)> {
    EVENTS.iter().map(|(kind, about)| ((*kind).to_owned(), (*about).to_owned())).collect()
}

#[test]
fn each_event_of_a_year_is_in_the_list_once_and_nothing_else_is() {
    let mut expected = events();
    expected.sort();
    assert_eq!(Year::passed().items(TODAY).into_keys().collect::<Vec<_>>(), expected);
}

/// How an editor settles an item that its command shows and does not settle: edits of files, each with words and those in their place.
const EDITS: [(&str, &str, &str, &str); 13] = [
    ("source-retracted", "content/articles/p012.md", "[@s0120]", "[@s0001]"),
    (
        "source-corrected",
        "content/articles/p012.md",
        "Sentence 0 ",
        "<!-- wellpress-allow source-corrected: it holds -->\nSentence 0 ",
    ),
    ("source-concern", "content/articles/p012.md", "[@s0122]", "[@s0001]"),
    ("source-superseded", "content/articles/p012.md", "[@s0123]", "[@s0124]"),
    ("source-published", "content/articles/p012.md", "[@s0125]", "[@s0129]"),
    ("source-old", "content/articles/p012.md", "[@s0126]", "[@s0001]"),
    ("source-cites-retracted", "content/articles/p012.md", "[@s0127]", "[@s0001]"),
    ("source-unfound", "content/references/library.bib", "Study 128}, ", "Study 128}, doi={10.5555/s0128}, "),
    ("link-dead", "content/articles/p013.md", "https://gone.example/a", "https://here.example/"),
    ("page-expires", "content/articles/p009.md", "expires: 2026-06-30", "expires: 2027-06-30"),
    ("page-appears", "content/articles/p008.md", "2026-06-20", "2026-06-12"),
    ("credential-expired", "content/people/old.md", "2026-05-31", "2028-05-31"),
    ("credential-expires", "content/people/soon.md", "2026-06-30", "2028-06-30"),
];

#[test]
fn the_list_of_a_month_is_worked_through() {
    let year = Year::passed();
    let items = year.items(TODAY);
    let mut left: Vec<(String, String)> = items.keys().cloned().collect();
    for (key, item) in &items {
        let command = &item["command"].as_str().unwrap().replace("PERSON", "ann");
        let words: Vec<&str> = command.split(' ').skip(1).collect();
        let kind = key.0.as_str();
        if words.first() == Some(&"review") {
            year.run(TODAY, &words).assert_status(0);
        }
        // The packet is out, and its reader answers.
        if words.starts_with(&["review", "request"]) {
            let page = key.1.trim_start_matches("article:p").parse().unwrap();
            year.sign(TODAY, page, &[]);
        }
        match kind {
            // The person answers. The command has written the draft of a reminder.
            "request-open" => {
                assert_eq!(std::fs::read_dir(year.0.path().join("reminders")).unwrap().count(), 1);
                year.sign(TODAY, 6, &[]);
            }
            "translation-stale" => year.translate(hash_in(item["help"].as_str().unwrap())),
            _ => {
                let edits = EDITS.iter().filter(|(edited, ..)| *edited == kind);
                edits.for_each(|(_, file, from, to)| year.edit(file, from, to));
            }
        }
        left.retain(|other| other != key);
        assert_eq!(year.items(TODAY).into_keys().collect::<Vec<_>>(), left, "{key:?}: {command}");
    }
    let list = year.run(TODAY, &["care", "--strict"]).assert_status(0).out;
    assert!(
        list.starts_with(&format!("Nothing to do on {TODAY}\n"))
            && list.contains("Made with AI and signed off: 1 page"),
        "{list}"
    );
}
