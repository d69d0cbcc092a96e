//! The works that citations of Word files name, each once and under a readable key.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

/// A work as CSL-JSON.
pub(super) type Work = Map<String, Value>;

/// The variables of CSL that are kept. Everything else is the bookkeeping of a program, or private: notes, paths of files,
/// e-mail addresses, names of libraries and groups.
const KEPT: [&str; 55] = [
    "type",
    "title",
    "title-short",
    "container-title",
    "container-title-short",
    "collection-title",
    "collection-number",
    "volume",
    "issue",
    "page",
    "page-first",
    "number",
    "number-of-pages",
    "number-of-volumes",
    "edition",
    "version",
    "publisher",
    "publisher-place",
    "event",
    "event-title",
    "event-place",
    "event-date",
    "genre",
    "medium",
    "status",
    "section",
    "part-number",
    "chapter-number",
    "DOI",
    "ISBN",
    "ISSN",
    "PMID",
    "PMCID",
    "URL",
    "abstract",
    "language",
    "issued",
    "accessed",
    "original-date",
    "original-title",
    "submitted",
    "jurisdiction",
    "authority",
    "journalAbbreviation",
    "author",
    "editor",
    "translator",
    "container-author",
    "collection-editor",
    "editorial-director",
    "director",
    "interviewer",
    "recipient",
    "reviewed-author",
    "reviewed-title",
];
const PARTS_OF_NAMES: [&str; 7] =
    ["family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle", "comma-suffix"];

#[derive(Debug, Default)]
pub(super) struct Library {
    works: BTreeMap<String, Work>,
    /// Keys by what tells a work: its DOI, its address in the library of the program, its title and year.
    keys: BTreeMap<String, String>,
    /// Keys in the order of the texts.
    order: Vec<String>,
}

impl Library {
    /// The key of a work, which is added if it is new.
    pub fn key_of(&mut self, work: &Work, addresses: &[String]) -> String {
        let work = cleaned(work);
        let doi = doi(&work);
        let by_title = identity_by_title(&work);
        let mut identities: Vec<String> = addresses.iter().map(|address| format!("uri {address}")).collect();
        identities.extend(doi.as_ref().map(|doi| format!("doi {doi}")));
        let known = identities.iter().find_map(|identity| self.keys.get(identity)).cloned();
        let known = known.or_else(|| self.known_by_title(by_title.as_deref()?, doi.as_deref()));
        let key = known.unwrap_or_else(|| self.add(work));
        for identity in identities.into_iter().chain(by_title) {
            self.keys.entry(identity).or_insert_with(|| key.clone());
        }
        key
    }

    /// The works as CSL-JSON, in the order in which the texts first cite them.
    pub fn into_sources(mut self) -> Vec<Value> {
        self.order.iter().filter_map(|key| self.works.remove(key)).map(Value::Object).collect()
    }

    /// Two works with different DOIs are two, such as the editorials of one year.
    fn known_by_title(&self, identity: &str, doi: Option<&str>) -> Option<String> {
        let key = self.keys.get(identity)?;
        let known = self.works.get(key).and_then(self::doi);
        (doi.is_none() || known.is_none() || known.as_deref() == doi).then(|| key.clone())
    }

    fn add(&mut self, mut work: Work) -> String {
        let key = self.free_key(&work);
        work.insert("id".to_owned(), key.clone().into());
        self.order.push(key.clone());
        self.works.insert(key.clone(), work);
        key
    }

    /// Author and year; a word of the title and then a number only if others have the same.
    fn free_key(&self, work: &Work) -> String {
        let title = slug::slugify(text(work, "title"));
        let word = title.split('-').find(|word| word.len() > 3).unwrap_or("work");
        let author = first_name(work).unwrap_or_else(|| word.to_owned());
        let short = format!("{author}-{}", year(work).unwrap_or_else(|| "nd".to_owned()));
        let long = format!("{short}-{word}");
        let numbered = (2..).map(|number| format!("{long}-{number}"));
        let mut keys = [short, long.clone()].into_iter().chain(numbered);
        keys.find(|key| !self.works.contains_key(key)).expect("numbers do not end")
    }
}

fn cleaned(work: &Work) -> Work {
    let kept = work.iter().filter(|(name, value)| KEPT.contains(&name.as_str()) && !value.is_null() && *value != "");
    let mut cleaned: Work = kept.map(|(name, value)| (name.clone(), without_bookkeeping(value))).collect();
    // Zotero has these numbers in the note, which is not kept.
    for line in text(work, "note").lines() {
        for (label, name) in [("PMID:", "PMID"), ("PMCID:", "PMCID")] {
            if let Some(number) = line.trim().strip_prefix(label) {
                cleaned.entry(name).or_insert_with(|| number.trim().into());
            }
        }
    }
    cleaned
}

/// Names without what Mendeley and others add to them.
fn without_bookkeeping(value: &Value) -> Value {
    let Value::Array(names) = value else { return value.clone() };
    let names = names.iter().map(|name| match name {
        Value::Object(name) => {
            let kept = name.iter().filter(|(part, value)| PARTS_OF_NAMES.contains(&part.as_str()) && **value != "");
            Value::Object(kept.map(|(part, value)| (part.clone(), value.clone())).collect())
        }
        _ => name.clone(),
    });
    names.collect()
}

fn text<'w>(work: &'w Work, name: &str) -> &'w str {
    work.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn doi(work: &Work) -> Option<String> {
    let doi = text(work, "DOI").trim().to_lowercase();
    let at = doi.find("10.")?;
    doi.get(at..).map(str::to_owned)
}

fn identity_by_title(work: &Work) -> Option<String> {
    let title = slug::slugify(text(work, "title"));
    (!title.is_empty()).then(|| format!("title {title} {}", year(work).unwrap_or_default()))
}

fn first_name(work: &Work) -> Option<String> {
    let names = ["author", "editor"].into_iter().find_map(|name| work.get(name)?.as_array()?.first());
    let name = ["family", "literal", "given"].into_iter().find_map(|part| names?.get(part)?.as_str())?;
    let name = slug::slugify(name);
    // The name of an organisation can be a sentence.
    let short: Vec<&str> = name.split('-').take(3).collect();
    Some(short.join("-")).filter(|name| !name.is_empty())
}

/// The four digits of the year, from any form of a date.
fn year(work: &Work) -> Option<String> {
    let issued = work.get("issued")?;
    let part = issued.get("date-parts").and_then(|parts| parts.get(0)?.get(0));
    let date = part.or_else(|| ["raw", "literal"].into_iter().find_map(|form| issued.get(form))).unwrap_or(issued);
    let date = date.as_str().map_or_else(|| date.to_string(), str::to_owned);
    let mut numbers = date.split(|character: char| !character.is_ascii_digit());
    numbers.find(|number| number.len() == 4).map(str::to_owned)
}
