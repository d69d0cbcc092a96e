//! What a style that was cut down prints of a source, and how: values that it prints as they are make no other difference
//! to a citation than that they stand in it.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::taxonomy::{
    NumberOrPageVariable, NumberVariable, PageVariable, StandardVariable, Variable,
};
use hayagriva::citationberg::{
    Date, DateDayForm, DateForm, DatePart, DatePartName, DateStrongAnyForm, IndependentStyle, InheritableNameOptions,
    LayoutRenderingElement as Element, LongShortForm, NameForm, Names, NamesChild, NumberForm, PageRangeFormat, Text,
    TextTarget,
};

use super::engine::Form;
use super::repair::children;

/// What a style prints of a source.
#[derive(Debug)]
pub(super) struct Uses {
    /// Texts and numbers, by variable.
    pub(super) texts: BTreeMap<String, Printed>,
    /// Lists of names.
    pub(super) names: BTreeSet<String>,
    /// Dates, and whether their day is printed in its plain digits.
    pub(super) dates: BTreeMap<String, bool>,
    /// What stands behind initials, of every list of names that shows given names; `None` where one shows them whole.
    pub(super) initials: BTreeSet<Option<String>>,
    /// Whether there is a hyphen between initials.
    pub(super) hyphen: bool,
    /// How ranges of pages are written.
    pub(super) ranges: PageRangeFormat,
    /// What stands in them.
    pub(super) range_sign: Option<String>,
}

/// How a value is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Printed {
    AsIs,
    WithoutPeriods,
    /// In another case, as an ordinal number.
    Changed,
}

/// What a style prints, unless it asks a source for more than what it prints.
pub(super) fn of(style: &IndependentStyle, form: Form, is_english: bool, range_sign: Option<&str>) -> Option<Uses> {
    let uses = Uses {
        texts: BTreeMap::new(),
        names: BTreeSet::new(),
        dates: BTreeMap::new(),
        initials: BTreeSet::new(),
        hyphen: style.settings.initialize_with_hyphen,
        ranges: style.settings.page_range_format.unwrap_or_default(),
        range_sign: range_sign.map(str::to_owned),
    };
    let options = style.settings.options.apply(&style.citation.name_options);
    let mut collector = Collector { style, is_english, uses, is_told: true };
    collector.elements(&style.citation.layout.elements, Printed::AsIs, &options);
    // For running text, the processor names an author whom the style does not name.
    let names_author = form == Form::Whole || collector.uses.names.contains("author");
    (collector.is_told && names_author).then_some(collector.uses)
}

struct Collector<'a> {
    style: &'a IndependentStyle,
    is_english: bool,
    uses: Uses,
    /// Whether all that it prints is told by what it uses.
    is_told: bool,
}

impl Collector<'_> {
    fn elements(&mut self, elements: &[Element], printed: Printed, options: &InheritableNameOptions) {
        elements.iter().for_each(|element| self.element(element, printed, options));
    }

    fn element(&mut self, element: &Element, printed: Printed, options: &InheritableNameOptions) {
        match element {
            Element::Text(text) => self.text(text, printed, options),
            Element::Number(number) => {
                let is_changed = number.text_case.is_some() || number.form != NumberForm::Numeric;
                let printed = if is_changed { Printed::Changed } else { printed };
                self.variable(Variable::from(number.variable), LongShortForm::Long, printed);
            }
            Element::Label(label) => {
                self.is_told &= label.variable == NumberOrPageVariable::Number(NumberVariable::Locator);
            }
            Element::Date(date) => self.date(date),
            Element::Names(names) => self.names(names, printed, options),
            Element::Choose(_) | Element::Group(_) => {
                children(element).for_each(|inner| self.elements(inner, printed, options));
            }
        }
    }

    fn text(&mut self, text: &Text, printed: Printed, options: &InheritableNameOptions) {
        let own = match (text.text_case, text.strip_periods) {
            (Some(_), _) => Printed::Changed,
            (None, true) => Printed::WithoutPeriods,
            (None, false) => Printed::AsIs,
        };
        let printed = printed.max(own);
        match &text.target {
            TextTarget::Variable { var, form } => self.variable(*var, *form, printed),
            TextTarget::Macro { name } => {
                let style = self.style;
                let definition = style.macros.iter().find(|definition| definition.name == *name);
                definition.into_iter().for_each(|own| self.elements(&own.children, printed, options));
            }
            TextTarget::Term { .. } | TextTarget::Value { .. } => {}
        }
    }

    fn variable(&mut self, variable: Variable, form: LongShortForm, printed: Printed) {
        match variable {
            // These are made of other values.
            Variable::Standard(StandardVariable::CitationLabel) | Variable::Number(NumberVariable::PageFirst) => {
                self.is_told = false;
            }
            Variable::Standard(StandardVariable::Title) if form == LongShortForm::Short => {
                self.print(Variable::Standard(StandardVariable::TitleShort), printed);
            }
            Variable::Date(_) | Variable::Name(_) => return,
            _ => {}
        }
        self.print(variable, printed);
    }

    fn print(&mut self, variable: Variable, printed: Printed) {
        let is_of_pages = matches!(variable, Variable::Page(PageVariable::Page));
        let printed = if is_of_pages && printed != Printed::AsIs { Printed::Changed } else { printed };
        let known = self.uses.texts.entry(variable.to_string()).or_insert(printed);
        *known = printed.max(*known);
    }

    fn date(&mut self, date: &Date) {
        let Some(variable) = date.variable else { return };
        let days = date.date_part.iter().filter(|part| part.name == DatePartName::Day);
        let plain = days.map(DatePart::form).all(|form| form == DateStrongAnyForm::Day(DateDayForm::Numeric));
        let is_short = |form| form == DateStrongAnyForm::Year(LongShortForm::Short);
        self.is_told &= !date.date_part.iter().any(|part| is_short(part.form()));
        let is_plain = match date.form {
            None => plain,
            Some(DateForm::Text) => plain && self.is_english,
            Some(DateForm::Numeric) => false,
        };
        *self.uses.dates.entry(Variable::Date(variable).to_string()).or_insert(true) &= is_plain;
    }

    fn names(&mut self, names: &Names, printed: Printed, options: &InheritableNameOptions) {
        let options = options.apply(&names.options());
        let mut shown = names.name().cloned().unwrap_or_default();
        let parts = [shown.name_part_given(), shown.name_part_family()];
        let is_changed = parts.into_iter().flatten().any(|part| part.text_case.is_some());
        self.is_told &= printed == Printed::AsIs && !is_changed;
        shown.form = shown.form.or(options.name_form);
        let own = shown.options(&options);
        if shown.form != Some(NameForm::Short) {
            let with = own.initialize_with.filter(|_| own.initialize).map(str::to_owned);
            self.uses.initials.insert(with);
        }
        self.uses.names.extend(names.variable.iter().map(|name| Variable::Name(*name).to_string()));
        for child in &names.children {
            if let NamesChild::Substitute(substitute) = child {
                self.elements(&substitute.children, printed, &options);
            }
        }
    }
}
