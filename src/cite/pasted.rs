//! A pasted list of references in, its entries out, each with the identifiers that stand in it; and which source of the
//! library an entry means. What is not certain is left to the person: nothing is guessed.

use url::Url;

use wellpress_bibliography::identifier_mentions::identifier_mentions;
use wellpress_bibliography::same_work::{plain_words, title_words};
use wellpress_bibliography::{ContributorName, Identifier, Reference};

use super::Shelf;

/// One entry of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The line on which it begins, from 1.
    pub line: usize,
    /// Its text on one line, without number or bullet.
    pub text: String,
}

/// What the library has of an entry.
#[derive(Debug, Clone, PartialEq)]
pub enum Found<'s> {
    /// The source that it means.
    Source(&'s Reference),
    /// A source that has its identifier, and a title that the entry does not have.
    Another(Identifier, &'s Reference),
    /// Nothing.
    Nothing,
}

/// Words that stand above lists.
const HEADINGS: [&str; 6] = ["references", "bibliography", "sources", "literature", "literature cited", "works cited"];
/// A title of fewer words could be that of anything.
const LEAST_WORDS: usize = 3;

/// The entries of a list: numbered, divided by blank lines, or one a line.
#[must_use]
pub fn split(text: &str) -> Vec<Entry> {
    let lines: Vec<Line<'_>> = text.lines().enumerate().map(|(at, line)| Line::of(at + 1, line)).collect();
    let is_marked = lines.iter().filter(|line| line.is_marked).count() > 1
        || lines.iter().find(|line| !line.text.is_empty()).is_some_and(|line| line.is_marked);
    let has_gaps = lines.iter().any(|line| line.text.is_empty());
    let division = match (is_marked, has_gaps && has_paragraphs(&lines)) {
        (true, _) => Division::Marks,
        (_, true) => Division::Gaps,
        _ => Division::Lines,
    };
    entries(&lines, division)
}

/// A line without its number or bullet.
#[derive(Debug)]
struct Line<'a> {
    number: usize,
    text: &'a str,
    is_marked: bool,
    is_indented: bool,
}

/// What divides one entry from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Division {
    /// A number or a bullet at the start.
    Marks,
    /// A blank line.
    Gaps,
    /// The end of the line, unless the next is indented or plainly goes on.
    Lines,
}

impl<'a> Line<'a> {
    fn of(number: usize, line: &'a str) -> Self {
        let text = line.trim();
        let bare = without_mark(text);
        let is_indented = line.starts_with([' ', '\t']) && !text.is_empty();
        Self { number, text: bare.unwrap_or(text), is_marked: bare.is_some(), is_indented }
    }

    fn is_heading(&self) -> bool {
        let bare = self.text.trim_matches(['#', ':', '*', ' ']).to_lowercase();
        HEADINGS.contains(&bare.as_str())
    }

    /// Whether it goes on with the entry of the line before.
    fn goes_on(&self) -> bool {
        let lower = self.text.to_lowercase();
        let starts = ["doi", "http", "pmid", "pmcid", "available", "accessed", "published", "10."];
        self.is_indented
            || self.text.starts_with(|c: char| c.is_lowercase())
            || starts.iter().any(|start| lower.starts_with(start))
    }
}

/// What follows `1.`, `[1]`, `(1)`, `1)`, `-`, `*` or a bullet. A year or a DOI at the start is no number.
fn without_mark(line: &str) -> Option<&str> {
    if let Some(rest) = line.strip_prefix(['-', '*', '\u{2022}', '\u{2013}', '\u{25e6}']) {
        return rest.starts_with(char::is_whitespace).then(|| rest.trim_start());
    }
    let opened = line.strip_prefix(['[', '(']);
    let digits = opened.unwrap_or(line);
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    if !(1..=3).contains(&end) {
        return None;
    }
    let closes: &[char] = if opened.is_some() { &[']', ')'] } else { &['.', ')', '\t'] };
    let rest = digits[end..].strip_prefix(closes)?;
    let is_apart = rest.starts_with(char::is_whitespace) || rest.starts_with(char::is_alphabetic) || opened.is_some();
    is_apart.then(|| rest.trim_start_matches('.').trim_start())
}

/// Whether blank lines divide entries: a list of one line each with some blank lines between has both, and then each line
/// that holds a year is an entry of its own.
fn has_paragraphs(lines: &[Line<'_>]) -> bool {
    let blocks = lines.split(|line| line.text.is_empty()).filter(|block| !block.is_empty());
    !blocks.into_iter().any(|block| block.iter().filter(|line| has_year(line.text) && !line.goes_on()).count() > 1)
}

fn has_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).any(|number| number.starts_with("19") || number.starts_with("20"))
}

fn entries(lines: &[Line<'_>], division: Division) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    let mut is_open = false;
    for line in lines {
        if line.text.is_empty() {
            is_open &= division == Division::Marks;
            continue;
        }
        if line.is_heading() {
            is_open = false;
            continue;
        }
        let begins = match division {
            Division::Marks => line.is_marked || !is_open,
            Division::Gaps => !is_open,
            Division::Lines => !is_open || !line.goes_on(),
        };
        match entries.last_mut().filter(|_| !begins) {
            Some(entry) => join(&mut entry.text, line.text),
            None => entries.push(Entry { line: line.number, text: line.text.to_owned() }),
        }
        is_open = true;
    }
    entries
}

/// An address that was broken at a line's end is joined again without a blank.
fn join(text: &mut String, more: &str) {
    let last = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = last.contains("10.") && last.contains('/') || last.contains("://");
    let goes_on = last.ends_with(['/', '-', '_', '=', '?', '&']) && is_address;
    if !goes_on {
        text.push(' ');
    }
    text.push_str(more);
}

impl Entry {
    /// The DOI, PubMed ids and addresses that stand in it, the more telling first; of each kind but addresses the first.
    #[must_use]
    pub fn identifiers(&self) -> Vec<Identifier> {
        let mut found: Vec<Identifier> =
            identifier_mentions(&self.text).into_iter().map(|mention| mention.identifier).collect();
        found.sort_by_key(rank);
        found
            .dedup_by(|next, first| next == first || rank(next) == rank(first) && !matches!(next, Identifier::Page(_)));
        found
    }

    /// The source of the library that it means: by identifier, else by a title that stands in it whole, with a year or an
    /// author that agrees. Where several would do, none is meant.
    #[must_use]
    pub fn find<'s>(&self, shelf: &'s Shelf) -> Found<'s> {
        let named = self.identifiers();
        let known = named.iter().find_map(|identifier| Some((shelf.find(identifier)?.0, identifier)));
        match known {
            Some((reference, _)) if self.agrees_with(reference) => Found::Source(reference),
            Some((reference, identifier)) => Found::Another(identifier.clone(), reference),
            None => self.by_title(shelf, &named).map_or(Found::Nothing, Found::Source),
        }
    }

    fn by_title<'s>(&self, shelf: &'s Shelf, named: &[Identifier]) -> Option<&'s Reference> {
        let words = format!(" {} ", plain_words(&self.text));
        let fits = |reference: &&Reference| has_title_of(&words, reference) && !contradicts(named, reference);
        let longest = |reference: &&Reference| reference.title.as_ref().map_or(0, |title| title.len());
        let mut found: Vec<&Reference> = shelf.references.iter().filter(fits).collect();
        found.sort_by_key(|reference| std::cmp::Reverse(longest(reference)));
        match &found[..] {
            [only] => Some(only),
            [first, second, ..] if longest(first) > longest(second) => Some(first),
            _ => None,
        }
    }

    /// Whether a record that its identifier leads to can be what it means: most words of its title stand in the entry.
    #[must_use]
    pub fn agrees_with(&self, reference: &Reference) -> bool {
        let words = plain_words(&self.text);
        let own: Vec<&str> = words.split(' ').collect();
        let title = reference.title.as_ref().map(title_words).unwrap_or_default();
        let (mut there, mut all) = (0, 0);
        for word in title.split(' ').filter(|word| !word.is_empty()) {
            all += 1;
            there += usize::from(own.contains(&word));
        }
        // An entry may be nothing but an identifier.
        let says_nothing = own.len() <= 8;
        says_nothing || there * 3 >= all * 2
    }

    /// Whether a web address is all that could lead to it.
    #[must_use]
    pub fn address(&self) -> Option<Url> {
        self.identifiers().into_iter().find_map(|identifier| match identifier {
            Identifier::Page(url) => Some(url),
            _ => None,
        })
    }
}

fn rank(identifier: &Identifier) -> u8 {
    match identifier {
        Identifier::Doi(_) => 0,
        Identifier::Pmid(_) => 1,
        Identifier::Pmcid(_) => 2,
        Identifier::Page(_) => 3,
    }
}

/// Whether a source's title stands in an entry whole, with its year or its first author.
fn has_title_of(words: &str, reference: &Reference) -> bool {
    let Some(title) = reference.title.as_ref().map(title_words) else { return false };
    let has = |wanted: &str| !wanted.is_empty() && words.contains(&format!(" {wanted} "));
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    let author = reference.authors.first().map(ContributorName::display_family).map(|name| plain_words(&name));
    let agrees = match (&year, &author) {
        (Some(year), _) if has(year) => true,
        (_, Some(author)) if has(author) => year.is_none() || !has_year(words),
        (None, None) => true,
        _ => false,
    };
    title.split(' ').count() >= LEAST_WORDS && has(&title) && agrees
}

/// Whether the entry names another DOI or PubMed id than the source has.
fn contradicts(named: &[Identifier], reference: &Reference) -> bool {
    named.iter().any(|identifier| match identifier {
        Identifier::Doi(doi) => reference.doi.as_ref().is_some_and(|own| !own.eq_ignore_ascii_case(doi)),
        Identifier::Pmid(pmid) => reference.pmid.as_ref().is_some_and(|own| own != pmid),
        Identifier::Pmcid(_) | Identifier::Page(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{Entry, split};

    fn texts(list: &str) -> Vec<String> {
        split(list).into_iter().map(|entry| entry.text).collect()
    }

    fn names(text: &str) -> Vec<String> {
        let entry = Entry { line: 1, text: text.to_owned() };
        entry.identifiers().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_list_is_divided_as_it_was_written() {
        assert_eq!(
            texts("References\n\n1. Lee A. One.\n   Goes on. 2020\n2. May B. Two.\n"),
            ["Lee A. One. Goes on. 2020", "May B. Two."]
        );
        assert_eq!(texts("[1] Lee A. One.\n[2] May B. Two."), ["Lee A. One.", "May B. Two."]);
        assert_eq!(texts("- Lee A. One.\n\n- May B. Two."), ["Lee A. One.", "May B. Two."]);
        assert_eq!(texts("Lee A. One.\nSpine. 2020.\n\nMay B. Two."), ["Lee A. One. Spine. 2020.", "May B. Two."]);
        assert_eq!(
            texts("Lee A. One. 2020.\ndoi:10.1000/a\nMay B. Two. 2021."),
            ["Lee A. One. 2020. doi:10.1000/a", "May B. Two. 2021."]
        );
        assert_eq!(
            texts("Lee A. One. 2020.\nMay B. Two. 2021.\n\nRay C. Three. 2022."),
            ["Lee A. One. 2020.", "May B. Two. 2021.", "Ray C. Three. 2022."]
        );
        assert_eq!(texts("\n \n"), Vec::<String>::new());
        assert_eq!(split("\n\n1. Lee A. One.\n")[0].line, 3);
    }

    #[test]
    fn a_year_at_the_start_is_no_number() {
        assert_eq!(
            texts("2020. A year at the start.\n2021. Another."),
            ["2020. A year at the start.", "2021. Another."]
        );
    }

    #[test]
    fn identifiers_are_found_with_the_signs_around_them_left_behind() {
        assert_eq!(
            names("Lee A. One. Spine. 2020;3(2):1-9. doi:10.1000/ab(3)c. PMID: 30000001; PMCID: PMC1234567."),
            ["doi:10.1000/ab(3)c", "pmid:30000001", "PMC1234567"]
        );
        assert_eq!(names("Lee A. (https://doi.org/10.1000/x)."), ["doi:10.1000/x"]);
        assert_eq!(names("Lee. Available at: https://example.org/a/. Accessed May 2."), ["https://example.org/a/"]);
        assert_eq!(names("Lee. https://pubmed.ncbi.nlm.nih.gov/30000001/"), ["pmid:30000001"]);
        assert_eq!(names("Lee A. One. 2020;110.5:3/4"), Vec::<String>::new());
    }

    #[test]
    fn an_address_that_was_broken_at_the_end_of_a_line_is_joined() {
        assert_eq!(texts("1. Lee A. https://doi.org/10.1000/\nabc\n2. B"), ["Lee A. https://doi.org/10.1000/abc", "B"]);
    }
}
