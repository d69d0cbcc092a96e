//! Lines such as `[Dose]: 5mg`, which have the form of a link definition: the parser would take them out of the text. They are text
//! unless a link uses the label, or what follows the colon is an address.

use memchr::{memchr2_iter, memmem};
use rustc_hash::FxHashSet;

use super::sign::{Sign, Signs};
use crate::parser::code_lines::{LinePlace, TextLine};

/// The most bytes of a label. A longer one is no label for CommonMark.
const LONGEST_LABEL: usize = 999;

/// Decides about all lines of this form.
pub(super) fn read(text: &str, from: usize, lines: &[TextLine], signs: &mut Signs) {
    if memmem::find(&text.as_bytes()[from..], b"]:").is_none() {
        return;
    }
    let mut used_labels: Option<FxHashSet<String>> = None;
    for (index, line) in lines.iter().enumerate() {
        // A line of a definition list may have one as its words.
        let written = &text[line.content.clone()];
        let content = written.strip_prefix(": ").map_or(written, str::trim_start);
        let start = line.content.start + written.len() - content.len();
        if line.place != LinePlace::Text || !content.starts_with('[') {
            continue;
        }
        let Some((label, behind)) = label_and_words(content) else { continue };
        // The address may stand on the next line.
        let below = || lines.get(index + 1).map_or("", |below| &text[below.content.clone()]);
        let target = if behind.is_empty() { below() } else { behind };
        let mut is_used = || used_labels.get_or_insert_with(|| labels_in(&text[from..])).contains(&folded(label));
        if !is_address(target) && !is_used() {
            let colon = start + label.len() + 2;
            signs.hide(Sign::LabelColon, colon..colon + 1);
        }
    }
}

/// The label of a line `[label]: words`, and the words. Notes and citations have definitions of their own.
fn label_and_words(line: &str) -> Option<(&str, &str)> {
    let (label, behind) = line[1..].split_once(']')?;
    let words = behind.strip_prefix(':')?.trim();
    let is_label = !label.trim().is_empty() && label.len() <= LONGEST_LABEL && !label.starts_with(['^', '@']);
    (is_label && !label.contains('[')).then_some((label, words))
}

/// Whether words are the address of a link, perhaps with a title: they have a scheme, a path or the end of a file's name. `#` and
/// `<>` stand in comments that are written as definitions.
fn is_address(words: &str) -> bool {
    let target = words.split_whitespace().next().unwrap_or_default();
    let inner = target.trim_start_matches('<').trim_end_matches('>');
    let begins_as_address = ["/", "#", "./", "../", "?", "www.", "{{"].iter().any(|start| inner.starts_with(start));
    target.is_empty()
        || inner.is_empty()
        || begins_as_address
        || has_scheme(inner)
        || has_name_of_file(inner)
        || has_host(inner)
}

/// `https://example.org`, `mailto:`, `cite:key`.
fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, behind)| {
        let is_scheme = scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.len() > 1
            && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+.-".contains(&byte));
        is_scheme && !behind.is_empty()
    })
}

/// `sleep.md`, `../a/b.html#part`.
fn has_name_of_file(address: &str) -> bool {
    let path = address.split(['#', '?']).next().unwrap_or_default();
    let (name, end) = path.rsplit_once('.').unwrap_or_default();
    let is_end = (2..6).contains(&end.len())
        && end.starts_with(|c: char| c.is_ascii_alphabetic())
        && end.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_end
        && name.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | ')'))
        && name.contains(char::is_alphabetic)
}

/// `example.org/page`.
fn has_host(address: &str) -> bool {
    let (host, _) = address.split_once('/').unwrap_or_default();
    let (name, end) = host.rsplit_once('.').unwrap_or_default();
    !name.is_empty()
        && end.len() > 1
        && end.bytes().all(|byte| byte.is_ascii_alphabetic())
        && name.contains(char::is_alphabetic)
}

/// The labels in brackets of a text, but for those before a colon.
fn labels_in(text: &str) -> FxHashSet<String> {
    let mut labels = FxHashSet::default();
    let mut open = None;
    for at in memchr2_iter(b'[', b']', text.as_bytes()) {
        match open {
            Some(start) if text[at..].starts_with(']') => {
                if at - start <= LONGEST_LABEL && !text[at + 1..].starts_with(':') {
                    labels.insert(folded(&text[start..at]));
                }
                open = None;
            }
            _ if text[at..].starts_with('[') => open = Some(at + 1),
            _ => {}
        }
    }
    labels
}

/// A label as CommonMark compares it.
fn folded(label: &str) -> String {
    label.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
