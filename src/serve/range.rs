//! [`Range`]: which part of a file a request asks for. Browsers ask for parts of videos; of all other requests, and of
//! several parts at once, the whole is given.

/// The part of a file that is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// All of it.
    Whole,
    /// From the first byte, so many.
    Part {
        /// The first byte.
        start: u64,
        /// How many.
        length: u64,
    },
    /// The file does not have that part.
    Beyond,
}

impl Range {
    /// Of a file of `size` bytes, by the request's `Range`.
    pub fn of(header: Option<&str>, size: u64) -> Self {
        let asked = header.and_then(|header| header.strip_prefix("bytes=")).and_then(|range| range.split_once('-'));
        let Some((first, last)) = asked else { return Self::Whole };
        match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), _) if first >= size => Self::Beyond,
            (Ok(first), Ok(last)) if first <= last => {
                Self::Part { start: first, length: last.min(size - 1) - first + 1 }
            }
            (Ok(first), Err(_)) if last.is_empty() => Self::Part { start: first, length: size - first },
            (Err(_), Ok(0)) if first.is_empty() => Self::Beyond,
            (Err(_), Ok(last)) if first.is_empty() && size > 0 => {
                Self::Part { start: size - last.min(size), length: last.min(size) }
            }
            _ => Self::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Range;

    #[test]
    fn a_part_is_what_was_asked_for() {
        let of = |header| Range::of(Some(header), 10);
        assert_eq!(of("bytes=2-4"), Range::Part { start: 2, length: 3 });
        assert_eq!(of("bytes=8-"), Range::Part { start: 8, length: 2 });
        assert_eq!(of("bytes=-3"), Range::Part { start: 7, length: 3 });
        assert_eq!(of("bytes=-30"), Range::Part { start: 0, length: 10 });
        assert_eq!(of("bytes=5-99"), Range::Part { start: 5, length: 5 });
        assert_eq!(of("bytes=10-"), Range::Beyond);
        for whole in ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=a-b", "bytes=-"] {
            assert_eq!(of(whole), Range::Whole, "{whole}");
        }
        assert_eq!(Range::of(None, 10), Range::Whole);
    }
}
