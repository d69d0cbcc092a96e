//! [`Item`]: the data of one source, as a style sees it. Names arrive with their particles apart, dates as numbers.
//!
//! Text is borrowed where the caller has it, so an item is cheap to make for the moment in which a source is formatted.

use std::borrow::Cow;

use crate::variables::{ItemType, Variable, VariableSet};

/// A source. A value is set once for each variable; an empty value counts as a missing one.
///
/// Text may contain the inline markup of CSL-JSON: `<i>`, `<b>`, `<sup>`, `<sub>`, `<sc>`,
/// `<span style="font-variant:small-caps;">` and `<span class="nocase">`. Anything else is text.
///
/// ```
/// use wellpress_csl::{Item, ItemType, Name, Variable};
/// let mut item = Item::new("sawicki2021", ItemType::ArticleJournal);
/// item.set_text(Variable::Title, "Vitamin D and <i>bone</i>");
/// item.set_names(Variable::Author, vec![Name::person("Sawicki", "Caleigh M.")]);
/// assert!(item.has(Variable::Title) && !item.has(Variable::Doi));
/// ```
#[derive(Debug, Clone, Default)]
pub struct Item<'a> {
    /// The key of the source. Styles can print it.
    pub id: Cow<'a, str>,
    /// The type that conditions of styles test.
    pub item_type: ItemType,
    variables: VariableSet,
    /// One value for each variable of `variables`, in their order.
    values: Vec<Value<'a>>,
}

#[derive(Debug, Clone)]
enum Value<'a> {
    Text(Cow<'a, str>),
    Names(Vec<Name<'a>>),
    Date(Date<'a>),
}

impl<'a> Item<'a> {
    /// A source without data.
    #[must_use]
    pub fn new(id: impl Into<Cow<'a, str>>, item_type: ItemType) -> Self {
        Self { id: id.into(), item_type, ..Self::default() }
    }

    /// Sets a text or number.
    pub fn set_text(&mut self, variable: Variable, text: impl Into<Cow<'a, str>>) {
        let text = text.into();
        if !text.trim().is_empty() {
            self.set(variable, Value::Text(text));
        }
    }

    /// Sets a list of names.
    pub fn set_names(&mut self, variable: Variable, names: Vec<Name<'a>>) {
        if !names.is_empty() {
            self.set(variable, Value::Names(names));
        }
    }

    /// Sets a date.
    pub fn set_date(&mut self, variable: Variable, date: Date<'a>) {
        self.set(variable, Value::Date(date));
    }

    /// Whether the source has a value for a variable. `page-first` is there if `page` is.
    #[must_use]
    pub fn has(&self, variable: Variable) -> bool {
        self.variables.contains(variable)
            || (variable == Variable::PageFirst && self.variables.contains(Variable::Page))
    }

    /// The variables that have a value.
    #[must_use]
    pub const fn variables(&self) -> VariableSet {
        self.variables
    }

    /// A text or number.
    #[must_use]
    pub fn text(&self, variable: Variable) -> Option<&str> {
        match self.value(variable)? {
            Value::Text(text) => Some(text),
            Value::Names(_) | Value::Date(_) => None,
        }
    }

    /// A list of names, empty if there is none.
    #[must_use]
    pub fn names(&self, variable: Variable) -> &[Name<'a>] {
        match self.value(variable) {
            Some(Value::Names(names)) => names,
            _ => &[],
        }
    }

    /// A date.
    #[must_use]
    pub fn date(&self, variable: Variable) -> Option<&Date<'a>> {
        match self.value(variable)? {
            Value::Date(date) => Some(date),
            Value::Text(_) | Value::Names(_) => None,
        }
    }

    /// The same source with a copy of all borrowed text, for callers that keep it longer than the text.
    ///
    /// ```
    /// use wellpress_csl::{Item, ItemType, Variable};
    /// let title = String::from("Vitamin D and bone");
    /// let mut item = Item::new("sawicki2021", ItemType::ArticleJournal);
    /// item.set_text(Variable::Title, title.as_str());
    /// let item = item.into_owned();
    /// drop(title);
    /// assert_eq!(item.text(Variable::Title), Some("Vitamin D and bone"));
    /// ```
    #[must_use]
    pub fn into_owned(self) -> Item<'static> {
        let values = self.values.into_iter().map(|value| match value {
            Value::Text(text) => Value::Text(owned(text)),
            Value::Names(names) => Value::Names(names.into_iter().map(Name::into_owned).collect()),
            Value::Date(date) => Value::Date(Date { literal: owned(date.literal), ..date }),
        });
        Item { id: owned(self.id), values: values.collect(), item_type: self.item_type, variables: self.variables }
    }

    fn value(&self, variable: Variable) -> Option<&Value<'a>> {
        self.variables.contains(variable).then(|| &self.values[self.variables.rank(variable)])
    }

    fn set(&mut self, variable: Variable, value: Value<'a>) {
        let index = self.variables.rank(variable);
        if self.variables.contains(variable) {
            self.values[index] = value;
        } else {
            self.variables.insert(variable);
            self.values.insert(index, value);
        }
    }
}

/// A copy of a text, which takes no memory if the text is empty.
fn owned(text: Cow<'_, str>) -> Cow<'static, str> {
    if text.is_empty() { Cow::Borrowed("") } else { Cow::Owned(text.into_owned()) }
}

/// The name of a person or an organisation.
///
/// A `literal` name is printed as it stands. Otherwise the parts are those of CSL: in "Ludwig van der Rohe Jr.", `given`
/// is `Ludwig`, `non_dropping_particle` or `dropping_particle` is `van der`, `family` is `Rohe` and `suffix` is `Jr.`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Name<'a> {
    /// The family name.
    pub family: Cow<'a, str>,
    /// Given names or initials.
    pub given: Cow<'a, str>,
    /// A particle that is left out where only the family name shows, such as `de` in "Alexis de Tocqueville".
    pub dropping_particle: Cow<'a, str>,
    /// A particle that belongs to the family name, such as `van` in "Vincent van Gogh".
    pub non_dropping_particle: Cow<'a, str>,
    /// `Jr.`, `III`.
    pub suffix: Cow<'a, str>,
    /// The whole name of an organisation. The other parts are empty then.
    pub literal: Cow<'a, str>,
    /// Whether a comma stands before the suffix: "King, Jr.".
    pub comma_suffix: bool,
    /// Whether the family name always comes first, as in Hungarian names.
    pub static_ordering: bool,
}

impl<'a> Name<'a> {
    /// A person with a family name and given names. Particles within the two parts are set apart by
    /// [`Name::split_particles`].
    #[must_use]
    pub fn person(family: impl Into<Cow<'a, str>>, given: impl Into<Cow<'a, str>>) -> Self {
        Self { family: family.into(), given: given.into(), ..Self::default() }
    }

    /// An organisation, or another name that is never taken apart.
    #[must_use]
    pub fn literal(name: impl Into<Cow<'a, str>>) -> Self {
        Self { literal: name.into(), ..Self::default() }
    }

    fn into_owned(self) -> Name<'static> {
        Name {
            family: owned(self.family),
            given: owned(self.given),
            dropping_particle: owned(self.dropping_particle),
            non_dropping_particle: owned(self.non_dropping_particle),
            suffix: owned(self.suffix),
            literal: owned(self.literal),
            ..self
        }
    }

    /// All of the name as one text, to compare it. An organisation is the same whether it is a literal or a family name.
    pub(crate) fn whole(&self) -> String {
        let parts = [
            &self.literal,
            &self.given,
            &self.dropping_particle,
            &self.non_dropping_particle,
            &self.family,
            &self.suffix,
        ];
        parts.iter().filter(|part| !part.is_empty()).map(|part| &***part).collect::<Vec<_>>().join(" ")
    }

    /// Whether the name is a whole without parts.
    #[must_use]
    pub fn is_literal(&self) -> bool {
        !self.literal.is_empty()
    }

    /// Whether the name stands for further people: libraries end a list of unknown length with such a name.
    pub(crate) fn is_others(&self) -> bool {
        self.literal == "others" || self.literal == "et al."
    }

    /// Sets particles and suffix apart that stand within the family name or the given names, as reference managers write
    /// them: `van der Berg`, `Ludwig van`, `Martin Luther, Jr.`. A family name in double quotes is taken as it stands.
    ///
    /// ```
    /// use wellpress_csl::Name;
    /// let name = Name::person("van der Berg", "Piet, Jr.").split_particles();
    /// assert_eq!((&*name.non_dropping_particle, &*name.family), ("van der", "Berg"));
    /// assert_eq!((&*name.given, &*name.suffix), ("Piet", "Jr."));
    /// ```
    #[must_use]
    pub fn split_particles(mut self) -> Self {
        if let Some(family) = self.family.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            self.family = Cow::Owned(family.to_owned());
            return self;
        }
        if self.family.is_empty() || self.given.is_empty() {
            return self;
        }
        self.split_suffix();
        if self.non_dropping_particle.is_empty() {
            let length = leading_particles(&self.family);
            if length > 0 {
                let (particle, family) = self.family.split_at(length);
                let particle = trim_particle(particle);
                (self.non_dropping_particle, self.family) = (Cow::Owned(particle), Cow::Owned(family.to_owned()));
            }
        }
        if self.dropping_particle.is_empty() {
            let start = trailing_particles(&self.given);
            if start < self.given.len() && start > 0 {
                let (given, particle) = self.given.split_at(start);
                let (given, particle) = (given.trim_end().to_owned(), particle.trim().to_owned());
                (self.given, self.dropping_particle) = (Cow::Owned(given), Cow::Owned(particle));
            }
        }
        self
    }

    /// `Martin Luther, Jr.` has a suffix, `Martin Luther,! Jr.` one that a comma precedes in the output.
    fn split_suffix(&mut self) {
        if !self.suffix.is_empty() {
            return;
        }
        let Some((given, suffix)) = self.given.split_once(',') else { return };
        let (forced, suffix) = match suffix.strip_prefix('!') {
            Some(suffix) => (true, suffix),
            None => (false, suffix),
        };
        let (given, suffix) = (given.trim_end().to_owned(), suffix.trim().to_owned());
        if suffix.replace('.', "") == "et al" {
            return;
        }
        (self.given, self.suffix, self.comma_suffix) = (Cow::Owned(given), Cow::Owned(suffix), forced);
    }
}

/// Particles end in a space, or in a sign that joins them to the name.
const JOINERS: [char; 4] = ['\'', '\u{2019}', '-', '\u{02bc}'];

/// A particle keeps the space behind an apostrophe, because it tells `d' Aubigne` from `d'Aubigne`.
fn trim_particle(particle: &str) -> String {
    let trimmed = particle.trim();
    if particle.ends_with(' ') && trimmed.ends_with(['\'', '\u{2019}']) {
        format!("{trimmed} ")
    } else {
        trimmed.to_owned()
    }
}

/// How many bytes at the start of a family name are particles: words that begin with a lower-case letter.
fn leading_particles(family: &str) -> usize {
    let mut end = 0;
    while let Some(word) = family[end..].split_inclusive([' ', '\'', '\u{2019}', '-', '\u{02bc}']).next() {
        let is_last = end + word.len() >= family.len();
        let first = word.chars().find(|character| !JOINERS.contains(character));
        // An apostrophe alone begins a particle such as 't.
        let opens = word.chars().all(|character| JOINERS.contains(&character));
        if is_last
            || !(opens || first.is_some_and(char::is_lowercase))
            || (word.ends_with(JOINERS) && !opens && !is_joined_particle(word))
        {
            break;
        }
        end += word.len();
    }
    end
}

/// Whether a word before an apostrophe or a hyphen is a particle (`d'`, `al-`) and not a part of a double name.
fn is_joined_particle(word: &str) -> bool {
    let stem = word.trim_end_matches(JOINERS).to_lowercase();
    const STEMS: [&str; 33] = [
        "d", "l", "al", "ad", "adh", "an", "ar", "as", "ash", "at", "ath", "az", "aš", "aḍ", "aḏ", "aṣ", "aṭ", "aṯ",
        "aẓ", "ed", "edh", "el", "en", "er", "es", "esh", "et", "eth", "ez", "dall", "dell", "dal", "de",
    ];
    STEMS.contains(&stem.as_str()) || stem == "s" || stem == "t"
}

/// Where the particles at the end of the given names begin: `Ludwig van`.
fn trailing_particles(given: &str) -> usize {
    let mut start = given.len();
    loop {
        let head = given[..start].trim_end();
        let word_start = head.rfind(' ').map_or(0, |space| space + 1);
        let word = &head[word_start..];
        let is_particle = word.chars().find(|character| !JOINERS.contains(character)).is_some_and(char::is_lowercase)
            && PARTICLES.contains(&word.trim_end_matches('.').to_lowercase().as_str());
        if word_start == 0 || !is_particle {
            return start;
        }
        start = word_start;
    }
}

/// Words that are particles at the end of given names.
const PARTICLES: [&str; 60] = [
    "a", "aan", "af", "al", "am", "auf", "aus", "ben", "bij", "bin", "d", "d'", "da", "dal", "dalla", "das", "de",
    "degli", "dei", "del", "dela", "della", "delle", "dello", "den", "der", "des", "di", "die", "do", "don", "dos",
    "du", "el", "het", "il", "im", "in", "la", "las", "le", "les", "lo", "los", "op", "of", "ten", "ter", "te", "tot",
    "und", "uit", "van", "vd", "vom", "von", "zu", "zum", "zur", "v",
];

/// A date, or a range of two.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Date<'a> {
    /// The date, or the start of a range. `None` if only `literal` says when.
    pub start: Option<DateParts>,
    /// The end of a range. The year 0 means that the range is open.
    pub end: Option<DateParts>,
    /// Whether the date is approximate.
    pub circa: bool,
    /// Words in place of numbers, printed as they stand: "in the Late Bronze Age".
    pub literal: Cow<'a, str>,
}

impl Date<'_> {
    /// One day, month or year. A part that is unknown is 0.
    #[must_use]
    pub fn new(year: i32, month: u8, day: u8) -> Self {
        Self { start: Some(DateParts { year, month, day }), ..Self::default() }
    }
}

/// Year, month and day. Negative years are before Christ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct DateParts {
    /// The year. 0 stands for none.
    pub year: i32,
    /// The month from 1 to 12, a season from 13 to 16 beginning with spring, or 0 for none.
    pub month: u8,
    /// The day of the month, or 0 for none.
    pub day: u8,
}
