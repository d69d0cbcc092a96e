//! The findings `caution-hidden` of a build, each with its place and what to do.

use wellpress_diagnostics::{Diagnostic, Location, Source, Span, quotable, rules};

use super::SafetyNotice;
use super::fragments::NoticeFragment;

fn finding(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(&rules::CAUTION_HIDDEN, location, message)
}

/// A page does not have a notice as the build wrote it.
pub(super) fn lost(template: &Source, notice: &NoticeFragment<'_>) -> Diagnostic {
    let (variable, kind) = (notice.variable, notice.kind.words());
    let text = first_words(notice);
    let message = format!("this template leaves out `{variable}` or changes it, and with it a {kind}: \"{text}\"");
    finding(find_in(template, variable), message)
        .help(format!("write `{{{{ {variable} | safe }}}}`: no theme may leave that out"))
}

/// The build itself has not written a notice.
pub(super) fn unwritten(kind: SafetyNotice, content: &str) -> Diagnostic {
    let message = format!("the program leaves out a {} of this page", kind.words());
    finding(Location::file(content), message).help("this is a mistake of the program: please report it with the page")
}

pub(super) fn late(template: &Source, notice: &NoticeFragment<'_>) -> Diagnostic {
    let (variable, kind) = (notice.variable, notice.kind.words());
    let message = format!("this template shows a {kind} after the steps: \"{}\"", first_words(notice));
    finding(find_in(template, variable), message).help(format!("put `{{{{ {variable} | safe }}}}` before the steps"))
}

pub(super) fn hidden_by_template(template: &Source, notice: &NoticeFragment<'_>, start_tag: &str) -> Diagnostic {
    let kind = notice.kind.words();
    let message = format!("this template hides a {kind} in `{start_tag}`: \"{}\"", first_words(notice));
    finding(find_in(template, notice.variable), message).help(format!(
        "no theme may hide what stands before the steps: end `{start_tag}` before it, after all that is open inside"
    ))
}

/// The text itself has a notice in an expander that does not have the steps.
pub(super) fn hidden_in_text(notice: &NoticeFragment<'_>, start_tag: &str, content: &str) -> Diagnostic {
    let message = format!("`{start_tag}` hides a {} of this text: \"{}\"", notice.kind.words(), first_words(notice));
    finding(Location::file(content), message).help("end that element before it")
}

/// An element of the text that has no end tag, such as `<textarea>`, makes text of a notice that the page shows behind it.
pub(super) fn hidden_by_open_element(notice: &NoticeFragment<'_>, content: &str) -> Diagnostic {
    let kind = notice.kind.words();
    let message = format!("an element of this text without an end tag hides a {kind}: \"{}\"", first_words(notice));
    finding(Location::file(content), message).help("give each HTML element of the text its end tag")
}

pub(super) fn steps_changed(template: &Source) -> Diagnostic {
    let message = "this template leaves out steps, changes them or shows them twice, so nobody can tell whether cautions stand \
                   before them";
    finding(template.locate(Span::default()), message.to_owned())
        .help("write the page's text once, as the build gives it, with `| safe` and no other filter")
}

/// The place of a variable in a template, else its start.
fn find_in(template: &Source, variable: &str) -> Location {
    match template.text.find(variable).filter(|_| !variable.is_empty()) {
        Some(at) => template.locate(Span::new(at..at + variable.len())),
        None => template.locate(Span::default()),
    }
}

/// The first words of a notice, for messages.
fn first_words(notice: &NoticeFragment<'_>) -> String {
    quotable(&notice.text())
}
