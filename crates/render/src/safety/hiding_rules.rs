//! [`HidingRules`]: the rules of a style sheet that hide what they match.
//!
//! Input: the text of style sheets. Output: each selector with a declaration that hides, and its place. Rules inside `@media`,
//! `@supports`, `@layer`, `@container`, `@scope` and `@starting-style` count as if they always applied, because they apply to some
//! readers or at some time. A selector that cannot be read counts as if it matched all that its last part names.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};
use rustc_hash::FxHashSet;
use scraper::{Html, Selector};

use wellpress_diagnostics::{Location, Source, Span};

use super::colours::Background;
use super::declarations::{
    self, BlockEffects, Declaration, HidingDeclaration, HidingKeyframes, SheetFacts, declaration,
};
use super::notices::ShapeAttributes;
use super::painting::{Behind, PAGE, PaintingRules};
use super::rule_selector::{NoticeElement, RuleSelector};
use super::selectors::{
    attributes_with_values, closing, is_told_by_shape, last_compound, split_at_commas, subject, without_comments,
    without_escapes, without_set_states,
};

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
        let mut sheet_rules = Found::default();
        for source in sheets {
            let mut sheet = SheetRules { source, parents: Vec::new(), is_conditional: false, found: &mut sheet_rules };
            // A rule that cannot be parsed is one that browsers leave out.
            StyleSheetParser::new(&mut Parser::new(without_mark(&source.text)), &mut sheet).for_each(drop);
        }
        let Found { rules, keyframes, initial_values } = sheet_rules;
        let mut facts = SheetFacts::default();
        for (name, value) in tokens {
            facts.custom.entry(format!("--{name}")).or_default().push(value.to_owned());
        }
        let declarations = rules.iter().flat_map(|rule| &rule.declarations).chain(&initial_values);
        for found in declarations.filter(|found| found.property.starts_with("--")) {
            facts.custom.entry(found.property.clone()).or_default().push(found.value.clone());
        }
        let of_page =
            rules.iter().filter(|rule| rule.selectors.iter().any(|selector| PAGE.contains(&selector.as_str())));
        let backgrounds =
            of_page.flat_map(|rule| &rule.declarations).filter(|found| found.property.starts_with("background"));
        facts.page_backgrounds = backgrounds.map(|found| declarations::plain(&found.value)).collect();
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

/// A style rule with its own declarations, without those of rules inside it.
struct Rule {
    /// With the selectors of the rules around it in place of `&`.
    selectors: Vec<String>,
    declarations: Vec<Declaration>,
    location: Location,
    /// Whether it applies to some readers only, or at some time.
    is_conditional: bool,
}

/// One step of an animation.
struct Keyframe {
    /// That of the animation, in lower case.
    name: String,
    /// Whether the animation ends with it.
    is_last: bool,
    declarations: Vec<Declaration>,
}

/// What sheets have.
#[derive(Default)]
struct Found {
    rules: Vec<Rule>,
    keyframes: Vec<Keyframe>,
    /// The values that `@property` gives to custom properties where no rule sets them.
    initial_values: Vec<Declaration>,
}

/// The text of a sheet without the byte order mark that editors put before it. Browsers leave it out, too.
fn without_mark(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// Collects the rules of one sheet, or of one block in it.
struct SheetRules<'r> {
    source: &'r Source,
    /// The selectors of the style rule around this block; none at the top.
    parents: Vec<String>,
    /// Whether its rules apply to some readers only, or at some time.
    is_conditional: bool,
    found: &'r mut Found,
}

/// Rules inside rules whose selectors are longer than this count as if they matched everything: each level can multiply the length.
const MAX_SELECTOR_LENGTH: usize = 10_000;

/// The selectors of a block, before it is parsed.
struct Prelude {
    selectors: Vec<String>,
    location: Location,
}

impl SheetRules<'_> {
    /// The location of a part of the text that was parsed.
    fn locate(&self, at: usize, len: usize) -> Location {
        let mark = self.source.text.len() - without_mark(&self.source.text).len();
        self.source.locate(Span::new(mark + at..mark + at + len))
    }

    /// Reads a block. Declarations directly in it are those of a rule with these selectors: in a group inside a style rule, they
    /// are the selectors of the style rule.
    fn block<'i>(&mut self, prelude: Prelude, input: &mut Parser<'i>) {
        let Prelude { selectors, location } = prelude;
        let is_conditional = self.is_conditional;
        let mut block = Block {
            sheet: SheetRules { source: self.source, parents: selectors, is_conditional, found: self.found },
            declarations: Vec::new(),
        };
        RuleBodyParser::new(input, &mut block).for_each(drop);
        let Block { sheet: SheetRules { parents: selectors, .. }, declarations } = block;
        if !selectors.is_empty() && !declarations.is_empty() {
            self.found.rules.push(Rule { selectors, declarations, location, is_conditional });
        }
    }

    /// Reads the steps of an animation. Their times have the place of selectors.
    fn keyframes(&mut self, name: &str, input: &mut Parser<'_>) {
        let mut found = Found::default();
        let mut sheet =
            SheetRules { source: self.source, parents: Vec::new(), is_conditional: true, found: &mut found };
        let everywhere = Prelude { selectors: Vec::new(), location: self.source.locate(Span::default()) };
        sheet.block(everywhere, input);
        self.found.keyframes.extend(found.rules.into_iter().map(|step| Keyframe {
            name: name.to_owned(),
            is_last: step.selectors.iter().any(|time| ["to", "100%"].contains(&time.to_ascii_lowercase().as_str())),
            declarations: step.declarations,
        }));
    }

    /// Reads the descriptors of an `@property`.
    fn property(&mut self, name: &str, input: &mut Parser<'_>) {
        let mut found = Found::default();
        let mut sheet =
            SheetRules { source: self.source, parents: Vec::new(), is_conditional: true, found: &mut found };
        let location = self.source.locate(Span::default());
        sheet.block(Prelude { selectors: vec![name.to_owned()], location }, input);
        let descriptors = found.rules.into_iter().flat_map(|rule| rule.declarations);
        let initial_values = descriptors.filter(|descriptor| descriptor.property == "initial-value");
        let values = initial_values.map(|Declaration { value, .. }| Declaration { property: name.to_owned(), value });
        self.found.initial_values.extend(values);
    }

    /// The selectors before a block, with `&` replaced by the rules around it.
    fn selectors<'i>(&self, input: &mut Parser<'i>) -> Prelude {
        input.skip_whitespace();
        let start = input.position();
        while input.next_including_whitespace().is_ok() {}
        let text = input.slice_from(start).trim_end();
        let location = self.locate(start.byte_index(), text.len());
        let text = &without_escapes(&without_comments(text));
        let mut parents = self.parents.join(", ");
        if parents.len() > MAX_SELECTOR_LENGTH {
            "*".clone_into(&mut parents);
        }
        // `:scope` is the root of an `@scope`, else that of the page.
        let scoped = split_at_commas(text).into_iter().flat_map(|selector| {
            let is_in_scope = !parents.is_empty() && selector.contains(":scope");
            let of_page = is_in_scope.then(|| selector.replace(":scope", ":root"));
            std::iter::once(if is_in_scope { selector.replace(":scope", "&") } else { selector.to_owned() })
                .chain(of_page)
        });
        let selectors = scoped.map(|selector| match (parents.is_empty(), selector.contains('&')) {
            (true, _) => selector,
            (false, true) => selector.replace('&', &format!(":is({parents})")),
            (false, false) => format!(":is({parents}) {selector}"),
        });
        Prelude { selectors: selectors.collect(), location }
    }
}

/// The at-rules whose blocks have style rules. Those of others, such as `@font-face`, match no element.
const GROUPS: [&str; 6] = ["media", "supports", "layer", "container", "scope", "starting-style"];

/// Those of them whose rules apply to all readers.
const UNCONDITIONAL_GROUPS: [&str; 2] = ["layer", "scope"];

/// An at-rule before its block is parsed.
enum AtRulePrelude {
    /// Its block has style rules. Whether these apply to some readers only, or at some time.
    Group { is_conditional: bool },
    /// Its block has style rules for what is inside these elements.
    Scope(String),
    /// Its block has the steps of the animation with this name.
    Keyframes(String),
    /// Its block describes the custom property with this name.
    Property(String),
    /// Its block has something else.
    Other,
}

impl<'i> AtRuleParser<'i> for SheetRules<'_> {
    type Prelude = AtRulePrelude;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<AtRulePrelude, ParseError<()>> {
        let start = input.position();
        while input.next().is_ok() {}
        let words = input.slice_from(start).trim();
        let root = words.get(1..closing(words).saturating_sub(1)).unwrap_or_default();
        let is_keyframes = name.to_ascii_lowercase().ends_with("keyframes");
        Ok(match GROUPS.iter().any(|group| name.eq_ignore_ascii_case(group)) {
            false if is_keyframes => AtRulePrelude::Keyframes(declarations::plain(words.trim_matches(['"', '\'']))),
            false if name.eq_ignore_ascii_case("property") => AtRulePrelude::Property(declarations::plain(words)),
            false => AtRulePrelude::Other,
            true if name.eq_ignore_ascii_case("scope") && words.starts_with('(') => {
                AtRulePrelude::Scope(without_escapes(root))
            }
            true => AtRulePrelude::Group {
                is_conditional: !UNCONDITIONAL_GROUPS.iter().any(|group| name.eq_ignore_ascii_case(group)),
            },
        })
    }

    fn rule_without_block(&mut self, _: AtRulePrelude, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        prelude: AtRulePrelude,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        let was_conditional = self.is_conditional;
        let selectors = match prelude {
            AtRulePrelude::Other => return Ok(()),
            AtRulePrelude::Keyframes(name) => {
                self.keyframes(&name, input);
                return Ok(());
            }
            AtRulePrelude::Property(name) => {
                self.property(&name, input);
                return Ok(());
            }
            AtRulePrelude::Group { is_conditional } => {
                self.is_conditional |= is_conditional;
                self.parents.clone()
            }
            AtRulePrelude::Scope(root) => vec![root],
        };
        let at = start.position().byte_index();
        self.block(Prelude { selectors, location: self.locate(at, 0) }, input);
        self.is_conditional = was_conditional;
        Ok(())
    }
}

impl<'i> QualifiedRuleParser<'i> for SheetRules<'_> {
    type Prelude = Prelude;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Prelude, ParseError<()>> {
        Ok(self.selectors(input))
    }

    fn parse_block(&mut self, prelude: Prelude, _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        self.block(prelude, input);
        Ok(())
    }
}

/// Collects the declarations of a block, and the rules inside it.
struct Block<'r> {
    sheet: SheetRules<'r>,
    declarations: Vec<Declaration>,
}

impl<'i> DeclarationParser<'i> for Block<'_> {
    type Declaration = ();
    type Error = ();

    fn parse_value(
        &mut self,
        name: CowRcStr<'i>,
        input: &mut Parser<'i>,
        _: &ParserState,
    ) -> Result<(), ParseError<()>> {
        let start = input.position();
        while let Ok(token) = input.next_including_whitespace() {
            // Such as `a:hover { .. }`, which is a rule and no declaration.
            if matches!(token, Token::CurlyBracketBlock) && !name.starts_with("--") {
                return Err(ParseError::unexpected_token());
            }
        }
        self.declarations.push(declaration(&name, input.slice_from(start)));
        Ok(())
    }
}

impl<'i> AtRuleParser<'i> for Block<'_> {
    type Prelude = AtRulePrelude;
    type AtRule = ();
    type Error = ();

    fn parse_prelude(&mut self, name: CowRcStr<'i>, input: &mut Parser<'i>) -> Result<AtRulePrelude, ParseError<()>> {
        AtRuleParser::parse_prelude(&mut self.sheet, name, input)
    }

    fn rule_without_block(&mut self, _: AtRulePrelude, _: &ParserState) -> Result<(), ()> {
        Ok(())
    }

    fn parse_block(
        &mut self,
        prelude: AtRulePrelude,
        start: &ParserState,
        input: &mut Parser<'i>,
    ) -> Result<(), ParseError<()>> {
        AtRuleParser::parse_block(&mut self.sheet, prelude, start, input)
    }
}

impl<'i> QualifiedRuleParser<'i> for Block<'_> {
    type Prelude = Prelude;
    type QualifiedRule = ();
    type Error = ();

    fn parse_prelude(&mut self, input: &mut Parser<'i>) -> Result<Prelude, ParseError<()>> {
        Ok(self.sheet.selectors(input))
    }

    fn parse_block(&mut self, prelude: Prelude, _: &ParserState, input: &mut Parser<'i>) -> Result<(), ParseError<()>> {
        self.sheet.block(prelude, input);
        Ok(())
    }
}

impl RuleBodyItemParser<'_, (), ()> for Block<'_> {
    fn parse_declarations(&self) -> bool {
        true
    }

    fn parse_qualified(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
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
