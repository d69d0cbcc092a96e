//! The words of pages, sources and disclaimers as lines of text, in the form that reviewers sign and that `review diff` compares.
//!
//! The lines are taken from the author's files, not from the rendered page. Otherwise a new version of the theme or another
//! citation style would invalidate every approval. Blanks are normalised: runs are one space, wrapped lines one line. Other white
//! space is kept: a line with a no-break space behind `##` is no heading. What structures a text is kept: paragraphs, list
//! items with their depth, lines of code.

use wellpress_bibliography::{ContributorName, PartialDate, Reference};
use wellpress_markdown::body::Body;
use wellpress_markdown::directives::Callout;

use crate::config::CallToAction;
use crate::front_matter_fields;
use crate::model::disclaimer::Disclaimer;
use crate::model::{Page, PageRecord};
use crate::parse::document::Document;
use crate::parse::front_matter;

pub(super) fn words_of_page(page: &Page) -> Vec<String> {
    let (source, body) = page.written();
    let (fields, text_start) = front_matter::untyped_fields(source);
    let mut lines = Vec::new();
    for (key, value) in fields.iter().filter(|(key, _)| is_visible(page, key)) {
        flatten(key, value, &mut lines);
    }
    lines.extend(paragraphs(&source.text, text_start, body));
    lines
}

/// Whether readers see a field: one of the table of front matter that is signed, or one that the settings declare.
fn is_visible(page: &Page, key: &str) -> bool {
    front_matter_fields::is_signed(page.kind, key) || page.fields.iter().any(|field| field.name == key)
}

/// The lines as one, in which white space of any kind is one space. Translations are compared with it: where the original only
/// moves an indentation or a no-break space, nothing has to be translated anew.
pub(super) fn in_one_line(lines: &[String]) -> String {
    let words: Vec<&str> = lines.iter().flat_map(|line| line.split_whitespace()).collect();
    words.join(" ").replace(char::is_control, "")
}

/// Appends one line for each value, with its path in the front matter: `dose.hold: 30 s`.
fn flatten(name: &str, value: &serde_json::Value, lines: &mut Vec<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| flatten(&format!("{name}.{key}"), value, lines));
        }
        serde_json::Value::Array(items) => {
            let numbered = items.iter().enumerate();
            numbered.for_each(|(at, item)| flatten(&format!("{name}.{}", at + 1), item, lines));
        }
        serde_json::Value::String(text) => lines.push(format!("{name}: {}", normalise_blanks(text))),
        serde_json::Value::Null => {}
        other => lines.push(format!("{name}: {other}")),
    }
}

/// The Markdown source with one line for each paragraph, list item or heading, without the comments that silence a rule: an
/// editor can add such a comment without asking the reviewer again.
fn paragraphs(text: &str, start: usize, body: &Body) -> Vec<String> {
    let mut without_comments = String::with_capacity(text.len() - start);
    let mut from = start;
    for allow in &body.allow_comments {
        let (comment, end) = (allow.span.start as usize, allow.span.end as usize);
        if comment >= from {
            without_comments.push_str(&text[from..comment]);
            from = end;
        }
    }
    without_comments.push_str(&text[from..]);
    join_wrapped_lines(&without_comments)
}

/// Joins the wrapped lines of each paragraph. Approximates CommonMark's blocks from the beginnings of lines, on the source
/// text. Parsed nodes would be exact, but a fix in the parser could then invalidate approvals.
fn join_wrapped_lines(text: &str) -> Vec<String> {
    let mut joiner = LineJoiner::default();
    text.lines().for_each(|line| joiner.add(line));
    let mut lines = joiner.lines;
    // Blank lines of a code block that is not closed. YAML, which stores the lines, would not keep them.
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

/// The lines so far, and what the next line can belong to.
#[derive(Default)]
struct LineJoiner {
    lines: Vec<String>,
    paragraph: OpenParagraph,
    /// The columns at which the text of the open list items begins.
    list_columns: Vec<usize>,
    /// The mark that opened a block of code.
    fence: Option<String>,
}

/// The paragraph that the next line can continue.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum OpenParagraph {
    #[default]
    None,
    Text,
    Quote,
}

impl LineJoiner {
    fn add(&mut self, raw: &str) {
        if let Some(fence) = &self.fence {
            let line = raw.trim_matches(is_blank);
            let is_end = line.starts_with(fence.as_str()) && line.chars().all(|c| fence.starts_with(c));
            self.lines.push(raw.trim_end_matches(is_blank).replace(|c: char| c.is_control() && c != '\t', ""));
            self.fence = self.fence.take().filter(|_| !is_end);
            return;
        }
        let quoted = raw.trim_start_matches(is_blank).starts_with('>');
        let line = normalise_blanks(raw.trim_start_matches(|c| is_blank(c) || c == '>'));
        let here = if quoted { OpenParagraph::Quote } else { OpenParagraph::Text };
        let starts_block = starts_block(&line);
        match self.lines.last_mut().filter(|_| self.paragraph == here && !starts_block) {
            _ if line.is_empty() => self.paragraph = OpenParagraph::None,
            Some(last) => {
                last.push(' ');
                last.push_str(&line);
            }
            None => {
                let indent = self.indent(raw, &line);
                // Four columns make code of a line, which is no heading, item or directive then.
                let is_code = indent.columns >= COLUMNS_OF_CODE;
                let is_single = is_single_line_block(&line) || is_code;
                self.paragraph = if is_single { OpenParagraph::None } else { here };
                self.fence = fence_of(&line).filter(|_| !is_code);
                let mut indented = "  ".repeat(indent.items);
                if is_code {
                    indented.push_str("    ");
                }
                self.lines.push(if quoted { format!("{indented}> {line}") } else { indented + &line });
            }
        }
    }

    /// How far a new line is indented. An item that begins with the line is opened for the next ones.
    fn indent(&mut self, raw: &str, line: &str) -> Indent {
        let column = columns_of_blanks(raw);
        self.list_columns.retain(|text_column| *text_column <= column);
        let indent = Indent {
            items: self.list_columns.len(),
            columns: column - self.list_columns.last().copied().unwrap_or_default() + columns_in_quote(raw),
        };
        if let Some(marker) = marker_width(line).filter(|_| indent.columns < COLUMNS_OF_CODE) {
            self.list_columns.push(column_of_item(raw, column + marker));
        }
        indent
    }
}

/// The column at which the text of a list item begins whose mark ends before a column. Up to four columns may lie between them.
fn column_of_item(raw: &str, end_of_mark: usize) -> usize {
    let behind_mark = raw.trim_start_matches(|c| is_blank(c) || c == '>').trim_start_matches(|c: char| !is_blank(c));
    let gap = columns_of_blanks_from(behind_mark, end_of_mark) - end_of_mark;
    end_of_mark + if (1..=4).contains(&gap) { gap } else { 1 }
}

/// The indentation of a line.
struct Indent {
    /// In how many list items the line is.
    items: usize,
    /// How far it is indented within the last of them, or behind the marks of a quote.
    columns: usize,
}

/// So far is a line of code indented that stands in no fence.
const COLUMNS_OF_CODE: usize = 4;

/// Whether a character divides words without a meaning for the structure of a text.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\r' | '\n')
}

/// How many columns the blanks before a line take.
fn columns_of_blanks(line: &str) -> usize {
    columns_of_blanks_from(line, 0)
}

/// The column behind the blanks at the start of a text that stands at a column. A tab leads to the next multiple of four.
fn columns_of_blanks_from(text: &str, column: usize) -> usize {
    let blanks = text.chars().take_while(|c| is_blank(*c));
    blanks.fold(column, |column, c| if c == '\t' { column / 4 * 4 + 4 } else { column + 1 })
}

/// How far the text of a quote is indented behind its last mark, whose own space does not count.
fn columns_in_quote(line: &str) -> usize {
    let start = line.trim_start_matches(is_blank);
    if !start.starts_with('>') {
        return 0;
    }
    let behind_marks = start.trim_start_matches(|c| is_blank(c) || c == '>');
    let marks = start[..start.len() - behind_marks.len()].rsplit('>').next().unwrap_or_default();
    columns_of_blanks(marks).saturating_sub(1)
}

/// The mark of a block of code that begins here, which is also its end.
fn fence_of(line: &str) -> Option<String> {
    let mark = line.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let fence: String = line.chars().take_while(|c| *c == mark).collect();
    (fence.len() >= 3).then_some(fence)
}

/// The width of the mark of a list item; `None` for other lines.
fn marker_width(line: &str) -> Option<usize> {
    if ["- ", "* ", "+ "].iter().any(|mark| line.starts_with(mark)) {
        return Some(1);
    }
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let is_numbered = digits > 0 && line[digits..].starts_with([')', '.']) && line[digits + 1..].starts_with(' ');
    is_numbered.then_some(digits + 1)
}

fn starts_block(line: &str) -> bool {
    marker_width(line).is_some()
        || line.starts_with(['#', '|'])
        || ["::", "```", "~~~"].iter().any(|mark| line.starts_with(mark))
}

fn is_single_line_block(line: &str) -> bool {
    line.starts_with('#') || line.starts_with("::")
}

/// What lists of sources show of a source.
pub(super) fn words_of_source(reference: &Reference) -> Vec<String> {
    // No list shows abstracts, notes and key words, and another day of access is no new text.
    const LEFT_OUT: [&str; 4] = ["abstract", "annote", "keyword", "accessed"];
    let people = reference.names().map(|(name, people)| (name, names(people)));
    let titles = reference.titles().map(|(name, title)| (name, title.to_string()));
    let dates = reference.dates().map(|(name, date)| (name, iso_date(date)));
    let texts = reference.texts().map(|(name, text)| (name, text.to_owned()));
    let archived = reference.archived.iter().map(|address| ("archived", address.clone()));
    let fields = people.chain(titles).chain(dates).chain(texts).chain(archived);
    let fields = fields.filter(|(name, _)| !LEFT_OUT.contains(name));
    fields.map(|(name, value)| format!("{name}: {}", normalise_blanks(&value))).collect()
}

fn names(names: &[ContributorName]) -> String {
    names.iter().map(ContributorName::in_full).collect::<Vec<_>>().join("; ")
}

/// As precise as the source: `2021`, `2021-06`, `2021-06-30`, with `/2022` for a range of years.
fn iso_date(date: &PartialDate) -> String {
    let parts = [date.month, date.day].map(|part| part.map_or_else(String::new, |part| format!("-{part:02}")));
    let end = date.end_year.map(|end| format!("/{end}")).unwrap_or_default();
    format!("{}{}{end}", date.year, parts.concat())
}

pub(super) fn words_of_disclaimer(disclaimer: &Disclaimer) -> Vec<String> {
    let version = disclaimer.version.iter().map(|version| format!("version: {}", normalise_blanks(version)));
    let title = std::iter::once(format!("title: {}", normalise_blanks(&disclaimer.title)));
    let (source, body) = match &disclaimer.included {
        Some(included) => (&included.written.source, &included.written.body),
        None => (&disclaimer.source, &disclaimer.body),
    };
    let text_start = front_matter::untyped_fields(source).1;
    version.chain(title).chain(paragraphs(&source.text, text_start, body)).collect()
}

/// All fields of a call to action, also the messages after its form was sent.
pub(super) fn words_of_call(call: &CallToAction) -> Vec<String> {
    let mut lines = Vec::new();
    if let Ok(serde_json::Value::Object(fields)) = serde_json::to_value(call) {
        fields.iter().for_each(|(key, value)| flatten(key, value, &mut lines));
    }
    lines
}

pub(super) fn words_of_callout(callout: &Callout) -> Vec<String> {
    let Callout { label, like } = callout;
    lines([("label", Some(label)), ("like", Some(like.name()))])
}

/// What a page shows of a person whom its text names: the name and the credentials behind it.
pub(super) fn words_of_person(page: &Page) -> Vec<String> {
    let PageRecord::Person(person) = &page.record else { return Vec::new() };
    let credentials = (!person.credentials.is_empty()).then(|| person.credentials.join(", "));
    lines([("name", Some(&person.full_name(page))), ("credentials", credentials.as_deref())])
}

/// What a list of experts shows of a person: also the job and the biography.
pub(super) fn words_of_expert(page: &Page) -> Vec<String> {
    let PageRecord::Person(person) = &page.record else { return Vec::new() };
    let (source, body) = page.written();
    let text_start = front_matter::untyped_fields(source).1;
    let mut words = words_of_person(page);
    words.extend(lines([("job_title", person.job_title.as_deref())]));
    words.extend(paragraphs(&source.text, text_start, body));
    words
}

/// The words of a snippet, without those of the snippets in it.
pub(super) fn words_of_snippet(snippet: &Document) -> Vec<String> {
    paragraphs(&snippet.source.text, front_matter::text_start(&snippet.source), &snippet.body)
}

/// One line for each field that is there.
fn lines<const N: usize>(fields: [(&str, Option<&str>); N]) -> Vec<String> {
    let lines = fields.into_iter().filter_map(|(name, value)| Some(format!("{name}: {}", normalise_blanks(value?))));
    lines.collect()
}

/// Makes runs of blanks one space, trims the ends, and removes control characters, which a sign-off file (YAML) cannot hold.
/// White space of another kind stays: a no-break space can make a paragraph of a heading.
pub(super) fn normalise_blanks(text: &str) -> String {
    let words: Vec<&str> = text.split(is_blank).filter(|word| !word.is_empty()).collect();
    words.join(" ").replace(char::is_control, "")
}
