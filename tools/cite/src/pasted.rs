//! Splits a pasted list of references into entries, finds the identifiers in each, and matches entries with the sources of the
//! library. An uncertain match is no match: the author decides, since a wrong source under a health claim is worse than a
//! question.

use serde_json::Value;
use url::Url;

use wellpress_bibliography::identifier_mentions::identifier_mentions;
use wellpress_bibliography::same_work::title_words;
use wellpress_bibliography::{ContributorName, Identifier, Notice, NoticeKind, Reference, notice_in_text};
use wellpress_foundation::text::plain_words;

use super::fetch::parse_csl_item;
use super::reference_text::csl_item;
use super::{LibraryFiles, drafts, html_list, title_capitals};

/// One entry of a pasted list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedEntry {
    /// The number of its first line in the pasted text, from 1.
    pub line: usize,
    /// Its text on one line, without number or bullet.
    pub text: String,
}

/// The source of the library that a pasted entry matches. A conflict is a result of its own and not "nothing": fetching the same
/// identifier again would give the same other title, and an entry that was added under it would cite a work that the author did
/// not mean.
#[derive(Debug, Clone, PartialEq)]
pub enum LibraryMatch<'s> {
    /// The entry and this source are the same work.
    Source(&'s Reference),
    /// This source has the identifier of the entry, but another title: one of the two is mistaken.
    Conflict(Identifier, &'s Reference),
    /// No source matches, or several do.
    Nothing,
}

/// Headings above lists of references, which are no entries.
const HEADINGS: [&str; 6] = ["references", "bibliography", "sources", "literature", "literature cited", "works cited"];
/// Shorter titles, such as "Back pain", occur inside other titles and texts.
const MIN_TITLE_WORDS: usize = 3;
/// An entry of no more words holds little beside its identifier, such as "Accessed 2 May 2020".
const MAX_WORDS_BESIDE_IDENTIFIER: usize = 8;

/// Splits a pasted list into its entries. People paste lists that are numbered or bulleted, lists with a blank line between
/// entries, and lists with one entry a line; an entry may run over several lines in each. The separator is decided once for the
/// whole list: marks before blank lines before line ends, from the surest sign to the weakest.
///
/// A list in HTML, as Pandoc and websites have it, has an element for each entry.
#[must_use]
pub fn split_entries(text: &str) -> Vec<PastedEntry> {
    let in_html = html_list::entries(text);
    if !in_html.is_empty() {
        return in_html;
    }
    let lines: Vec<PastedLine<'_>> =
        text.lines().enumerate().map(|(index, line)| PastedLine::of(index + 1, line)).collect();
    // A single mark inside a list is more likely a page number or a dash that a line break put first.
    let has_marks = lines.iter().filter(|line| line.is_marked).count() > 1
        || lines.iter().find(|line| !line.text.is_empty()).is_some_and(|line| line.is_marked);
    let has_blank_lines = lines.iter().any(|line| line.text.is_empty());
    let separator = match (has_marks, has_blank_lines && is_paragraph_per_entry(&lines)) {
        (true, _) => EntrySeparator::Mark,
        (_, true) => EntrySeparator::BlankLine,
        _ => EntrySeparator::LineEnd,
    };
    entries(&lines, separator)
}

/// A line without its number or bullet.
#[derive(Debug)]
struct PastedLine<'a> {
    number: usize,
    text: &'a str,
    is_marked: bool,
    is_indented: bool,
}

/// What separates one entry from the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum EntrySeparator {
    /// A number or a bullet at the start of a line.
    Mark,
    BlankLine,
    /// The end of a line, unless the next line continues the entry.
    LineEnd,
}

impl<'a> PastedLine<'a> {
    fn of(number: usize, line: &'a str) -> Self {
        let text = line.trim();
        let unmarked = without_mark(text);
        let is_indented = line.starts_with([' ', '\t']) && !text.is_empty();
        Self { number, text: unmarked.unwrap_or(text), is_marked: unmarked.is_some(), is_indented }
    }

    fn is_heading(&self) -> bool {
        let words = self.text.trim_matches(['#', ':', '*', ' ']).to_lowercase();
        HEADINGS.contains(&words.as_str())
    }

    /// Whether this line belongs to the entry of the line before it.
    fn is_continuation(&self) -> bool {
        let lower = self.text.to_lowercase();
        let beginnings =
            ["doi:", "doi ", "doi.org", "http", "pmid", "pmcid", "available", "accessed", "published", "10."];
        self.is_indented
            || self.text.starts_with(|c: char| c.is_lowercase()) && !begins_with_particle(self.text)
            || beginnings.iter().any(|beginning| lower.starts_with(beginning))
    }
}

/// Whether a line begins with a name such as `van der Berg, C.` or `de Souto Barreto P`.
fn begins_with_particle(line: &str) -> bool {
    const PARTICLES: [&str; 13] =
        ["van", "von", "de", "den", "der", "del", "della", "di", "da", "dos", "du", "ten", "ter"];
    let mut words = line.split_whitespace();
    let first = words.next().unwrap_or_default();
    let family = words.find(|word| !PARTICLES.contains(word)).unwrap_or_default();
    PARTICLES.contains(&first)
        && family.starts_with(char::is_uppercase)
        && (family.ends_with(',') || words.take(2).any(|word| word.starts_with(char::is_uppercase)))
}

/// The text behind `1.`, `[1]`, `(1)`, `1)`, `-`, `*` or a bullet; `None` if the line has no such mark.
pub(super) fn without_mark(line: &str) -> Option<&str> {
    if let Some(text) = line.strip_prefix(['-', '*', '\u{2022}', '\u{2013}', '\u{25e6}']) {
        return text.starts_with(char::is_whitespace).then(|| text.trim_start());
    }
    let bracketed = line.strip_prefix(['[', '(']);
    let digits = bracketed.unwrap_or(line);
    let end = digits.find(|c: char| !c.is_ascii_digit())?;
    // Four digits are a year.
    if !(1..=3).contains(&end) {
        return None;
    }
    let closing: &[char] = if bracketed.is_some() { &[']', ')'] } else { &['.', ')', '\t'] };
    let text = digits[end..].strip_prefix(closing)?;
    // A digit behind the full stop, as in `10.1000/x`, is a DOI.
    let is_mark = text.starts_with(char::is_whitespace) || text.starts_with(char::is_alphabetic) || bracketed.is_some();
    is_mark.then(|| text.trim_start_matches('.').trim_start())
}

/// Whether blank lines separate the entries. They do not if a block between them has several lines with a year: then each line
/// is an entry, and the blank lines only group them.
fn is_paragraph_per_entry(lines: &[PastedLine<'_>]) -> bool {
    let mut blocks = lines.split(|line| line.text.is_empty());
    !blocks.any(|block| block.iter().filter(|line| has_year(line.text) && !line.is_continuation()).count() > 1)
}

fn has_year(text: &str) -> bool {
    let numbers = text.split(|c: char| !c.is_ascii_digit());
    numbers.filter(|number| number.len() == 4).any(|number| number.starts_with("19") || number.starts_with("20"))
}

fn entries(lines: &[PastedLine<'_>], separator: EntrySeparator) -> Vec<PastedEntry> {
    let mut entries: Vec<PastedEntry> = Vec::new();
    let mut is_open = false;
    for line in lines {
        if line.text.is_empty() {
            // In a marked list a blank line may stand inside of an entry: only a mark begins the next.
            is_open &= separator == EntrySeparator::Mark;
            continue;
        }
        if line.is_heading() {
            is_open = false;
            continue;
        }
        let begins_entry = match separator {
            EntrySeparator::Mark => line.is_marked || !is_open,
            EntrySeparator::BlankLine => !is_open,
            EntrySeparator::LineEnd => !is_open || !line.is_continuation(),
        };
        match entries.last_mut().filter(|_| !begins_entry) {
            Some(entry) => append_line(&mut entry.text, line.text),
            None => entries.push(PastedEntry { line: line.number, text: line.text.to_owned() }),
        }
        is_open = true;
    }
    entries
}

/// Joins a line to the entry, without a space where a line break has cut an address in two.
fn append_line(text: &mut String, line: &str) {
    let last_word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_address = last_word.contains("10.") && last_word.contains('/') || last_word.contains("://");
    let is_cut = is_address && last_word.ends_with(['/', '-', '_', '=', '?', '&']);
    if !is_cut {
        text.push(' ');
    }
    text.push_str(line);
}

impl PastedEntry {
    /// The DOI, PubMed ids and addresses in the text, the most precise first. At most one of each kind, but all addresses:
    /// a list of references often has the publisher's address and an archived copy.
    #[must_use]
    pub fn identifiers(&self) -> Vec<Identifier> {
        let mut identifiers: Vec<Identifier> =
            identifier_mentions(&self.text).into_iter().map(|mention| mention.identifier).collect();
        identifiers.sort_by_key(precision);
        identifiers.dedup_by(|next, first| {
            next == first || precision(next) == precision(first) && !matches!(next, Identifier::Page(_))
        });
        identifiers
    }

    /// Finds the source of the library that this entry cites: by identifier, else by its title. An identifier alone is not
    /// trusted, because copied lists contain identifiers of the wrong work: words of the title have to agree. A title alone is
    /// not trusted either: year or author have to agree, and several fitting sources count as none.
    #[must_use]
    pub fn find<'s>(&self, library: &'s LibraryFiles) -> LibraryMatch<'s> {
        let identifiers = self.identifiers();
        let same_id = identifiers.iter().find_map(|identifier| Some((library.find(identifier)?.0, identifier)));
        match same_id {
            Some((reference, _)) if self.agrees_with(reference) => LibraryMatch::Source(reference),
            Some((reference, identifier)) => LibraryMatch::Conflict(identifier.clone(), reference),
            None => self.find_by_title(library, &identifiers).map_or(LibraryMatch::Nothing, LibraryMatch::Source),
        }
    }

    /// The source with the longest matching title, since a title may contain that of another work; `None` if two are as long.
    fn find_by_title<'s>(&self, library: &'s LibraryFiles, identifiers: &[Identifier]) -> Option<&'s Reference> {
        let words = format!(" {} ", plain_words(&self.text));
        let mut candidates: Vec<&Reference> = (library.references.iter())
            .filter(|reference| contains_title_of(&words, reference) && !contradicts(identifiers, reference))
            .collect();
        candidates.sort_by_key(|reference| std::cmp::Reverse(title_length(reference)));
        match &candidates[..] {
            [single] => Some(single),
            [first, second, ..] if title_length(first) > title_length(second) => Some(first),
            _ => None,
        }
    }

    /// Whether a record with the identifier of this entry can be the cited work: two thirds of the words of its title are in
    /// the entry, or the entry is too short to hold a title.
    #[must_use]
    pub fn agrees_with(&self, reference: &Reference) -> bool {
        let text = plain_words(&self.text);
        text.split(' ').count() <= MAX_WORDS_BESIDE_IDENTIFIER || has_title_of(&text, reference)
    }

    /// What the text itself says of the work, as a draft of its source; `None` for a text that cannot be read as a reference.
    #[must_use]
    pub fn draft(&self) -> Option<Reference> {
        let item = Value::Object(csl_item(&self.text)?);
        let mut reference = parse_csl_item(item, drafts::FILE).ok()?;
        title_capitals::protect(&mut reference);
        self.add_notice(&mut reference);
        Some(reference)
    }

    /// What the text says became of the work, such as `[Retracted]`.
    #[must_use]
    pub fn notice(&self) -> Option<NoticeKind> {
        notice_in_text(&self.text)
    }

    /// Adds that to a record that has no notice itself.
    pub fn add_notice(&self, record: &mut Reference) {
        if let Some(kind) = self.notice() {
            record.notice.get_or_insert_with(|| Box::new(Notice::of_kind(kind)));
        }
    }

    /// The first web address in the text.
    #[must_use]
    pub fn address(&self) -> Option<Url> {
        self.identifiers().into_iter().find_map(|identifier| match identifier {
            Identifier::Page(url) => Some(url),
            _ => None,
        })
    }
}

/// Whether two thirds of the words of a source's title are in a text of plain words.
fn has_title_of(text: &str, reference: &Reference) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let title = reference.title.as_ref().map(title_words).unwrap_or_default();
    let (mut present, mut total) = (0, 0);
    for word in title.split(' ').filter(|word| !word.is_empty()) {
        total += 1;
        present += usize::from(words.contains(&word));
    }
    present * 3 >= total * 2
}

/// Whether a record can be the work of a draft with this title.
#[must_use]
pub fn is_title_of(title: &str, record: &Reference) -> bool {
    has_title_of(&plain_words(title), record)
}

fn title_length(reference: &Reference) -> usize {
    reference.title.as_ref().map_or(0, |title| title.len())
}

/// Sort key of [`PastedEntry::identifiers`]: a DOI names the work, a web address only where something is.
fn precision(identifier: &Identifier) -> u8 {
    match identifier {
        Identifier::Doi(_) => 0,
        Identifier::Pmid(_) => 1,
        Identifier::Pmcid(_) => 2,
        Identifier::Page(_) => 3,
    }
}

/// Whether the whole title of a source is in the text of an entry, together with its year or, if the text has no year, its
/// first author. `text` is plain words with a space at both ends.
fn contains_title_of(text: &str, reference: &Reference) -> bool {
    let Some(title) = reference.title.as_ref().map(title_words) else { return false };
    let year = reference.issued.as_ref().map(|issued| issued.year.to_string());
    let author = reference.authors.first().map(ContributorName::display_family).map(|name| plain_words(&name));
    let agrees = match (&year, &author) {
        (Some(year), _) if contains_words(text, year) => true,
        (_, Some(author)) if contains_words(text, author) => year.is_none() || !has_year(text),
        (None, None) => true,
        _ => false,
    };
    title.split(' ').count() >= MIN_TITLE_WORDS && contains_words(text, &title) && agrees
}

/// Whether these words are in the text, from word boundary to word boundary.
fn contains_words(text: &str, words: &str) -> bool {
    !words.is_empty() && text.contains(&format!(" {words} "))
}

/// Whether the entry has another DOI or PubMed id than the source.
fn contradicts(identifiers: &[Identifier], reference: &Reference) -> bool {
    identifiers.iter().any(|identifier| match identifier {
        Identifier::Doi(doi) => reference.doi.as_ref().is_some_and(|recorded| !recorded.eq_ignore_ascii_case(doi)),
        Identifier::Pmid(pmid) => reference.pmid.as_ref().is_some_and(|recorded| recorded != pmid),
        Identifier::Pmcid(_) | Identifier::Page(_) => false,
    })
}

#[cfg(test)]
mod tests {
    use super::{PastedEntry, split_entries};

    fn texts(list: &str) -> Vec<String> {
        split_entries(list).into_iter().map(|entry| entry.text).collect()
    }

    fn names(text: &str) -> Vec<String> {
        let entry = PastedEntry { line: 1, text: text.to_owned() };
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
        assert_eq!(split_entries("\n\n1. Lee A. One.\n")[0].line, 3);
    }

    #[test]
    fn a_list_in_html_has_an_entry_for_each_element() {
        let pandoc = "<div id=\"refs\" class=\"references csl-bib-body\">\n<div id=\"ref-a\" class=\"csl-entry\" role=\"listitem\">\n\
                      <div class=\"csl-left-margin\">1. </div><div class=\"csl-right-inline\">Lee A. One &amp; two.\n\
                      <a href=\"https://doi.org/10.1000/a\">https://doi.org/10.1000/a</a></div>\n</div>\n\
                      <div id=\"ref-b\" class=\"csl-entry\">Poe B. <em>Three</em>. 2020.</div>\n</div>\n";
        assert_eq!(
            texts(pandoc),
            ["Lee A. One & two. https://doi.org/10.1000/a".to_owned(), "Poe B. Three. 2020.".to_owned()]
        );
        assert_eq!(texts("<ol><li>Lee A. One.</li><li><p>Poe B. Two.</p></li></ol>"), ["Lee A. One.", "Poe B. Two."]);
        let open = "<ol><li>Lee A. One. doi:10.1000/a<li>Moss B. Two.<script>alert(1)</script></ol>";
        assert_eq!(texts(open), ["Lee A. One. doi:10.1000/a", "Moss B. Two."]);
        let footnote = "<ol><li><p>Lee A. doi:10.1000/a<a href='#r1' class='footnote-back'>\u{21a9}</a></p></li></ol>";
        assert_eq!(texts(footnote), ["Lee A. doi:10.1000/a"]);
        assert_eq!(texts("<p>Lee A. One.</p><p>Moss B. Two.</p>"), ["Lee A. One.", "Moss B. Two."]);
        assert_eq!(texts("<table><tr><td>1.</td><td>Lee A. One.</td></tr></table>"), ["Lee A. One."]);
        let linked = split_entries("<ul><li>Lee A. <a href='https://doi.org/10.1000/a'>One</a>.</li></ul>");
        assert_eq!(linked[0].text, "Lee A. One. https://doi.org/10.1000/a");
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
