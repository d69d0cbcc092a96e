//! Captions and references of Pandoc, Quarto and Manubot: figures and tables with ids, and words that refer to them.

use std::collections::{HashMap, HashSet};

use crate::log::ImportLog;
use crate::writer::is_picture_address;

use super::scan::{id_at_start, is_of_id, pairs, replaced, spliced, split_at_closing};
use super::{code, figure, table, tags};

/// Translates figures, captions of tables, labels of formulas, and notes.
pub(crate) fn captions(text: &str, file: &str, log: &mut ImportLog) -> String {
    let text = pictures(&joined_captions(text), file, log);
    let text = tables(&text, log);
    let mut formulas = 0;
    let text = code::outside(&text, |part| with_numbers(part, &mut formulas));
    let mut notes = Vec::new();
    let text = code::outside(&text, |part| with_notes(part, &mut notes));
    let definitions = notes.iter().enumerate().map(|(index, note)| format!("\n[^inline-{}]: {note}\n", index + 1));
    text + &definitions.collect::<String>()
}

/// `@fig:a` becomes `@fig-a`. Of `Figure {@fig:a}B`, the reference shows the first word, if the text has this id. The writer makes links
/// of `@sec-a`.
pub(crate) fn references(text: &str) -> String {
    let ids: HashSet<&str> = text.split("{#").skip(1).map(id_at_start).collect();
    code::outside(text, |part| references_among(part, &ids))
}

/// A text with other words for references such as `@fig-a`, which `words_of` gets with the text before them.
pub(crate) fn with_words(text: &str, mut words_of: impl FnMut(&str, &str) -> Option<String>) -> String {
    code::outside(text, |part| {
        let reference = |(at, _): (usize, &str)| {
            let (before, id) = (&part[..at], id_at_start(&part[at + 1..]));
            let is_text = before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '\\');
            let end = at + 1 + id.len();
            let around = usize::from(before.ends_with('[') && part[end..].starts_with(']'));
            let words = words_of(&before[..at - around], id).filter(|_| !is_text)?;
            Some((at - around..end + around, words))
        };
        spliced(part, part.match_indices('@').filter_map(reference))
    })
}

/// Captions of pictures and tables that go over several lines, each in one line.
fn joined_captions(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let (mut open, mut is_below_table) = (String::new(), false);
    let mut lines = code::lines_in(text, code::blocks(text)).peekable();
    while let Some((_, line, is_code)) = lines.next() {
        let is_gap = line.trim().is_empty() && open.starts_with("![");
        if is_gap && lines.peek().is_some_and(|(_, line, _)| line.starts_with("](")) {
            continue;
        }
        let has_open_attributes = line.rfind("){").is_some_and(|at| !line[at..].contains('}'));
        let starts = line.starts_with("![") && (!line.contains("](") || has_open_attributes)
            || line.starts_with("Table: ")
            || is_below_table && line.starts_with(": ") && !line.trim_end().ends_with('}');
        let starts = starts && !is_code;
        let ends_table = !is_code && (line.trim_start().starts_with('|') || line.trim_end() == ":::");
        is_below_table = ends_table || is_below_table && line.trim().is_empty();
        let ends =
            is_code || line.trim().is_empty() || [":::", "|", "# ", "## "].iter().any(|start| line.starts_with(start));
        if ends {
            output.push_str(&open);
            open.clear();
        }
        if !starts && open.is_empty() {
            output.push_str(line);
            continue;
        }
        let is_comment = line.starts_with("<!--") && line.trim_end().ends_with("-->");
        let end = if open.trim_end().ends_with('[') || line.starts_with(']') { "" } else { " " };
        if !open.is_empty() {
            open.truncate(open.trim_end().len());
            open.push_str(end);
        }
        open.push_str(if is_comment {
            "\n"
        } else if open.is_empty() {
            line
        } else {
            line.trim_start_matches(' ')
        });
        if line.trim_end().ends_with('}') {
            output.push_str(&open);
            open.clear();
        }
    }
    output + &open
}

/// `^[words]` becomes a mark of a footnote; its words go to `notes`.
fn with_notes(text: &str, notes: &mut Vec<String>) -> String {
    let ends = if text.contains("^[") { pairs(text, ['[', ']']) } else { HashMap::new() };
    replaced(text, "^[", |_, behind| {
        let start = text.len() - behind.len();
        let end = ends.get(&start).filter(|end| !text[start..**end].contains("\n\n"))?;
        let (words, rest) = (&text[start..*end], &text[end + 1..]);
        // `^[1](address)^` is a link that is raised.
        if rest.starts_with('(') {
            return Some((format!("^[{words}]"), rest));
        }
        notes.push(words.replace("\\\\\n", "\\\\ ").replace("\\\n", "<br>").replace('\n', " "));
        Some((format!("[^inline-{}]", notes.len()), rest))
    })
}

/// A line such as `: Caption {#tbl-a}` below a table of pipes, or `Table: Caption` above it, becomes the caption above it.
fn tables(text: &str, log: &mut ImportLog) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let is_code: Vec<bool> = code::lines_in(text, code::blocks(text)).map(|(.., is_code)| is_code).collect();
    let (mut output, mut index) = (String::with_capacity(text.len()), 0);
    let mut above: Option<(&str, usize)> = None;
    while index < lines.len() {
        let length = if is_code[index] { 0 } else { rows(&lines[index..]) };
        if length < 2 {
            let line = lines[index];
            let is_caption = |text: &&str| text.contains("{#tbl") || !may_be_meaning(&lines[..index]);
            let caption = line.strip_prefix("Table: ").or_else(|| line.strip_prefix(": ").filter(is_caption));
            let caption = caption.filter(|_| !is_code[index] && !is_below_drawing(&lines[..index]));
            let caption = caption.map(|caption| (caption, output.len()));
            above = if line.trim().is_empty() { above } else { caption };
            output.push_str(line);
            index += 1;
            continue;
        }
        let table: String = lines[index..index + length].concat();
        let has_end = table.trim_start().starts_with(['|', ':']);
        index += length;
        let blank = lines[index..].iter().take_while(|line| line.trim().is_empty()).count();
        let is_whole = |at: usize| has_end || lines.get(at + 1).is_none_or(|line| line.trim().is_empty());
        let below = lines.get(index + blank).filter(|_| blank <= 1 && is_whole(index + blank)).map(|line| line.trim());
        let below = below.and_then(|line| ["Table: ", ": "].iter().find_map(|sign| line.strip_prefix(sign)));
        let caption = match above.take() {
            Some((caption, start)) => {
                output.truncate(start);
                Some(caption.trim())
            }
            None => below.inspect(|_| index += blank + 1),
        };
        let Some(caption) = caption else {
            output.push_str(&table);
            continue;
        };
        // Other braces are words.
        let attributes = caption.strip_suffix('}').and_then(|caption| caption.rsplit_once('{'));
        let attributes = attributes.filter(|(_, list)| list.starts_with(['#', '.']) || list.contains('='));
        let (caption, attributes) = attributes.unwrap_or((caption, ""));
        let id = attributes.split(' ').find_map(|part| part.strip_prefix('#'));
        output.push_str(&table::captioned(&table, caption, id.map(|id| id.replace(':', "-")).as_deref()));
        log.translated("caption of a table");
    }
    output
}

/// Whether the last paragraph is a table that was left as it is drawn, to which a caption below it belongs.
fn is_below_drawing(above: &[&str]) -> bool {
    let is_blank = |line: &&&str| line.trim().is_empty();
    // Another caption ends the paragraph too, so that many in a row take linear time.
    let is_of_paragraph = |line: &&&str| !is_blank(line) && !line.starts_with(": ");
    let paragraph: Vec<&&str> = above.iter().rev().skip_while(is_blank).take_while(is_of_paragraph).collect();
    let is_rule = |line: &&&str| line.contains("--") && line.trim().bytes().all(|byte| b"-+=:| ".contains(&byte));
    paragraph.len() > 1 && paragraph.iter().any(is_rule)
}

/// How many lines at the beginning are rows of a table: they begin with a bar, the second has dashes with bars between them, or they are
/// in a block of lists.
fn rows(lines: &[&str]) -> usize {
    if lines[0].starts_with(":::list-table") {
        return lines.iter().position(|line| line.trim_end() == ":::").map_or(0, |end| end + 1);
    }
    let begins_with_bar = |line: &str| line.trim_start().starts_with('|');
    let is_rule = |line: &&&str| line.contains("--") && line.trim().bytes().all(|byte| b"-:| ".contains(&byte));
    let has_bars = begins_with_bar(lines[0]) || lines.get(1).filter(is_rule).is_none();
    let is_row = |line: &&&str| begins_with_bar(line) || !has_bars && line.contains('|') && !line.starts_with(':');
    lines.iter().take_while(is_row).count()
}

/// Whether a line with a colon may say what the words above it mean: it stands right below them, or they are a single line.
fn may_be_meaning(above: &[&str]) -> bool {
    const OTHERS: [&str; 6] = ["#", "|", "- ", "* ", "+ ", ":::"];
    let is_empty = |line: &&&str| line.trim().is_empty();
    let gap = above.iter().rev().take_while(is_empty).count();
    if let Some(line) = above.last().filter(|_| gap == 0) {
        return !line.starts_with(":::");
    }
    let block: Vec<&str> = above.iter().rev().skip(gap).take_while(|line| !is_empty(line)).copied().collect();
    let has_meaning =
        block.iter().any(|line| line.starts_with(": ") || line.starts_with(":\t") || line.starts_with("  "));
    let is_term = block.len() == 1 && !OTHERS.iter().any(|start| block[0].trim_start().starts_with(start));
    has_meaning || is_term
}

/// The label of a formula, as in `$$x$$ {#eq-a}`, becomes its number on the page, with the label as its id.
fn with_numbers(text: &str, formulas: &mut usize) -> String {
    let number = |(at, _): (usize, &str)| {
        let formula = text[..at].strip_suffix(' ').unwrap_or(&text[..at]);
        // A label that is not closed in its line is text.
        let length = text[at..].find(['}', '\n']).filter(|length| text[at + length..].starts_with('}'))?;
        let attributes = &text[at + "{#".len()..at + length];
        let id = attributes.split(' ').next().unwrap_or_default().replace(':', "-");
        let own_number = tags::named(&tags::arguments(attributes, &[' ']), &["tag"]).map(str::to_owned);
        formula.ends_with("$$").then(|| {
            *formulas += usize::from(own_number.is_none());
            let number = own_number.unwrap_or_else(|| formulas.to_string());
            (formula.len()..at + length + 1, format!("\n[({number})]{{#{id}}}"))
        })
    };
    spliced(text, text.match_indices("{#eq").filter_map(number))
}

fn references_among(text: &str, ids: &HashSet<&str>) -> String {
    const KINDS: [&str; 4] = ["fig", "tbl", "sec", "eq"];
    const WORDS: [&str; 5] = ["igure", "igures", "ig.", "able", "ables"];
    let reference = |(at, _): (usize, &str)| {
        let (before, behind) = (&text[..at], &text[at + 1..]);
        let is_named = |kind: &&&str| behind.strip_prefix(**kind).is_some_and(|id| id.starts_with(':'));
        let kind = KINDS.iter().find(is_named).filter(|_| !before.ends_with('\\'))?;
        let id = id_at_start(&behind[kind.len() + 1..]);
        let rest = &behind[kind.len() + 1 + id.len()..];
        let inner = rest.strip_prefix('}').filter(|_| before.ends_with('{'));
        let before = &before[..at - usize::from(inner.is_some())];
        let words = before.strip_suffix([' ', '\u{a0}']).filter(|_| matches!(*kind, "fig" | "tbl"));
        let words = words.filter(|_| ids.contains(&*format!("{kind}-{id}")));
        let words = words.and_then(|words| WORDS.iter().find_map(|word| words.strip_suffix(word)));
        let words = words.and_then(|words| words.strip_suffix(['F', 'f', 'T', 't']));
        let words = words.filter(|words| !words.ends_with(char::is_alphanumeric));
        // Without brackets, the signs behind would belong to the id.
        let needs_brackets = inner.is_some_and(|behind| behind.starts_with(is_of_id));
        let [open, close] = if needs_brackets { ["[", "]"] } else { ["", ""] };
        let end = text.len() - inner.unwrap_or(rest).len();
        Some((words.unwrap_or(before).len()..end, format!("{open}@{kind}-{id}{close}")))
    };
    spliced(text, text.match_indices('@').filter_map(reference))
}

/// Pictures on lines of their own with attributes, such as `![Caption](a.png){#fig-a fig-alt="A"}`, and all that are a paragraph with
/// words, become figures.
fn pictures(text: &str, file: &str, log: &mut ImportLog) -> String {
    let (mut output, mut begins_paragraph) = (String::with_capacity(text.len()), true);
    let is_edge = |line: &str| line.trim().is_empty() || line.starts_with(":::");
    let mut lines = code::lines(text).peekable();
    while let Some((_, line, is_code)) = lines.next() {
        let ends_paragraph = lines.peek().is_none_or(|(_, below, _)| is_edge(below));
        let is_paragraph = begins_paragraph && ends_paragraph && line.starts_with("![");
        begins_paragraph = is_edge(line) || line.starts_with('#');
        match figure_of(line.trim(), is_paragraph).filter(|_| !is_code) {
            Some((text, has_alt)) => {
                log.translated("figure");
                if !has_alt {
                    log.left("picture without alternative text", file, "`alt=\"..\"`");
                }
                output.push_str(text.trim_start_matches('\n'));
            }
            None if is_code => output.push_str(line),
            None => output.push_str(&with_alts(line)),
        }
    }
    output
}

/// Pictures in a line with `{fig-alt="A"}` behind them get it between their brackets.
fn with_alts(line: &str) -> String {
    let with_alt = |(at, sign): (usize, &str)| {
        let start = line[..at].rfind("![").filter(|start| !line[*start..at].contains(sign))?;
        let length = line[at..].find('}')?;
        let arguments = tags::arguments(&line[at + sign.len()..at + length], &[' ']);
        let alt = tags::named(&arguments, &["fig-alt"])?;
        let (words, address) = line[start + 2..at].rsplit_once("](")?;
        let words = if words.is_empty() { alt.replace(['[', ']'], "") } else { words.to_owned() };
        Some((start..at + length + 1, format!("![{words}]({address})")))
    };
    spliced(line, line.match_indices("){").filter_map(with_alt))
}

/// An address, and the title behind it.
fn with_title(text: &str) -> (&str, Option<&str>) {
    let parts = ["\"\"", "''", "()"].iter().find_map(|quotes| {
        let (open, close) = quotes.split_at(1);
        let (address, title) = text.strip_suffix(close)?.split_once(&format!(" {open}"))?;
        Some((address.trim_end(), Some(title).filter(|title| !title.is_empty())))
    });
    parts.unwrap_or((text, None))
}

fn figure_of(line: &str, is_paragraph: bool) -> Option<(String, bool)> {
    let (caption, behind) = split_at_closing(line.strip_prefix("![")?, ['[', ']'])?;
    let (address, behind) = split_at_closing(behind.strip_prefix('(')?, ['(', ')'])?;
    let attributes = match behind {
        "" => "",
        _ => behind.strip_prefix('{')?.strip_suffix('}').filter(|list| !list.contains('}'))?,
    };
    let attributes = tags::arguments(attributes, &[' ']);
    // Other braces are words.
    if !attributes.iter().all(|argument| argument.name.is_some() || argument.value.starts_with(['#', '.'])) {
        return None;
    }
    let id =
        attributes.iter().find_map(|argument| argument.value.strip_prefix('#').filter(|_| argument.name.is_none()));
    let (address, title) = with_title(address.trim());
    let alt = tags::named(&attributes, &["fig-alt", "alt"]).or(title);
    let is_figure = tags::named(&attributes, &["fig-alt", "alt"]).is_some() || id.is_some();
    let is_bracketed = address.starts_with('<') && address.ends_with('>');
    let address = address.trim_matches(['<', '>']);
    let is_shown = is_picture_address(address) && (is_bracketed || !address.contains(char::is_whitespace));
    if !is_figure && (!is_paragraph || !is_shown || caption.trim().is_empty()) {
        return None;
    }
    let figure = figure(address, alt.unwrap_or_default(), caption);
    let figure = match id {
        Some(id) if !caption.trim().is_empty() => {
            figure.replacen("]{src=", &format!("]{{#{} src=", id.replace(':', "-")), 1)
        }
        _ => figure,
    };
    Some((figure, alt.is_some()))
}

#[cfg(test)]
mod tests {
    use crate::log::ImportLog;

    fn captions(text: &str) -> String {
        super::references(&super::captions(text, "a.md", &mut ImportLog::default()))
    }

    #[test]
    fn a_picture_that_is_a_paragraph_shows_its_words() {
        for (text, expected) in [
            ("![Dose (5 mg) [@a]](<a b.png>){width=50%}", "::figure[Dose (5 mg) [@a]]{src=\"a b.png\" alt=\"\"}"),
            (
                "::: {layout-ncol=2}\n![A](a.png \"At most 5 mg\")\n:::",
                "::: {layout-ncol=2}\n::figure[A]{src=\"a.png\" alt=\"At most 5 mg\"}\n:::",
            ),
            ("![A](a.png 'At most 5 mg')", "::figure[A]{src=\"a.png\" alt=\"At most 5 mg\"}"),
            ("![A]( a.png (5 mg))", "::figure[A]{src=\"a.png\" alt=\"5 mg\"}"),
            ("![A]( a.png )", "::figure[A]{src=\"a.png\" alt=\"\"}"),
            ("![A](a.png){fig-align=\"left\" #fig-a}", "::figure[A]{#fig-a src=\"a.png\" alt=\"\"}"),
        ] {
            assert_eq!(captions(&format!("{text}\n")).trim(), expected);
        }
        for text in [
            "![A](a.png) and 5 mg (see b)",
            "![A](a.png)\n![B](b.png)",
            "Take\n![A](a.png)\n5 mg.",
            "- ![A](a.png)",
            "    ![A](a.png)",
            "![](a.png){width=50%}",
            "```\n![A](a.png){#fig-a}\n```",
            "![A](a.png) {#fig-a} text {b}",
            "[![A](a.png)](b.md)",
            "| ![A](a.png) | 5 mg |",
            "![A](a.png){5 mg}",
            "![A](a b.png)",
            "![A](a.png \"B\" 5 mg)",
            "![A 5 mg](https://a.example/watch?v=b)",
            "![A](a.mp4)",
        ] {
            assert_eq!(captions(&format!("{text}\n")).trim_end(), text);
        }
    }

    #[test]
    fn references_of_pandoc_have_their_word_once() {
        for (text, expected) in [
            ("See Figure {@fig:a}B, Tables @tbl:b and {@eq:c}.", "See [@fig-a]B, @tbl-b and @eq-c."),
            ("{@fig:a}(A) {@fig:a}[5] Figure {@fig:x}, Fig. @fig:x", "@fig-a(A) @fig-a[5] Figure @fig-x, Fig. @fig-x"),
            ("(fig.\u{a0}@fig:a_1; # Table\n@tbl:b)", "(@fig-a_1; # Table\n@tbl-b)"),
            (
                "Configure @fig:a, Figure @fig-b, {a@b} \\@fig:c @sec:d",
                "Configure @fig-a, Figure @fig-b, {a@b} \\@fig:c @sec-d",
            ),
            ("`Figure @fig:a` a@fig.org @figure:x @", "`Figure @fig:a` a@fig.org @figure:x @"),
            ("Five^[One\\\n\\\ntwo\\\\\n5 mg]", "Five[^inline-1]\n[^inline-1]: One<br><br>two\\\\ 5 mg"),
        ] {
            let ids = "{#fig-a} {#fig-a_1} {#tbl-b}\n";
            let output = captions(&format!("{ids}{text}"));
            assert_eq!(output.trim_end().strip_prefix(ids), Some(expected));
        }
    }

    #[test]
    fn captions_of_tables_without_bars_and_in_blocks() {
        for (text, expected) in [
            (
                "A | B\n--- | --:\na | 5 mg\n: C | D {#tbl-a}",
                ":::table[C | D]{#tbl-a}\nA | B\n--- | --:\na | 5 mg\n:::",
            ),
            ("::: aside\n: C\n\n| a |\n|---|\n:::", "::: aside\n\n:::table[C]\n| a |\n|---|\n:::\n:::"),
            ("A | B\nC | D\n\n: E", "A | B\nC | D\n\n: E"),
            ("A | B\n--|--\n\n: E of\n5 mg {#tbl-a}", "A | B\n--|--\n\n: E of\n5 mg {#tbl-a}"),
            ("```\nTable: C\n\nA | B\n--|--\n```", "```\nTable: C\n\nA | B\n--|--\n```"),
            ("```\nA | B\n--|--\n```\n\n: E", "```\nA | B\n--|--\n```\n\n: E"),
            ("Term\n: 5 mg\n\n| a |\n|---|", "Term\n: 5 mg\n\n| a |\n|---|"),
        ] {
            assert_eq!(captions(&format!("{text}\n")).trim(), expected);
        }
    }

    #[test]
    fn the_caption_of_a_table_that_is_left_as_drawn_does_not_move_to_the_next() {
        for drawn in ["A    B\n---- ----\naa bb 5 mg\n", "+---+---+\n| a | 5mg |\n+---+---+\n"] {
            let text = format!(
                "{drawn}\n: Adults {{#tbl-a}}\n\n| A | B |\n|---|---|\n| a | 6 mg |\n\n: Children {{#tbl-b}}\n"
            );
            let output = captions(&text);
            let table = ":::table[Children]{#tbl-b}\n| A | B |\n|---|---|\n| a | 6 mg |\n:::";
            assert_eq!(output.trim_end(), format!("{drawn}\n: Adults {{#tbl-a}}\n\n\n{table}"));
        }
    }

    #[test]
    fn captions_and_references() {
        let text = "![\nCap\n](a.png){#fig:one fig-alt=\"A\"}\n\n| a |\n|---|\n| b |\n\nTable: Days of\nrest\n{#tbl:b}\n\nSee @fig:one, @tbl-b and @sec:r.^[A [note](b).] [![](p.png){fig-alt=\"P\" width=\"9\"}](q)\n";
        let text = captions(text);
        assert!(text.contains("::figure[Cap]{#fig-one src=\"a.png\" alt=\"A\"}"), "{text}");
        assert!(text.contains(":::table[Days of rest]{#tbl-b}\n| a |\n|---|\n| b |\n:::"), "{text}");
        let note = "See @fig-one, @tbl-b and @sec-r.[^inline-1] [![P](p.png)](q)\n\n[^inline-1]: A [note](b).\n";
        assert!(text.contains(note), "{text}");
        let above = "Table: Rain\n\n| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n\n: {#tbl-d}\n";
        let expected = ":::table[Rain]\n| a |\n|---|\n| b |\n:::\n\n\n:::table{#tbl-d}\n| c |\n|---|\n| d |\n:::";
        assert_eq!(captions(above).trim(), expected);
        let above = "Words.\n\n: Doses {#tbl-e}\n\n| a |\n|---|\n| b |\n\nTerm\n: Meaning\n\n| c |\n|---|\n| d |\n";
        assert_eq!(
            captions(above).trim(),
            "Words.\n\n\n:::table[Doses]{#tbl-e}\n| a |\n|---|\n| b |\n:::\n\nTerm\n: Meaning\n\n| c |\n|---|\n| d |"
        );
        for (caption, label) in [
            ("Doses {5 mg} a\nday {#tbl-e tbl-colwidths=\"[1,2]\"}", "[Doses {5 mg} a day]{#tbl-e}\n"),
            ("At most {5 mg}", "[At most {5 mg}]\n"),
            ("Doses `5 mg` a\nday {#tbl-e}", "[Doses `5 mg` a day]{#tbl-e}\n"),
            ("Not {#tbl-f\nclosed 5 mg", "[Not {#tbl-f closed 5 mg]\n"),
        ] {
            let output = captions(&format!("| a |\n|---|\n| b |\n\n: {caption}\n\nc\n"));
            assert!(output.contains(&format!(":::table{label}| a |")) && output.ends_with("\nc\n"), "{output}");
        }
        let table = "| Paracetamol | mg |\n|---|---|\n| a | 1000 |\n";
        for (words, is_caption) in [
            ("Ibuprofen\n\n: At most 400 mg\n\n", false),
            ("Ibuprofen\n\n: At most 400 mg\n\n: Never more\n\n", false),
            ("Ibuprofen\n\n: At most 400 mg\n\n    More text\n    here.\n\n: Never with wine\n\n", false),
            (": At most 400 mg\n\n", true),
            ("## Doses\n\n: At most 400 mg\n\n", true),
        ] {
            let output = captions(&format!("{words}{table}"));
            assert_eq!(output.contains(":::table"), is_caption, "{output}");
        }
        let formulas =
            "$$a$${#eq:one}\n\n$$\nb\n$$ {#eq-two}\n\nBy @eq:one, `$$ {#eq-c}`.\n$$c$$ {#eq-open\n\né {x} y\n";
        assert_eq!(
            captions(formulas),
            "$$a$$\n[(1)]{#eq-one}\n\n$$\nb\n$$\n[(2)]{#eq-two}\n\nBy @eq-one, `$$ {#eq-c}`.\n$$c$$ {#eq-open\n\né {x} y\n"
        );
    }
}
