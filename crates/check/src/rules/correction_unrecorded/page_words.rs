//! [`PageWords`]: the words that count as those of a page, when it was approved and now: its own, those of its snippets, the values of
//! variables, and those of exercises and programmes that it shows. One that has been signed off itself is left to its own page.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use wellpress_site::config::Config;
use wellpress_site::front_matter_fields;
use wellpress_site::model::Page;
use wellpress_site::model::sign_off::PageSignOffs;
use wellpress_site::parse::sign_offs::{ReviewedPart, SignOff};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::reviewed_text::{OWN_TEXT, ReviewedText};
use wellpress_site::resolve::shown_pages::ShownPages;

use super::sentences::Sentence;

/// The parts of a page, by their names, as they were approved and as they are now.
pub(super) struct PageWords<'a> {
    page: &'a Page,
    was: &'a BTreeMap<String, ReviewedPart>,
    now: BTreeMap<String, ReviewedPart>,
    /// The pages whose words it shows, by the names of the parts.
    others: BTreeMap<String, &'a Page>,
}

/// A line of a part. That of another page, whose fields have the same names, is told from that of the page.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Line<'w> {
    part: Option<&'w str>,
    text: Cow<'w, str>,
}

impl<'a> PageWords<'a> {
    pub fn new(config: &Config, resolved: &'a ResolvedSite<'_>, page: &'a Page, approval: &'a SignOff) -> Self {
        let shown = ShownPages::of(resolved.site, &resolved.pages, page);
        let named = |kind: &'static str| {
            move |id: &_| {
                let other = resolved.site.page(*id);
                (format!("{kind}:{}", config.sections[other.section].short_path(&other.route)), other)
            }
        };
        let exercises = shown.exercises.iter().map(named("exercise"));
        let others = exercises.chain(shown.programmes.iter().map(named("programme"))).collect();
        let now = ReviewedText::of(config, resolved.texts(), page).parts;
        Self { page, was: &approval.parts, now, others }
    }

    /// The page whose words a part has.
    pub fn page_of(&self, part: &str) -> Option<&'a Page> {
        self.others.get(part).copied()
    }

    /// The sentences of the lines that only the approved page has, and of those that only the present one has. A sentence may have moved
    /// to another place, so all places are compared as one.
    pub fn changed_sentences(&self) -> [Vec<Sentence>; 2] {
        let names: BTreeSet<&str> = self.was.keys().chain(self.now.keys()).map(String::as_str).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| self.counts(name)).collect();
        let sides = [self.was, &self.now].map(|parts| lines_of(parts, &names));
        let mut counts: HashMap<&Line<'_>, [usize; 2]> = HashMap::new();
        for (side, lines) in sides.iter().enumerate() {
            lines.iter().for_each(|line| counts.entry(line).or_default()[side] += 1);
        }
        counts.values_mut().for_each(|count| *count = [count[0].min(count[1]); 2]);
        let mut changed = [Vec::new(), Vec::new()];
        for (side, lines) in sides.iter().enumerate() {
            for line in lines {
                match counts.get_mut(line).map(|count| &mut count[side]) {
                    Some(common) if *common > 0 => *common -= 1,
                    _ => changed[side].extend(self.sentences_of(line)),
                }
            }
        }
        changed
    }

    fn counts(&self, name: &str) -> bool {
        let is_signed_itself = |other: &Page| other.sign_offs.as_ref().and_then(PageSignOffs::last_approval).is_some();
        // One that the page shows only now, or no more, says nothing else than before.
        let is_in_both = || self.was.contains_key(name) && self.now.contains_key(name);
        // A record can have the hash of a part alone.
        let has_words = || self.was.get(name).is_none_or(|part| !part.words.is_empty());
        match self.page_of(name) {
            Some(other) => is_in_both() && has_words() && !is_signed_itself(other),
            None => name == OWN_TEXT || name.starts_with("snippet:") && has_words(),
        }
    }

    fn sentences_of(&self, line: &Line<'_>) -> Vec<Sentence> {
        let page = line.part.and_then(|part| self.page_of(part)).unwrap_or(self.page);
        match value_of_field(page, &line.text) {
            Some((path, _)) if path.starts_with("corrections.") => Vec::new(),
            Some((_, value)) if is_address(value) => Vec::new(),
            Some((path, value)) => Sentence::of_line(line.part, Some(path), value),
            None => Sentence::of_line(line.part, None, &line.text),
        }
    }
}

/// The lines of parts, with the values of the variables in them. The page's own come first.
fn lines_of<'w>(parts: &'w BTreeMap<String, ReviewedPart>, names: &[&'w str]) -> Vec<Line<'w>> {
    let own = names.iter().filter(|name| **name == OWN_TEXT);
    let names = own.chain(names.iter().filter(|name| **name != OWN_TEXT));
    let lines = names.filter_map(|name| Some((*name, parts.get(*name)?))).flat_map(|(name, part)| {
        let is_of_page = name == OWN_TEXT || name.starts_with("snippet:");
        let part_name = (!is_of_page).then_some(name);
        part.words.lines().map(move |line| Line { part: part_name, text: with_values(line, parts) })
    });
    lines.collect()
}

/// The line with the values of its variables, as far as each has one.
fn with_values<'w>(line: &'w str, parts: &BTreeMap<String, ReviewedPart>) -> Cow<'w, str> {
    if !line.contains("{{") {
        return Cow::Borrowed(line);
    }
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, behind)) = rest.split_once("{{") {
        let value = behind.split_once("}}").and_then(|(name, behind)| {
            // In a record of a sign-off the last line has its end.
            let value = parts.get(&format!("variable:{}", name.trim()))?.words.trim_end();
            (!value.contains('\n')).then_some((value, behind))
        });
        text.push_str(before);
        let (value, behind) = value.unwrap_or(("{{", behind));
        text.push_str(value);
        rest = behind;
    }
    text.push_str(rest);
    Cow::Owned(text)
}

/// The path of the field and its value, of a line that has them. Readers do not see the path.
fn value_of_field<'l>(page: &Page, line: &'l str) -> Option<(&'l str, &'l str)> {
    let (path, value) = line.split_once(": ")?;
    let key = path.split('.').next().unwrap_or_default();
    let is_field = front_matter_fields::is_signed(page.kind, key) || page.fields.iter().any(|field| field.name == key);
    is_field.then_some((path, value))
}

/// A file or an address, whose numbers mean nothing to readers.
fn is_address(value: &str) -> bool {
    !value.contains(char::is_whitespace) && value.contains('/')
}
