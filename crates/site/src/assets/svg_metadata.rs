//! A parsed SVG in, the [`Edit`]s out that take out what an editor wrote about it: comments, `<metadata>`, and elements and
//! attributes of namespaces that no browser shows, such as the path of the file on the author's machine. Shapes, titles and
//! descriptions stay, and so does the text around the edits.
//!
//! Pictures that the drawing embeds lose their metadata like files of their own.

use std::ops::Range;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use roxmltree::{Attribute, Document, Node};

use super::metadata;

pub(super) const SVG: &str = "http://www.w3.org/2000/svg";

const XLINK: &str = "http://www.w3.org/1999/xlink";
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// A range of the file, and the text that takes its place.
pub(super) struct Edit {
    range: Range<usize>,
    replacement: String,
}

impl Edit {
    fn removal(range: Range<usize>) -> Self {
        Self { range, replacement: String::new() }
    }
}

/// The edits in the order of the file. What stands before and behind the root goes too: a declaration, a document type and
/// comments.
pub(super) fn edits(document: &Document<'_>) -> Vec<Edit> {
    let root = document.root_element();
    let text = document.input_text();
    let mut edits = vec![Edit::removal(0..root.range().start)];
    let mut end_of_removed = 0;
    for node in root.descendants().filter(|node| !node.is_text()) {
        if node.range().start < end_of_removed {
            continue;
        }
        if is_of_editor(node) {
            end_of_removed = node.range().end;
            edits.push(Edit::removal(node.range()));
        } else {
            edits.extend(node.attributes().filter_map(|attribute| attribute_edit(node, attribute)));
        }
    }
    edits.push(Edit::removal(root.range().end..text.len()));
    let is_line_end = |range: &Range<usize>| range.start == root.range().end && text[range.clone()].trim().is_empty();
    edits.retain(|edit| !edit.range.is_empty() && !is_line_end(&edit.range));
    edits
}

fn is_of_editor(node: Node<'_, '_>) -> bool {
    let name = node.tag_name();
    !node.is_element() || name.namespace() != Some(SVG) || name.name() == "metadata"
}

fn attribute_edit(node: Node<'_, '_>, attribute: Attribute<'_, '_>) -> Option<Edit> {
    let is_shown = matches!(attribute.namespace(), None | Some(XLINK | XML));
    // draw.io keeps the whole editable diagram in `content`, with parts that are not drawn.
    let is_source = attribute.name() == "content" && node.parent_element().is_none();
    if !is_shown || is_source {
        return Some(Edit::removal(attribute.range()));
    }
    let replacement = match attribute.name() {
        "href" => without_picture_metadata(attribute.value())?,
        _ => return None,
    };
    let name = &node.document().input_text()[attribute.range_qname()];
    Some(Edit { range: attribute.range(), replacement: format!("{name}=\"{replacement}\"") })
}

/// The `data:` address of an embedded picture with the picture cleaned. `None` if there is nothing to clean.
fn without_picture_metadata(address: &str) -> Option<String> {
    let (head, picture) = embedded_picture(address)?;
    let clean = metadata::removed(&picture)?;
    (clean != picture).then(|| format!("{head},{}", BASE64_STANDARD.encode(clean)))
}

/// The start of the `data:` address of an embedded picture, and the picture. `None` if it is written in another way than programs
/// write it, so that nobody can say what a browser makes of it.
pub(super) fn embedded_picture(address: &str) -> Option<(&str, Vec<u8>)> {
    let (head, data) = address.split_once(',')?;
    if !head.starts_with("data:image/") || !head.ends_with(";base64") || head.contains(['"', '&', '<']) {
        return None;
    }
    let data: String = data.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    Some((head, BASE64_STANDARD.decode(data).ok()?))
}

/// The text with edits in the order of their ranges, which do not overlap.
pub(super) fn apply(text: &str, edits: Vec<Edit>) -> String {
    let mut edited = String::with_capacity(text.len());
    let mut at = 0;
    for Edit { range, replacement } in edits {
        edited.push_str(&text[at..range.start]);
        edited.push_str(&replacement);
        at = range.end;
    }
    edited.push_str(&text[at..]);
    edited
}
