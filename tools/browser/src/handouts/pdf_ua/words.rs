//! The letters of a font, by the codes that a page has for them.

use std::collections::HashMap;

use lopdf::{Dictionary, Document, Object};

pub(super) struct Letters {
    /// How many bytes a code has.
    width: usize,
    by_code: HashMap<u32, String>,
}

impl Letters {
    pub fn read(document: &Document, font: &Dictionary) -> Self {
        let is_composite = font.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Type0");
        let table = font.get_deref(b"ToUnicode", document).and_then(Object::as_stream);
        let table = table.and_then(lopdf::Stream::get_plain_content).unwrap_or_default();
        let by_code = read_table(&String::from_utf8_lossy(&table));
        Self { width: if is_composite { 2 } else { 1 }, by_code }
    }

    pub fn decode(&self, codes: &[u8], words: &mut String) {
        for code in codes.chunks(self.width) {
            let code = code.iter().fold(0, |code, byte| code << 8 | u32::from(*byte));
            words.push_str(self.by_code.get(&code).map_or("", String::as_str));
        }
    }
}

/// Reads a table of letters, as ISO 32000-1, 9.10.3 has it: pairs, and ranges with the first letter of each.
fn read_table(table: &str) -> HashMap<u32, String> {
    let mut letters = HashMap::new();
    let mut per_entry = 0;
    let mut entry: Vec<&str> = Vec::new();
    for word in table.split_ascii_whitespace() {
        match word {
            "beginbfchar" => per_entry = 2,
            "beginbfrange" => per_entry = 3,
            "endbfchar" | "endbfrange" => per_entry = 0,
            _ if per_entry > 0 => {
                entry.push(word.trim_matches(['<', '>']));
                if entry.len() == per_entry {
                    let _ = read_entry(&entry, &mut letters);
                    entry.clear();
                }
            }
            _ => {}
        }
    }
    letters
}

fn read_entry(entry: &[&str], letters: &mut HashMap<u32, String>) -> Option<()> {
    let code = |word: &str| u32::from_str_radix(word, 16).ok();
    let first = code(entry[0])?;
    let last = if entry.len() == 3 { code(entry[1])? } else { first };
    let text = entry.last()?;
    let units: Vec<u16> =
        (0..text.len() / 4).filter_map(|at| u16::from_str_radix(text.get(at * 4..at * 4 + 4)?, 16).ok()).collect();
    for code in first..=last.min(first.saturating_add(0xFFFF)) {
        let mut units = units.clone();
        let last_unit = units.last_mut()?;
        *last_unit = last_unit.wrapping_add(u16::try_from(code - first).ok()?);
        letters.insert(code, String::from_utf16_lossy(&units));
    }
    Some(())
}
