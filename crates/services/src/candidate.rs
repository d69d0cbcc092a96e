//! [`Candidate`]: a work that a search by title found, and whether it is the one that an entry of the library means.
//!
//! A search is for articles without an identifier, so that everything may be spelt otherwise. The question is not whether the entry is
//! right, but whether there is such an article at all: in doubt there is.

use serde_json::Value;

use wellpress_bibliography::{ContributorName, Reference, markup};

use crate::answer::{self, clean};

/// How alike two titles have to be, from 0 to 1.
const LEAST_SIMILARITY: f64 = 0.9;
/// A shorter title begins many others.
const SHORTEST_MAIN_TITLE: usize = 20;

/// A work that a service found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Its title with and without the subtitle, and in other languages.
    pub titles: Vec<String>,
    /// The family names of its authors, or their whole names.
    pub families: Vec<String>,
    /// Its year.
    pub year: Option<i32>,
    /// Its journal; may be empty.
    pub container: String,
    /// Its volume; may be empty.
    pub volume: String,
    /// Its pages; may be empty.
    pub pages: String,
    /// Its DOI in lower case; may be empty.
    pub doi: String,
    /// Its PubMed id; may be empty.
    pub pmid: String,
}

/// The works that Crossref found.
///
/// # Errors
/// What is wrong with the answer, in words.
pub fn of_crossref(body: &[u8]) -> Result<Vec<Candidate>, String> {
    let answer: Value = serde_json::from_slice(body).map_err(|error| error.to_string())?;
    let items = answer["message"]["items"].as_array().ok_or("it has no `items`")?;
    Ok(items.iter().map(of_item).collect())
}

fn of_item(item: &Value) -> Candidate {
    let texts = |name: &str| -> Vec<String> {
        let values =
            item[name].as_array().into_iter().flatten().chain(item.get(name).filter(|value| value.is_string()));
        values.filter_map(Value::as_str).map(clean).collect()
    };
    let authors = item["author"].as_array().into_iter().flatten();
    let families = authors.filter_map(|author| author["family"].as_str().or_else(|| author["name"].as_str()));
    let main = texts("title");
    let with_subtitle = texts("subtitle")
        .into_iter()
        .flat_map(|part| main.iter().map(move |title| format!("{title} {part}")).collect::<Vec<_>>());
    let with_subtitle: Vec<String> = with_subtitle.collect();
    let year = item["issued"]["date-parts"][0][0].as_i64().and_then(|year| i32::try_from(year).ok());
    let text = |name: &str| item[name].as_str().map(clean).unwrap_or_default();
    Candidate {
        titles: [main, with_subtitle, texts("original-title")].concat(),
        families: families.map(str::to_owned).collect(),
        year,
        container: texts("container-title").into_iter().next().unwrap_or_default(),
        volume: text("volume"),
        pages: text("page"),
        doi: answer::doi(&text("DOI")),
        pmid: String::new(),
    }
}

impl Candidate {
    /// How alike the titles are, from 0 to 1.
    #[must_use]
    pub fn similarity(&self, entry: &Reference) -> f64 {
        let Some(title) = entry.title.as_ref().map(|title| words(&title.plain())) else { return 0.0 };
        let similarities = self.titles.iter().map(|other| similarity(&title, &words(other)));
        similarities.fold(0.0, f64::max)
    }

    /// Whether it is the article that an entry means.
    #[must_use]
    pub fn is(&self, entry: &Reference) -> bool {
        let year = entry.issued.as_ref().map(|date| date.year);
        let years_apart = year.zip(self.year).map(|(year, other)| year.abs_diff(other));
        let place = self.agrees_in_place(entry);
        if self.similarity(entry) < LEAST_SIMILARITY {
            // The title may be a translation.
            return place && self.shares_author(entry) == Some(true) && years_apart == Some(0);
        }
        match self.shares_author(entry) {
            Some(true) => years_apart.is_none_or(|years| years <= 5),
            None => years_apart.is_none_or(|years| years <= 2),
            Some(false) => place && years_apart.is_none_or(|years| years <= 1),
        }
    }

    /// Whether volume and first page are the same.
    fn agrees_in_place(&self, entry: &Reference) -> bool {
        let first_page = |pages: &str| letters(pages.split(['-', '\u{2013}']).next().unwrap_or_default());
        let [volume, page] = [&entry.volume, &entry.pages].map(|value| value.as_deref().unwrap_or_default());
        !volume.is_empty()
            && !page.is_empty()
            && letters(volume) == letters(&self.volume)
            && first_page(page) == first_page(&self.pages)
    }

    /// Whether an author of the entry is one of the work; `None` if one of the two names none.
    fn shares_author(&self, entry: &Reference) -> Option<bool> {
        let names = |names: Vec<String>| -> Vec<Vec<String>> {
            names.iter().map(|name| name_words(name)).filter(|words| !words.is_empty()).collect()
        };
        let families = names(entry.authors.iter().map(ContributorName::display_family).collect());
        let others = names(self.families.clone());
        if families.is_empty() || others.is_empty() {
            return None;
        }
        // "Berg" is one with "van den Berg" and with "Ann Berg".
        let is_part = |part: &[String], whole: &[String]| whole.windows(part.len()).any(|words| words == part);
        let is_one = |family: &Vec<String>, other: &Vec<String>| is_part(family, other) || is_part(other, family);
        Some(families.iter().any(|family| others.iter().any(|other| is_one(family, other))))
    }

    /// The work in a line: title, first author, year and journal.
    #[must_use]
    pub fn described(&self) -> String {
        let title = self.titles.first().map_or("", String::as_str);
        let year = self.year.map(|year| year.to_string());
        let parts = [self.families.first().cloned(), year, Some(self.container.clone())];
        let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        clean(&if parts.is_empty() { title.to_owned() } else { format!("{title} ({})", parts.join(", ")) })
    }
}

/// Words of an entry by which a service can find it, without what services read as operators.
#[must_use]
pub fn search_words(text: &str) -> String {
    let plain = markup::plain(text);
    let words: Vec<String> =
        plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    words.join(" ").chars().take(300).collect()
}

fn similarity(title: &[String], other: &[String]) -> f64 {
    let (short, long) = if title.len() < other.len() { (title, other) } else { (other, title) };
    // One of the two may lack its subtitle.
    if short.concat().len() >= SHORTEST_MAIN_TITLE && long.starts_with(short) {
        return 1.0;
    }
    strsim::sorensen_dice(&title.concat(), &other.concat())
}

/// The words of a text in ASCII and lower case.
fn words(text: &str) -> Vec<String> {
    let ascii = deunicode::deunicode(text).to_lowercase();
    let words = ascii.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// The words of a name. Umlauts are one, two or no letters more.
fn name_words(name: &str) -> Vec<String> {
    words(name).into_iter().map(|word| word.replace("ae", "a").replace("oe", "o").replace("ue", "u")).collect()
}

/// The letters and digits of a text in ASCII and lower case, so that accents, hyphens and blanks do not count.
fn letters(text: &str) -> String {
    words(text).concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(text: &str) -> Reference {
        let source = wellpress_diagnostics::Source::new("a.bib", text.to_owned());
        wellpress_bibliography::parse(&source).references.remove(0)
    }

    fn candidate(title: &str, family: &str, year: i32) -> Candidate {
        Candidate {
            titles: vec![title.to_owned()],
            families: vec![family.to_owned()],
            year: Some(year),
            volume: "12".to_owned(),
            pages: "345-9".to_owned(),
            ..Candidate::default()
        }
    }

    const ENTRY: &str = "@article{a, title={Rückenschmerz bei Älteren: Ergebnisse der {ABC}-Studie}, author={Müller, Eva and van den Berg, Jo}, \
                         journal={J}, date={2019}, volume={12}, number={3}, pages={345--349}}";

    #[test]
    fn an_article_is_known_however_it_is_spelt() {
        let entry = entry(ENTRY);
        for (title, family, year) in [
            ("Ruckenschmerz bei Älteren: Ergebnisse der ABC Studie", "Mueller", 2019),
            ("RÜCKENSCHMERZ BEI ÄLTEREN", "Muller", 2020),
            ("Rückenschmerz bei Aelteren – Ergebnisse der ABC-Studie.", "Berg", 2019),
            ("Back pain in old age: results of the ABC study", "Eva Müller", 2019),
            ("Rückenschmerz bei Älteren: Ergebnisse der ABC-Studie", "Somebody", 2019),
        ] {
            assert!(candidate(title, family, year).is(&entry), "{title}");
        }
    }

    #[test]
    fn another_article_is_not_taken_for_it() {
        let entry = entry(ENTRY);
        let elsewhere = |title: &str, family: &str, year: i32| Candidate {
            volume: "1".to_owned(),
            ..candidate(title, family, year)
        };
        for other in [
            elsewhere("Knieschmerz bei Jüngeren: Protokoll der XYZ-Studie", "Müller", 2019),
            elsewhere("Rückenschmerz bei Älteren: Ergebnisse der ABC-Studie", "Somebody", 2019),
            elsewhere("Rückenschmerz bei Älteren: Ergebnisse der ABC-Studie", "Müller", 1999),
            candidate("Back pain in old age: results of the ABC study", "Somebody", 2019),
        ] {
            assert!(!other.is(&entry), "{other:?}");
        }
    }
}
