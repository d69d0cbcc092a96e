//! The works that citations of Word files name, each once and under a readable key.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::old_site::numbered;

/// A work as CSL-JSON.
pub(super) type Work = Map<String, Value>;

/// The variables of CSL that are kept. Everything else is the bookkeeping of a program, or private: notes, paths of files,
/// e-mail addresses, names of libraries and groups.
const VARIABLES: &str = "type title title-short container-title container-title-short collection-title collection-number \
    volume issue page number number-of-pages number-of-volumes edition version publisher publisher-place event event-title \
    event-place event-date genre medium status section chapter-number DOI ISBN ISSN PMID PMCID URL abstract language \
    issued accessed submitted original-date original-title jurisdiction authority journalAbbreviation author editor \
    translator container-author collection-editor director interviewer reviewed-author reviewed-title";

#[derive(Debug, Default)]
pub(super) struct Library {
    /// In the order of the texts.
    works: Vec<Work>,
    /// The places of works by what tells them: their key, DOI, title and year.
    places: BTreeMap<String, usize>,
}

impl Library {
    /// The key of a work, which is added if it is new.
    pub fn key_of(&mut self, work: &Work) -> String {
        let work = cleaned(work);
        let identities = [doi(&work).map(|doi| format!("doi {doi}")), identity_by_title(&work)];
        let mut places = identities.iter().flatten().filter_map(|identity| self.places.get(identity).copied());
        let work_index = places.find(|place| self.is_same(*place, &work)).unwrap_or_else(|| self.add(work));
        for identity in identities.into_iter().flatten() {
            self.places.entry(identity).or_insert(work_index);
        }
        self.works.get(work_index).map(|work| text(work, "id").to_owned()).unwrap_or_default()
    }

    /// The works as CSL-JSON, in the order in which the texts first cite them.
    pub fn into_sources(self) -> Vec<Value> {
        self.works.into_iter().map(Value::Object).collect()
    }

    /// Two works of one title with different DOIs are two, such as the editorials of one year.
    fn is_same(&self, place: usize, work: &Work) -> bool {
        let (doi, other) = (doi(work), self.works.get(place).and_then(doi));
        doi.is_none() || other.is_none() || doi == other
    }

    fn add(&mut self, mut work: Work) -> usize {
        let key = self.free_key(&work);
        self.places.insert(format!("key {key}"), self.works.len());
        work.insert("id".to_owned(), key.into());
        self.works.push(work);
        self.works.len() - 1
    }

    /// Author and year; a word of the title and then a number only if others have the same.
    fn free_key(&self, work: &Work) -> String {
        let title = slug::slugify(text(work, "title"));
        let word = title.split('-').find(|word| word.len() > 3).unwrap_or("work");
        let author = first_name(work).unwrap_or_else(|| word.to_owned());
        let short = format!("{author}-{}", year(work).unwrap_or_else(|| "nd".to_owned()));
        let long = format!("{short}-{word}");
        let is_free = |key: &str| !self.places.contains_key(&format!("key {key}"));
        if is_free(&short) { short } else { numbered(&long, is_free) }
    }
}

fn cleaned(work: &Work) -> Work {
    let kept_variables = work.iter().filter(|(name, value)| is_kept(name, value));
    let mut cleaned: Work = kept_variables.map(|(name, value)| (name.clone(), value.clone())).collect();
    // Zotero has these numbers in the note, which is not kept.
    for line in text(work, "note").lines() {
        if let Some((name @ ("PMID" | "PMCID"), number)) = line.trim().split_once(':') {
            cleaned.entry(name).or_insert_with(|| number.trim().into());
        }
    }
    cleaned
}

fn is_kept(name: &str, value: &Value) -> bool {
    !value.is_null() && *value != "" && VARIABLES.split_whitespace().any(|variable| variable == name)
}

fn text<'w>(work: &'w Work, name: &str) -> &'w str {
    work.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn doi(work: &Work) -> Option<String> {
    let doi = text(work, "DOI").trim().to_lowercase();
    doi.get(doi.find("10.")?..).map(str::to_owned)
}

fn identity_by_title(work: &Work) -> Option<String> {
    let title = slug::slugify(text(work, "title"));
    (!title.is_empty()).then(|| format!("title {title} {}", year(work).unwrap_or_default()))
}

fn first_name(work: &Work) -> Option<String> {
    let name = ["author", "editor"].into_iter().find_map(|role| work.get(role)?.get(0))?;
    let name = slug::slugify(["family", "literal", "given"].into_iter().find_map(|part| name.get(part)?.as_str())?);
    // The name of an organisation can be a sentence.
    let short: Vec<&str> = name.split('-').take(3).collect();
    Some(short.join("-")).filter(|name| !name.is_empty())
}

/// The first four digits in any form of a date.
fn year(work: &Work) -> Option<String> {
    let date = work.get("issued")?.to_string();
    let mut numbers = date.split(|character: char| !character.is_ascii_digit());
    numbers.find(|number| number.len() == 4).map(str::to_owned)
}
