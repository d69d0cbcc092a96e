//! What is put right about a style before the processor sees it. Each function is one defect of hayagriva 0.10, or one
//! thing that it cannot be asked for, and says which.

use hayagriva::citationberg::taxonomy::{
    DateVariable, NumberOrPageVariable, NumberVariable, StandardVariable, Variable,
};
use hayagriva::citationberg::{
    DatePartName, IndependentStyle, LabelPluralize, LayoutRenderingElement as Element, LongShortForm, Name, NamesChild,
    Text, TextTarget,
};

use super::locator::Places;
use super::stand_in::LETTER;

/// The variable that carries the letter of a year in a style that [`with_letter`] made. No source has it.
pub(super) const LETTER_VARIABLE: StandardVariable = StandardVariable::Annote;
const YEAR_SUFFIX: Variable = Variable::Standard(StandardVariable::YearSuffix);
/// Another variable that no source has, for styles that want the first for themselves.
const ABSENT: StandardVariable = StandardVariable::References;

/// A style without the defects that concern all of its uses.
pub(super) fn repaired(mut style: IndependentStyle) -> IndependentStyle {
    for_each(&mut style, &mut |element| {
        name_the_unnamed(element);
        ask_for_the_short_container(element);
    });
    style
}

/// A style that prints [`LETTER_VARIABLE`] where CSL has the year's letter. The processor gives letters by the order of
/// citation, a whole driver run at a time; so it never gets to.
pub(super) fn with_letter(mut style: IndependentStyle) -> IndependentStyle {
    let mut says_where = false;
    let taken = |variable: &mut Variable| match variable {
        Variable::Standard(LETTER_VARIABLE) => *variable = Variable::Standard(ABSENT),
        Variable::Standard(StandardVariable::YearSuffix) => *variable = Variable::Standard(LETTER_VARIABLE),
        _ => {}
    };
    for_each(&mut style, &mut |element| {
        says_where |= text_variable(element).is_some_and(|variable| *variable == YEAR_SUFFIX);
        text_variable(element).map(taken);
        if let Element::Choose(choose) = element {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            branches.filter_map(|branch| branch.variable.as_mut()).flatten().for_each(taken);
        }
    });
    if !says_where && style.citation.disambiguate_add_year_suffix {
        for_each(&mut style, &mut letter_after_year);
    }
    style
}

/// The letter right behind the year of a date, in a style that gives letters and does not say where they go.
fn letter_after_year(element: &mut Element) {
    let Element::Date(date) = element else { return };
    if date.variable != Some(DateVariable::Issued) {
        return;
    }
    for part in date.date_part.iter_mut().filter(|part| part.name == DatePartName::Year) {
        let suffix = part.affixes.suffix.take().unwrap_or_default();
        part.affixes.suffix = Some(format!("{LETTER}{suffix}"));
    }
}

/// A style that formats a list's entry as its citation, without the entry's number: the processor formats a citation in
/// one pass and a list in four, and the list's numbers are `<ol>`'s.
pub(super) fn list_as_citation(mut style: IndependentStyle) -> IndependentStyle {
    if let Some(list) = style.bibliography.take() {
        style.citation.layout = list.layout;
        style.citation.name_options = list.name_options;
    }
    style.citation.sort = None;
    remove_numbers(&mut style.citation.layout.elements);
    for definition in &mut style.macros {
        remove_numbers(&mut definition.children);
    }
    style
}

/// Whether elements print the number of a citation, themselves or by a macro.
pub(super) fn shows_number(style: &IndependentStyle, elements: &[Element]) -> bool {
    elements.iter().any(|element| {
        let by_macro = match element {
            Element::Text(Text { target: TextTarget::Macro { name }, .. }) => style
                .macros
                .iter()
                .find(|definition| definition.name == *name)
                .is_some_and(|definition| shows_number(style, &definition.children)),
            _ => false,
        };
        by_macro || is_number(element) || children(element).any(|inner| shows_number(style, inner))
    })
}

/// The lists of elements directly within an element.
pub(super) fn children(element: &Element) -> impl Iterator<Item = &[Element]> {
    let mut lists: Vec<&[Element]> = Vec::new();
    match element {
        Element::Group(group) => lists.push(&group.children),
        Element::Choose(choose) => {
            lists.extend(choose.branches().map(|branch| branch.children.as_slice()));
            lists.extend(choose.otherwise.iter().map(|otherwise| otherwise.children.as_slice()));
        }
        Element::Names(names) => lists.extend(names.substitute().map(|substitute| substitute.children.as_slice())),
        _ => {}
    }
    lists.into_iter()
}

fn children_mut(element: &mut Element) -> Vec<&mut Vec<Element>> {
    match element {
        Element::Group(group) => vec![&mut group.children],
        Element::Choose(choose) => {
            let branches = std::iter::once(&mut choose.if_).chain(&mut choose.else_if);
            let branches = branches.map(|branch| &mut branch.children);
            branches.chain(choose.otherwise.as_mut().map(|otherwise| &mut otherwise.children)).collect()
        }
        Element::Names(names) => {
            let inner = names.children.iter_mut().filter_map(|child| match child {
                NamesChild::Substitute(substitute) => Some(&mut substitute.children),
                _ => None,
            });
            inner.collect()
        }
        _ => Vec::new(),
    }
}

/// Calls `change` on every element of a style.
pub(super) fn for_each(style: &mut IndependentStyle, change: &mut impl FnMut(&mut Element)) {
    within(&mut style.citation.layout.elements, change);
    if let Some(list) = &mut style.bibliography {
        within(&mut list.layout.elements, change);
    }
    for definition in &mut style.macros {
        within(&mut definition.children, change);
    }
}

/// The style for a locator that names several places: its labels in the plural, as far as the style leaves that open, and
/// whether it is a number as it is.
pub(super) fn with_several(mut style: IndependentStyle, places: Places) -> IndependentStyle {
    let locator = NumberVariable::Locator;
    for_each(&mut style, &mut |element| match element {
        Element::Label(label)
            if label.variable == NumberOrPageVariable::Number(locator)
                && label.label.plural == LabelPluralize::Contextual =>
        {
            label.label.plural = LabelPluralize::Always;
        }
        Element::Choose(choose) if places == Places::SeveralNumbers => {
            for branch in std::iter::once(&mut choose.if_).chain(&mut choose.else_if) {
                let asked = branch.is_numeric.take().unwrap_or_default();
                let (of_locator, others): (Vec<_>, Vec<_>) =
                    asked.into_iter().partition(|variable| *variable == Variable::Number(locator));
                branch.is_numeric = (!others.is_empty()).then_some(others);
                if !of_locator.is_empty() {
                    // That there is a locator is as true as that it is a number.
                    branch.variable.get_or_insert_default().extend(of_locator);
                }
            }
        }
        _ => {}
    });
    style
}

/// Calls `change` on every element of a list and within.
pub(super) fn within(elements: &mut [Element], change: &mut impl FnMut(&mut Element)) {
    for element in elements {
        change(element);
        for inner in children_mut(element) {
            within(inner, change);
        }
    }
}

/// Names that have a label and no `<name>` are dropped, which takes all authors from Vancouver lists.
fn name_the_unnamed(element: &mut Element) {
    let Element::Names(names) = element else { return };
    let named = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    let labelled = names.children.iter().any(|child| matches!(child, NamesChild::Label(_) | NamesChild::EtAl(_)));
    if labelled && !named {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
}

/// `container-title` in its short form finds no short form in an item; `container-title-short` does.
fn ask_for_the_short_container(element: &mut Element) {
    let Element::Text(text) = element else { return };
    let TextTarget::Variable { var, form } = &mut text.target else { return };
    if *var == Variable::Standard(StandardVariable::ContainerTitle) && *form == LongShortForm::Short {
        *var = Variable::Standard(StandardVariable::ContainerTitleShort);
    }
}

fn remove_numbers(elements: &mut Vec<Element>) {
    elements.retain(|element| !is_number(element));
    for element in elements {
        children_mut(element).into_iter().for_each(remove_numbers);
    }
}

fn is_number(element: &Element) -> bool {
    match element {
        Element::Number(number) => number.variable == NumberOrPageVariable::Number(NumberVariable::CitationNumber),
        Element::Text(text) => {
            matches!(text.target, TextTarget::Variable { var: Variable::Number(NumberVariable::CitationNumber), .. })
        }
        _ => false,
    }
}

fn text_variable(element: &mut Element) -> Option<&mut Variable> {
    match element {
        Element::Text(Text { target: TextTarget::Variable { var, .. }, .. }) => Some(var),
        _ => None,
    }
}
