//! [`HidingRules`]: the rules of a style sheet that hide what they match.
//!
//! Input: the text of style sheets. Output: each selector with a declaration that hides, and its place. Rules inside `@media`,
//! `@supports`, `@layer`, `@container`, `@scope` and `@starting-style` count as if they always applied, because they apply to some
//! readers or at some time. A selector that cannot be read counts as if it matched all that its last part names.

use rustc_hash::FxHashSet;
use scraper::{Html, Selector};

use wellpress_diagnostics::{Location, Source};

use super::colours::Background;
use super::declarations::{BlockEffects, HidingDeclaration, HidingKeyframes, SheetFacts};
use super::notices::ShapeAttributes;
use super::painting::{Behind, PAGE, PaintingRules};
use super::plain_values::plain;
use super::rule_selector::{NoticeElement, RuleSelector};
use super::selectors::{
    attributes_with_values, element_of_generated, is_told_by_shape, last_compound, subject, without_set_states,
};
use super::sheet_rules::{Rule, SheetContent};

/// A selector whose elements a rule hides.
#[derive(Debug)]
pub(super) struct HidingRule {
    /// The selector without states such as `:hover`, which an element can have at some time.
    selector: RuleSelector,
    /// The selector as the author wrote it.
    pub written: String,
    /// The declaration that hides.
    pub declaration: HidingDeclaration,
    /// The place of the rule.
    pub location: Location,
    condition: Condition,
    /// The last part of the selector, with all values of attributes: it matches at least what the selector does.
    compound: Selector,
    /// For a rule that may match one page and not another of the same shape: what it matches at most.
    at_most: Option<Selector>,
}

/// What else has to be so for a rule to hide an element.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Condition {
    Nothing,
    /// The element is not also around the steps: whatever hides these as well leaves nobody with steps and without notices.
    IsBesideSteps,
    /// The element is not one of a few letters in a line.
    HasLines,
    /// A rule clips what does not fit into the element.
    IsClipped,
    /// No rule gives the element, or one around it, a background.
    IsUnpainted,
    /// The background of the element, or the nearest one around it, has this colour.
    IsOnColour(String),
}

/// The rules of some style sheets that hide something, alone or together.
#[derive(Debug, Default)]
pub(super) struct HidingRules {
    rules: Vec<HidingRule>,
    /// The selectors of rules that clip what does not fit.
    clipping: Vec<RuleSelector>,
    painting: PaintingRules,
    /// The attributes that the selectors of the rules name with a value.
    attributes: FxHashSet<String>,
}

/// What rules may do to elements, whatever stands around these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EffectInPlace {
    /// They hide none of them.
    Nothing,
    /// They hide the same ones on all pages with the same elements around.
    ToldByShape,
    /// They may hide some of them on one page only.
    DiffersByPage,
}

/// Elements that hold a few letters in a line of other ones, or letters that are meant to be struck out.
const LETTERS_IN_A_LINE: [&str; 5] = ["sup", "sub", "del", "s", "strike"];

impl HidingRules {
    /// Reads style sheets. `tokens` are the custom properties that the theme sets besides, without their `--`.
    pub fn of_sheets<'s>(
        sheets: impl Iterator<Item = &'s Source>,
        tokens: impl Iterator<Item = (&'s str, &'s str)>,
    ) -> Self {
        let SheetContent { rules, keyframes, initial_values } = SheetContent::read(sheets);
        let mut facts = SheetFacts::default();
        for (name, value) in tokens {
            facts.custom.entry(format!("--{name}")).or_default().push(value.to_owned());
        }
        let of_rules = rules.iter().flat_map(|rule| &rule.declarations).chain(&initial_values);
        let declarations = of_rules.chain(keyframes.iter().flat_map(|frame| &frame.declarations));
        for found in declarations.filter(|found| found.property.starts_with("--")) {
            facts.custom.entry(found.property.clone()).or_default().push(found.value.clone());
        }
        let of_page =
            rules.iter().filter(|rule| rule.selectors.iter().any(|selector| PAGE.contains(&selector.as_str())));
        let backgrounds =
            of_page.flat_map(|rule| &rule.declarations).filter(|found| found.property.starts_with("background"));
        facts.page_backgrounds = backgrounds.map(|found| plain(&found.value)).collect();
        facts.animations = keyframes.iter().map(|frame| frame.name.clone()).collect();
        for frame in keyframes {
            let effects = BlockEffects::of(&frame.declarations, &facts);
            let can_be_undone = effects.hides.or(effects.hides_lines).is_some();
            if can_be_undone || effects.hides_for_good.is_some() {
                let HidingKeyframes { ends_hidden, can_be_undone: was_undone } =
                    facts.hiding_keyframes.get(&frame.name).copied().unwrap_or_default();
                let keyframes = HidingKeyframes {
                    ends_hidden: ends_hidden || frame.is_last,
                    can_be_undone: was_undone || can_be_undone,
                };
                facts.hiding_keyframes.insert(frame.name, keyframes);
            }
        }
        let mut hiding_rules = Self::default();
        let rules: Vec<(Rule, BlockEffects)> = (rules.into_iter())
            .map(|rule| {
                let effects = BlockEffects::of(&rule.declarations, &facts);
                (rule, effects)
            })
            .collect();
        for (rule, effects) in &rules {
            if let Some(background) = &effects.background {
                hiding_rules.painting.add(&rule.selectors, background, rule.is_conditional, &rule.location);
                let named = rule.selectors.iter().flat_map(|selector| attributes_with_values(selector));
                hiding_rules.attributes.extend(named.map(str::to_owned));
            }
        }
        for (rule, effects) in rules {
            hiding_rules.add_view_transition(&rule, &facts);
            hiding_rules.add_generated(&rule, &facts);
            hiding_rules.add(rule, effects);
        }
        hiding_rules
    }

    fn add(&mut self, rule: Rule, effects: BlockEffects) {
        // Most colours are those of no background.
        let text_colour = effects.text_colour.filter(|(_, colour)| self.painting.may_hide(colour));
        let paints_itself = !self.painting.differ_by_page()
            && effects.background.is_some_and(|background| background != Background::Nothing);
        let hiding = [
            (effects.hides_for_good, Condition::IsBesideSteps),
            (effects.hides, Condition::Nothing),
            (effects.hides_lines, Condition::HasLines),
            (effects.hides_if_clipped, Condition::IsClipped),
            (effects.hides_on_page, Condition::IsUnpainted),
        ];
        let hiding = hiding.into_iter().filter_map(|(declaration, condition)| Some((declaration?, condition)));
        let on_colour = text_colour.map(|(declaration, colour)| (declaration, Condition::IsOnColour(colour)));
        let hiding: Vec<(HidingDeclaration, Condition)> = hiding.chain(on_colour).collect();
        if hiding.is_empty() && !effects.clips {
            return;
        }
        for written in rule.selectors {
            let read = without_set_states(&written);
            let Some(selector) = RuleSelector::read(&read) else { continue };
            self.attributes.extend(attributes_with_values(&written).map(str::to_owned));
            if effects.clips {
                self.clipping.push(selector.clone());
            }
            self.rules.extend(hiding.iter().map(|(declaration, condition)| HidingRule {
                at_most: match condition {
                    // Wherever it matches, it has its own background and hides nothing.
                    Condition::IsUnpainted if paints_itself && !PAGE.contains(&written.as_str()) => None,
                    _ if !is_told_by_shape(&read) => Some(subject(&read)),
                    // What is behind it is its own background, or that of a rule which is told by shape.
                    Condition::IsOnColour(colour) if paints_itself && !self.painting.may_hide_on_one_page(colour) => {
                        None
                    }
                    Condition::Nothing | Condition::IsBesideSteps | Condition::HasLines => None,
                    Condition::IsClipped | Condition::IsUnpainted | Condition::IsOnColour(_) => {
                        Some(selector.selector.clone())
                    }
                },
                compound: last_compound(&read),
                selector: selector.clone(),
                written: written.clone(),
                declaration: declaration.clone(),
                location: rule.location.clone(),
                condition: condition.clone(),
            }));
        }
    }

    /// Adds a rule for what browsers show of a page while it takes the place of another one, if that may hide the page.
    fn add_view_transition(&mut self, rule: &Rule, facts: &SheetFacts) {
        let is_of_transition = |written: &&String| written.to_ascii_lowercase().contains("::view-transition");
        let Some(written) = rule.selectors.iter().find(is_of_transition) else { return };
        let Some(declaration) = facts.lasting_in_view_transition(&rule.declarations) else { return };
        self.add_for(":root", written, declaration, &rule.location);
    }

    /// Adds a rule that animates what it generates inside of an element for longer than a moment. That may be a cover, which lies on
    /// the text only in the middle of the animation.
    fn add_generated(&mut self, rule: &Rule, facts: &SheetFacts) {
        let Some(declaration) = facts.long_animation(&rule.declarations) else { return };
        let elements = rule.selectors.iter().filter_map(|written| Some((written, element_of_generated(written)?)));
        for (written, element) in elements {
            self.attributes.extend(attributes_with_values(written).map(str::to_owned));
            self.add_for(&without_set_states(&element), written, declaration.clone(), &rule.location);
        }
    }

    /// Adds a rule that hides what another selector than the written one matches.
    fn add_for(&mut self, element: &str, written: &str, declaration: HidingDeclaration, location: &Location) {
        self.rules.extend(RuleSelector::read(element).map(|selector| HidingRule {
            selector,
            written: written.to_owned(),
            declaration,
            location: location.clone(),
            condition: Condition::Nothing,
            compound: last_compound(element),
            at_most: (!is_told_by_shape(element)).then(|| subject(element)),
        }));
    }

    /// The rules that hide something.
    pub fn iter(&self) -> impl Iterator<Item = &HidingRule> {
        self.rules.iter()
    }

    /// The attributes whose values tell notices apart for these rules.
    pub fn shape_attributes(&self) -> ShapeAttributes<'_> {
        ShapeAttributes::Only(&self.attributes)
    }

    /// Whether no rule hides anything.
    pub fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// The rules that may hide an element of this document, if other elements stood around it.
    fn rules_in<'r>(&'r self, document: &'r Html) -> impl Iterator<Item = &'r HidingRule> {
        self.rules.iter().filter(|rule| document.select(&rule.compound).next().is_some())
    }

    /// What rules may do to the elements of this document, if other elements stood around it.
    pub fn effect_in(&self, document: &Html) -> EffectInPlace {
        if self.rules_in(document).next().is_none() {
            return EffectInPlace::Nothing;
        }
        let is_told_by_shape = self.rules_in(document).all(|rule| rule.at_most.is_none());
        if is_told_by_shape { EffectInPlace::ToldByShape } else { EffectInPlace::DiffersByPage }
    }

    /// Whether a rule may hide one of these elements on another page of the same shape.
    pub fn may_tell_apart(&self, elements: &[NoticeElement<'_>]) -> bool {
        let mut subjects = self.rules.iter().filter_map(|rule| rule.at_most.as_ref());
        subjects.any(|subject| elements.iter().any(|NoticeElement { element, .. }| subject.matches(element)))
    }

    /// The first rule that hides one of these elements.
    pub fn hiding<'r>(&'r self, elements: &[NoticeElement<'_>]) -> Option<&'r HidingRule> {
        self.rules.iter().find(|rule| {
            let mut matching = elements.iter().filter(|part| rule.selector.matches(part));
            matching.any(|part| match &rule.condition {
                Condition::Nothing => true,
                Condition::IsBesideSteps => !part.is_around_steps,
                Condition::HasLines => !LETTERS_IN_A_LINE.contains(&part.element.value().name()),
                Condition::IsClipped => self.clipping.iter().any(|selector| selector.matches(part)),
                Condition::IsUnpainted => matches!(self.painting.behind(part), Behind::Nothing),
                Condition::IsOnColour(colour) => match self.painting.behind(part) {
                    // No page may have both of two style sheets.
                    Behind::Painted(paint) => {
                        paint.background.hides(colour) && paint.location.file == rule.location.file
                    }
                    Behind::Nothing | Behind::Unknown => false,
                },
            })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet_rules::MAX_SELECTOR_LENGTH;
    use super::*;

    fn rules(css: &str) -> Vec<String> {
        let source = Source::new("a.css", css);
        let rules = HidingRules::of_sheets(std::iter::once(&source), std::iter::empty()).rules;
        rules
            .into_iter()
            .map(|rule| {
                let declaration = rule.declaration.words;
                format!("{}:{} {} {{{declaration}}}", rule.location.line, rule.location.column, rule.written)
            })
            .collect()
    }

    #[test]
    fn rules_that_hide_wherever_they_stand() {
        let css = "p { color: red }\n.a, .b > c { display: none }\n@media print { .d { visibility: hidden !important } }\n\
                   @layer x { @supports (a: b) { .e { opacity: 0 } } }\n.f { color: red; .g & { display: none } > h { opacity: 0 } @media print { display: none } }\n\
                   @font-face { src: none } @keyframes k { from { opacity: 0 } }\n.i::before { display: none }\n\
                   @media all { a:hover { color: red } .k { display: none } }\n\
                   @scope (.l) to (.n) { :scope { display: none } m { opacity: 0 } }\n.j { display: no";
        let expected = [
            "2:1 .a {display: none}",
            "2:1 .b > c {display: none}",
            "3:16 .d {visibility: hidden}",
            "4:31 .e {opacity: 0}",
            "5:18 .g :is(.f) {display: none}",
            "5:41 :is(.f) > h {opacity: 0}",
            "5:60 .f {display: none}",
            "8:37 .k {display: none}",
            "9:23 :is(.l) {display: none}",
            "9:23 :is(.l) :root {display: none}",
            "9:48 :is(.l) m {opacity: 0}",
            "10:1 .j {display: no}",
        ];
        assert_eq!(rules(css), expected);
    }

    #[test]
    fn selectors_do_not_grow_without_end() {
        let found = rules(&format!("{}.a {{ display: none }}", ".b, .c { & &, & + & { ".repeat(20)));
        assert!(found.len() == 1 && found[0].len() < 10 * MAX_SELECTOR_LENGTH, "{found:?}");
    }

    #[test]
    fn keyframes_and_starting_styles_count() {
        let css = "@keyframes Fade { from, 99% { opacity: 0 } to { opacity: 1 } }\n.a { animation: fade 99999s both }\n.b { animation: fade .2s }\n\
                   @starting-style { .c { opacity: 0 } }\n@-webkit-keyframes gone { to { display: none } }\n.d { animation: gone .2s }";
        let expected = ["2:1 .a {animation: fade 99999s both}", "4:19 .c {opacity: 0}", "6:1 .d {animation: gone .2s}"];
        assert_eq!(rules(css), expected);
    }

    #[test]
    fn a_variable_that_hides() {
        let css = ":root { --shown: none }\n.a { display: var(--shown) }";
        assert_eq!(rules(css), ["2:1 .a {display: var(--shown)}"]);
    }
}
