//! Offers edits at a place: those that correct a finding and have one answer, a comment that allows it, and marks in place of identifiers.

use std::collections::HashMap;
use std::ops::Range as Bytes;

use lsp_types::{CodeAction, CodeActionKind, CodeActionParams, TextEdit, WorkspaceEdit};

use wellpress_bibliography::Identifier;
use wellpress_bibliography::identifier_mentions::identifier_mentions;
use wellpress_diagnostics::{Diagnostic as Finding, Severity, nearest, rules};
use wellpress_foundation::Day;

use crate::cursor::{self, FileForm};
use crate::findings;
use crate::requests::InFile;
use crate::yaml_lines;

/// The actions for a range of a file.
#[must_use]
pub fn actions(file: &InFile<'_>, params: &CodeActionParams, today: Day) -> Vec<CodeAction> {
    let range = file.text.bytes(params.range, file.client.encoding);
    let offers = Offers { file, today };
    let in_file = file.site.report.findings().iter().filter(|finding| *finding.location.file == *file.file);
    let mut actions: Vec<CodeAction> = Vec::new();
    for finding in in_file {
        let place = file.text.bytes_of(&finding.location);
        if place.start <= range.end && range.start <= place.end {
            actions.extend(offers.corrections(finding, &place));
            actions.extend(offers.allowance(finding, &place));
        }
    }
    actions.extend(offers.marks(&range));
    actions
}

struct Offers<'a> {
    file: &'a InFile<'a>,
    today: Day,
}

impl Offers<'_> {
    fn action(&self, title: String, kind: CodeActionKind, range: Bytes<usize>, new_text: String) -> CodeAction {
        let edit = TextEdit { range: self.file.text.range(range, self.file.client.encoding), new_text };
        #[expect(clippy::mutable_key_type, reason = "the type of the protocol; its keys do not change")]
        let changes = HashMap::from_iter(self.file.uri().map(|uri| (uri, vec![edit])));
        CodeAction {
            title,
            kind: Some(kind),
            edit: Some(WorkspaceEdit { changes: Some(changes), ..WorkspaceEdit::default() }),
            ..CodeAction::default()
        }
    }

    fn correction(&self, finding: &Finding, title: String, range: Bytes<usize>, new_text: String) -> CodeAction {
        let mut texts = self.file.texts();
        CodeAction {
            diagnostics: Some(vec![findings::diagnostic(finding, &mut texts)]),
            is_preferred: Some(true),
            ..self.action(title, CodeActionKind::QUICKFIX, range, new_text)
        }
    }

    /// The edits that correct a finding.
    fn corrections(&self, finding: &Finding, place: &Bytes<usize>) -> Vec<CodeAction> {
        let words = &self.file.text.as_str()[place.clone()];
        let fix = finding
            .fix
            .as_ref()
            .map(|fix| self.correction(finding, format!("Write `{fix}`"), place.clone(), fix.clone()));
        let suggested = finding.suggestion().and_then(|suggestion| {
            let wrong = misspelt(words, suggestion)?;
            let range = place.start + wrong.start..place.start + wrong.end;
            Some(self.correction(finding, format!("Change to `{suggestion}`"), range, suggestion.to_owned()))
        });
        let by_rule = match finding.rule.id {
            id if id == rules::SOURCE_NO_ACCESS_DATE.id => self.access_date(finding, place).into_iter().collect(),
            id if id == rules::ALT_MISSING.id => self.alternative_text(finding, place),
            _ => Vec::new(),
        };
        fix.into_iter().chain(suggested).chain(by_rule).collect()
    }

    /// The day of today as the access date, below the key of an entry in BibTeX.
    fn access_date(&self, finding: &Finding, place: &Bytes<usize>) -> Option<CodeAction> {
        let text = &self.file.text;
        let line = text.column_of(place.start).0 as usize - 1;
        let is_start = self.file.file.ends_with(".bib") && text.line(line).trim_start().starts_with('@');
        let next = text.line_range(line + 1).start;
        let new_text = format!("  urldate = {{{}}},{}", self.today, text.line_break());
        let ends_with_key = text.line(line).trim_end().ends_with(',');
        (is_start && ends_with_key)
            .then(|| self.correction(finding, format!("Add the access date {}", self.today), next..next, new_text))
    }

    /// A text to replace, and the form of a picture that only decorates. What a picture shows is for the author to say: the name of the file,
    /// which is put in the place of its text, is a finding too.
    fn alternative_text(&self, finding: &Finding, place: &Bytes<usize>) -> Vec<CodeAction> {
        const FILL_IN: &str = "Fill in the alternative text, which begins as the name of the file";
        const DECORATION: &str = "Mark the picture as decoration, without alternative text";
        let text = &self.file.text;
        let words = &text.as_str()[place.clone()];
        let line = text.column_of(place.start).0 as usize - 1;
        let offer = |title: &str, range: Bytes<usize>, new_text: String| CodeAction {
            is_preferred: None,
            ..self.correction(finding, title.to_owned(), range, new_text)
        };
        if let Some(lines) = yaml_lines::front_matter_lines(text).filter(|lines| lines.contains(&line)) {
            let name = file_name(words.trim_matches(['"', '\'']));
            let Some(alt) = yaml_lines::KeyBehind::of(text, &lines, place, "src", "alt") else { return Vec::new() };
            let entry = |words: &str| alt.entry("alt", words, text.line_break());
            return vec![offer(FILL_IN, alt.at..alt.at, entry(name)), offer(DECORATION, alt.at..alt.at, entry(""))];
        }
        let Some(source) = words.strip_prefix("![](").and_then(|rest| rest.strip_suffix(')')) else {
            return Vec::new();
        };
        let filled = offer(FILL_IN, place.clone(), format!("![{}]({source})", file_name(source)));
        let is_alone = text.line(line).trim() == words;
        let figure = || offer(DECORATION, place.clone(), format!("::figure{{src=\"{source}\" alt=\"\"}}"));
        std::iter::once(filled).chain(is_alone.then(figure)).collect()
    }

    /// A comment that allows a finding. Its reason is left to the author: until it is written, the comment allows nothing.
    fn allowance(&self, finding: &Finding, place: &Bytes<usize>) -> Option<CodeAction> {
        if finding.severity == Severity::Error
            || !self.file.file.ends_with(".md")
            || finding.rule.id == rules::ALLOW_INVALID.id
        {
            return None;
        }
        let text = &self.file.text;
        let mut line = text.column_of(place.start).0 as usize - 1;
        let front = yaml_lines::front_matter_lines(text);
        let behind_front = front.as_ref().map_or(0, |lines| (lines.end + 1).min(text.line_count() - 1));
        if line < behind_front || place.is_empty() {
            line = behind_front;
        } else {
            // The start of the block: the comment of an indented line would become a part of it.
            let continues =
                |line: usize| text.line(line).starts_with([' ', '\t']) || !text.line(line - 1).trim().is_empty();
            while line > behind_front && continues(line) {
                line -= 1;
            }
        }
        let at = text.line_range(line).start;
        let title = format!("Allow `{}` here, for a reason to be written", finding.rule.id);
        // Behind the front matter it stands alone; elsewhere it belongs to the block below.
        let breaks = text.line_break().repeat(if line == behind_front { 2 } else { 1 });
        let comment = format!("<!-- wellpress-allow {}: -->{breaks}", finding.rule.id);
        let mut texts = self.file.texts();
        Some(CodeAction {
            diagnostics: Some(vec![findings::diagnostic(finding, &mut texts)]),
            ..self.action(title, CodeActionKind::QUICKFIX, at..at, comment)
        })
    }

    /// A mark in place of a DOI, an id of PubMed or an address that is a source of the library; of a DOI also without one. With a selection,
    /// the whole of it is replaced, as a reference that was pasted.
    fn marks(&self, range: &Bytes<usize>) -> Vec<CodeAction> {
        let text = &self.file.text;
        let line = text.column_of(range.start).0 as usize - 1;
        let lines = text.line_range(line);
        let is_text = FileForm::of(&self.file.file) == Some(FileForm::Markdown)
            && yaml_lines::front_matter_lines(text).is_none_or(|front| line > front.end);
        if !is_text {
            return Vec::new();
        }
        let words = &text.as_str()[lines.clone()];
        let mut actions = Vec::new();
        for mention in identifier_mentions(words) {
            let place = lines.start + mention.range.start..lines.start + mention.range.end;
            let is_asked_for = place.start <= range.end && range.start <= place.end;
            let Some(mark) = self.mark_of(&mention.identifier).filter(|_| is_asked_for && self.is_plain(&place)) else {
                continue;
            };
            let selection = (range.start < place.start && place.end <= range.end)
                || (range.start <= place.start && place.end < range.end);
            let place = if selection { range.clone() } else { place };
            let what = if selection { "the reference" } else { "the identifier" };
            actions.push(self.action(
                format!("Cite {what} as `{mark}`"),
                CodeActionKind::REFACTOR_REWRITE,
                place,
                mark,
            ));
        }
        actions
    }

    fn mark_of(&self, identifier: &Identifier) -> Option<String> {
        let written = match identifier {
            Identifier::Doi(doi) => format!("doi:{doi}"),
            Identifier::Pmid(pmid) => format!("pmid:{pmid}"),
            other => other.url(),
        };
        let library = &self.file.view.site.library;
        let source = library.find(&written).or_else(|| library.find(&identifier.url()));
        match source {
            Some(source) => Some(format!("[@{}]", library.get(source).key)),
            // `cite add` gives the library what the mark names.
            None => matches!(identifier, Identifier::Doi(_) | Identifier::Pmid(_)).then(|| format!("[@{written}]")),
        }
    }

    /// Whether an identifier is a part of the words: in a mark, a link or code it means something already.
    fn is_plain(&self, place: &Bytes<usize>) -> bool {
        let before = &self.file.text.as_str()[..place.start];
        let form = FileForm::of(&self.file.file);
        let is_in_place = form.is_some_and(|form| cursor::at(&self.file.text, form, place.start).is_some());
        !is_in_place
            && !before.ends_with(['@', '(', '<', '`', '"', '='])
            && !cursor::is_code(&self.file.text, place.start)
    }
}

/// The name of a file, as it stands behind the folders of its path.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The bytes of the name in some words in whose place a suggestion stands.
fn misspelt(words: &str, suggestion: &str) -> Option<Bytes<usize>> {
    let is_name =
        |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | '/' | ':' | ' ') && suggestion.contains(c);
    let mut names: Vec<Bytes<usize>> = Vec::new();
    for (at, character) in words.char_indices().filter(|(_, c)| is_name(*c) || matches!(c, '-' | '_')) {
        match names.last_mut() {
            Some(last) if last.end == at => last.end = at + character.len_utf8(),
            _ => names.push(at..at + character.len_utf8()),
        }
    }
    match names.as_slice() {
        // A finding can be about the name of an attribute and stand at its value.
        [only] => nearest(suggestion, [&words[only.clone()]]).map(|_| only.clone()),
        _ => {
            let near = nearest(suggestion, names.iter().map(|name| &words[name.clone()]))?;
            let mut equal = names.iter().filter(|name| &words[(*name).clone()] == near);
            let first = equal.next()?.clone();
            equal.next().is_none().then_some(first)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::misspelt;

    #[test]
    fn the_misspelt_name_is_found_among_others() {
        let name = |words: &'static str, suggestion| misspelt(words, suggestion).map(|range| &words[range]);
        assert_eq!(name("sawiki-2012", "sawicki-2012"), Some("sawiki-2012"));
        assert_eq!(name("[the cobra](../exercises/cobar.md)", "../exercises/cobra.md"), Some("../exercises/cobar.md"));
        assert_eq!(name("[[exercise:cobar|the cobra pose]]", "cobra"), Some("cobar"));
        assert_eq!(name("[[exercise:cobar|the pose]]", "cobra"), Some("cobar"));
        assert_eq!(name("bone mineral densty", "bone mineral density"), Some("bone mineral densty"));
        assert_eq!(name("3", "heading"), None, "the value of a misspelt attribute");
    }
}
