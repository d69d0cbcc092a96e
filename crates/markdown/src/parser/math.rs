//! Turns a formula in TeX into MathML, which browsers show without a script.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{Content, Event};
use pulldown_latex::{Parser, RenderConfig, Storage, push_mathml};

use wellpress_diagnostics::{Diagnostic, Span, rules};

use super::body_builder::{BodyBuilder, ContainerRole};
use crate::body::{Element, Math, NodeKind};

/// A longer formula, in bytes, is refused: TeX can be made slow on purpose.
const LONGEST: usize = 10_000;
/// More commands and open braces than any real formula has. Each can contain the next, and the writer of MathML recurses.
const MOST_COMMANDS: usize = 400;

impl BodyBuilder<'_, '_> {
    /// Adds a formula with so many dollars on each side. A formula with a mistake is shown as it is written.
    pub(super) fn formula(&mut self, range: Range<usize>, dollars: usize) {
        let inner = range.start + dollars..range.end - dollars;
        // In broken markup the parser reads masked text, whose dollar signs may stand within a character of the source.
        let Some(text) = self.source.text.get(inner.clone()) else { return self.running_text(range) };
        let is_quote = |role: &&ContainerRole| {
            matches!(role, ContainerRole::Plain(Element::BlockQuote) | ContainerRole::Callout(_))
        };
        let tex = without_quote_marks(text, self.open.containers.iter().filter(is_quote).count());
        let display = if dollars == 2 { DisplayMode::Block } else { DisplayMode::Inline };
        match mathml(&tex, display) {
            Ok(mathml) => {
                let tex = self.text_ref(&tex, &inner);
                let mathml = self.arena_text(&mathml);
                self.push(NodeKind::Math(Math { tex, mathml }), range);
            }
            Err(error) => {
                let location = self.source.locate(Span::new(range.clone()));
                let message = format!("this formula cannot be shown: {error}");
                let help = "correct the TeX, or write `\\$` for a dollar sign";
                self.findings.push(Diagnostic::new(&rules::MATH_INVALID, location, message).help(help));
                self.running_text(range);
            }
        }
    }
}

/// The MathML of a formula. The error says what is wrong with it.
fn mathml(tex: &str, display: DisplayMode) -> Result<String, String> {
    if tex.len() > LONGEST || tex.bytes().filter(|byte| matches!(byte, b'{' | b'\\')).count() > MOST_COMMANDS {
        return Err("the formula is too long".to_owned());
    }
    // The parser does not know the form with a star, which differs only in the place of limits.
    let supported_tex = tex.replace("\\operatorname*", "\\operatorname");
    let storage = Storage::new();
    let events: Vec<_> = Parser::new(&supported_tex, &storage)
        .collect::<Result<_, _>>()
        .map_err(|error| first_line(&error.to_string()))?;
    if events.iter().any(is_wrong_operator) {
        return Err("the name of an operator consists of letters".to_owned());
    }
    // The writer of MathML takes the annotation as it is.
    let annotation = tex.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    let config =
        RenderConfig { display_mode: display, xml: false, annotation: Some(&annotation), ..RenderConfig::default() };
    let mut mathml = String::new();
    let events = events.into_iter().map(Ok::<_, std::convert::Infallible>);
    push_mathml(&mut mathml, events, config).map_err(|error| error.to_string())?;
    // The parser passes `~` on as this text.
    Ok(with_operators_escaped(&mathml.replace("<mtext>&amp;nbsp;</mtext>", "<mtext>&nbsp;</mtext>")))
}

/// Whether a name as in `\operatorname{..}` has anything but words. The writer takes it as it is, as HTML.
fn is_wrong_operator(event: &Event<'_>) -> bool {
    matches!(event, Event::Content(Content::Function(name)) if !name.chars().all(is_of_words))
}

fn is_of_words(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, ' ' | '-' | '.' | '\'')
}

/// MathML with `<`, `>` and `&` escaped where they are operators, which the writer takes as they are.
fn with_operators_escaped(mathml: &str) -> String {
    let mut escaped = String::with_capacity(mathml.len());
    let mut unread = mathml;
    while let Some(at) = unread.find(['<', '>', '&']) {
        let (before, special) = unread.split_at(at);
        escaped.push_str(before);
        let end_of = |end: char| special.find(end).map(|end| end + 1);
        let is_markup = special[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '#'));
        let markup = match &special[..1] {
            "<" if is_markup => end_of('>'),
            "&" if is_markup => end_of(';'),
            _ => None,
        };
        escaped.push_str(match (markup, &special[..1]) {
            (Some(length), _) => &special[..length],
            (None, "<") => "&lt;",
            (None, ">") => "&gt;",
            (None, _) => "&amp;",
        });
        unread = &special[markup.unwrap_or(1)..];
    }
    escaped + unread
}

/// A formula without the marks of the block quotes around it at the start of its further lines.
fn without_quote_marks(text: &str, quotes: usize) -> Cow<'_, str> {
    if quotes == 0 || !text.contains('\n') {
        return Cow::Borrowed(text);
    }
    let mut lines = text.split('\n');
    let mut formula = lines.next().unwrap_or_default().to_owned();
    for line in lines {
        let mut inner = line;
        for _ in 0..quotes {
            let Some(behind) = inner.trim_start().strip_prefix('>') else { break };
            inner = behind;
        }
        formula.extend(["\n", inner]);
    }
    Cow::Owned(formula)
}

fn first_line(message: &str) -> String {
    let line = message.lines().next().unwrap_or_default();
    line.trim_start_matches("parsing error:").trim().trim_end_matches(':').to_owned()
}
