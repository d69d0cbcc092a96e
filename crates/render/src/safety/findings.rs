//! The findings `caution-hidden`, each with its place and what to do.

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, rules};

use super::super::style_nesting::MAX_NESTING;
use super::Required;
use super::elements::MAX_DEPTH;
use super::hiding_rules::HidingRule;
use super::notices::{Notice, PageNotices};

pub(super) fn finding(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(&rules::CAUTION_HIDDEN, location, message)
}

pub(super) fn too_deep(location: Location) -> Diagnostic {
    let depth = MAX_DEPTH;
    let message = format!("elements are nested more than {depth} deep, so nobody can tell whether notices are shown");
    finding(location, message).help("close the elements that are left open")
}

pub(super) fn style_too_deep(template: &Source) -> Diagnostic {
    let message = format!("a `style` of this template has blocks and parentheses nested more than {MAX_NESTING} deep");
    finding(template.locate(Span::default()), message).help("take some of them apart")
}

pub(super) fn hidden_by_rule(rule: &HidingRule, location: Location, notice: &str) -> Diagnostic {
    let hides = if rule.declaration.is_certain { "hides" } else { "may hide" };
    let [selector, declaration] = [&rule.written, &rule.declaration.words].map(|words| beginning(words, CSS_LETTERS));
    let message = format!("`{selector}` {hides} a {notice} with `{declaration}`");
    finding(location, message).help("remove the declaration, or give the rule a selector that matches no safety notice")
}

pub(super) fn hidden_in_text(notice: &Notice, start_tag: &str, content: &str) -> Diagnostic {
    let message = format!("`{start_tag}` hides a {} of this text: \"{}\"", notice.kind.words(), excerpt(&notice.text));
    finding(Location::file(content), message).help("put it outside of that element")
}

/// The variable with all of a page's text, and those with the parts of it that pages of exercises have.
const WHOLE_TEXT: &str = "record.content";
const PARTS_OF_TEXT: [&str; 2] = ["exercise.dose_and_cautions", "exercise.how_to"];

/// The finding about a notice that the page lacks, hides, or shows too late.
pub(super) fn lost(template: &Source, notice: &Notice, page: &PageNotices, required: &Required<'_>) -> Diagnostic {
    let same = page.notices.iter().filter(|shown| shown.kind == notice.kind && shown.text.trim() == notice.text.trim());
    let same: Vec<&Notice> = same.collect();
    let (kind, text) = (notice.kind.words(), excerpt(&notice.text));
    let class = notice.kind.class();
    let variable = required
        .parts
        .iter()
        .find(|(_, part)| part.contains(&format!("class=\"{class}")))
        .map_or("", |(name, _)| *name);
    let is_part = PARTS_OF_TEXT.contains(&variable);
    let shows_the_whole = is_part && !template.text.contains(variable) && template.text.contains(WHOLE_TEXT);
    let variable = if shows_the_whole { WHOLE_TEXT } else { variable };
    let location = find_in(template, variable);
    let deeper = same.iter().filter(|shown| shown.hidden_in.len() > notice.hidden_in.len());
    if let Some(start_tag) = deeper.filter_map(|shown| shown.hidden_in.first()).next() {
        let message = format!("this template hides a {kind} in `{start_tag}`: \"{text}\"");
        return finding(location, message).help("show it: no theme may hide what stands before the steps");
    }
    if same.is_empty() {
        let message = format!("this template leaves out `{variable}` or changes it, and with it a {kind}: \"{text}\"");
        return finding(location, message)
            .help(format!("write `{{{{ {variable} | safe }}}}`: no theme may leave that out"));
    }
    let message = format!("this template shows a {kind} after the steps: \"{text}\"");
    finding(location, message).help(format!("put `{{{{ {variable} | safe }}}}` before the steps"))
}

pub(super) fn not_said(template: &Source, words: &str) -> Diagnostic {
    let message = format!("this template does not say \"{words}\" before the steps");
    let help = "write it in an element of its own with the class `not-reviewed`, as `{{ <not_reviewed byline={record.byline} /> }}` does";
    finding(template.locate(Span::default()), message).help(help)
}

pub(super) fn steps_changed(template: &Source) -> Diagnostic {
    let message = "this template leaves out steps, changes them, shows them twice, or has steps of its own, so nobody can tell \
                   whether cautions stand before them";
    finding(template.locate(Span::default()), message.to_owned())
        .help("write the page's text once, as the build gives it, with `| safe` and no other filter")
}

pub(super) fn steps_repeated(template: &Source, step: &str) -> Diagnostic {
    let message = format!("this template shows steps once more, outside of their list: \"{}\"", excerpt(step));
    finding(template.locate(Span::default()), message)
        .help("show them only where the build wrote them, behind their cautions")
}

pub(super) fn shadow_root(template: &Source) -> Diagnostic {
    let message = "this template has a shadow root (`shadowrootmode`), which can replace what stands around it";
    finding(template.locate(Span::default()), message.to_owned()).help("write its content without a shadow root")
}

pub(super) fn refresh(template: &Source) -> Diagnostic {
    let message = "this page leads to another address by itself (`<meta http-equiv=\"refresh\">`), maybe before its notices are read";
    finding(template.locate(Span::default()), message.to_owned()).help("write a link instead")
}

pub(super) fn sheet_in_noscript(template: &Source) -> Diagnostic {
    let message = "this template links a style sheet in `noscript`, of which nobody can tell whether it hides notices";
    finding(template.locate(Span::default()), message.to_owned())
        .help("write its rules in a style sheet of the theme, in `@media (scripting: none)`")
}

/// The finding, of a page as readers without scripts see it.
pub(super) fn without_scripts(mut finding: Diagnostic) -> Diagnostic {
    finding.message.push_str(", for readers without scripts");
    finding
}

/// The place of a variable in a template, else its start.
pub(super) fn find_in(template: &Source, variable: &str) -> Location {
    match template.text.find(variable).filter(|_| !variable.is_empty()) {
        Some(at) => template.locate(Span::new(at..at + variable.len())),
        None => template.locate(Span::default()),
    }
}

/// The first words of a text, for messages.
#[must_use]
pub fn excerpt(text: &str) -> String {
    beginning(text, 60)
}

/// How many letters of a selector or a declaration a message has.
const CSS_LETTERS: usize = 80;

fn beginning(text: &str, letters: usize) -> String {
    let text = text.trim();
    match text.char_indices().nth(letters) {
        Some((end, _)) => format!("{}..", text[..end].trim_end()),
        None => text.to_owned(),
    }
}
