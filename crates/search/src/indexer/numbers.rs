//! Numbers in bytes of seven bits, the lowest first. All bytes of a number but the last have the eighth bit.

/// Writes a number.
pub(super) fn write_number(mut number: usize, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// The numbers of bytes that [`write_number`] wrote. A number that is cut off is left out.
pub(super) fn numbers(mut bytes: &[u8]) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let length = bytes.iter().position(|byte| *byte < 0x80)? + 1;
        let (number, rest) = bytes.split_at(length);
        bytes = rest;
        Some(number.iter().rev().fold(0, |number, byte| number << 7 | usize::from(byte & 0x7f)))
    })
}

#[cfg(test)]
mod tests {
    use super::{numbers, write_number};

    #[test]
    fn numbers_are_read_as_they_were_written() {
        let original_numbers = [0, 1, 127, 128, 300, 16_384, u32::MAX as usize];
        let mut bytes = Vec::new();
        original_numbers.iter().for_each(|number| write_number(*number, &mut bytes));
        assert_eq!(numbers(&bytes).collect::<Vec<_>>(), original_numbers);
        bytes.pop();
        assert_eq!(numbers(&bytes).count(), original_numbers.len() - 1, "the last is cut off");
    }
}
