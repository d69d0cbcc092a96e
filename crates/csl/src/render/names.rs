//! Lists of names: which are shown, what stands between them, labels, and what is printed if there are none.

use super::{Area, CitePart, GivenNameLevel, NamesShown, Renderer};
use crate::buffer::Mark;
use crate::formatted::Role;
use crate::item::Name;
use crate::style::SubsequentAuthorRule;
use crate::style::elements::{Element, NamesElement, TextContent};
use crate::style::names::{
    AndForm, DelimiterPrecedes, EtAl, NameAsSortOrder, NameForm, NameOptions, NameSettings, NamesLabel, NamesSettings,
};
use crate::term::TermForm;
use crate::variables::Variable;

/// Options of names from the innermost element to the style.
#[derive(Clone, Copy)]
pub(super) struct OptionChain<'s> {
    levels: [Option<&'s NameOptions>; 4],
}

impl<'s> OptionChain<'s> {
    pub(super) fn get<T>(self, option: impl Fn(&'s NameOptions) -> Option<T>) -> Option<T> {
        self.levels.into_iter().flatten().find_map(option)
    }

    fn text(self, option: impl Fn(&'s NameOptions) -> &'s Option<Box<str>>) -> Option<&'s str> {
        self.get(|options| option(options).as_deref())
    }

    pub(super) fn initialize_with(self) -> Option<&'s str> {
        self.text(|options| &options.initialize_with)
    }

    pub(super) fn sort_separator(self) -> &'s str {
        self.text(|options| &options.sort_separator).unwrap_or(", ")
    }

    /// Whether the name at an index begins with the family name.
    pub(super) fn inverts(self, index: usize) -> bool {
        match self.get(|options| options.name_as_sort_order) {
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => index == 0,
            None => false,
        }
    }

    pub(super) fn form(self) -> NameForm {
        self.get(|options| options.form).unwrap_or(NameForm::Long)
    }
}

/// Everything that decides how the names of one role are printed.
pub(super) struct NameStyle<'s> {
    pub(super) options: OptionChain<'s>,
    pub(super) name: Option<&'s NameSettings>,
    et_al: Option<&'s EtAl>,
    label: Option<&'s NamesLabel>,
}

/// How many names are shown.
struct Shown {
    first: usize,
    has_et_al: bool,
    has_last: bool,
}

impl<'s> Renderer<'s, '_> {
    pub(super) fn names(&mut self, element: &'s NamesElement) {
        let is_lead = !std::mem::replace(&mut self.has_lead_names, true);
        let frame = self.buffer.frame();
        self.is_in_lead_names |= is_lead;
        self.names_or_substitute(element);
        self.is_in_lead_names &= !is_lead;
        if is_lead {
            self.lead_lists = self.names_shown.len();
            // Names that are replaced by nothing were there all the same.
            self.has_lead_names = self.buffer.has_printed(&frame) || self.lead_lists > 0;
            if self.cite.part == CitePart::WithoutNames {
                self.buffer.roll_back(&frame);
            }
        }
    }

    fn names_or_substitute(&mut self, element: &'s NamesElement) {
        let variables: Vec<Variable> = element
            .variables
            .iter()
            .copied()
            .filter(|variable| self.is_available(*variable) && !self.item.names(*variable).is_empty())
            .collect();
        if element.variables.is_empty() || variables.is_empty() {
            self.count_variable(false);
            return self.substitute(element);
        }
        self.count_variable(true);
        let style = self.name_style(&element.settings);
        if style.options.form() == NameForm::Count {
            let count: usize = variables.iter().map(|variable| self.shown_names(*variable, &style)).sum();
            variables.iter().for_each(|variable| self.mark_used(*variable));
            if count > 0 {
                self.formatted(&element.format, |renderer| renderer.buffer.push(&count.to_string()));
            }
            return;
        }
        let delimiter = element.delimiter.as_deref().or_else(|| style.options.text(|options| &options.names_delimiter));
        self.with_role(Role::Names, |renderer| {
            renderer.formatted(&element.format, |renderer| {
                renderer.roles(&variables, &style, delimiter.unwrap_or_default());
            });
        });
        variables.iter().for_each(|variable| self.mark_used(*variable));
    }

    /// Each role with its names and its label. Editors who are also the translators are listed once.
    fn roles(&mut self, variables: &[Variable], style: &NameStyle<'s>, delimiter: &'s str) {
        let both = [Variable::Editor, Variable::Translator];
        let is_joint = both.iter().all(|role| variables.contains(role))
            && self.item.names(Variable::Editor) == self.item.names(Variable::Translator)
            && self
                .style
                .locale
                .term("editortranslator", style.label.map_or(TermForm::Long, |label| label.form))
                .is_some_and(|term| !term.single.is_empty());
        let mut has_printed = false;
        for variable in variables.iter().copied() {
            let label = match variable {
                Variable::Editor if is_joint => "editortranslator",
                Variable::Translator if is_joint => continue,
                _ => variable.name(),
            };
            let frame = self.buffer.frame();
            if has_printed {
                self.buffer.defer(delimiter);
            }
            self.with_role(Role::Variable(variable), |renderer| renderer.role(variable, label, style));
            has_printed |= self.buffer.end(&frame);
        }
    }

    fn role(&mut self, variable: Variable, label: &str, style: &NameStyle<'s>) {
        let item = self.item;
        let names = item.names(variable);
        self.name_base = self.names_shown.iter().map(|list| list.count).sum();
        let shown_names = self.shown(names, style.options);
        self.names_shown.push(NamesShown { variable, count: names.len(), shown: shown_names.first });
        let shown_label = style.label.filter(|_| !self.is_sort_key);
        if let Some(settings) = shown_label.filter(|label| label.is_before_names) {
            self.names_label(label, names.len(), settings);
        }
        self.name_list(names, &shown_names, style);
        if let Some(settings) = shown_label.filter(|label| !label.is_before_names) {
            self.names_label(label, names.len(), settings);
        }
    }

    fn names_label(&mut self, term: &str, count: usize, label: &'s NamesLabel) {
        let Some(term) = self.style.locale.term(term, label.form) else { return };
        self.formatted_term(&label.format, term.in_number(label.plural, count > 1));
    }

    /// The names of one role with what stands between them.
    fn name_list(&mut self, names: &[Name<'_>], shown: &Shown, style: &NameStyle<'s>) {
        let delimiter = style.options.text(|options| &options.delimiter).unwrap_or(", ");
        let precedes =
            |rule: Option<DelimiterPrecedes>, count: usize| match rule.unwrap_or(DelimiterPrecedes::Contextual) {
                DelimiterPrecedes::Contextual => count > 2,
                DelimiterPrecedes::AfterInvertedName => {
                    let preceding_index = count.saturating_sub(2);
                    style.options.inverts(preceding_index)
                        && names.get(preceding_index).is_some_and(|name| !name.is_literal())
                }
                DelimiterPrecedes::Always => true,
                DelimiterPrecedes::Never => false,
            };
        if shown.first == 0 {
            return;
        }
        // Processors join a person and an organisation without the delimiter, whatever the style says.
        let is_pair_with_body = names.len() == 2 && names[1].is_literal() && !shown.has_et_al;
        let repeated = self.cite.repeated_names.as_ref().filter(|_| self.is_in_lead_names);
        let list = self.names_shown.len() - 1;
        let repeated = repeated.and_then(|repeated| Some((repeated, *repeated.counts.get(list)?)));
        if let Some((repeated, _)) = repeated.filter(|(repeated, _)| repeated.rule == SubsequentAuthorRule::CompleteAll)
        {
            return self.push(repeated.text);
        }
        let and = self.and_term(style.options);
        for (index, name) in names.iter().take(shown.first).enumerate() {
            let is_last = index + 1 == names.len() && !shown.has_et_al;
            if index > 0 {
                match and.as_deref().filter(|_| is_last) {
                    Some(and) => {
                        let rule = style.options.get(|options| options.delimiter_precedes_last);
                        self.join_with(delimiter, precedes(rule, index + 1) && !is_pair_with_body, and);
                    }
                    None => self.buffer.push_affix(delimiter),
                }
            }
            match repeated.filter(|(repeated, count)| repeated.replaces(index, *count)) {
                Some((repeated, _)) => self.push(repeated.text),
                None => self.formatted_name(name, index, style),
            }
        }
        if shown.has_last {
            self.buffer.push_affix(delimiter);
            self.buffer.push_affix("\u{2026} ");
            if let Some(name) = names.last() {
                self.formatted_name(name, names.len() - 1, style);
            }
        } else if shown.has_et_al && !self.is_sort_key {
            let rule = style.options.get(|options| options.delimiter_precedes_et_al);
            // A list that ends in "and others" may be of any length.
            let is_open_ended = shown.first + 1 == names.len() && names.last().is_some_and(Name::is_others);
            let has_delimiter = precedes(rule, shown.first + 1)
                || (is_open_ended && style.options.inverts(shown.first - 1) && rule.is_none());
            self.et_al(style, delimiter, has_delimiter);
        }
    }

    /// A name in the formatting of the `name` element. What stands between names is outside of it.
    fn formatted_name(&mut self, name: &Name<'_>, index: usize, style: &NameStyle<'s>) {
        match style.name.map(|name| &name.format) {
            // The affixes are those of a person's name.
            Some(format) if name.is_literal() => {
                self.formatted_between("", format, "", |renderer| renderer.one_name(name, index, style));
            }
            Some(format) => {
                self.formatted(format, |renderer| renderer.one_name(name, index, style));
            }
            None => self.one_name(name, index, style),
        }
    }

    /// "and" with the delimiter before it, if the style wants one there.
    fn join_with(&mut self, delimiter: &str, has_delimiter: bool, and: &str) {
        if has_delimiter {
            self.buffer.push_affix(delimiter);
        }
        // Some languages write "and" as a sign or as a part of the next word.
        let is_word = and.starts_with(|first: char| first == '&' || super::name::is_alphabet_with_spaces(first));
        if is_word && !self.buffer.last_char().is_some_and(char::is_whitespace) {
            self.buffer.push_affix(" ");
        }
        self.buffer.push_affix(and);
        if is_word || and.starts_with([';', ',']) {
            self.buffer.push_affix(" ");
        }
    }

    fn et_al(&mut self, style: &NameStyle<'s>, delimiter: &'s str, has_delimiter: bool) {
        let term = style.et_al.map_or("et-al", |et_al| &*et_al.term);
        let text = self.style.locale.single(term, TermForm::Long);
        // A style that wants no "et al." gives the term a space.
        if text.trim().is_empty() {
            return;
        }
        if has_delimiter {
            self.buffer.push_affix(delimiter);
            if !self.buffer.last_char().is_some_and(char::is_whitespace) {
                self.buffer.push_affix(" ");
            }
        } else if text.starts_with(|first: char| !first.is_alphabetic() || super::name::is_alphabet_with_spaces(first))
        {
            self.buffer.push_affix(" ");
        }
        match style.et_al {
            Some(et_al) => {
                self.formatted(&et_al.format, |renderer| renderer.push(&text));
            }
            None => self.push(&text),
        }
    }

    fn and_term(&self, options: OptionChain<'_>) -> Option<std::sync::Arc<str>> {
        let form = options.get(|options| options.and).filter(|_| !self.is_sort_key)?;
        let is_symbol = form == AndForm::Symbol && self.cite.part != CitePart::Names;
        let term = self.style.locale.term("and", if is_symbol { TermForm::Symbol } else { TermForm::Long });
        term.map(|term| term.single.clone()).or_else(|| is_symbol.then(|| "&".into()))
    }

    /// How many names are shown before "et al.".
    fn shown(&self, names: &[Name<'_>], options: OptionChain<'_>) -> Shown {
        // Libraries end a list of unknown length with a name `others`, or with "et al.".
        let is_open_ended = names.len() > 1 && names.last().is_some_and(Name::is_others);
        let named_count = names.len() - usize::from(is_open_ended);
        let whole_list = Shown { first: named_count, has_et_al: is_open_ended, has_last: false };
        let is_later = self.area == Area::Citation && self.cite.is_later;
        let subsequent = |option: fn(&NameOptions) -> Option<usize>| options.get(option).filter(|_| is_later);
        let min =
            subsequent(|options| options.et_al_subsequent_min).or_else(|| options.get(|options| options.et_al_min));
        let use_first = subsequent(|options| options.et_al_subsequent_use_first)
            .or_else(|| options.get(|options| options.et_al_use_first));
        let (Some(min), Some(use_first)) = (min.filter(|min| *min > 0), use_first) else { return whole_list };
        if names.len() < min {
            return whole_list;
        }
        let first = self.cite.disambiguation.names.map_or(use_first, |names| names.max(use_first));
        if first >= named_count {
            return whole_list;
        }
        let use_last =
            options.get(|options| options.et_al_use_last).unwrap_or(false) && first + 1 < named_count && !is_open_ended;
        Shown { first, has_et_al: true, has_last: use_last }
    }

    fn shown_names(&self, variable: Variable, style: &NameStyle<'s>) -> usize {
        self.shown(self.item.names(variable), style.options).first
    }

    fn name_style(&self, settings: &'s NamesSettings) -> NameStyle<'s> {
        let inherited = self.substitute_settings;
        let name = settings.name.as_ref().or_else(|| inherited.and_then(|settings| settings.name.as_ref()));
        let levels = [
            self.sort_names,
            name.map(|name| &name.options),
            Some(&self.layout.names),
            Some(&self.style.options.names),
        ];
        NameStyle {
            options: OptionChain { levels },
            name,
            et_al: settings.et_al.as_ref().or_else(|| inherited.and_then(|settings| settings.et_al.as_ref())),
            label: settings.label.as_ref().or_else(|| inherited.and_then(|settings| settings.label.as_ref())),
        }
    }

    /// Prints the first element of the substitute that prints anything.
    fn substitute(&mut self, element: &'s NamesElement) {
        if element.substitute.is_empty() {
            return;
        }
        let outer = self.substitute_settings.replace(&element.settings);
        let frame = self.buffer.frame();
        self.buffer.open(Mark::Role(Role::Names));
        let content_frame = self.buffer.frame();
        self.formatted(&element.format, |renderer| {
            for child in &element.substitute {
                let child_frame = renderer.buffer.frame();
                renderer.elements(std::slice::from_ref(child));
                let is_term = matches!(child, Element::Text(text) if matches!(text.content, TextContent::Term(_)));
                if renderer.buffer.has_printed(&child_frame) || is_term {
                    break;
                }
            }
        });
        if self.buffer.has_printed(&frame) {
            let repeated = self.cite.repeated_names.as_ref().filter(|repeated| repeated.counts.is_empty());
            if let Some(repeated) = repeated.filter(|_| self.is_in_lead_names && self.names_shown.is_empty()) {
                self.buffer.roll_back(&content_frame);
                self.push(repeated.text);
            }
            self.buffer.close();
        }
        self.buffer.end(&frame);
        self.substitute_settings = outer;
    }

    pub(super) fn given_name_level(&self, index: usize) -> GivenNameLevel {
        self.cite.disambiguation.given_names.get(self.name_base + index).copied().unwrap_or_default()
    }
}

impl super::RepeatedNames<'_> {
    /// Whether the name at an index is replaced in a list of which `count` names are the same.
    fn replaces(&self, index: usize, count: usize) -> bool {
        match self.rule {
            SubsequentAuthorRule::CompleteAll | SubsequentAuthorRule::CompleteEach => true,
            SubsequentAuthorRule::PartialEach => index < count,
            SubsequentAuthorRule::PartialFirst => index == 0 && count > 0,
        }
    }
}
