//! Names in marks, where telling sources apart asks for more than the style shows at first: more of them, or with initials.
//! The processor renders the first form; the others are built here by the same style's options, and only where the first
//! form, built the same way, comes out the same as the processor's.

use hayagriva::citationberg::taxonomy::OtherTerm;
use hayagriva::citationberg::{
    DelimiterBehavior, IndependentStyle, InheritableNameOptions, LayoutRenderingElement as Element, NameAnd,
    NameAsSortOrder, NameForm, Names, TermForm, TextTarget,
};
use hayagriva::types::Person;

use super::engine::Engine;
use super::repair::children;
use super::rich_text::Run;
use super::shape::People;

/// How much of a given name is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Given {
    /// As the style has it at first.
    #[default]
    AsIs,
    /// Initials.
    Initials,
    /// All of it.
    Full,
}

/// The options of one `<names>` of a style.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NameStyle {
    delimiter: String,
    and: Option<String>,
    before_last: DelimiterBehavior,
    before_et_al: DelimiterBehavior,
    et_al: String,
    et_al_italic: bool,
    form: NameForm,
    initialize_with: Option<String>,
    hyphen: bool,
    sorted: Option<NameAsSortOrder>,
    separator: String,
}

impl NameStyle {
    /// The options of every `<names>` that a style's citations can show, in order, each once.
    pub(super) fn all(engine: &Engine) -> Vec<Self> {
        let style = engine.style();
        let options = style.settings.options.apply(&style.citation.name_options);
        let mut found = Vec::new();
        collect(style, &style.citation.layout.elements, &mut |names| {
            let candidate = Self::new(engine, names, &options);
            if !found.contains(&candidate) {
                found.push(candidate);
            }
        });
        found
    }

    fn new(engine: &Engine, names: &Names, inherited: &InheritableNameOptions) -> Self {
        let inherited = inherited.apply(&names.options());
        let name = names.name().cloned().unwrap_or_default();
        let options = name.options(&inherited);
        let et_al = names.et_al().copied().unwrap_or_default();
        let italic = et_al.formatting.font_style.is_some_and(|style| style != Default::default());
        let term = |term| engine.term(term, TermForm::Long).unwrap_or_default().to_owned();
        Self {
            delimiter: options.delimiter.to_owned(),
            and: options.and.map(|and| match and {
                NameAnd::Text => term(OtherTerm::And),
                NameAnd::Symbol => "&".to_owned(),
            }),
            before_last: options.delimiter_precedes_last,
            before_et_al: options.delimiter_precedes_et_al,
            et_al: term(OtherTerm::EtAl),
            et_al_italic: italic,
            form: options.form,
            initialize_with: options.initialize_with.filter(|_| options.initialize).map(str::to_owned),
            hyphen: engine.style().settings.initialize_with_hyphen,
            sorted: options.name_as_sort_order,
            separator: options.sort_separator.to_owned(),
        }
    }

    /// The first `shown` names of a list, each with as much of its given name as `given` says.
    pub(super) fn runs(&self, people: &People, shown: usize, given: &[Given]) -> Vec<Run> {
        let hidden = shown < people.all.len() || people.others;
        let mut runs = Vec::new();
        let mut inverted = false;
        for (at, person) in people.all.iter().take(shown).enumerate() {
            let last = at + 1 == shown && !hidden;
            if at > 0 {
                runs.push(Run::plain(self.between(at, last, inverted)));
            }
            let given = given.get(at).copied().unwrap_or_default();
            inverted = self.inverts(at);
            runs.push(people.form.with_text(self.name(person, given, inverted)));
        }
        if hidden {
            let comma = precedes(self.before_et_al, shown >= 2, inverted);
            runs.push(Run::plain(if comma { spaced(&self.delimiter) } else { " ".to_owned() }));
            runs.push(Run { italic: self.et_al_italic, ..Run::plain(self.et_al.clone()) });
        }
        runs
    }

    /// The same with "and" for a sign, as APA has it in running text.
    pub(super) fn in_prose(&self, and: &str) -> Self {
        let sign = self.and.as_deref() == Some("&");
        Self { and: if sign { Some(and.to_owned()) } else { self.and.clone() }, ..self.clone() }
    }

    /// What distinguishes a person from namesakes at a level: the given name as it would be shown.
    pub(super) fn given(&self, person: &Person, given: Given) -> Option<String> {
        let full = person.given_name.as_deref()?;
        match (given, &self.initialize_with) {
            (Given::Initials, Some(with)) => {
                let mut initials = String::new();
                person.initials(&mut initials, Some(with), self.hyphen).ok()?;
                Some(initials.trim().to_owned())
            }
            (Given::AsIs, _) if self.form == NameForm::Short => None,
            (Given::AsIs, Some(_)) => self.given(person, Given::Initials),
            _ => Some(full.to_owned()),
        }
    }

    fn name(&self, person: &Person, given: Given, inverted: bool) -> String {
        let Some(given) = self.given(person, given) else { return person.name.clone() };
        let suffix = person.suffix.as_ref().map_or_else(String::new, |suffix| format!(" {suffix}"));
        if inverted {
            format!("{}{}{given}", person.name, self.separator)
        } else {
            format!("{given} {}{suffix}", person.name)
        }
    }

    fn inverts(&self, at: usize) -> bool {
        match self.sorted {
            Some(NameAsSortOrder::All) => true,
            Some(NameAsSortOrder::First) => at == 0,
            None => false,
        }
    }

    fn between(&self, at: usize, last: bool, inverted: bool) -> String {
        match self.and.as_ref().filter(|_| last) {
            Some(and) if precedes(self.before_last, at >= 2, inverted) => {
                format!("{}{and} ", spaced(&self.delimiter))
            }
            Some(and) => format!(" {and} "),
            None => self.delimiter.clone(),
        }
    }
}

fn precedes(behavior: DelimiterBehavior, many: bool, inverted: bool) -> bool {
    match behavior {
        DelimiterBehavior::Contextual => many,
        DelimiterBehavior::AfterInvertedName => inverted,
        DelimiterBehavior::Always => true,
        DelimiterBehavior::Never => false,
    }
}

fn spaced(delimiter: &str) -> String {
    if delimiter.ends_with([' ', '\u{a0}']) { delimiter.to_owned() } else { format!("{delimiter} ") }
}

/// Calls `found` on each `<names>` within elements, macros filled in.
fn collect<'s>(style: &'s IndependentStyle, elements: &'s [Element], found: &mut impl FnMut(&'s Names)) {
    for element in elements {
        match element {
            Element::Names(names) => found(names),
            Element::Text(text) => {
                let TextTarget::Macro { name } = &text.target else { continue };
                let definition = style.macros.iter().find(|definition| definition.name == *name);
                if let Some(definition) = definition {
                    collect(style, &definition.children, found);
                }
            }
            _ => children(element).for_each(|inner| collect(style, inner, found)),
        }
    }
}
