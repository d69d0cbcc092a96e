//! [`Locale`]: the terms, date formats and options of a language, merged from locale files and from a style's own terms.

use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use roxmltree::{Document, Node};
use rustc_hash::FxHashMap;

use crate::shipped;
use crate::style::attributes::{boolean_attribute, read_format};
use crate::style::date::DatePart;
use crate::style::format::Format;
use crate::style::read::{StyleReader, element_children};
use crate::term::{Gender, Term, TermForm};

/// Which part of a number has to equal that of a suffix. The later, the more exact: it wins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum OrdinalMatch {
    LastDigit,
    LastTwoDigits,
    WholeNumber,
}

impl OrdinalMatch {
    const fn part_of(self, number: u32) -> u32 {
        match self {
            Self::LastDigit => number % 10,
            Self::LastTwoDigits => number % 100,
            Self::WholeNumber => number,
        }
    }
}

/// What stands behind the digits of an ordinal number.
#[derive(Debug, Clone)]
struct OrdinalSuffix {
    /// `None` is the suffix of all numbers that have no other.
    number: Option<u32>,
    gender: Gender,
    matches: OrdinalMatch,
    suffix: Arc<str>,
}

/// A date format of the language: `text` is "May 2, 2021", `numeric` "05/02/2021".
#[derive(Debug, Clone, Default)]
pub(crate) struct DateFormat {
    pub(crate) format: Format,
    pub(crate) delimiter: Box<str>,
    pub(crate) parts: Vec<DatePart>,
}

/// The kinds of locators that CSL has terms for.
const LOCATOR_LABELS: [&str; 23] = [
    "page",
    "chapter",
    "section",
    "paragraph",
    "figure",
    "volume",
    "verse",
    "line",
    "note",
    "part",
    "column",
    "book",
    "folio",
    "issue",
    "table",
    "appendix",
    "supplement",
    "equation",
    "article-locator",
    "act",
    "scene",
    "opus",
    "sub-verbo",
];

/// The words and abbreviations of a language with which a locator begins, such as `S.` in German, each with CSL's term for the kind
/// of part. A language that is not shipped has the words of English.
///
/// ```
/// assert!(wellpress_csl::locator_words("de").contains(&("chapter", "Kap.".to_owned())));
/// ```
#[must_use]
pub fn locator_words(language: &str) -> Vec<(&'static str, String)> {
    let locale = Locale::new(language, None, &mut StyleReader::default());
    let forms = [TermForm::Long, TermForm::Short, TermForm::Symbol];
    let terms = LOCATOR_LABELS.iter().flat_map(|label| forms.map(|form| (*label, locale.term(label, form))));
    let words = terms.filter_map(|(label, term)| term.map(|term| (label, term)));
    let words = words.flat_map(|(label, term)| [&term.single, &term.multiple].map(|word| (label, word.to_string())));
    let mut words: Vec<(&'static str, String)> = words.filter(|(_, word)| !word.is_empty()).collect();
    words.sort();
    words.dedup();
    words
}

/// Quotation marks, outer and inner.
#[derive(Debug, Clone)]
pub(crate) struct QuoteMarks {
    pub(crate) open: Arc<str>,
    pub(crate) close: Arc<str>,
    pub(crate) open_inner: Arc<str>,
    pub(crate) close_inner: Arc<str>,
}

/// What a style takes from a language.
#[derive(Debug, Clone)]
pub(crate) struct Locale {
    /// The tag of the language, such as `en-GB`.
    pub(crate) tag: String,
    /// The forms of each term, in the order of [`TermForm`].
    terms: FxHashMap<Box<str>, [Option<Term>; 5]>,
    ordinals: Vec<OrdinalSuffix>,
    /// Words for 1 to 10, by number and gender.
    long_ordinals: FxHashMap<(u32, Gender), Arc<str>>,
    pub(crate) text_date: DateFormat,
    pub(crate) numeric_date: DateFormat,
    /// Whether punctuation behind a quotation moves within its marks.
    pub(crate) punctuation_in_quote: bool,
    /// Whether only the first of a month is an ordinal: "1er mai", "2 mai".
    pub(crate) limit_day_ordinals_to_day_1: bool,
    pub(crate) quotes: QuoteMarks,
    /// The twelve months and behind them the four seasons.
    pub(crate) months: [Option<Term>; 16],
    /// The same in their short forms.
    pub(crate) short_months: [Option<Term>; 16],
}

impl QuoteMarks {
    /// No marks, for text that is only compared.
    pub(crate) fn none() -> Self {
        let none: Arc<str> = Arc::from("");
        Self { open: none.clone(), close: none.clone(), open_inner: none.clone(), close_inner: none }
    }
}

impl Locale {
    /// Merges the shipped files for a language tag with the `locale` elements of a style, the most special last.
    pub(crate) fn new(wanted_tag: &str, style: Option<Node<'_, '_>>, reader: &mut StyleReader) -> Self {
        let tag = shipped::locale_tag(wanted_tag);
        let mut locale = Self::shipped(tag);
        let language = tag.split('-').next().unwrap_or(tag);
        let own_locales: Vec<Node<'_, '_>> =
            style.into_iter().flat_map(element_children).filter(|node| node.tag_name().name() == "locale").collect();
        let mut languages = vec![None, Some(language)];
        languages.extend((tag != language).then_some(Some(tag)));
        // Unless a shipped locale was found for it, a style can bring the language itself.
        let is_shipped = tag.to_lowercase().starts_with(&wanted_tag.to_lowercase());
        languages.extend((!is_shipped).then_some(Some(wanted_tag)));
        for wanted in languages {
            for node in own_locales.iter().filter(|node| is_for(**node, wanted)) {
                locale.merge(*node, reader);
            }
        }
        locale.look_up_months_and_quotes();
        locale
    }

    /// The shipped files for a tag, merged. Each is read once in a process: a site has several styles in one language.
    fn shipped(tag: &'static str) -> Self {
        static READ: LazyLock<Mutex<FxHashMap<&str, Locale>>> = LazyLock::new(Mutex::default);
        let mut read_locales = READ.lock().unwrap_or_else(PoisonError::into_inner);
        let locale = read_locales.entry(tag).or_insert_with(|| {
            let mut locale = Self::empty(tag);
            let mut files = vec!["en-US"];
            files.extend(shipped::primary_dialect(tag));
            files.push(tag);
            files.dedup();
            for file in files {
                if let Some(document) = shipped::locale_file(file).and_then(|text| Document::parse(text).ok()) {
                    locale.merge(document.root_element(), &mut StyleReader::default());
                }
            }
            locale
        });
        locale.clone()
    }

    fn empty(tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
            terms: FxHashMap::default(),
            ordinals: Vec::new(),
            long_ordinals: FxHashMap::default(),
            text_date: DateFormat::default(),
            numeric_date: DateFormat::default(),
            punctuation_in_quote: false,
            limit_day_ordinals_to_day_1: false,
            quotes: QuoteMarks::none(),
            months: Default::default(),
            short_months: Default::default(),
        }
    }

    /// Whether text in this language takes English title case.
    pub(crate) fn is_english(&self) -> bool {
        self.tag.starts_with("en")
    }

    /// A term in a form, or in the form that stands in for it.
    pub(crate) fn term(&self, name: &str, form: TermForm) -> Option<&Term> {
        // CSL 1.0.1 writes it with a blank.
        let name = if name == "sub verbo" { "sub-verbo" } else { name };
        let forms = self.terms.get(name)?;
        let mut form = Some(form);
        while let Some(wanted) = form {
            if let Some(term) = &forms[wanted as usize] {
                return Some(term);
            }
            form = wanted.fallback();
        }
        None
    }

    /// The singular of a term, empty if the language has none.
    pub(crate) fn single(&self, name: &str, form: TermForm) -> Arc<str> {
        self.term(name, form).map_or_else(|| Arc::from(""), |term| term.single.clone())
    }

    /// The suffix of a number: `nd` for 22. The suffix for the whole number wins over one for its last digits.
    pub(crate) fn ordinal_suffix(&self, number: u32, gender: Gender) -> &str {
        let has_plain = self.ordinals.iter().any(|suffix| suffix.number.is_none());
        // Without a suffix for all other numbers this is CSL 1.0, where the fourth is for them, 11 to 13 included.
        let number = match number {
            _ if has_plain => number,
            _ if (11..=13).contains(&(number % 100)) || !(1..=4).contains(&(number % 10)) => 4,
            _ => number,
        };
        let matches = |suffix: &&OrdinalSuffix| suffix.number == Some(suffix.matches.part_of(number));
        let rank = |suffix: &&OrdinalSuffix| (suffix.matches, suffix.gender == gender);
        let agrees = |suffix: &&OrdinalSuffix| suffix.gender == gender || suffix.gender == Gender::Neuter;
        let special = self.ordinals.iter().filter(matches).filter(agrees).max_by_key(rank);
        let plain = || {
            let plain = self.ordinals.iter().filter(|suffix| suffix.number.is_none()).filter(agrees);
            plain.max_by_key(rank)
        };
        special.or_else(plain).map_or("", |suffix| &suffix.suffix)
    }

    /// A number in words: `second`. The language has words for 1 to 10.
    pub(crate) fn long_ordinal(&self, number: u32, gender: Gender) -> Option<&str> {
        let word =
            self.long_ordinals.get(&(number, gender)).or_else(|| self.long_ordinals.get(&(number, Gender::Neuter)));
        word.map(|word| &**word)
    }

    /// Reads one `locale` element over what is there.
    fn merge(&mut self, node: Node<'_, '_>, reader: &mut StyleReader) {
        for child in element_children(node) {
            match child.tag_name().name() {
                "style-options" => {
                    self.punctuation_in_quote =
                        boolean_attribute(child, "punctuation-in-quote").unwrap_or(self.punctuation_in_quote);
                    self.limit_day_ordinals_to_day_1 = boolean_attribute(child, "limit-day-ordinals-to-day-1")
                        .unwrap_or(self.limit_day_ordinals_to_day_1);
                }
                "date" => {
                    let date = DateFormat {
                        format: read_format(child),
                        delimiter: child.attribute("delimiter").unwrap_or_default().into(),
                        parts: reader.date_parts(child),
                    };
                    match child.attribute("form") {
                        Some("numeric") => self.numeric_date = date,
                        _ => self.text_date = date,
                    }
                }
                "terms" => self.merge_terms(child),
                _ => {}
            }
        }
    }

    fn merge_terms(&mut self, terms: Node<'_, '_>) {
        // The suffixes of a language belong together: one of them replaces all of the file before.
        if element_children(terms).any(is_ordinal) {
            self.ordinals.clear();
        }
        for node in element_children(terms) {
            let Some(name) = node.attribute("name") else { continue };
            let text: Arc<str> = Arc::from(text_of(node));
            let gender = Gender::from_name(node.attribute("gender-form"));
            if let Some(number) = name.strip_prefix("long-ordinal-").and_then(|number| number.parse().ok()) {
                self.long_ordinals.insert((number, gender), text);
            } else if is_ordinal(node) {
                self.ordinals.push(ordinal_suffix(name, node.attribute("match"), gender, text));
            } else {
                let form = TermForm::from_name(node.attribute("form"));
                self.terms.entry(name.into()).or_default()[form as usize] = Some(read_term(node, text));
            }
        }
    }

    /// Looks up terms that are needed for every date and quotation, once.
    fn look_up_months_and_quotes(&mut self) {
        for (index, (long, short)) in self.months.iter_mut().zip(&mut self.short_months).enumerate() {
            let name = if index < 12 { format!("month-{:02}", index + 1) } else { format!("season-{:02}", index - 11) };
            let Some(forms) = self.terms.get(name.as_str()) else { continue };
            long.clone_from(&forms[TermForm::Long as usize]);
            *short = forms[TermForm::Short as usize].clone().or_else(|| long.clone());
        }
        self.quotes = QuoteMarks {
            open: self.single("open-quote", TermForm::Long),
            close: self.single("close-quote", TermForm::Long),
            open_inner: self.single("open-inner-quote", TermForm::Long),
            close_inner: self.single("close-inner-quote", TermForm::Long),
        };
    }
}

/// Styles write tags with other capitals, such as `en-gb`.
fn is_for(locale: Node<'_, '_>, wanted: Option<&str>) -> bool {
    match (xml_lang(locale), wanted) {
        (Some(own), Some(wanted)) => own.eq_ignore_ascii_case(wanted),
        (own, wanted) => own.is_none() && wanted.is_none(),
    }
}

fn is_ordinal(term: Node<'_, '_>) -> bool {
    term.attribute("name").is_some_and(|name| name == "ordinal" || name.starts_with("ordinal-"))
}

fn ordinal_suffix(name: &str, matches: Option<&str>, gender: Gender, suffix: Arc<str>) -> OrdinalSuffix {
    let number = name.strip_prefix("ordinal-").and_then(|number| number.parse().ok());
    let matches = match matches {
        Some("whole-number") => OrdinalMatch::WholeNumber,
        Some("last-digit") => OrdinalMatch::LastDigit,
        Some("last-two-digits") => OrdinalMatch::LastTwoDigits,
        _ if number.is_some_and(|number: u32| number < 10) => OrdinalMatch::LastDigit,
        _ => OrdinalMatch::LastTwoDigits,
    };
    OrdinalSuffix { number, gender, matches, suffix }
}

fn read_term(node: Node<'_, '_>, text: Arc<str>) -> Term {
    let (single, multiple) = (child_text(node, "single"), child_text(node, "multiple"));
    let single = single.or_else(|| multiple.clone()).unwrap_or_else(|| text.clone());
    Term {
        multiple: multiple.unwrap_or_else(|| single.clone()),
        single,
        gender: Gender::from_name(node.attribute("gender")),
    }
}

fn child_text(term: Node<'_, '_>, name: &str) -> Option<Arc<str>> {
    let child = element_children(term).find(|child| child.tag_name().name() == name);
    child.map(text_of).filter(|text| !text.is_empty()).map(Arc::from)
}

fn text_of(node: Node<'_, '_>) -> String {
    node.children().filter(Node::is_text).filter_map(|child| child.text()).collect()
}

fn xml_lang<'a>(node: Node<'a, '_>) -> Option<&'a str> {
    node.attribute(("http://www.w3.org/XML/1998/namespace", "lang"))
}
