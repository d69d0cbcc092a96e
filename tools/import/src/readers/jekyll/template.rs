//! Runs pieces of Liquid: loops over data, conditions, values with their filters. A piece that asks for what nobody knows is not run.

use std::borrow::Cow;
use std::panic::{AssertUnwindSafe, catch_unwind};

use liquid_core::parser;
use liquid_core::runtime::{Renderable, Template};

use crate::text::scan::near_end;

use super::language::{Bytes, LANGUAGE, is_read_alike};
use super::names::Names;
use super::pieces::{self, Piece};

/// Deeper blocks are not run.
const MOST_BLOCKS: usize = 20;

/// Longer ranges of numbers in each other are no text of a person.
const LONGEST_RANGE: u32 = 1000;

/// Numbers with more digits are not reckoned with.
const MOST_DIGITS: usize = 15;

/// The most that all gaps may have, each counted as the square of its blanks.
const MOST_OF_GAPS: usize = 20_000_000;

/// Signs for tags that are not run, until the piece has run: what opens and closes them, and the same of values.
const HIDDEN: [char; 4] = ['\u{F8F0}', '\u{F8F1}', '\u{F8F2}', '\u{F8F3}'];

const SIGNS: [(char, &str); 4] = [(HIDDEN[0], "{%"), (HIDDEN[1], "%}"), (HIDDEN[2], "{{"), (HIDDEN[3], "}}")];

/// Whether pieces of a name are run: values, and tags that show or name something.
pub(super) fn is_run(name: &str) -> bool {
    const NAMES: &str =
        "for if unless case capture tablerow assign increment decrement include include_relative include_cached";
    name.is_empty() || crate::text::has_word(NAMES, name)
}

/// What a piece of Liquid shows; `None` if it asks for something that nobody knows, or if it cannot be read.
pub(super) fn run(piece: &str, depth: usize, names: &Names<'_>) -> Option<String> {
    // Numbers of a build keep browsers from old files.
    let piece = ["site.time", "site.github.build_revision"]
        .iter()
        .fold(Cow::from(piece), |piece, time| piece.replace(&format!("| append: {time}"), "").into());
    // The parser reads each blank of a gap as often as there are blanks behind it.
    let gaps: usize = piece.split(|sign: char| !sign.is_whitespace()).map(|gap| gap.len() * gap.len()).sum();
    let digits = piece.split(|sign: char| !sign.is_ascii_digit()).map(str::len).max();
    if depth > MOST_BLOCKS || gaps > MOST_OF_GAPS || digits > Some(MOST_DIGITS) || piece.contains(HIDDEN) {
        return None;
    }
    let (masked, compares) = masked(&piece)?;
    // What a tag shows that is not run is not known here.
    if piece.contains("capture") && masked.contains(HIDDEN) {
        return None;
    }
    // One tag gives no name before it fails.
    let before = (masked.matches("{%").count() > 1).then(|| names.assigned());
    names.take_asked();
    let mut output = Bytes(Vec::new());
    // Sums that are too large, and tables without columns, make the library panic.
    let result = catch_unwind(AssertUnwindSafe(|| {
        Template::new(parser::parse(&masked, &LANGUAGE)?).render_to(&mut output, names)
    }));
    let asked = names.take_asked();
    let is_other = compares.numbers && asked.other_spelling || compares.any && asked.is_switch;
    if !matches!(result, Ok(Ok(()))) || asked.unknown || is_other {
        before.into_iter().for_each(|before| names.come_back_to(before));
        return None;
    }
    names.show(asked);
    Some(unmasked(&String::from_utf8(output.0).ok()?))
}

/// What the conditions of a piece ask for.
#[derive(Default)]
struct Compares {
    any: bool,
    numbers: bool,
}

/// A piece with all its tags hidden that Liquid does not know itself, and what its conditions ask for.
fn masked(piece: &str) -> Option<(String, Compares)> {
    let pieces = pieces::of(piece);
    let (mut output, mut at) = (String::with_capacity(piece.len()), 0);
    let (mut compares, mut ranges) = (Compares::default(), 1);
    let items: Vec<&str> =
        pieces.iter().filter(|part| part.name == "for").filter_map(|part| part.rest.split(' ').next()).collect();
    for part in &pieces {
        if part.range.start < at {
            continue;
        }
        output.push_str(&piece[at..part.range.start]);
        at = part.range.end;
        let raw = &piece[part.range.clone()];
        match part.name {
            // Neither a map nor a list is a text.
            "" => {
                let [open, close] =
                    [raw.starts_with("{{-"), raw.ends_with("-}}")].map(|is_trimmed| if is_trimmed { "-" } else { "" });
                output.push_str(&format!("{{{{{open} {} | text_alone {close}}}}}", part.rest));
            }
            "raw" => {
                at = pieces.get(part.closing?)?.range.end;
                output.push_str(&hidden(&piece[part.range.start..at]));
            }
            "for" | "tablerow" => output.push_str(&looped(part, raw, &items, &mut ranges)?),
            _ if is_known(part.name) => {
                let is_condition = matches!(part.name, "if" | "elsif" | "unless" | "case" | "when");
                if is_condition && !is_read_alike(part.rest) {
                    return None;
                }
                let mut behind_signs = part.rest.split('=').skip(1).map(str::trim_start);
                let has_number = behind_signs.any(|behind| behind.starts_with(|sign: char| sign.is_ascii_digit()));
                let is_case = part.name == "when" && part.rest.contains(|sign: char| sign.is_ascii_digit());
                compares.numbers |= has_number || is_case || part.rest.contains(['<', '>']);
                compares.any |= is_condition;
                output.push_str(&if is_condition { asking(raw) } else { raw.to_owned() });
            }
            _ => output.push_str(&with_values(part)),
        }
    }
    output.push_str(&piece[at..]);
    Some((output, compares))
}

/// A loop with a filter that lets lists alone pass: a map has no order here. An item of another loop may lack the list, and then nothing
/// is shown. A page or a site that lacks it gets it from a plugin, and then nobody knows the list. A long range of numbers is no text of
/// a person.
fn looped(tag: &Piece<'_>, raw: &str, items: &[&str], ranges: &mut u32) -> Option<String> {
    let (rest, end) = (tag.rest.replace(',', " "), if raw.ends_with("-%}") { "-%}" } else { "%}" });
    let (item, list) = rest.split_once(" in ")?;
    let Some(range) = list.trim().strip_prefix('(') else {
        let (list, how) = list.trim().split_once(' ').unwrap_or((list.trim(), ""));
        // Liquid reads `reversed` first alone.
        let is_read = !how.trim_start().contains(" reversed");
        let is_of_item = items.contains(&list.split(['.', '[']).next().unwrap_or_default());
        let filter = if is_of_item { "list_or_nothing" } else { "list_alone" };
        return is_read.then(|| {
            format!("{{% assign listed = {list} | {filter} %}}{{% {} {item} in listed {how} {end}", tag.name)
        });
    };
    let (first, last) = range.split_once(')')?.0.split_once("..")?;
    let (first, last): (i32, i32) = (first.trim().parse().ok()?, last.trim().parse().ok()?);
    *ranges = ranges.saturating_mul(last.abs_diff(first) + 1);
    (*ranges <= LONGEST_RANGE).then(|| format!("{{% {} {rest} {end}", tag.name))
}

/// A tag whose condition asks whether there is a value before it looks for something in it: the library fails without one, and Liquid
/// does not.
fn asking(raw: &str) -> String {
    let mut words: Vec<String> = raw.split(' ').map(str::to_owned).collect();
    for at in (1..words.len()).rev().filter(|at| words[*at] == "contains").collect::<Vec<_>>() {
        words[at - 1] = format!("{0} and {0}", words[at - 1]);
    }
    words.join(" ")
}

fn is_known(name: &str) -> bool {
    const NAMES: &str = "for break continue if elsif else unless case when assign capture increment decrement cycle tablerow ifchanged comment";
    crate::text::has_word(NAMES, name.strip_prefix("end").unwrap_or(name))
}

fn hidden(tag: &str) -> String {
    SIGNS.iter().fold(tag.to_owned(), |tag, (sign, written)| tag.replace(written, &sign.to_string()))
}

/// A hidden tag in which the value of each argument is kept under a name, since the tag is read behind the loops: `src=item.src` becomes
/// `src=importedvalue1`.
fn with_values(tag: &Piece<'_>) -> String {
    let [open, close, ..] = HIDDEN;
    let (mut output, mut rest) = (String::new(), tag.rest);
    while let Some((before, behind)) = rest.split_once('=') {
        let value = behind.trim_start();
        let end = match value.chars().next().filter(|sign| matches!(sign, '"' | '\'')) {
            Some(quote) => value[1..].find(quote).map_or(value.len(), |end| end + 2),
            None => value.find(char::is_whitespace).unwrap_or(value.len()),
        };
        let (value, behind) = value.split_at(end);
        let is_literal = value.parse::<f64>().is_ok() || matches!(value, "true" | "false" | "nil");
        let is_text = is_literal || value.starts_with(['"', '\'']) || value.is_empty() || before.contains(['"', '\'']);
        let value = if is_text { hidden(value) } else { format!("{{{{ {value} | kept }}}}") };
        output.push_str(&format!("{}={value}", hidden(before.trim_end())));
        rest = behind;
    }
    format!("{open} {} {output}{} {close}", tag.name, hidden(rest))
}

/// The text that a piece has shown, with the tags that were hidden.
fn unmasked(text: &str) -> String {
    if !text.contains(HIDDEN) {
        return text.to_owned();
    }
    SIGNS.iter().fold(text.to_owned(), |text, (sign, written)| text.replace(*sign, written))
}

/// What a loop shows, without the empty lines that it leaves between rows of one table. `before` is the text that stands before it.
pub(super) fn with_rows_together(before: &str, text: &str) -> String {
    let is_row = |line: &str| line.trim_start().starts_with('|') && line.trim_end().ends_with('|');
    let is_rule = |line: &str| is_row(line) && !line.contains(char::is_alphanumeric) && line.contains('-');
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let filled: Vec<usize> = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).collect();
    let (above, started) = near_end(before).rsplit_once('\n').unwrap_or_default();
    let mut above = above.rsplit('\n').next().filter(|_| started.trim().is_empty()).unwrap_or_default();
    // The end of a line with words is no empty line.
    let mut from = usize::from(!started.trim().is_empty()).min(lines.len());
    let mut output: String = lines[..from].concat();
    for (place, at) in filled.iter().enumerate() {
        if *at < from {
            continue;
        }
        let line = lines[*at];
        let opens_table = filled.get(place + 1).is_some_and(|next| is_rule(lines[*next]));
        let is_next_row = is_row(above) && is_row(line) && !opens_table;
        output.extend(lines[from..*at].iter().copied().filter(|_| !is_next_row));
        output.push_str(line);
        (above, from) = (line, at + 1);
    }
    output.extend(lines[from..].iter().copied());
    output
}
