//! The people and topics of the new site, and drafts of exercises.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde_json::Value;

use wellpress_foundation::text::one_line;

use crate::old_site::{OldPage, OldSite};
use crate::text::{headings, word_of_sign};

use super::new_site::NewFile;
use super::places::{self, NewSection, PagePlace, slug};
use super::titles::humanised;
use super::yaml::{self, Entries};

/// People and topics by their ids.
#[derive(Debug, Default)]
pub(crate) struct Records {
    pub people: BTreeMap<String, Record>,
    pub topics: BTreeMap<String, Record>,
    /// The ids by the words of pages, in lower case.
    people_ids: BTreeMap<String, String>,
    topic_ids: BTreeMap<String, String>,
    /// The addresses of the two lists.
    pub people_path: String,
    pub topics_path: String,
    /// Lists of kinds that each site has, which give way to a page of the old site, and where they go.
    pub moved: Vec<(&'static str, &'static str)>,
    /// Old addresses of people and topics, and where these are.
    pub aliases: BTreeMap<String, String>,
}

/// The lists of kinds that each site has, and their addresses where an old page has the usual one.
const MOVABLE: [(&str, &str); 5] = [
    ("articles", "/articles-list/"),
    ("exercises", "/exercises-list/"),
    ("programmes", "/programmes-list/"),
    ("topics", "/topics-list/"),
    ("people", "/people-list/"),
];

/// A person or a topic.
#[derive(Debug, Default, Clone)]
pub(crate) struct Record {
    title: String,
    text: String,
    entries: Entries,
}

impl Records {
    pub fn of(site: &mut OldSite, sections: &BTreeMap<String, NewSection>, places: &[PagePlace]) -> Self {
        let mut records = Self::default();
        let lists = sections.iter().map(|(name, section)| section.address(name));
        // A page at the address of a generated list stays, and the list moves.
        let taken: BTreeSet<String> = lists.chain(places.iter().map(|place| place.address.clone())).collect();
        let free = |wanted: Option<&String>, others: [&str; 2]| {
            let candidates = wanted.into_iter().cloned().chain(others.map(str::to_owned));
            candidates.into_iter().find(|path| !taken.contains(path) && path.len() > 1 && places::is_possible(path))
        };
        records.topics_path =
            free(site.topics_address.as_ref(), ["/topics/", "/tags/"]).unwrap_or_else(|| "/topics-list/".into());
        records.people_path =
            free(site.people_address.as_ref(), ["/people/", "/authors/"]).unwrap_or_else(|| "/people-list/".into());
        records.moved = MOVABLE.into_iter().filter(|(name, _)| taken.contains(&format!("/{name}/"))).collect();
        records.add_people(site);
        records.add_topics(site);
        records
    }

    /// Names that differ only in case, titles and blanks are one person. Doubtful ones are listed.
    fn add_people(&mut self, site: &mut OldSite) {
        for person in &site.people {
            let id = self.person(&person.name, &person.key);
            let Some(record) = self.people.get_mut(&id) else { continue };
            person.text.clone_into(&mut record.text);
            let links: Vec<&String> = person.links.iter().filter(|link| link.starts_with("http")).collect();
            record.entries.push(("job_title", person.job_title.clone().map_or(Value::Null, Value::from)));
            record.entries.push(("links", links.into_iter().cloned().collect()));
            let new = format!("{}{id}/", self.people_path);
            let alias = old_address(person.address.as_deref(), &new);
            self.aliases.extend(alias.clone().map(|alias| (alias, new)));
            record.entries.push(("aliases", alias.into_iter().collect()));
        }
        for page in &site.pages {
            for name in &page.authors {
                if !self.people_ids.contains_key(&name.to_lowercase()) {
                    self.person(name, name);
                }
            }
        }
        let names: Vec<&str> = self.people.values().map(|person| person.title.as_str()).collect();
        for (index, name) in names.iter().enumerate() {
            for other in &names[index + 1..] {
                if may_be_one_person(name, other) {
                    site.log.confirm("people", format!("`{name}` and `{other}` may be one person"));
                }
            }
        }
    }

    fn person(&mut self, name: &str, key: &str) -> String {
        let (prefix, name) = without_prefix(&one_line(name));
        let id = slug(&name);
        self.people_ids.insert(key.to_lowercase(), id.clone());
        self.people_ids.insert(name.to_lowercase(), id.clone());
        let record = self.people.entry(id.clone()).or_insert_with(|| Record { title: name, ..Record::default() });
        if let Some(prefix) = prefix.filter(|_| record.entries.iter().all(|(key, _)| *key != "prefix")) {
            record.entries.push(("prefix", prefix.into()));
        }
        id
    }

    fn add_topics(&mut self, site: &OldSite) {
        for topic in &site.topics {
            let id = self.topic(&topic.name, &topic.title);
            let new = format!("{}{id}/", self.topics_path);
            let alias = old_address(topic.address.as_deref(), &new);
            let Some(record) = self.topics.get_mut(&id) else { continue };
            let description = topic.description.as_deref().map(one_line);
            if description.is_some() && !record.entries.iter().any(|(key, _)| *key == "description") {
                record.entries.push(("description", description.map_or(Value::Null, Value::from)));
            }
            let Some(alias) = alias.filter(|alias| self.aliases.insert(alias.clone(), new).is_none()) else { continue };
            match record.entries.iter_mut().find(|(key, _)| *key == "aliases") {
                Some((_, Value::Array(aliases))) => aliases.push(alias.into()),
                _ => record.entries.push(("aliases", vec![alias].into())),
            }
        }
        for topic in site.topics.iter().filter(|topic| topic.broader.is_some()) {
            let ids = (
                self.topic_ids.get(&topic.name.to_lowercase()),
                topic.broader.as_ref().and_then(|broader| self.topic_ids.get(&broader.to_lowercase())),
            );
            let (Some(id), Some(broader)) = (ids.0.cloned(), ids.1.cloned()) else { continue };
            if id != broader
                && let Some(record) = self.topics.get_mut(&id)
            {
                record.entries.push(("broader", vec![broader].into()));
            }
        }
        for page in &site.pages {
            for name in page.topics.iter().filter(|name| !name.trim().is_empty()) {
                if !self.topic_ids.contains_key(&name.to_lowercase()) {
                    self.topic(name, name);
                }
            }
        }
    }

    fn topic(&mut self, name: &str, title: &str) -> String {
        let id = match slug(&with_sign_words(name)) {
            // The name of the text above a list.
            id if id == "index" => "index-topic".to_owned(),
            id => id,
        };
        self.topic_ids.insert(name.to_lowercase(), id.clone());
        self.topic_ids.insert(title.to_lowercase(), id.clone());
        // A sign at the end belongs to the name: `her2-`.
        let is_slug = title.ends_with(char::is_alphanumeric) && !title.contains(' ');
        let title = if title.chars().any(char::is_uppercase) || !is_slug { title.to_owned() } else { humanised(title) };
        self.topics.entry(id.clone()).or_insert_with(|| Record { title: one_line(&title), ..Record::default() });
        id
    }

    /// The ids of the authors of a page.
    pub fn people_of(&self, page: &OldPage) -> Vec<String> {
        unique(page.authors.iter().filter_map(|name| self.people_ids.get(&name.to_lowercase())))
    }

    /// The ids of the topics of a page.
    pub fn topics_of(&self, page: &OldPage) -> Vec<String> {
        unique(page.topics.iter().filter_map(|name| self.topic_ids.get(&name.to_lowercase())))
    }

    /// The addresses of the lists that the new site has.
    pub fn lists(&self) -> BTreeSet<String> {
        let kinds = [(&self.topics, &self.topics_path), (&self.people, &self.people_path)].into_iter();
        let used = kinds.filter(|(records, _)| !records.is_empty());
        used.flat_map(|(records, path)| records.keys().map(move |id| format!("{path}{id}/")).chain([path.clone()]))
            .collect()
    }

    pub fn write(&self, files: &mut BTreeMap<String, NewFile>) {
        let records = self.people.iter().map(|record| ("people", "name", record));
        let topics = self.topics.iter().map(|record| ("topics", "title", record));
        for (folder, key, (id, record)) in records.chain(topics) {
            let mut entries: Entries = vec![(key, record.title.clone().into())];
            entries.extend(record.entries.clone());
            let text = format!("---\n{}---\n\n{}\n", yaml::document(&entries), record.text.trim());
            files.insert(format!("content/{folder}/{id}.md"), NewFile::Text(format!("{}\n", text.trim())));
        }
    }
}

/// The old address of a record, if it has another one now and a page can answer there.
fn old_address(old: Option<&str>, new: &str) -> Option<String> {
    let (folder, file) = places::folder_address(old?);
    Some(file.unwrap_or(folder)).filter(|old| old != new && places::is_possible(old))
}

fn unique<'a>(ids: impl Iterator<Item = &'a String>) -> Vec<String> {
    let mut seen_ids = BTreeSet::new();
    ids.filter(|id| seen_ids.insert(*id)).cloned().collect()
}

/// Signs that tell two topics apart, each with its word in addresses. `-` is one of them where it joins no words.
const SIGNS: &str = "+ plus \u{2212} minus \u{207a} plus \u{207b} minus ± plus-minus # sharp ♯ sharp < under > over ≤ up-to ≥ from = equals \
     % percent * star";

/// A name in which the signs that a slug would lose are words, so that `HER2+` and `HER2-` are two topics. A sign at the start of a tag,
/// `#sleep`, is none of its words.
fn with_sign_words(name: &str) -> String {
    let name = name.trim().trim_start_matches(['#', '@']);
    let mut words = String::with_capacity(name.len());
    for (at, sign) in name.char_indices() {
        let joins_words = |behind: &str| behind.chars().next().is_some_and(char::is_alphanumeric);
        let is_hyphen = matches!(sign, '-' | '\u{2010}' | '\u{2013}');
        let word = match word_of_sign(SIGNS, sign) {
            Some(word) => word,
            None if is_hyphen && !joins_words(name[at + sign.len_utf8()..].trim_start()) => "minus",
            None => {
                words.push(sign);
                continue;
            }
        };
        words.push_str(&format!("-{word}-"));
    }
    words
}

/// A title such as "Dr." and the name behind it.
fn without_prefix(name: &str) -> (Option<String>, String) {
    let prefix = ["Dr.", "Dr", "Prof.", "Prof", "Professor"]
        .into_iter()
        .find_map(|title| Some((title, name.strip_prefix(title)?.strip_prefix(' ')?)));
    prefix.map_or((None, name.to_owned()), |(prefix, name)| (Some(prefix.to_owned()), name.trim().to_owned()))
}

/// Whether two names have the same family name, and first names of which one may stand for the other.
fn may_be_one_person(one: &str, other: &str) -> bool {
    let (one, other) = (parts_of_name(one), parts_of_name(other));
    let (Some(family), Some(other_family)) = (one.last(), other.last()) else { return false };
    family == other_family && first_letter(&one) == first_letter(&other)
}

/// The words of a name in lower case, without titles.
fn parts_of_name(name: &str) -> Vec<String> {
    name.split(|character: char| !character.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .filter(|word| !["dr", "prof", "mr", "mrs", "ms", "md", "phd"].contains(&word.as_str()))
        .collect()
}

fn first_letter(name: &[String]) -> Option<char> {
    name.first().and_then(|word| word.chars().next())
}

/// A list of steps that a list below it may go on with, behind a paragraph.
struct StepsSoFar {
    start: usize,
    next_number: u64,
    /// Whether the list at hand is one of them.
    is_open: bool,
}

/// The lists of steps below "How to do it", each with the heading above.
pub(crate) fn steps(text: &str, title: &str) -> Vec<(String, String)> {
    let mut titled_steps = Vec::new();
    let (mut above, mut heading, mut is_in_heading, mut is_how_to) = (String::new(), String::new(), false, false);
    let mut depth = 0;
    let mut so_far: Option<StepsSoFar> = None;
    for (event, range) in Parser::new_ext(text, headings::options()).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                so_far = None;
                if !is_how_to_do_it(&heading) {
                    above.clone_from(&heading);
                }
                (is_in_heading, heading) = (true, String::new());
            }
            Event::End(TagEnd::Heading(_)) => {
                is_in_heading = false;
                is_how_to = is_how_to_do_it(&heading);
                if is_how_to && above.is_empty() {
                    title.clone_into(&mut above);
                }
            }
            Event::Text(words) | Event::Code(words) if is_in_heading => heading.push_str(&words),
            Event::Start(Tag::List(first_number)) => {
                if depth == 0 && is_how_to {
                    let next_number = first_number.unwrap_or(1);
                    so_far = Some(StepsSoFar { start: range.start, next_number, is_open: true });
                    titled_steps.push((above.clone(), text[range].trim().to_owned()));
                    is_how_to = false;
                } else if let (0, Some(steps)) = (depth, &mut so_far) {
                    steps.is_open = first_number == Some(steps.next_number);
                    if let Some((_, list)) = titled_steps.last_mut().filter(|_| steps.is_open) {
                        text[steps.start..range.end].trim().clone_into(list);
                    }
                }
                depth += 1;
            }
            Event::Start(Tag::Item) if depth == 1 => {
                if let Some(steps) = so_far.as_mut().filter(|steps| steps.is_open) {
                    steps.next_number += 1;
                }
            }
            Event::End(TagEnd::List(_)) => depth -= 1,
            _ => {}
        }
    }
    titled_steps
}

fn is_how_to_do_it(heading: &str) -> bool {
    heading.trim().trim_end_matches(':').eq_ignore_ascii_case("how to do it")
}

#[cfg(test)]
mod tests {
    use super::{may_be_one_person, steps};

    #[test]
    fn topics_that_differ_by_a_sign_are_two() {
        let id = |name: &str| super::slug(&super::with_sign_words(name));
        for (one, other) in [
            ("HER2+", "HER2-"),
            ("HER2+", "HER2"),
            ("HER2\u{2212}", "HER2"),
            ("C++", "C#"),
            ("BMI <25", "BMI >25"),
            ("Rh+/-", "Rh+"),
            ("Na⁺", "Na"),
        ] {
            assert_ne!(id(one), id(other), "{one} {other}");
        }
        for (one, other) in
            [("Rest", "rest"), ("neck pain", "Neck-pain"), ("neck - pain", "neck pain"), ("#sleep", "Sleep")]
        {
            assert_eq!(id(one), id(other), "{one} {other}");
        }
        assert_eq!((id("HER2+"), id("HER2-")), ("her2-plus".to_owned(), "her2-minus".to_owned()));
    }

    #[test]
    fn names_of_one_person() {
        assert!(may_be_one_person("Dr Ann Lee", "A. Lee") && may_be_one_person("Ann Lee, MD", "Ann B Lee"));
        assert!(!may_be_one_person("Ann Lee", "Bo Lee") && !may_be_one_person("Ann Lee", "Ann May"));
    }

    #[test]
    fn steps_below_their_heading() {
        let titled_steps =
            steps("## Cat-cow\n\nText.\n\n### How to do it\n\n1. One.\n2. Two.\n\n## Other\n\n- x\n", "T");
        assert_eq!(titled_steps, [("Cat-cow".to_owned(), "1. One.\n2. Two.".to_owned())]);
        let interrupted = steps("## How to do it\n\n1. One.\n2. Two.\n\nRest.\n\n3. Three.\n\n- x\n\n1. Other.\n", "T");
        assert_eq!(interrupted, [("T".to_owned(), "1. One.\n2. Two.\n\nRest.\n\n3. Three.".to_owned())]);
    }
}
