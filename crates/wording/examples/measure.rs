//! Measures rules on labelled sentences: `measure RULES-FOLDER SENTENCES [RULE]`.
//!
//! The sentences are a CSV file (`number,sentence,rules`, where `rules` names all that should find something, divided by `;`)
//! or a JSON file (`rule`, `sentence`, `context`, `audience`, `verdict`). With RULE, its mistakes are shown.

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a program of its own for whoever writes rules")]

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use wellpress_wording::{Condition, Conditions, Language, RuleFile, RuleSet, Situation, Words};

/// A sentence, and of each rule that it was labelled for whether it should be found.
struct Labelled {
    sentence: String,
    /// Other words of the same page.
    context: Vec<String>,
    is_for_clinicians: bool,
    /// `None` for every rule.
    asked: Option<String>,
    wanted: BTreeSet<String>,
}

#[derive(Default)]
struct Figures {
    right: usize,
    wrong: Vec<String>,
    missed: Vec<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [folder, sentences, ..] = &arguments[..] else { return Err("measure RULES-FOLDER SENTENCES [RULE]".into()) };
    let rules = read_rules(Path::new(folder))?;
    let mut figures: BTreeMap<&str, Figures> = BTreeMap::new();
    for labelled in read_sentences(Path::new(sentences))? {
        let found = found_rules(&rules, &labelled);
        for rule in rules.rules() {
            let id = rule.id.as_str();
            if labelled.asked.as_deref().is_some_and(|asked| asked != id) {
                continue;
            }
            let figures = figures.entry(id).or_default();
            match (found.contains(id), labelled.wanted.contains(id)) {
                (true, true) => figures.right += 1,
                (true, false) => figures.wrong.push(labelled.sentence.clone()),
                (false, true) => figures.missed.push(labelled.sentence.clone()),
                (false, false) => {}
            }
        }
    }
    for (id, figures) in figures {
        let [found, wanted] = [figures.right + figures.wrong.len(), figures.right + figures.missed.len()];
        println!("{id}: {} of {found} findings right, {} of {wanted} wanted found", figures.right, figures.right);
        if arguments.get(2).is_some_and(|rule| rule == id) {
            figures.wrong.iter().for_each(|sentence| println!("  wrong: {sentence}"));
            figures.missed.iter().for_each(|sentence| println!("  missed: {sentence}"));
        }
    }
    Ok(())
}

fn read_rules(folder: &Path) -> Result<RuleSet, Box<dyn Error>> {
    let (mut files, mut languages) = (Vec::new(), Vec::new());
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let is_language = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("language."));
        let parsed = if is_language {
            Language::parse(&text).map(|language| languages.push(language))
        } else {
            RuleFile::parse(&text).map(|file| files.push((path.clone(), file)))
        };
        parsed.map_err(|error| format!("{}:{error}", path.display()))?;
    }
    let (paths, files): (Vec<_>, Vec<_>) = files.into_iter().unzip();
    let problem = |error: &wellpress_wording::CompileError| format!("{}:{}", paths[error.file].display(), error.error);
    RuleSet::compile(&files, languages)
        .map_err(|errors| errors.iter().map(problem).collect::<Vec<_>>().join("\n").into())
}

fn read_sentences(path: &Path) -> Result<Vec<Labelled>, Box<dyn Error>> {
    if path.extension().is_some_and(|extension| extension == "csv") {
        let mut reader = csv::Reader::from_path(path)?;
        let labelled = reader.records().map(|row| {
            let row = row?;
            let wanted = row[2].split(';').map(str::to_owned).collect();
            let sentence = row[1].to_owned();
            Ok(Labelled { sentence, context: Vec::new(), is_for_clinicians: false, asked: None, wanted })
        });
        return labelled.collect();
    }
    let items: Vec<BTreeMap<String, String>> = serde_json::from_str(&fs::read_to_string(path)?)?;
    let clear = items.into_iter().filter(|item| item["verdict"] != "debatable");
    let labelled = clear.map(|mut item| Labelled {
        wanted: if item["verdict"] == "flag" { BTreeSet::from([item["rule"].clone()]) } else { BTreeSet::new() },
        asked: item.remove("rule"),
        sentence: item.remove("sentence").unwrap_or_default(),
        context: item["context"].split("[..]").flat_map(|part| part.split('{')).map(str::to_owned).collect(),
        is_for_clinicians: item["audience"] == "clinician",
    });
    Ok(labelled.collect())
}

fn found_rules<'r>(rules: &'r RuleSet, labelled: &Labelled) -> BTreeSet<&'r str> {
    let text = plain(&labelled.sentence);
    let is_cited = ["[@", "[^", " @"].iter().any(|mark| labelled.sentence.contains(mark));
    let conditions = Conditions::default()
        .with_if(Condition::Clinician, labelled.is_for_clinicians)
        .with_if(Condition::Cited, is_cited);
    let situation = Situation { conditions, marks: &[] };
    let outcome = rules.in_language("en").find(&Words::of(text), &situation);
    let elsewhere = labelled
        .context
        .iter()
        .flat_map(|text| rules.in_language("en").find(&Words::of(plain(text)), &situation).at_rest);
    let at_rest: BTreeSet<usize> = elsewhere.chain(outcome.at_rest).collect();
    let matches = outcome.matches.iter().filter(|found| !at_rest.contains(&found.rule));
    matches.map(|found| rules.rules()[found.rule].id.as_str()).collect()
}

/// A sentence without the marks of Markdown.
fn plain(text: &str) -> String {
    let text = text.replace("**", "").replace(['*', '_', '\\', '#', '^'], "");
    text.trim_start_matches(['-', '>', ' ']).to_owned()
}
