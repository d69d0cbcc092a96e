//! Blocks of HTML: boxes that Markdown goes on in, and elements that are translated as a whole.

use super::{TagReader, attributes, begins_block, elements, has_word, hides, html, indent, indented, is_balanced};
use super::{last_line, spliced, with_links};

/// Elements that Markdown has a structure for, so that they are translated as a whole.
const STRUCTURE: &str = "ul ol dl pre blockquote h1 h2 h3 h4 h5 h6 p iframe video audio object math form svg embed";

impl TagReader<'_> {
    /// Translates a block of HTML. `below` is the text behind it.
    pub(super) fn block(&mut self, block: &str, below: &str, output: &mut String) {
        let margin = indent(last_line(output));
        let mut at = 0;
        for end in ends_of_parts(block) {
            let part = &block[at..end];
            if is_whole(part) {
                let is_apart = last_line(output).is_empty();
                let markdown = html::to_markdown(&with_links(part), self.file, self.log);
                let margin = if is_apart || markdown.contains(":::") { margin } else { 0 };
                let markdown = indented(markdown.trim(), margin);
                output.extend([if is_apart { &markdown } else { markdown.trim_start() }, "\n\n"]);
            } else {
                let behind = if end < block.len() { &block[end..] } else { below };
                self.replace(part, behind, output);
            }
            at = end;
        }
    }
}

/// Where the parts of a block of HTML end. A tag of a box that is closed behind the block, or was opened above it, is a part of its own: what
/// stands between two of them is HTML by itself.
fn ends_of_parts(block: &str) -> Vec<usize> {
    let mut open = Vec::new();
    let mut lone = Vec::new();
    for tag in elements(block).filter(|tag| has_word("div aside section blockquote", &tag.name) && !tag.is_empty) {
        match tag.is_closing {
            false => open.push(tag),
            true if open.last().is_some_and(|opening| opening.name == tag.name) => _ = open.pop(),
            true => lone.push(tag),
        }
    }
    lone.extend(open);
    let mut ends: Vec<usize> = lone.iter().flat_map(|tag| [tag.range.start, tag.range.end]).collect();
    ends.push(block.len());
    ends.sort_unstable();
    ends.dedup();
    ends
}

/// Whether a part of a block is to be translated as a whole: it is HTML by itself, and more than words between tags.
fn is_whole(part: &str) -> bool {
    let raw = |tag: &super::Element| &part[tag.range.clone()];
    let is_hidden = |tag: &super::Element| !tag.is_closing && hides(raw(tag)) && part.contains("</");
    let has_structure = elements(part).any(|tag| has_word(STRUCTURE, &tag.name) || is_hidden(&tag));
    let asks_for_markdown = |name: Option<&str>, value: &str| name.unwrap_or(value) == "markdown" && value != "0";
    let begins = |line: &str| !line.trim().is_empty() && begins_block(line.trim_start());
    let reads_markdown = || {
        let mut attributes = elements(part).flat_map(|tag| attributes(raw(&tag)));
        attributes.any(|attribute| asks_for_markdown(attribute.name.as_deref(), &attribute.value))
    };
    let has_marks = part.contains("<!--")
        || part.lines().any(|line| line.trim_start().starts_with("::"))
        || part.lines().any(begins) && reads_markdown();
    // Without the tags above it, such a line would be code.
    let words = |line: &str| spliced(line, elements(line).map(|tag| (tag.range, String::new())));
    let would_be_code =
        |(above, line): (&str, &str)| indent(line) > 3 && !line.trim().is_empty() && words(above).trim().is_empty();
    let is_markdown = || part.lines().any(begins) || ["**", "](", "`"].iter().any(|mark| part.contains(mark));
    let has_code = || part.lines().zip(part.lines().skip(1)).any(would_be_code) && !is_markdown();
    (has_structure || has_code()) && is_balanced(part) && !has_marks
}
