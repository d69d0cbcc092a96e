//! [`lower_alpha`]: a number in, the letters out that tell it apart behind a key, a year or a mark.

/// The letters of a number, as CSS counts with `lower-alpha`: 1 is `a`, 26 is `z`, 27 is `aa`. Empty for 0.
///
/// ```
/// use wellpress_bibliography::lower_alpha;
///
/// assert_eq!([1, 26, 27, 702, 703].map(lower_alpha), ["a", "z", "aa", "zz", "aaa"]);
/// ```
#[must_use]
pub fn lower_alpha(number: u32) -> String {
    const ALPHABET: &[u8; 26] = b"abcdefghijklmnopqrstuvwxyz";
    let mut letters = Vec::new();
    let mut remaining = number;
    while remaining > 0 {
        // There is no digit for zero: `z` is followed by `aa`, so one is taken off before each division.
        remaining -= 1;
        letters.push(char::from(ALPHABET[(remaining % 26) as usize]));
        remaining /= 26;
    }
    letters.iter().rev().collect()
}
