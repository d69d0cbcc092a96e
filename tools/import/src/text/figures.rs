//! Captions and references of Pandoc, Quarto and Manubot: figures and tables with ids, and words that refer to them.

use crate::log::ImportLog;

use super::scan::{replaced, split_at_closing};
use super::{block, code, figure, table_with_id, tags};

/// Translates figures, captions of tables, labels of formulas, notes, and references such as `@fig:a`.
pub(crate) fn captions(text: &str, file: &str, log: &mut ImportLog) -> String {
    let text = code::outside(text, joined_captions);
    let text = pictures(&text, file, log);
    let text = tables(&text, log);
    let mut formulas = 0;
    let text = code::outside(&text, |part| with_numbers(part, &mut formulas));
    let mut notes = Vec::new();
    let text = code::outside(&text, |part| with_notes(&references(part), &mut notes));
    let definitions = notes.iter().enumerate().map(|(index, note)| format!("\n[^inline-{}]: {note}\n", index + 1));
    text + &definitions.collect::<String>()
}

/// Captions of pictures and tables that go over several lines, each in one line.
fn joined_captions(text: &str) -> String {
    let mut output = String::with_capacity(text.len());
    let (mut open, mut is_below_table) = (String::new(), false);
    for line in text.split_inclusive('\n') {
        let has_open_attributes = line.rfind("){").is_some_and(|at| !line[at..].contains('}'));
        let starts = line.starts_with("![") && (!line.contains("](") || has_open_attributes)
            || line.starts_with("Table: ")
            || is_below_table && line.starts_with(": ") && !line.trim_end().ends_with('}');
        is_below_table = line.trim_start().starts_with('|') || is_below_table && line.trim().is_empty();
        if line.trim().is_empty() || [":::", "|", "# ", "## ", "```", "~~~"].iter().any(|start| line.starts_with(start))
        {
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
        open.push_str(if is_comment { "\n" } else { line });
        if line.trim_end().ends_with('}') {
            output.push_str(&open);
            open.clear();
        }
    }
    output + &open
}

/// `^[words]` becomes a mark of a footnote; its words go to `notes`.
fn with_notes(text: &str, notes: &mut Vec<String>) -> String {
    replaced(text, "^[", |_, behind| {
        let (words, rest) = split_at_closing(behind, ['[', ']']).filter(|(words, _)| !words.contains("\n\n"))?;
        // `^[1](address)^` is a link that is raised.
        if rest.starts_with('(') {
            return Some((format!("^[{words}]"), rest));
        }
        notes.push(words.replace('\n', " "));
        Some((format!("[^inline-{}]", notes.len()), rest))
    })
}

/// A line such as `: Caption {#tbl-a}` below a table of pipes, or `Table: Caption` above it, becomes the caption above it.
fn tables(text: &str, log: &mut ImportLog) -> String {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let (mut output, mut index) = (String::with_capacity(text.len()), 0);
    let mut above: Option<(&str, usize)> = None;
    while index < lines.len() {
        let length = lines[index..].iter().take_while(|line| line.trim_start().starts_with('|')).count();
        if length < 2 {
            let line = lines[index];
            let is_caption = |text: &&str| text.contains("{#tbl") || !may_be_meaning(&lines[..index]);
            let caption = line.strip_prefix("Table: ").or_else(|| line.strip_prefix(": ").filter(is_caption));
            let caption = caption.map(|caption| (caption, output.len()));
            above = if line.trim().is_empty() { above } else { caption };
            output.push_str(line);
            index += 1;
            continue;
        }
        let table: String = lines[index..index + length].concat();
        index += length;
        let blank = lines[index..].iter().take_while(|line| line.trim().is_empty()).count();
        let below = lines.get(index + blank).filter(|_| blank <= 1).map(|line| line.trim());
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
        let table = block("table", caption.trim(), &table);
        output.push_str(&id.map_or_else(|| table.clone(), |id| table_with_id(&table, &id.replace(':', "-"))));
        log.translated("caption of a table");
    }
    output
}

/// Whether a line with a colon may say what the words above it mean: it stands right below them, or they are a single line.
fn may_be_meaning(above: &[&str]) -> bool {
    const OTHERS: [&str; 6] = ["#", "|", "- ", "* ", "+ ", ":::"];
    let is_empty = |line: &&&str| line.trim().is_empty();
    let gap = above.iter().rev().take_while(is_empty).count();
    if gap == 0 && !above.is_empty() {
        return true;
    }
    let block: Vec<&str> = above.iter().rev().skip(gap).take_while(|line| !is_empty(line)).copied().collect();
    let has_meaning =
        block.iter().any(|line| line.starts_with(": ") || line.starts_with(":\t") || line.starts_with("  "));
    let is_term = block.len() == 1 && !OTHERS.iter().any(|start| block[0].trim_start().starts_with(start));
    has_meaning || is_term
}

/// The label of a formula, as in `$$x$$ {#eq-a}`, becomes its number on the page, with the label as its id.
fn with_numbers(text: &str, formulas: &mut usize) -> String {
    let (mut output, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((end_of_formula, label)) = next_label(rest) {
        let behind = &rest[label..];
        // A label that is not closed in its line is text.
        let Some(length) = behind.find(['}', '\n']).filter(|length| behind[*length..].starts_with('}')) else {
            output.push_str(&rest[..label]);
            rest = behind;
            continue;
        };
        let id = behind[..length].split(' ').next().unwrap_or_default().replace(':', "-");
        *formulas += 1;
        output.push_str(&format!("{}\n[({formulas})]{{#{id}}}", &rest[..end_of_formula]));
        rest = &behind[length + 1..];
    }
    output + rest
}

/// The bytes behind the next formula with a label, and behind the `{#` of the label.
fn next_label(text: &str) -> Option<(usize, usize)> {
    let places =
        ["$$ {#eq", "$${#eq"].iter().filter_map(|sign| Some((text.find(sign)? + 2, sign.len() - "$$eq".len())));
    places.min().map(|(end, length)| (end, end + length))
}

/// `@fig:a` becomes `@fig-a`. The writer makes links of `@sec-a`.
fn references(text: &str) -> String {
    let kinds = [("@fig:", "@fig-"), ("@tbl:", "@tbl-"), ("@sec:", "@sec-"), ("@eq:", "@eq-")];
    kinds.iter().fold(text.to_owned(), |text, (there, here)| text.replace(there, here))
}

/// Pictures on lines of their own with attributes, such as `![Caption](a.png){#fig-a fig-alt="A"}`, become figures.
fn pictures(text: &str, file: &str, log: &mut ImportLog) -> String {
    let mut output = String::new();
    for line in text.split_inclusive('\n') {
        let figure = figure_of(line.trim());
        match figure {
            Some((text, has_alt)) => {
                log.translated("figure");
                if !has_alt {
                    log.left("picture without alternative text", file, "`alt=\"..\"`");
                }
                output.push_str(text.trim_start_matches('\n'));
            }
            None => output.push_str(&with_alts(line)),
        }
    }
    output
}

/// Pictures in a line with `{fig-alt="A"}` behind them get it between their brackets.
fn with_alts(line: &str) -> String {
    let (mut output, mut rest) = (String::with_capacity(line.len()), line);
    while let Some(at) = rest.find("){") {
        let start = rest[..at].rfind("![");
        let length = rest[at..].find('}');
        let parts = start.zip(length).and_then(|(start, length)| {
            let arguments = tags::arguments(&rest[at + 2..at + length], &[' ']);
            let alt = tags::named(&arguments, &["fig-alt"])?;
            let (words, address) = rest[start + 2..at].rsplit_once("](")?;
            let words = if words.is_empty() { alt.replace(['[', ']'], "") } else { words.to_owned() };
            Some((format!("{}![{words}]({address})", &rest[..start]), at + length + 1))
        });
        let (text, end) = parts.unwrap_or_else(|| (rest[..at + 2].to_owned(), at + 2));
        output.push_str(&text);
        rest = &rest[end..];
    }
    output + rest
}

fn figure_of(line: &str) -> Option<(String, bool)> {
    let figure_text = line.strip_prefix("![")?;
    let (link_text, attributes) = figure_text.strip_suffix('}')?.rsplit_once('{')?;
    let (caption, address) = link_text.strip_suffix(')')?.rsplit_once("](")?;
    let attributes = tags::arguments(attributes, &[' ']);
    let id =
        attributes.iter().find_map(|argument| argument.value.strip_prefix('#').filter(|_| argument.name.is_none()));
    let alt = tags::named(&attributes, &["fig-alt", "alt"]);
    if alt.is_none() && id.is_none() {
        return None;
    }
    let address = address.split(" \"").next().unwrap_or(address);
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
    use super::captions;
    use crate::log::ImportLog;

    #[test]
    fn captions_and_references() {
        let text = "![\nCap\n](a.png){#fig:one fig-alt=\"A\"}\n\n| a |\n|---|\n| b |\n\nTable: Days of\nrest\n{#tbl:b}\n\nSee @fig:one, @tbl-b and @sec:r.^[A [note](b).] [![](p.png){fig-alt=\"P\" width=\"9\"}](q)\n";
        let text = captions(text, "a.md", &mut ImportLog::default());
        assert!(text.contains("::figure[Cap]{#fig-one src=\"a.png\" alt=\"A\"}"), "{text}");
        assert!(text.contains(":::table[Days of rest]{#tbl-b}\n| a |\n|---|\n| b |\n:::"), "{text}");
        assert!(
            text.contains(
                "See @fig-one, @tbl-b and @sec-r.[^inline-1] [![P](p.png)](q)\n\n[^inline-1]: A [note](b).\n"
            ),
            "{text}"
        );
        let above = "Table: Rain\n\n| a |\n|---|\n| b |\n\n| c |\n|---|\n| d |\n\n: {#tbl-d}\n";
        assert_eq!(
            captions(above, "a.md", &mut ImportLog::default()).trim(),
            ":::table[Rain]\n| a |\n|---|\n| b |\n:::\n\n\n:::table{#tbl-d}\n| c |\n|---|\n| d |\n:::"
        );
        let above = "Words.\n\n: Doses {#tbl-e}\n\n| a |\n|---|\n| b |\n\nTerm\n: Meaning\n\n| c |\n|---|\n| d |\n";
        assert_eq!(
            captions(above, "a.md", &mut ImportLog::default()).trim(),
            "Words.\n\n\n:::table[Doses]{#tbl-e}\n| a |\n|---|\n| b |\n:::\n\nTerm\n: Meaning\n\n| c |\n|---|\n| d |"
        );
        for (caption, label) in [
            ("Doses {5 mg} a\nday {#tbl-e tbl-colwidths=\"[1,2]\"}", "[Doses {5 mg} a day]{#tbl-e}\n"),
            ("At most {5 mg}", "[At most {5 mg}]\n"),
            ("Not {#tbl-f\nclosed 5 mg", "[Not {#tbl-f closed 5 mg]\n"),
        ] {
            let output =
                captions(&format!("| a |\n|---|\n| b |\n\n: {caption}\n\nc\n"), "a.md", &mut ImportLog::default());
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
            let output = captions(&format!("{words}{table}"), "a.md", &mut ImportLog::default());
            assert_eq!(output.contains(":::table"), is_caption, "{output}");
        }
        let formulas =
            "$$a$${#eq:one}\n\n$$\nb\n$$ {#eq-two}\n\nBy @eq:one, `$$ {#eq-c}`.\n$$c$$ {#eq-open\n\né {x} y\n";
        assert_eq!(
            captions(formulas, "a.md", &mut ImportLog::default()),
            "$$a$$\n[(1)]{#eq-one}\n\n$$\nb\n$$\n[(2)]{#eq-two}\n\nBy @eq-one, `$$ {#eq-c}`.\n$$c$$ {#eq-open\n\né {x} y\n"
        );
    }
}
