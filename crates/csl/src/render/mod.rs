//! [`Renderer`]: runs the program of a style for one source. Takes the source and where it is cited, prints into a
//! [`Buffer`].

mod condition;
mod date;
mod name;
mod names;
mod number;
mod number_look;

use crate::buffer::{Buffer, Fragment, Mark};
use crate::formatted::{Formatted, Role};
use crate::item::Item;
use crate::markup;
use crate::style::elements::{Element, LabelElement, Layout, TextContent, TextElement};
use crate::style::format::{Display, Format, TextCase};
use crate::style::names::NamesSettings;
use crate::style::{Style, SubsequentAuthorRule};
use crate::variables::{Variable, VariableKind, VariableSet};

pub(crate) use date::sort_digits;
pub(crate) use name::initials;
pub use number::is_numeric;

/// Which part of the style is run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Area {
    Citation,
    Bibliography,
}

/// A place within a source: "pp. 12-15".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Locator<'a> {
    /// The CSL name of what is counted, such as `page` or `chapter`.
    pub label: &'a str,
    /// The place as it was written.
    pub value: &'a str,
}

/// What a source's mark depends on beside the source itself.
#[derive(Debug, Clone, Default)]
pub(crate) struct CiteContext<'a> {
    pub(crate) part: CitePart,
    pub(crate) locator: Option<Locator<'a>>,
    /// Whether the source was cited before. Printed marks have the form of a first cite; only disambiguation renders
    /// later ones.
    pub(crate) is_later: bool,
    /// The number in the list, from 1.
    pub(crate) number: Option<u32>,
    /// The names at the beginning of an entry that repeat those of the entry before.
    pub(crate) repeated_names: Option<RepeatedNames<'a>>,
    pub(crate) disambiguation: Disambiguation,
}

/// What is printed of a cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum CitePart {
    #[default]
    Whole,
    /// The names that the cite begins with, as part of a sentence.
    Names,
    /// The rest of the cite.
    WithoutNames,
}

impl CitePart {
    pub(crate) const COUNT: usize = 3;
}

/// What stands in place of names that repeat those of the entry before.
#[derive(Debug, Clone)]
pub(crate) struct RepeatedNames<'a> {
    pub(crate) text: &'a str,
    pub(crate) rule: SubsequentAuthorRule,
    /// How many of the first names are the same, for each list of names. Empty if the entry begins with something other than names.
    pub(crate) counts: Vec<usize>,
}

/// What is added to a mark to tell its source from others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Disambiguation {
    /// How many names show before "et al.", if more than the style asks for.
    pub(crate) names: Option<usize>,
    /// How much of the given names shows, by the position of the name. Names beyond its end are as the style asks for.
    pub(crate) given_names: Vec<GivenNameLevel>,
    /// How many tests of `disambiguate="true"` hold, from the first.
    pub(crate) conditions: usize,
    /// The letter after the year: 1 is `a`.
    pub(crate) year_suffix: Option<u32>,
}

/// How much of the given names shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) enum GivenNameLevel {
    /// As the style asks for.
    #[default]
    Default,
    Initials,
    Full,
}

/// Runs a style for one source.
pub(crate) struct Renderer<'s, 'i> {
    style: &'s Style,
    item: &'i Item<'i>,
    layout: &'s Layout,
    area: Area,
    is_sort_key: bool,
    cite: &'i CiteContext<'i>,
    buffer: Buffer<'s>,
    /// Variables that have a value, also those of the citation, such as the locator.
    present: VariableSet,
    /// Variables that were printed in place of names and are not printed again.
    substituted: VariableSet,
    counts: VariableCounts,
    /// The settings of the `names` element whose `substitute` is printed.
    substitute_settings: Option<&'s NamesSettings>,
    has_year_suffix: bool,
    /// Whether the names at the beginning of the mark have been rendered.
    has_lead_names: bool,
    /// Whether the names that are printed are those of the beginning.
    is_in_lead_names: bool,
    sort_names: Option<&'s crate::style::names::NameOptions>,
    /// The lists of names that were printed, in their order.
    names_shown: Vec<NamesShown>,
    /// How many of `names_shown` are lists of the names at the beginning.
    lead_lists: usize,
    /// How many tests of `disambiguate` were made.
    disambiguate_tests: usize,
    /// The number of names in the lists before the one that is printed: the index of its first name.
    name_base: usize,
    is_english: bool,
    /// Whether a word of the locale is printed, whose case follows the language of the locale.
    prints_term: bool,
}

/// A mark of one source, with the names that it shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct RenderedCite {
    pub(crate) fragment: Fragment,
    pub(crate) names: Vec<NamesShown>,
}

/// An entry of the list, with the names that it shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct RenderedEntry {
    pub(crate) formatted: Formatted,
    /// The lists of names that the entry begins with.
    pub(crate) lead_lists: Vec<NamesShown>,
}

/// A list of names that was printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NamesShown {
    pub(crate) variable: Variable,
    /// How many names the list has.
    pub(crate) count: usize,
    /// How many of them are printed, from the first.
    pub(crate) shown: usize,
}

impl NamesShown {
    /// Whether all names are printed.
    pub(crate) const fn is_whole(self) -> bool {
        self.shown == self.count
    }
}

/// How many variables a group met, and how many of them had a value. A group whose variables are all empty is not printed.
#[derive(Debug, Clone, Copy, Default)]
struct VariableCounts {
    met: u32,
    filled: u32,
}

impl<'s, 'i> Renderer<'s, 'i> {
    pub(crate) fn new(style: &'s Style, item: &'i Item<'i>, area: Area, cite: &'i CiteContext<'i>) -> Self {
        let layout = match (area, &style.bibliography) {
            (Area::Bibliography, Some(bibliography)) => bibliography,
            _ => &style.citation,
        };
        let mut present = item.variables();
        let extra = [
            (Variable::PageFirst, item.has(Variable::Page)),
            (Variable::Locator, cite.locator.is_some()),
            (Variable::CitationNumber, cite.number.is_some()),
            (Variable::YearSuffix, cite.disambiguation.year_suffix.is_some()),
            (Variable::CitationLabel, true),
        ];
        for (variable, _) in extra.iter().filter(|(_, is_present)| *is_present) {
            present.insert(*variable);
        }
        let language = item.text(Variable::Language);
        Self {
            style,
            item,
            layout,
            area,
            is_sort_key: false,
            cite,
            buffer: Buffer::new(style.locale.punctuation_in_quote),
            present,
            substituted: VariableSet::default(),
            counts: VariableCounts::default(),
            substitute_settings: None,
            has_year_suffix: false,
            has_lead_names: false,
            is_in_lead_names: false,
            sort_names: None,
            names_shown: Vec::new(),
            lead_lists: 0,
            name_base: 0,
            disambiguate_tests: 0,
            prints_term: false,
            is_english: language.map_or_else(|| style.locale.is_english(), |tag| tag.to_lowercase().starts_with("en")),
        }
    }

    /// The layout without its affixes: those stand around all sources of a mark.
    pub(crate) fn cite(mut self) -> RenderedCite {
        self.elements(&self.layout.elements);
        let fragment = self.buffer.into_fragment();
        // Without the punctuation that follows the names in the cite.
        let fragment =
            if self.cite.part == CitePart::Names { fragment.role(Role::Names).unwrap_or_default() } else { fragment };
        RenderedCite { fragment, names: self.names_shown }
    }

    /// The whole layout with its affixes, as an entry of the list has it.
    pub(crate) fn entry(mut self) -> RenderedEntry {
        let layout = self.layout;
        self.buffer.open(Mark::Look(layout.format.look));
        self.buffer.defer(&layout.format.prefix);
        if self.style.options.second_field_align {
            self.aligned_elements(&layout.elements);
        } else {
            self.elements(&layout.elements);
        }
        if !self.buffer.is_empty() {
            self.buffer.push_affix(&layout.format.suffix);
            self.buffer.close();
        }
        let formatted = self.buffer.into_fragment().finish(&self.style.locale.quotes);
        self.names_shown.truncate(self.lead_lists);
        RenderedEntry { formatted, lead_lists: self.names_shown }
    }

    /// The text of a macro as the order of sources needs it: names inverted, dates as digits.
    pub(crate) fn sort_text(mut self, index: usize, names: &'s crate::style::names::NameOptions) -> String {
        self.is_sort_key = true;
        self.sort_names = Some(names);
        self.elements(&self.style.macros[index]);
        self.buffer.into_fragment().finish(&self.style.locale.quotes).text
    }

    /// The first element that prints anything stands in the margin, the others beside it.
    fn aligned_elements(&mut self, elements: &'s [Element]) {
        for (index, element) in elements.iter().enumerate() {
            let is_printed = self.within(Mark::Role(Role::Display(Display::LeftMargin)), |renderer| {
                renderer.elements(std::slice::from_ref(element));
            });
            if is_printed {
                let later_elements = &elements[index + 1..];
                self.within(Mark::Role(Role::Display(Display::RightInline)), |renderer| {
                    renderer.elements(later_elements);
                });
                return;
            }
        }
    }

    fn elements(&mut self, elements: &'s [Element]) {
        self.delimited(elements, "", &mut false);
    }

    /// Prints elements with a delimiter between those that print something. The children of a `choose` are among them.
    fn delimited(&mut self, elements: &'s [Element], delimiter: &'s str, has_printed: &mut bool) {
        for element in elements {
            if self.cite.part == CitePart::Names && self.has_lead_names && !self.is_in_lead_names {
                return;
            }
            if let Element::Choose(branches) = element {
                if let Some(branch) = branches.iter().find(|branch| self.holds(branch)) {
                    self.delimited(&branch.children, delimiter, has_printed);
                }
                continue;
            }
            let frame = self.buffer.frame();
            if *has_printed {
                self.buffer.defer(delimiter);
            }
            self.element(element);
            *has_printed |= self.buffer.end(&frame);
        }
    }

    fn element(&mut self, element: &'s Element) {
        match element {
            Element::Text(text) => self.text(text),
            Element::Number(number) => self.number(number),
            Element::Label(label) => self.label(label),
            Element::Date(date) => self.date(date),
            Element::Names(names) => self.names(names),
            Element::Group(group) => self.container(&group.format, &group.children, &group.delimiter),
            Element::Choose(_) => self.elements(std::slice::from_ref(element)),
        }
    }

    /// Prints content between the affixes and with the formatting of its element. Returns whether there was any.
    fn formatted(&mut self, format: &'s Format, content: impl FnOnce(&mut Self)) -> bool {
        self.formatted_between(&format.prefix, format, &format.suffix, content)
    }

    /// Prints content with the formatting of an element and with other affixes.
    fn formatted_between(
        &mut self,
        prefix: &'s str,
        format: &'s Format,
        suffix: &str,
        content: impl FnOnce(&mut Self),
    ) -> bool {
        let frame = self.buffer.frame();
        // A part that is set by itself has its affixes with it.
        let display = format.display.map(|display| Mark::Role(Role::Display(display)));
        display.iter().for_each(|mark| self.buffer.open(*mark));
        self.buffer.defer(prefix);
        let look = (format.look != Default::default()).then_some(Mark::Look(format.look));
        let quote = (format.quotes && !self.is_sort_key).then_some(Mark::Quote);
        let scope = (format.text_case.is_some() || format.strip_periods).then_some(Mark::Scope);
        // Quotation marks stand outside of the look of the text.
        let marks = [quote, look, scope];
        marks.iter().flatten().for_each(|mark| self.buffer.open(*mark));
        content(self);
        if self.buffer.has_printed(&frame) {
            if format.strip_periods {
                self.buffer.strip_periods();
            }
            let is_english = if self.prints_term { self.style.locale.is_english() } else { self.is_english };
            if let Some(case) = format.text_case.filter(|case| *case != TextCase::Title || is_english) {
                self.change_case(case);
            }
            marks.iter().flatten().for_each(|_| self.buffer.close());
            self.buffer.push_affix(suffix);
            display.iter().for_each(|_| self.buffer.close());
        }
        self.buffer.end(&frame)
    }

    /// Prints a word of the locale, such as a label.
    fn formatted_term(&mut self, format: &'s Format, term: &str) -> bool {
        self.prints_term = true;
        let has_printed = self.formatted(format, |renderer| renderer.push(term));
        self.prints_term = false;
        has_printed
    }

    /// Changes the case of what was printed last, by the rules of the source's language or, for a term, of the locale's.
    fn change_case(&mut self, case: TextCase) {
        let of_item = self.item.text(Variable::Language).filter(|_| !self.prints_term);
        let language = of_item.unwrap_or(&self.style.locale.tag);
        self.buffer.change_case(case, language);
    }

    /// Content with a role, so that links and marks find it.
    fn with_role(&mut self, role: Role, content: impl FnOnce(&mut Self)) {
        self.within(Mark::Role(role), content);
    }

    /// Content within a mark. Returns whether there was any.
    fn within(&mut self, mark: Mark, content: impl FnOnce(&mut Self)) -> bool {
        let frame = self.buffer.frame();
        self.buffer.open(mark);
        content(self);
        if self.buffer.has_printed(&frame) {
            self.buffer.close();
        }
        self.buffer.end(&frame)
    }

    /// A group, or the content of a macro.
    fn container(&mut self, format: &'s Format, children: &'s [Element], delimiter: &'s str) {
        let (frame, before) = (self.buffer.frame(), self.counts);
        self.formatted(format, |renderer| renderer.delimited(children, delimiter, &mut false));
        if self.buffer.has_printed(&frame) {
            if self.counts.met == before.met {
                // A group that prints only terms counts as a variable with a value.
                self.count_variable(true);
            } else if self.counts.filled == before.filled {
                // A group whose variables are all empty is not printed.
                self.buffer.roll_back(&frame);
            }
        }
    }

    fn text(&mut self, text: &'s TextElement) {
        match &text.content {
            TextContent::Macro(index) => self.container(&text.format, &self.style.macros[*index], ""),
            TextContent::Value(value) => {
                self.formatted(&text.format, |renderer| renderer.push(value));
            }
            TextContent::Term(term) => {
                self.formatted_term(&text.format, term);
            }
            TextContent::Variable { variable, is_short } => {
                let variable = *variable;
                self.formatted(&text.format, |renderer| renderer.text_variable(variable, *is_short));
            }
            TextContent::Nothing => self.count_variable(false),
        }
    }

    /// Prints a text with its inline markup.
    fn push(&mut self, text: &str) {
        markup::push(&mut self.buffer, text, &self.style.locale.quotes);
    }

    /// Notes for the groups around whether a variable has a value.
    fn count_variable(&mut self, has_value: bool) {
        self.counts.met += 1;
        self.counts.filled += u32::from(has_value);
    }

    /// Whether a variable has a value that was not printed in place of names.
    fn is_available(&self, variable: Variable) -> bool {
        self.present.contains(variable) && !self.substituted.contains(variable)
    }

    /// Within `substitute`, records a variable, so that it is not printed again.
    fn mark_used(&mut self, variable: Variable) {
        if self.substitute_settings.is_some() {
            self.substituted.insert(variable);
        }
    }

    fn text_variable(&mut self, variable: Variable, is_short: bool) {
        match variable {
            Variable::YearSuffix => {
                // It counts as filled even if there is no letter, so that a group of "n.d." and a letter is printed.
                self.count_variable(true);
                self.print_year_suffix();
            }
            Variable::Locator => self.locator(),
            Variable::CitationNumber => {
                let number = self.cite.number;
                self.count_variable(number.is_some());
                if let Some(number) = number {
                    self.with_role(Role::Variable(variable), |renderer| renderer.buffer.push(&number.to_string()));
                }
            }
            // Marks of a page have no note numbers.
            Variable::FirstReferenceNoteNumber => self.count_variable(false),
            Variable::CitationLabel => {
                self.count_variable(true);
                let label = crate::label::citation_label(self.item);
                self.with_role(Role::Variable(variable), |renderer| {
                    renderer.buffer.push(&label);
                    renderer.year_suffix();
                });
            }
            _ => self.item_text(variable, is_short),
        }
    }

    fn item_text(&mut self, variable: Variable, is_short: bool) {
        let short = variable.short().filter(|short| is_short && self.is_available(*short));
        let shown_variable = short.unwrap_or(variable);
        let item = self.item;
        let text = if shown_variable == Variable::PageFirst { self.page_first() } else { item.text(shown_variable) };
        let Some(text) = text.filter(|_| self.is_available(shown_variable)) else { return self.count_variable(false) };
        self.count_variable(true);
        match shown_variable {
            Variable::Page => self.page_range(text),
            // Copied as they are: signs such as `_` in them are no markup.
            Variable::Doi | Variable::Url => {
                self.with_role(Role::Variable(shown_variable), |renderer| renderer.buffer.push(text));
            }
            Variable::Title | Variable::TitleShort | Variable::ContainerTitle | Variable::Pmid | Variable::Pmcid => {
                self.with_role(Role::Variable(shown_variable), |renderer| renderer.push(text));
            }
            _ if shown_variable.kind() == VariableKind::Number => {
                let ranges = if let Some(literal) = number::unescaped_hyphens(text) {
                    literal
                } else if is_numeric(text) {
                    text.replace('-', number::range_delimiter(&self.style.locale))
                } else {
                    text.to_owned()
                };
                self.buffer.push(&ranges);
            }
            _ => self.push(text),
        }
        self.mark_used(shown_variable);
        self.mark_used(variable);
    }

    /// Adds the letter of the year, once, unless the style has a place of its own for it.
    fn year_suffix(&mut self) {
        if !self.has_year_suffix && !self.style.options.places_year_suffix && !self.is_sort_key {
            self.has_year_suffix = true;
            self.print_year_suffix();
        }
    }

    fn print_year_suffix(&mut self) {
        if let Some(letter) = self.cite.disambiguation.year_suffix {
            self.with_role(Role::YearSuffix, |renderer| renderer.buffer.push(&year_letters(letter)));
        }
    }

    fn label(&mut self, label: &'s LabelElement) {
        let is_locator = label.variable == Variable::Locator;
        let (term, value) = if is_locator {
            let Some(locator) = self.cite.locator else { return };
            (self.style.locale.term(locator.label, label.form), Some(locator.value))
        } else {
            // Also for a value that was printed in place of names: its label still belongs to it.
            if !self.present.contains(label.variable) {
                return;
            }
            (label.term.as_ref(), self.item.text(label.variable))
        };
        let Some(term) = term else { return };
        // A locator that names its own unit, as in "vol. 1, fol. 186", has no label.
        if is_locator && value.is_some_and(|value| value.trim_start_matches(char::is_alphabetic).starts_with(". ")) {
            return;
        }
        let has_several = value.is_some_and(|value| number::is_plural(label.variable, value));
        self.formatted_term(&label.format, term.in_number(label.plural, has_several));
    }
}

/// The letter of a year: `a` for 1, `z` for 26, `aa` for 27.
///
/// ```
/// assert_eq!(wellpress_csl::year_letters(28), "ab");
/// ```
#[must_use]
pub fn year_letters(number: u32) -> String {
    let mut letters = Vec::new();
    let mut remaining_number = number;
    while remaining_number > 0 {
        let digit = u8::try_from((remaining_number - 1) % 26).unwrap_or(0);
        letters.push(char::from(b'a' + digit));
        remaining_number = (remaining_number - 1) / 26;
    }
    letters.iter().rev().collect()
}
