//! [`SheetContent`]: the rules of style sheets, each with its selectors and declarations.
//!
//! Input: the text of style sheets. Output: one rule for each block, with the selectors of the rules around it, and the steps of
//! animations.

use cssparser::{
    AtRuleParser, CowRcStr, DeclarationParser, ParseError, Parser, ParserState, QualifiedRuleParser,
    RuleBodyItemParser, RuleBodyParser, StyleSheetParser, Token,
};

use wellpress_diagnostics::{Location, Source, Span};

use super::declarations::{Declaration, declaration};
use super::plain_values::plain;
use super::selectors::{closing, split_at_commas, without_escapes};

/// A style rule with its own declarations, without those of rules inside it.
pub(super) struct Rule {
    /// With the selectors of the rules around it in place of `&`.
    pub selectors: Vec<String>,
    pub declarations: Vec<Declaration>,
    pub location: Location,
    /// Whether it applies to some readers only, or at some time.
    pub is_conditional: bool,
}

/// One step of an animation.
pub(super) struct Keyframe {
    /// That of the animation, in lower case.
    pub name: String,
    /// Whether the animation ends with it.
    pub is_last: bool,
    pub declarations: Vec<Declaration>,
}

/// What sheets have.
#[derive(Default)]
pub(super) struct SheetContent {
    pub rules: Vec<Rule>,
    pub keyframes: Vec<Keyframe>,
    /// The values that `@property` gives to custom properties where no rule sets them.
    pub initial_values: Vec<Declaration>,
}

impl SheetContent {
    /// Reads style sheets.
    pub fn read<'s>(sheets: impl Iterator<Item = &'s Source>) -> Self {
        let mut found = Self::default();
        for source in sheets {
            let mut sheet = SheetRules { source, parents: Vec::new(), is_conditional: false, found: &mut found };
            // A rule that cannot be parsed is one that browsers leave out.
            StyleSheetParser::new(&mut Parser::new(without_mark(&source.text)), &mut sheet).for_each(drop);
        }
        found
    }
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
    found: &'r mut SheetContent,
}

/// Rules inside rules whose selectors are longer than this count as if they matched everything: each level can multiply the length.
pub(super) const MAX_SELECTOR_LENGTH: usize = 10_000;

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
        let mut found = SheetContent::default();
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
        let mut found = SheetContent::default();
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
        let text = &without_escapes(text);
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
            false if is_keyframes => AtRulePrelude::Keyframes(plain(words.trim_matches(['"', '\'']))),
            false if name.eq_ignore_ascii_case("property") => AtRulePrelude::Property(plain(words)),
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
