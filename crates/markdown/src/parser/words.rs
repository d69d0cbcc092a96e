//! The words of a text, for what is looked up word by word.

/// The words of a text with their offsets.
pub(super) fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut offset = 0;
    std::iter::from_fn(move || {
        let start = offset + text[offset..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c: char| !c.is_alphanumeric());
        offset = length.map_or(text.len(), |length| start + length);
        Some((start, &text[start..offset]))
    })
}
