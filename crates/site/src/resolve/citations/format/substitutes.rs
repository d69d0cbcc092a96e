//! What a style prints in place of names that a source has not: which variables its substitutes can use up, and which of
//! them never have their turn.

use std::collections::{BTreeMap, BTreeSet};

use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Variable;
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement as Element, Names, NamesChild, Text, TextTarget,
};

use super::repair::{self, children};

/// The variables that a substitute for names can print, and so keep from being printed again.
pub(super) fn suppressible(style: &IndependentStyle) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut seen = BTreeSet::new();
    for elements in style.macros.iter().map(|definition| &definition.children).chain([&style.citation.layout.elements])
    {
        substitutes(style, elements, &mut seen, &mut found);
    }
    found
}

fn substitutes<'s>(
    style: &'s IndependentStyle,
    elements: &'s [Element],
    seen: &mut BTreeSet<&'s str>,
    found: &mut BTreeSet<String>,
) {
    for element in elements {
        for inner in children(element) {
            match element {
                Element::Names(_) => variables(style, inner, seen, found),
                _ => substitutes(style, inner, seen, found),
            }
        }
    }
}

/// Takes away the substitutes behind one that certainly prints: the processor asks each what it would print. A name is
/// certain where no other substitute can have used it up.
pub(super) fn drop_idle(style: &mut IndependentStyle, item: &Item) {
    let mut uses = BTreeMap::new();
    count_substitutes(style, &style.citation.layout.elements, &mut uses);
    let certain = |names: &Names| {
        names.variable.iter().any(|name| {
            let name = Variable::Name(*name).to_string();
            item.0.contains_key(&name) && uses.get(&name) == Some(&1)
        })
    };
    repair::for_each(style, &mut |element| {
        let Element::Names(names) = element else { return };
        for child in &mut names.children {
            let NamesChild::Substitute(substitute) = child else { continue };
            let prints = |child: &Element| matches!(child, Element::Names(names) if certain(names));
            if let Some(last) = substitute.children.iter().position(prints) {
                substitute.children.truncate(last + 1);
            }
        }
    });
}

/// How many `<names>` of a layout, macros filled in, can print each variable in place of names.
fn count_substitutes(style: &IndependentStyle, elements: &[Element], uses: &mut BTreeMap<String, usize>) {
    for element in elements {
        match element {
            Element::Names(_) => {
                let mut found = BTreeSet::new();
                children(element).for_each(|inner| variables(style, inner, &mut BTreeSet::new(), &mut found));
                found.into_iter().for_each(|variable| *uses.entry(variable).or_default() += 1);
            }
            Element::Text(Text { target: TextTarget::Macro { name }, .. }) => {
                let definition = style.macros.iter().find(|definition| definition.name == *name);
                definition.into_iter().for_each(|definition| count_substitutes(style, &definition.children, uses));
            }
            _ => children(element).for_each(|inner| count_substitutes(style, inner, uses)),
        }
    }
}

/// Every variable that elements can print, macros filled in.
fn variables<'s>(
    style: &'s IndependentStyle,
    elements: &'s [Element],
    seen: &mut BTreeSet<&'s str>,
    found: &mut BTreeSet<String>,
) {
    for element in elements {
        match element {
            Element::Text(text) => match &text.target {
                TextTarget::Variable { var, .. } => {
                    found.insert(var.to_string());
                }
                TextTarget::Macro { name } if seen.insert(name) => {
                    let definition = style.macros.iter().find(|definition| definition.name == *name);
                    if let Some(definition) = definition {
                        variables(style, &definition.children, seen, found);
                    }
                }
                _ => {}
            },
            Element::Number(number) => {
                found.insert(Variable::from(number.variable).to_string());
            }
            Element::Date(date) => found.extend(date.variable.map(|date| Variable::Date(date).to_string())),
            Element::Names(names) => found.extend(names.variable.iter().map(|name| Variable::Name(*name).to_string())),
            _ => {}
        }
        children(element).for_each(|inner| variables(style, inner, seen, found));
    }
}
