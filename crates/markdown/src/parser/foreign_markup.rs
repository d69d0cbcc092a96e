//! Names the markup of other tools that a text was written for: shortcodes, templates, admonitions, diagrams. It would be shown
//! as text, which nobody means, so each gets a finding that says what to write here.
//!
//! The text is read line by line before parsing, outside of code blocks and code in a line.

use std::ops::Range;

use memchr::{memchr, memchr_iter, memchr3, memmem};

use wellpress_diagnostics::{Diagnostic, Source, Span, rules};

use crate::directives;
use crate::foreign_notations::{self, HUGO_SHORTCODES, TEMPLATE_TAGS, callout_of_same_form};

use super::code_lines::{LinePlace, TextLine};
use super::masked_variables::MaskedVariables;
use forms::{
    CRITIC_MARKUP, DOCUSAURUS, ForeignForm, GRID_TABLE, HUGO, HUGO_INCLUDE, INLINE_NOTE, KNITR, KRAMDOWN, LATEX,
    LATEX_COMMANDS, LEAF_IN_LINE, LIQUID, LIQUID_INCLUDE, LIQUID_VALUE, MDX, MERMAID, MKDOCS_DETAILS, MKDOCS_NOTE,
    MKDOCS_SNIPPET, MKDOCS_TAB, MYST_DIRECTIVE, OBSIDIAN_COMMENT, PANDOC_LIST, QUARTO_DIV, RST_DIRECTIVE, RST_ROLE,
    SPACED_DIRECTIVE, SPACED_TABLE, TABLE_CAPTION, TABLE_OF_CONTENTS, WORDPRESS, WORDPRESS_BLOCK, ZOLA,
};

mod forms;

/// The admonitions of Docusaurus. Another name with bare words behind it is a mistake in a directive of this program.
const ADMONITIONS: [&str; 9] =
    ["note", "tip", "info", "important", "warning", "caution", "danger", "secondary", "success"];

/// The commands of LaTeX that stand at the start of a line in texts for Pandoc.
const LATEX_BLOCKS: [&str; 5] = ["\\begin{", "\\end{", "\\newpage", "\\pagebreak", "\\tableofcontents"];

/// Reports the first form of another tool in each line, and returns the bytes of these forms.
pub(super) fn report(
    source: &Source,
    range: &Range<usize>,
    lines: &[TextLine],
    variables: &MaskedVariables,
    findings: &mut Vec<Diagnostic>,
) -> Vec<Span> {
    let text = &source.text[..range.end];
    let mut forms = Vec::new();
    let mut is_formula = false;
    let mut lines_above = LinesAbove { is_empty: true, ..LinesAbove::default() };
    for line in lines {
        let content = &text[line.content.clone()];
        let above = lines_above;
        lines_above = above.with(content);
        if memchr(b'$', content.as_bytes()).is_some() && !content.contains('`') {
            is_formula ^= content.matches("$$").count() % 2 == 1;
        }
        if line.place == LinePlace::Text
            && let Some(right) = misspelt_directive(content)
        {
            let span = Span::new(line.content.clone());
            let message = "this line begins like a directive and is none";
            let finding = Diagnostic::new(&rules::DIRECTIVE_UNKNOWN, source.locate(span), message);
            findings.push(finding.help(format!("did you mean `{right}`?")));
            forms.push(span);
            continue;
        }
        let found_form = match line.place {
            LinePlace::CodeStart { marks } => in_info(content[marks..].trim()).map(|form| (line.content.clone(), form)),
            LinePlace::Text if is_formula => None,
            // One finding for a table, a list or a comment of several lines: only its first line begins one.
            LinePlace::Text if above.is_grid && is_grid_border(content) => None,
            LinePlace::Text if above.is_headless_table && is_column_border(content) => None,
            LinePlace::Text if above.is_pandoc_item && is_pandoc_item(content) => None,
            LinePlace::Text if above.is_comment => None,
            LinePlace::Text
                if is_caption(content) && (above.is_row || is_row(next_line(&text[line.content.end..]))) =>
            {
                Some((line.content.clone(), TABLE_CAPTION))
            }
            LinePlace::Text => match at_start(content) {
                Some(form) => Some((line.content.clone(), form)),
                None => within(text, line.content.clone(), variables).or_else(|| {
                    let start = line.content.start + comment_signs(content).next()?;
                    Some((start..line.content.end, OBSIDIAN_COMMENT))
                }),
            },
        };
        if let Some((range, form)) = found_form {
            let span = Span::new(range);
            findings.push(finding_about(source, span, form));
            forms.push(span);
        }
    }
    forms
}

/// The finding about a form of another tool.
fn finding_about(source: &Source, span: Span, form: ForeignForm) -> Diagnostic {
    // What an exercise or a snippet says would be missing on the page, with its cautions.
    let rule = if form.tool == LEAF_IN_LINE.tool { &rules::DIRECTIVE_UNKNOWN } else { &rules::MARKUP_FOREIGN };
    let finding = Diagnostic::new(rule, source.locate(span), format!("this is {}", form.tool));
    let right = bracketed_title(source.slice(span)).map(|line| format!("did you mean `{line}`?"));
    finding.help(right.unwrap_or_else(|| form.help.to_owned()))
}

/// What the lines above say of a line.
#[derive(Clone, Copy, Default)]
struct LinesAbove {
    /// Whether they are of a grid table.
    is_grid: bool,
    /// Whether the last line with words is a row of a table.
    is_row: bool,
    is_empty: bool,
    /// Whether a table of Pandoc has begun with a line of dashes, which another one ends.
    is_headless_table: bool,
    /// Whether the last line with words is an item of a list of Pandoc.
    is_pandoc_item: bool,
    /// Whether a comment of Obsidian is open.
    is_comment: bool,
}

impl LinesAbove {
    fn with(self, line: &str) -> Self {
        let is_grid = is_grid_border(line) || (self.is_grid && line.starts_with('|'));
        let is_empty = line.is_empty();
        Self {
            is_grid,
            is_row: if is_empty { self.is_row } else { is_row(line) },
            is_empty,
            is_headless_table: match is_column_border(line) {
                true => !self.is_headless_table && self.is_empty,
                false => self.is_headless_table,
            },
            is_pandoc_item: if is_empty { self.is_pandoc_item } else { is_pandoc_item(line) },
            is_comment: self.is_comment ^ (comment_signs(line).count() % 2 == 1),
        }
    }
}

fn is_row(line: &str) -> bool {
    line.len() > 1 && line.starts_with('|')
}

/// The border of a grid table, `+-----+=====+`.
pub(super) fn is_grid_border(line: &str) -> bool {
    line.len() > 4 && line.starts_with(['+']) && line.ends_with('+') && line.bytes().all(|byte| b"+-=:".contains(&byte))
}

/// The dashes below or above the columns of a table of Pandoc, `------- ------`. Dashes of one sign each are a thematic break.
fn is_column_border(line: &str) -> bool {
    let mut columns = line.split_ascii_whitespace();
    line.starts_with("--")
        && columns.clone().nth(1).is_some()
        && columns.all(|column| column.len() > 1 && column.bytes().all(|byte| byte == b'-'))
}

/// Whether a line is an item of a list without numbers, `#. First`, or of examples, `(@) First`.
fn is_pandoc_item(line: &str) -> bool {
    line.starts_with("#. ")
        || line.strip_prefix("(@").and_then(|behind| behind.split_once(") ")).is_some_and(|(name, _)| is_label(name))
}

fn is_label(name: &str) -> bool {
    name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// The offsets of `%%` outside of code in a line. `100%%` is none.
fn comment_signs(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let mut marks_of_code = CountedSigns::new(b'`', 0);
    memchr_iter(b'%', bytes).filter(move |at| {
        bytes.get(at + 1) == Some(&b'%')
            && !line[..*at].ends_with(|c: char| c.is_ascii_digit() || matches!(c, '\\' | '%'))
            && marks_of_code.before(bytes, *at).is_multiple_of(2)
    })
}

/// Whether a line is a caption where it stands beside a table: `: Causes by group`, `Table: Causes by group`.
fn is_caption(line: &str) -> bool {
    ["Table:", "table:", ":"].iter().any(|start| line.strip_prefix(start).is_some_and(|behind| behind.starts_with(' ')))
}

/// The first line with words of a text.
fn next_line(text: &str) -> &str {
    text.trim_ascii_start().lines().next().unwrap_or_default()
}

/// `:::tip Do it` and `::: tip Do it` as `:::tip[Do it]`, and an admonition that only Docusaurus has as the callout that is like
/// it. Behind a blank, other words than the name of a block may be a class of Pandoc.
pub(super) fn bracketed_title(line: &str) -> Option<String> {
    let name_start = line.bytes().take_while(|byte| *byte == b':').count();
    let (colons, behind) = line.split_at(name_start);
    let words = behind.trim();
    let (name, title) = words.split_once([' ', '\t']).unwrap_or((words, ""));
    let title = title.trim();
    let is_name = colons.len() >= 3 && name.starts_with(|c: char| c.is_ascii_alphabetic());
    let is_class = behind.starts_with([' ', '\t']) && !directives::is_block_name(name);
    if !is_name || is_class || name.contains(['{', '[']) || title.contains(['[', ']', '{', '}', '`']) {
        return None;
    }
    let name = callout_of_same_form(name).unwrap_or(name);
    Some(if title.is_empty() { format!("{colons}{name}") } else { format!("{colons}{name}[{title}]") })
}

/// `:: exercise{#a}` and `:exercise{#a}` as `::exercise{#a}`. The line would be shown as text, without what it stands for.
fn misspelt_directive(line: &str) -> Option<String> {
    let behind = line.strip_prefix(':')?;
    let (colons, words) = match behind.strip_prefix(':') {
        Some(behind) => (2, behind.strip_prefix([' ', '\t'])?.trim_start()),
        None => (1, behind),
    };
    let name_length = words.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).unwrap_or(words.len());
    let (name, attributes) = words.split_at(name_length);
    let attributes = attributes.trim();
    let is_directive = match colons {
        1 => attributes.starts_with('{') && attributes.ends_with('}'),
        _ => attributes.is_empty() || (attributes.starts_with(['[', '{']) && attributes.ends_with([']', '}'])),
    };
    (is_directive && directives::is_leaf_name(name)).then(|| format!("::{name}{attributes}"))
}

/// The tool for which a code block is written, by the words behind its marks.
fn in_info(info: &str) -> Option<ForeignForm> {
    let inner = info.trim_start_matches(['{', '.']);
    let word = inner.split([' ', ',', '}']).next().unwrap_or_default();
    match word {
        _ if word.eq_ignore_ascii_case("mermaid") => Some(MERMAID),
        "r" | "python" | "julia" | "ojs" if info.starts_with('{') && !info.starts_with("{.") => Some(KNITR),
        _ if info.strip_prefix('{').is_some_and(|name| name.starts_with(|c: char| c.is_ascii_alphabetic())) => {
            Some(MYST_DIRECTIVE)
        }
        _ => None,
    }
}

/// Whether a line opens a block of another tool with colons.
pub(super) fn is_directive_of_other_tool(line: &str) -> bool {
    line.starts_with(":::") && at_start(line).is_some()
}

/// Forms that begin a line.
fn at_start(line: &str) -> Option<ForeignForm> {
    // Most lines begin with a letter.
    if !matches!(
        line.as_bytes().first(),
        Some(b':' | b'!' | b'?' | b'=' | b'-' | b'\\' | b'i' | b'+' | b'[' | b'.' | b'#' | b'(' | b'<')
    ) {
        return None;
    }
    if let Some(behind) = line.strip_prefix(":::") {
        return behind_colons(behind.trim_start_matches(':'));
    }
    if is_box(line, foreign_notations::MKDOCS_ADMONITION) {
        return Some(MKDOCS_NOTE);
    }
    if is_box(line, foreign_notations::MKDOCS_DETAILS) {
        return Some(MKDOCS_DETAILS);
    }
    if is_grid_border(line) {
        return Some(GRID_TABLE);
    }
    if is_column_border(line) {
        return Some(SPACED_TABLE);
    }
    if is_pandoc_item(line) {
        return Some(PANDOC_LIST);
    }
    // A block with HTML of its own has a closing comment.
    if line.starts_with("<!-- wp:") && line.contains("/-->") {
        return Some(WORDPRESS_BLOCK);
    }
    if CONTENTS_MARKERS.iter().any(|marker| marker.eq_ignore_ascii_case(line)) {
        return Some(TABLE_OF_CONTENTS);
    }
    if line
        .strip_prefix(".. ")
        .is_some_and(|behind| matches!(behind.split_once("::"), Some((name, _)) if is_name(name)))
    {
        return Some(RST_DIRECTIVE);
    }
    if line.starts_with(foreign_notations::MKDOCS_SNIPPET) {
        return Some(MKDOCS_SNIPPET);
    }
    if LATEX_BLOCKS.iter().any(|command| line.starts_with(command)) {
        return Some(LATEX);
    }
    if line
        .strip_prefix(foreign_notations::MKDOCS_TAB)
        .is_some_and(|title| title.trim_start_matches(['!', '+', ' ']).starts_with('"') && title.ends_with('"'))
    {
        return Some(MKDOCS_TAB);
    }
    let is_import =
        line.starts_with("import ") && line.contains(" from ") && line.trim_end_matches(';').ends_with(['"', '\'']);
    is_import.then_some(MDX)
}

/// Whether a line begins a box of MkDocs with this marker, as in `!!! note`.
fn is_box(line: &str, marker: &str) -> bool {
    let words = line.strip_prefix(marker).map(|behind| behind.trim_start_matches('+').trim_start());
    words.is_some_and(|words| words.starts_with(|c: char| c == '"' || c.is_ascii_alphabetic()))
}

/// The form of a line by what stands behind its colons. `:::name` is a directive of this site.
fn behind_colons(behind: &str) -> Option<ForeignForm> {
    let word = behind.trim_start();
    if behind.starts_with([' ', '\t', '{'])
        && word.starts_with(|c: char| c == '{' || c == '.' || c.is_ascii_alphabetic())
    {
        let name = word.split([' ', '\t']).next().unwrap_or_default();
        return Some(if directives::is_block_name(name) { SPACED_DIRECTIVE } else { QUARTO_DIV });
    }
    let name_length =
        behind.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))).unwrap_or(behind.len());
    let has_bare_title = ADMONITIONS.contains(&&behind[..name_length])
        && behind[name_length..].starts_with([' ', '\t'])
        && behind[name_length..].trim_start().starts_with(|c: char| c.is_alphanumeric());
    has_bare_title.then_some(DOCUSAURUS)
}

/// What stands alone on a line in place of a table of contents.
const CONTENTS_MARKERS: [&str; 3] = ["[TOC]", "[[TOC]]", "[[_TOC_]]"];

/// Whether a text is the name of a directive or a role, such as `code-block` and `py:class`.
fn is_name(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'))
}

/// Counts the signs of one kind before ascending offsets of a text, each sign once.
struct CountedSigns {
    sign: u8,
    counted_to: usize,
    count: usize,
}

impl CountedSigns {
    /// Counts from an offset on.
    fn new(sign: u8, start: usize) -> Self {
        Self { sign, counted_to: start, count: 0 }
    }

    /// The number of signs before an offset, which is not less than the last one.
    fn before(&mut self, text: &[u8], offset: usize) -> usize {
        self.count += memchr_iter(self.sign, &text[self.counted_to.min(offset)..offset]).count();
        self.counted_to = self.counted_to.max(offset);
        self.count
    }
}

/// The first form within a line, but not in code, with its bytes.
fn within(text: &str, line: Range<usize>, variables: &MaskedVariables) -> Option<(Range<usize>, ForeignForm)> {
    let mut start = line.start;
    let mut dollars = CountedSigns::new(b'$', line.start);
    while let Some(found) = memchr3(b'{', b'`', b'[', &text.as_bytes()[start..line.end]) {
        let at = start + found;
        // A variable of the settings is none of another tool.
        if let Some(end) = variables.end_of(at) {
            start = end;
            continue;
        }
        if variables.are_defined && text[at..].starts_with("{{") && text[..at].ends_with('\\') {
            start = at + 2;
            continue;
        }
        let unread = &text[at..line.end];
        let text_before_mark = &text[line.start..at];
        if !unread.starts_with('`')
            && let Some((length, form)) = latex_command(text_before_mark)
            // In a formula it is at home.
            && dollars.before(text.as_bytes(), at - length).is_multiple_of(2)
        {
            let end = unread.find('}').map_or(line.end, |length| at + length + 1);
            return Some((at - length..end, form));
        }
        if unread.starts_with('[') {
            if let Some(form) = at_bracket(text_before_mark, unread) {
                return Some(form_at(at, form, unread));
            }
            start = at + 1;
            continue;
        }
        if unread.starts_with('`') {
            let marks = unread.bytes().take_while(|byte| *byte == b'`').count();
            let closing = unread[marks..].find(&unread[..marks]);
            if let Some(length) = role_before(text_before_mark).filter(|_| marks == 1) {
                let end = closing.map_or(line.end, |closing| at + 2 * marks + closing);
                return Some((at - length..end, RST_ROLE));
            }
            start = closing.map_or(at + marks, |closing| at + marks + closing + marks);
            continue;
        }
        if let Some(name_start) = leaf_within(text_before_mark) {
            return Some((line.start + name_start..line.end, LEAF_IN_LINE));
        }
        if let Some(form) = at_brace(unread) {
            return Some((at..end_of_form(text, at, line.end), form));
        }
        start = at + 1;
    }
    None
}

/// The start of a directive at the end of a text, `::name`, which stands behind other words.
fn leaf_within(before: &str) -> Option<usize> {
    let name_start = before.trim_end_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).len();
    let (before_name, name) = before.split_at(name_start);
    if !before_name.ends_with("::") || !directives::is_leaf_name(name) {
        return None;
    }
    let start = before_name.trim_end_matches(':').len();
    let is_alone = start <= directives::marker_length(before);
    let is_escaped = before[..start].ends_with('\\');
    (!is_alone && !is_escaped).then_some(start)
}

/// The command of LaTeX at the end of a text whose arguments follow, with its length.
fn latex_command(before: &str) -> Option<(usize, ForeignForm)> {
    let name = &before[before.trim_end_matches(|c: char| c.is_ascii_alphabetic()).len()..];
    let in_front = before[..before.len() - name.len()].strip_suffix('\\').filter(|_| !name.is_empty())?;
    let form = LATEX_COMMANDS.iter().find(|(names, _)| names.contains(&name)).map(|(_, form)| *form)?;
    (!in_front.ends_with('\\')).then_some((name.len() + 1, form))
}

/// The roles that texts have in front of words between backquotes, as in ``:ref:`name` `` and ``{doc}`name` ``.
const ROLES: [&str; 10] = ["cite", "cite:p", "cite:t", "doc", "eq", "numref", "ref", "sub", "sup", "term"];

/// The length of the role at the end of a text.
fn role_before(before: &str) -> Option<usize> {
    let (inner, open) = match before.strip_suffix(':') {
        Some(inner) => (inner, ':'),
        None => (before.strip_suffix('}')?, '{'),
    };
    let mut roles = ROLES.iter();
    let role = roles.find(|role| inner.strip_suffix(**role).is_some_and(|in_front| in_front.ends_with(open)));
    role.map(|role| role.len() + 2)
}

/// The signs of CriticMarkup that begin a change or a comment, with those that end it.
const CRITIC_SIGNS: [(&str, &str); 5] =
    [("{++", "++}"), ("{--", "--}"), ("{~~", "~~}"), ("{>>", "<<}"), ("{==", "==}")];

/// The shortcodes that WordPress has, and the start of those of its commonest page builders.
const WORDPRESS_SHORTCODES: [&str; 9] =
    ["audio", "button", "caption", "contact-form-7", "embed", "gallery", "playlist", "video", "youtube"];
const PAGE_BUILDERS: [&str; 4] = ["vc_", "et_pb_", "su_", "fusion_"];

/// The form that an opening bracket begins, with the part of the line before it.
fn at_bracket(before: &str, text: &str) -> Option<ForeignForm> {
    let inner = &text[1..memchr(b']', &text.as_bytes()[..text.len().min(LONGEST_NOTE)])?];
    // `^[1]^` is a raised number.
    let is_raised = text[inner.len() + 2..].starts_with('^');
    if before.ends_with('^') && !before.ends_with("\\^") && !is_raised && !inner.is_empty() {
        return Some(INLINE_NOTE);
    }
    let behind = &text[inner.len() + 2..];
    is_shortcode(before, inner, behind).then_some(WORDPRESS)
}

/// Whether brackets hold a shortcode: an unknown one has attributes as `[button link="x"]` has, or ends with `[/button]` in its line.
fn is_shortcode(before: &str, inner: &str, behind: &str) -> bool {
    let (name, attributes) = inner.trim_start_matches('/').split_once([' ', '\t']).unwrap_or((inner, ""));
    let name = name.trim_start_matches('/');
    // Of a link, `[words](address)` or `[words][name]`, the words may be anything.
    if name.is_empty() || !is_label(name) || behind.starts_with(['(', '[', ':', '{']) && !behind.starts_with("[/") {
        return false;
    }
    let is_closing = inner.starts_with('/');
    let is_known = WORDPRESS_SHORTCODES.contains(&name);
    let has_attributes = attributes.split_once("=\"").is_some_and(|(key, _)| is_label(key.trim_start()))
        && attributes.ends_with(['"', '/']);
    let has_end = || {
        let near = &behind.as_bytes()[..behind.len().min(LONGEST_NOTE)];
        !is_closing && memmem::find(near, format!("[/{name}]").as_bytes()).is_some()
    };
    let is_alone = || before.is_empty() && behind.trim().is_empty() && name == "gallery";
    let is_used = is_known && (is_closing || attributes.contains('=') || attributes.contains("://"));
    PAGE_BUILDERS.iter().any(|start| name.starts_with(start)) || is_used || has_attributes || has_end() || is_alone()
}

fn form_at(at: usize, form: ForeignForm, unread: &str) -> (Range<usize>, ForeignForm) {
    let length = unread.find(']').map_or(unread.len(), |length| length + 1);
    (at..at + length, form)
}

/// The most bytes of a note in brackets, and of what a shortcode encloses. Without a limit, each of many open ones would be read to
/// the end of the line.
const LONGEST_NOTE: usize = 4_000;

/// The most bytes of a form. Without a limit, each of many open braces would be read to the end of the text.
const LONGEST_FORM: usize = 1_000;

/// Whether `toc` is all that the braces at the start of a text hold, as in `{{< toc >}}` and `{:toc}`.
fn marks_contents(text: &[u8]) -> bool {
    let inner = text.split(|byte| *byte == b'}').next().unwrap_or_default();
    let letters = inner.iter().filter(|byte| byte.is_ascii_alphanumeric());
    inner.len() < 20 && letters.map(u8::to_ascii_lowercase).eq(*b"toc")
}

/// The end of the form that begins at a brace: behind the brace that closes it, which may stand on a further line.
fn end_of_form(text: &str, start: usize, line_end: usize) -> usize {
    let form = &text.as_bytes()[start..text.len().min(start + LONGEST_FORM)];
    let closing: &[u8] = match form.get(1) {
        Some(b'{') => b"}}",
        Some(b'%') => b"%}",
        _ => b"}",
    };
    memmem::find(form, closing).map_or(line_end, |length| start + length + closing.len())
}

/// Whether the name of a form is that of an include.
fn names_include(inner: &str) -> bool {
    inner.trim_start().starts_with("include")
}

/// The form that an opening brace begins.
fn at_brace(text: &str) -> Option<ForeignForm> {
    let text = (LONGEST_FORM..LONGEST_FORM + 4).find_map(|length| text.get(..length)).unwrap_or(text);
    let start = text.as_bytes();
    if CRITIC_SIGNS.iter().any(|(open, close)| is_critic(start, open, close)) {
        return Some(CRITIC_MARKUP);
    }
    if ["{{", "{:", "{%"].iter().any(|open| text.starts_with(open)) && marks_contents(start) {
        return Some(TABLE_OF_CONTENTS);
    }
    if let Some(inner) = HUGO_SHORTCODES.iter().find_map(|(open, _)| text.strip_prefix(open)) {
        // Its attributes may stand on further lines.
        let form = if names_include(inner) { HUGO_INCLUDE } else { HUGO };
        return has_name_at_start(inner).then_some(form);
    }
    if let Some(inner) = TEMPLATE_TAGS.iter().find_map(|(open, _)| text.strip_prefix(open)) {
        let inner = inner.trim_start_matches('-').trim_start();
        let is_tag = text.starts_with("{%");
        let is_quoted = !is_tag && inner.starts_with(['"', '\'']);
        let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
        let (name, behind) = inner.split_at(name_end);
        // `{{a, b}}` is a set.
        // `{{ .Title }}` is a template of Go.
        if inner.starts_with(['.', '$']) && inner.contains("}}") {
            return Some(HUGO);
        }
        let is_form = is_quoted || (has_name_at_start(inner) && !behind.starts_with(','));
        // The arguments of a tag may stand on further lines.
        if !is_form || (is_tag && name.starts_with("end")) || !(is_tag || inner.contains("}}")) {
            return None;
        }
        return Some(match is_tag {
            _ if behind.starts_with('(') => ZOLA,
            true if names_include(inner) => LIQUID_INCLUDE,
            true => LIQUID,
            false => LIQUID_VALUE,
        });
    }
    let inner = text.strip_prefix("{:")?.trim_start();
    let is_list = inner.starts_with(['.', '#', ':']) || inner.starts_with(|c: char| c.is_ascii_alphabetic());
    (is_list && inner.contains('}')).then_some(KRAMDOWN)
}

/// Whether a text begins with a name. What closes a form, such as `{{< /note >}}`, does not, since the form is reported where
/// it begins.
fn has_name_at_start(text: &str) -> bool {
    text.trim_start().starts_with(|c: char| c.is_ascii_alphabetic() || c == '_')
}

fn is_critic(text: &[u8], open: &str, close: &str) -> bool {
    text.starts_with(open.as_bytes())
        && text.get(open.len()) != Some(&b'}')
        && memmem::find(&text[open.len()..], close.as_bytes()).is_some()
}
