//! [`ByteRange`]: reads a `Range` header and decides which part of a file the response contains.
//!
//! Browsers ask for parts of videos. A request for several parts at once, or one that is malformed, gets the whole file,
//! which RFC 9110 (14.2) allows. The crate `http-range-header` does not fit: it refuses a suffix longer than the file, which
//! the RFC answers with the whole file.

/// The part of a file that a response contains.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByteRange {
    /// The whole file, with status 200.
    Whole,
    /// This part, with status 206; `length` is not 0.
    Part { start: u64, length: u64 },
    /// Nothing, with status 416: the range lies beyond the end of the file, or is that of its last 0 bytes.
    Unsatisfiable,
}

impl ByteRange {
    /// Reads a `Range` header for a file of `size` bytes.
    pub fn of(header: Option<&str>, size: u64) -> Self {
        let limits = header.and_then(|header| header.strip_prefix("bytes=")).and_then(|range| range.split_once('-'));
        let Some((first, last)) = limits else { return Self::Whole };
        match (first.parse::<u64>(), last.parse::<u64>()) {
            (Ok(first), Ok(last)) if first > last => Self::Whole,
            (Ok(_), Err(_)) if !last.is_empty() => Self::Whole,
            (Ok(first), _) if first >= size => Self::Unsatisfiable,
            (Ok(first), last) => {
                Self::Part { start: first, length: last.map_or(size, |last| size.min(last.saturating_add(1))) - first }
            }
            // Without a first byte, the number says how many bytes from the end.
            (Err(_), Ok(0)) if first.is_empty() => Self::Unsatisfiable,
            (Err(_), Ok(suffix)) if first.is_empty() && size > 0 => {
                Self::Part { start: size - suffix.min(size), length: suffix.min(size) }
            }
            _ => Self::Whole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ByteRange;

    #[test]
    fn a_range_header_selects_a_part_of_the_file() {
        let of = |header| ByteRange::of(Some(header), 10);
        assert_eq!(of("bytes=2-4"), ByteRange::Part { start: 2, length: 3 });
        assert_eq!(of("bytes=8-"), ByteRange::Part { start: 8, length: 2 });
        assert_eq!(of("bytes=-3"), ByteRange::Part { start: 7, length: 3 });
        assert_eq!(of("bytes=-30"), ByteRange::Part { start: 0, length: 10 });
        assert_eq!(of("bytes=5-99"), ByteRange::Part { start: 5, length: 5 });
        assert_eq!(of("bytes=10-"), ByteRange::Unsatisfiable);
        let malformed = ["bytes=4-2", "bytes=99-2", "bytes=10-x", "lines=1-2", "bytes=a-b", "bytes=-"];
        for whole in malformed.into_iter().chain(["bytes=0-1,3-4", "bytes=10-12,0-1"]) {
            assert_eq!(of(whole), ByteRange::Whole, "{whole}");
        }
        assert_eq!(ByteRange::of(None, 10), ByteRange::Whole);
    }
}
