//! A style cut down to what one sort of source can show: the processor walks every branch and asks for every variable of a
//! style several times over, and most of a style is for other sorts of sources.
//!
//! The cut changes nothing that is printed in a citation of the form and with the kind of locator that it is made for. An
//! element goes where it certainly prints nothing; where its absence would tell a group that it holds no variables, a
//! stand-in without value stays. A test is decided where the source's type and the variables that it has decide it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::str::FromStr;

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{Kind, Locator, NameVariable, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Affixes, Choose, ChooseBranch, ChooseMatch, CslMacro, ElseBranch, Formatting, Group, IndependentStyle,
    LayoutRenderingElement as Element, NamesChild, Text, TextTarget, ToAffixes, ToFormatting,
};

use super::locator::Places;
use super::substitutes;
use super::values;

/// The citations that a style is cut for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wanted {
    /// Their form.
    pub(super) form: Form,
    /// What their locators count, if they have one.
    pub(super) locator: Option<Locator>,
    /// How many these are.
    pub(super) places: Places,
}

/// The processor's forms of a citation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Author and year together.
    Whole,
    /// Author and year each apart. Only for sources that have an author.
    Prose,
}

/// What decides how a style can be cut: a source's type, its variables and which of them are numbers, and what is wanted.
pub(super) fn signature(item: &Item, wanted: Wanted) -> String {
    let mut signature = item.type_().unwrap_or_default().into_owned();
    signature.reserve(item.0.keys().map(|key| key.len() + 1).sum::<usize>() + 24);
    if wanted.form == Form::Prose {
        signature.push_str(" +");
    }
    if let Some(locator) = wanted.locator {
        let _ = write!(signature, " @{locator:?} {:?}", wanted.places);
    }
    for (key, value) in &item.0 {
        signature.push(' ');
        signature.push_str(key);
        signature.push_str(values::sign(key, value));
    }
    signature
}

/// The style for citations of sources like `item`.
pub(super) fn specialised(style: &IndependentStyle, item: &Item, wanted: Wanted) -> IndependentStyle {
    let suppressible = substitutes::suppressible(style);
    let mut cut = Cut { style, item, wanted, kind: kind(item), suppressible, macros: BTreeMap::new() };
    let mut layout = style.citation.layout.clone();
    layout.elements = cut.elements(&layout.elements).0;
    let macros = std::mem::take(&mut cut.macros).into_iter();
    let macros = macros.filter_map(|(name, fate)| match fate {
        Some((children, Fate::Prints)) => Some(CslMacro { name: name.to_owned(), children }),
        _ => None,
    });
    let mut citation = style.citation.clone();
    citation.layout = layout;
    let mut special = IndependentStyle {
        citation,
        macros: macros.collect(),
        bibliography: None,
        info: style.info.clone(),
        default_locale: style.default_locale.clone(),
        version: style.version.clone(),
        settings: style.settings.clone(),
        locale: style.locale.clone(),
    };
    substitutes::drop_idle(&mut special, item);
    special
}

fn kind(item: &Item) -> Option<Kind> {
    Kind::from_str(&item.type_()?).ok()
}

/// What becomes of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    /// It prints nothing, and no group would notice.
    Nothing,
    /// It prints nothing, and tells its group that a variable has no value.
    Empty,
    /// It may print.
    Prints,
}

struct Cut<'a> {
    style: &'a IndependentStyle,
    item: &'a Item,
    wanted: Wanted,
    kind: Option<Kind>,
    suppressible: BTreeSet<String>,
    /// Macros by name; `None` while one is being cut.
    macros: BTreeMap<&'a str, Option<(Vec<Element>, Fate)>>,
}

impl Cut<'_> {
    /// The elements of a list that matter, and the fate of the whole.
    fn list(&mut self, elements: &[Element]) -> (Vec<Element>, Fate) {
        let (kept, fate) = self.elements(elements);
        let form = self.wanted.form;
        (
            kept.into_iter().flat_map(|element| inlined(element, form)).map(|element| self.lifted(element)).collect(),
            fate,
        )
    }

    /// The same where each element stands for itself: in a layout, and as a substitute for names.
    fn elements(&mut self, elements: &[Element]) -> (Vec<Element>, Fate) {
        let mut kept = Vec::new();
        let mut fate = Fate::Nothing;
        let mut empty = false;
        for element in elements {
            let (element, its) = self.element(element);
            empty |= its == Fate::Empty;
            fate = fate.max(its);
            kept.extend(element.filter(|_| its == Fate::Prints));
        }
        if empty {
            kept.push(without_value());
        }
        (kept, fate)
    }

    fn element(&mut self, element: &Element) -> (Option<Element>, Fate) {
        let answered = values::answered(self.style, self.item, element).filter(|_| self.wanted.form == Form::Whole);
        let element = answered.as_ref().unwrap_or(element);
        let lacks = |lacking: bool, fate: Fate| if lacking { fate } else { Fate::Prints };
        let fate = match element {
            Element::Text(text) => {
                let fate = self.text(text);
                return (Some(self.instead_of(text).unwrap_or_else(|| element.clone())), fate);
            }
            Element::Number(number) => lacks(!self.has(Variable::from(number.variable)), Fate::Empty),
            // Where the author stands apart, labels and dates tell their groups something else.
            Element::Label(_) | Element::Date(_) if self.wanted.form == Form::Prose => Fate::Prints,
            Element::Label(label) => lacks(!self.has(Variable::from(label.variable)), Fate::Nothing),
            Element::Date(date) => match date.variable {
                Some(variable) => lacks(!self.has(Variable::Date(variable)), Fate::Empty),
                None => Fate::Prints,
            },
            Element::Names(_) => return self.names(element),
            Element::Group(group) => {
                let (children, fate) = self.list(&group.children);
                let mut group = group.clone();
                group.children = children;
                return (Some(Element::Group(group)), fate);
            }
            Element::Choose(choose) => return self.choose(choose),
        };
        (Some(element.clone()), fate)
    }

    fn text(&mut self, text: &Text) -> Fate {
        match &text.target {
            TextTarget::Variable { var: Variable::Standard(StandardVariable::YearSuffix), .. } => Fate::Nothing,
            TextTarget::Variable { var, .. } if !self.has(*var) => Fate::Empty,
            TextTarget::Macro { name } => self.in_macro(name),
            _ => Fate::Prints,
        }
    }

    /// A bare call of a macro that is one variable is that variable.
    fn instead_of(&self, text: &Text) -> Option<Element> {
        let TextTarget::Macro { name } = &text.target else { return None };
        let bare = Text::with_target(text.target.clone()) == *text;
        let (children, _) = self.macros.get(name.as_str())?.as_ref().filter(|_| bare)?;
        let [only] = children.as_slice() else { return None };
        let one = match only {
            Element::Text(Text { target: TextTarget::Variable { var, .. }, .. }) => self.certainly(*var),
            Element::Names(names) => names.variable.iter().any(|name| self.certainly(Variable::Name(*name))),
            _ => false,
        };
        one.then(|| only.clone())
    }

    /// What stands alone in a group or in a macro, where nothing else is lost with it: the processor asks an element what
    /// it would print once for each that it stands in.
    fn lifted(&self, element: Element) -> Element {
        let form = self.wanted.form;
        let only = match &element {
            Element::Group(group) if is_plain(group) => only_child(&group.children, form),
            Element::Text(text) if Text::with_target(text.target.clone()) == *text => {
                let TextTarget::Macro { name } = &text.target else { return element };
                let cut = self.macros.get(name.as_str()).and_then(Option::as_ref);
                cut.and_then(|(children, _)| only_child(children, form))
            }
            _ => None,
        };
        only.cloned().unwrap_or(element)
    }

    fn in_macro(&mut self, name: &str) -> Fate {
        let Some(definition) = self.style.macros.iter().find(|definition| definition.name == name) else {
            return Fate::Nothing;
        };
        if let Some(known) = self.macros.get(definition.name.as_str()) {
            return known.as_ref().map_or(Fate::Prints, |(_, fate)| *fate);
        }
        self.macros.insert(&definition.name, None);
        let (children, fate) = self.list(&definition.children);
        self.macros.insert(&definition.name, Some((children, fate)));
        fate
    }

    fn names(&mut self, element: &Element) -> (Option<Element>, Fate) {
        let Element::Names(names) = element else { return (None, Fate::Nothing) };
        let mut names = names.clone();
        let present = names.variable.iter().any(|name| self.has(Variable::Name(*name)));
        let certain = names.variable.iter().any(|name| self.certainly(Variable::Name(*name)));
        let mut substitute_fate = Fate::Nothing;
        names.children.retain(|child| !(certain && matches!(child, NamesChild::Substitute(_))));
        for child in &mut names.children {
            if let NamesChild::Substitute(substitute) = child {
                let (children, fate) = self.elements(&substitute.children);
                substitute.children = children;
                substitute_fate = substitute_fate.max(fate);
            }
        }
        let fate = if present { Fate::Prints } else { substitute_fate };
        (Some(Element::Names(names)), fate)
    }

    fn choose(&mut self, choose: &Choose) -> (Option<Element>, Fate) {
        let mut open = Vec::new();
        let mut fate = Fate::Nothing;
        for branch in choose.branches() {
            let holds = self.holds(branch);
            if holds == Some(false) {
                continue;
            }
            let (children, its) = self.list(&branch.children);
            fate = fate.max(its);
            if holds == Some(true) {
                return finished(open, Some(children), fate, self.wanted.form);
            }
            open.push(ChooseBranch { children, ..branch.clone() });
        }
        let otherwise = choose.otherwise.as_ref().map(|otherwise| self.list(&otherwise.children));
        let fate = otherwise.as_ref().map_or(fate, |(_, its)| fate.max(*its));
        finished(open, otherwise.map(|(children, _)| children), fate, self.wanted.form)
    }

    /// Whether a branch is taken, where that can be known.
    fn holds(&self, branch: &ChooseBranch) -> Option<bool> {
        let mut tests: Vec<Option<bool>> = Vec::new();
        tests.extend(branch.disambiguate.map(|wanted| Some(!wanted)));
        let absent = |variable: &Variable| if self.has(*variable) { None } else { Some(false) };
        tests.extend(branch.is_numeric.iter().flatten().map(|variable| self.is_numeric(*variable)));
        tests.extend(branch.is_uncertain_date.iter().flatten().map(|date| absent(&Variable::Date(*date))));
        tests.extend(branch.locator.iter().flatten().map(|kind| Some(self.wanted.locator == Some(*kind))));
        tests.extend(branch.position.iter().flatten().map(|_| None));
        tests.extend(branch.type_.iter().flatten().map(|kind| Some(self.kind == Some(*kind))));
        tests.extend(branch.variable.iter().flatten().map(|variable| Some(self.has(*variable))));
        decided(branch.match_, &tests)
    }

    /// Whether a variable is a number; the processor would also take it for printed by being asked.
    fn is_numeric(&self, variable: Variable) -> Option<bool> {
        let is_of_source = !matches!(variable, Variable::Number(NumberVariable::Locator));
        is_of_source.then(|| values::is_numeric(self.item, variable))
    }

    /// Whether the source may have a value for a variable.
    fn has(&self, variable: Variable) -> bool {
        let key = |name: &str| self.item.0.contains_key(name);
        match variable {
            Variable::Number(NumberVariable::CitationNumber | NumberVariable::FirstReferenceNoteNumber) => true,
            Variable::Number(NumberVariable::Locator) => self.wanted.locator.is_some(),
            Variable::Number(NumberVariable::PageFirst) => key("page") || key("page-first"),
            Variable::Standard(StandardVariable::Title) => key("title") || key("title-short"),
            Variable::Standard(cased) if values::title_in(cased).is_some() => {
                values::title_in(cased).is_some_and(|title| self.has(Variable::Standard(title)))
            }
            Variable::Name(NameVariable::EditorTranslator) => key("editor") || key("translator"),
            _ => key(&variable.to_string()),
        }
    }

    /// Whether the source has a value that no substitute can have used up.
    fn certainly(&self, variable: Variable) -> bool {
        let name = variable.to_string();
        self.item.0.contains_key(&name) && !self.suppressible.contains(&name)
    }
}

/// A choice among what is left of its branches.
fn finished(
    mut open: Vec<ChooseBranch>,
    last: Option<Vec<Element>>,
    fate: Fate,
    form: Form,
) -> (Option<Element>, Fate) {
    if fate != Fate::Prints {
        // Nothing is printed whichever branch is taken, but only some of them may tell of a variable.
        let alike = open.is_empty() || fate == Fate::Nothing;
        return if alike { (None, fate) } else { (Some(rebuilt(open, last)), Fate::Prints) };
    }
    if open.is_empty() {
        let mut children = last.unwrap_or_default();
        if children.len() == 1 && !is_silent_group(&children[0], form) {
            return (children.pop(), fate);
        }
        open.push(always(children));
        return (Some(rebuilt(open, None)), fate);
    }
    (Some(rebuilt(open, last)), fate)
}

fn rebuilt(open: Vec<ChooseBranch>, last: Option<Vec<Element>>) -> Element {
    let mut branches = open.into_iter();
    let if_ = branches.next().unwrap_or_else(|| always(Vec::new()));
    let otherwise = last.map(|children| ElseBranch { children });
    Element::Choose(Choose { if_, else_if: branches.collect(), otherwise })
}

/// A branch without tests.
fn always(children: Vec<Element>) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_: ChooseMatch::All,
        children,
    }
}

/// The children of a choice that is made already, which its parent can have for its own: unless one is a group that tells
/// only its parent that it prints.
fn inlined(element: Element, form: Form) -> Vec<Element> {
    match element {
        Element::Choose(choose) if made(&choose, form) => choose.if_.children,
        element => vec![element],
    }
}

fn made(choose: &Choose, form: Form) -> bool {
    let alone = choose.else_if.is_empty() && choose.otherwise.is_none();
    let untested = choose.if_ == always(choose.if_.children.clone());
    alone && untested && !choose.if_.children.iter().any(|child| is_silent_group(child, form))
}

fn is_silent_group(element: &Element, form: Form) -> bool {
    matches!(element, Element::Group(_)) && !speaks(element, form)
}

/// The child of a list of one, if it can do without the list: a date or a text may turn out empty, and leaves a trace then.
fn only_child(children: &[Element], form: Form) -> Option<&Element> {
    let [only] = children else { return None };
    let is_list = matches!(only, Element::Group(_) | Element::Text(Text { target: TextTarget::Macro { .. }, .. }));
    (is_list && speaks(only, form)).then_some(only)
}

fn is_plain(group: &Group) -> bool {
    let unformatted = group.to_formatting() == Formatting::default() && group.to_affixes() == Affixes::default();
    unformatted && group.display.is_none()
}

/// Whether an element that prints tells every group around it that a variable was printed, not only its parent.
fn speaks(element: &Element, form: Form) -> bool {
    match element {
        Element::Text(text) => names_variable(text) || matches!(text.target, TextTarget::Macro { .. }),
        Element::Number(_) | Element::Date(_) => true,
        Element::Names(names) => {
            names.substitute().is_none_or(|substitute| substitute.children.iter().all(|child| speaks(child, form)))
        }
        Element::Group(_) => always_asks(element, form),
        Element::Label(_) | Element::Choose(_) => false,
    }
}

/// Whether an element tells of a variable whether it prints or not: a group with one prints for its variables alone.
fn always_asks(element: &Element, form: Form) -> bool {
    match element {
        Element::Text(text) => names_variable(text),
        Element::Number(_) => true,
        Element::Date(_) => form == Form::Whole,
        Element::Group(group) => group.children.iter().any(|child| always_asks(child, form)),
        Element::Names(_) | Element::Label(_) | Element::Choose(_) => false,
    }
}

/// The letter of a year does not count as a variable.
fn names_variable(text: &Text) -> bool {
    let letter = Variable::Standard(StandardVariable::YearSuffix);
    matches!(text.target, TextTarget::Variable { var, .. } if var != letter)
}

fn decided(match_: ChooseMatch, tests: &[Option<bool>]) -> Option<bool> {
    let any = |wanted: bool| tests.contains(&Some(wanted));
    let all = |wanted: bool| tests.iter().all(|test| *test == Some(wanted));
    match match_ {
        ChooseMatch::All if any(false) => Some(false),
        ChooseMatch::Any | ChooseMatch::None if any(true) => Some(match_ == ChooseMatch::Any),
        ChooseMatch::All if all(true) => Some(true),
        ChooseMatch::Any if all(false) => Some(false),
        ChooseMatch::None if all(false) => Some(true),
        _ => None,
    }
}

/// A text whose variable no source has.
fn without_value() -> Element {
    Element::Text(Text::with_target(Variable::Standard(StandardVariable::References)))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use hayagriva::archive::ArchivedStyle;
    use hayagriva::citationberg::{LocaleCode, Style};
    use hayagriva::{CitationItem, CitationRequest, CitePurpose, LocatorPayload, SpecificLocator};

    use super::super::engine;
    use super::super::entry::Entry;
    use super::super::repair;
    use super::*;
    use wellpress_bibliography::parse;
    use wellpress_diagnostics::Source;

    const LIBRARIES: [&str; 2] = [
        include_str!("../../../../../bibliography/tests/fixtures/well-guide.bib"),
        include_str!("../../../../../bibliography/tests/fixtures/every-kind.bib"),
    ];

    const WHOLE: Wanted = Wanted { form: Form::Whole, locator: None, places: Places::AsSeen };
    const PROSE: Wanted = Wanted { form: Form::Prose, locator: None, places: Places::AsSeen };

    fn rendered(style: &IndependentStyle, item: &Item, wanted: Wanted) -> String {
        let locator = wanted.locator.map(|kind| SpecificLocator(kind, LocatorPayload::Str("3-5")));
        let mut cited = CitationItem::with_locator(item, locator);
        cited.purpose = (wanted.form == Form::Prose).then_some(CitePurpose::Prose);
        let request = CitationRequest::new(
            vec![cited],
            style,
            Some(LocaleCode::en_us()),
            engine::locales(&LocaleCode::en_us()),
            None,
        );
        format!("{:?}", hayagriva::standalone_citation(request))
    }

    /// A whole style with the same answers in it. The letters of years are nothing that it is asked for, and so is a
    /// test for them by which a test for numbers is replaced.
    fn answered(style: &IndependentStyle, item: &Item, wanted: Wanted) -> IndependentStyle {
        let mut answered = style.clone();
        repair::for_each(&mut answered, &mut |element| {
            if let Some(answer) = values::answered(style, item, element).filter(|_| wanted.form == Form::Whole) {
                *element = answer;
            }
            let Element::Choose(choose) = element else { return };
            for branch in std::iter::once(&mut choose.if_).chain(&mut choose.else_if) {
                let of_locator = |variable: &Variable| *variable == Variable::Number(NumberVariable::Locator);
                let (kept, known): (Vec<_>, Vec<_>) =
                    branch.is_numeric.take().unwrap_or_default().into_iter().partition(of_locator);
                let cut =
                    Cut { style, item, wanted, kind: None, suppressible: BTreeSet::new(), macros: BTreeMap::new() };
                let there = branch.variable.take().unwrap_or_default().into_iter().map(|variable| cut.has(variable));
                let known: Vec<_> =
                    known.into_iter().map(|variable| values::is_numeric(item, variable)).chain(there).collect();
                branch.is_numeric = (!kept.is_empty()).then_some(kept);
                if !known.is_empty() {
                    assert_eq!(branch.disambiguate, None);
                    let all = branch.match_ == ChooseMatch::All;
                    let holds = if all { !known.contains(&false) } else { known.contains(&true) };
                    branch.disambiguate = Some(!holds);
                }
            }
        });
        answered
    }

    #[test]
    fn a_style_cut_down_prints_what_the_whole_one_prints() {
        let items: Vec<_> = LIBRARIES
            .iter()
            .flat_map(|library| parse(&Source::new("library.bib", Arc::from(*library))).references)
            .map(|reference| Entry::new(&reference).item)
            .collect();
        for archived in ArchivedStyle::all() {
            let Style::Independent(style) = archived.get() else { continue };
            let style = repair::repaired(style);
            let mut marks = style.clone();
            marks.bibliography = None;
            let list = repair::list_as_citation(style.clone());
            for item in &items {
                let kinds = [None, Some(Locator::Page), Some(Locator::Chapter)];
                let in_text = kinds.into_iter().flat_map(|locator| {
                    let prose = item.0.contains_key("author").then_some(Wanted { locator, ..PROSE });
                    [Wanted { locator, ..WHOLE }].into_iter().chain(prose)
                });
                for (whole, wanted) in in_text.map(|wanted| (&marks, wanted)).chain([(&list, WHOLE)]) {
                    let cut = specialised(whole, item, wanted);
                    let whole = &answered(whole, item, wanted);
                    let [cut, whole] = [&cut, whole].map(|style| rendered(style, item, wanted));
                    assert_eq!(cut, whole, "{} {wanted:?}", archived.names()[0]);
                }
            }
        }
    }
}
