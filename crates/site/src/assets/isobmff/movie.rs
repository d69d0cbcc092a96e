//! The box `moov` or `moof` of a film or a sound in, the edits of its metadata out: where and when it was taken and by which device, as
//! boxes, as texts in boxes that a player needs, and as tracks that a camera writes beside the film.

use std::ops::Range;

use super::super::file_types::is_only_zeros;
use super::{ByteCursor, Edit, IsoBox, add_removal, boxes, find};

/// Boxes are nested no deeper in films; the reader calls itself for each level.
const MAX_NESTING: usize = 12;

pub(super) fn add_edits(
    bytes: &[u8],
    range: &Range<usize>,
    is_in_fragments: bool,
    edits: &mut Vec<Edit>,
) -> Option<()> {
    let movie = Movie { bytes, is_in_fragments, chapter_tracks: chapter_tracks(bytes, range)? };
    movie.add_edits(range, MAX_NESTING, edits)
}

struct Movie<'a> {
    bytes: &'a [u8],
    /// Samples of such a file are found otherwise.
    is_in_fragments: bool,
    /// The numbers of tracks that are the chapters of others.
    chapter_tracks: Vec<u64>,
}

/// Boxes of the standard and of QuickTime that say how a film is played. What stands in others is unknown, and players skip them.
const PLAYED: [&[u8]; 56] = [
    b"iods", b"mvex", b"mehd", b"trex", b"leva", b"trep", b"pssh", b"ctab", b"prfl", b"clip", b"matt", b"load",
    b"imap", b"txas", b"tref", b"trgr", b"edts", b"tapt", b"elng", b"vmhd", b"smhd", b"hmhd", b"nmhd", b"sthd",
    b"gmhd", b"stts", b"ctts", b"cslg", b"stsc", b"stsz", b"stz2", b"stco", b"co64", b"stss", b"stsh", b"padb",
    b"stdp", b"sdtp", b"sbgp", b"sgpd", b"subs", b"saiz", b"saio", b"stps", b"mfhd", b"tfhd", b"trun", b"tfdt",
    b"senc", b"strk", b"strd", b"stri", b"stsg", b"sinf", b"csgp", b"trik",
];

/// Why a track of texts is a finding. Browsers and editors show it as captions, so that it is not taken out.
const TEXT_TRACK: &str = "it has a track of texts, in which some cameras write their position";
const CAMERA_TRACK: &str = "it has a track that a camera wrote";
const PACKED_HEADER: &str = "its header is compressed or names other films";

impl Movie<'_> {
    fn add_edits(&self, range: &Range<usize>, levels: usize, edits: &mut Vec<Edit>) -> Option<()> {
        let levels = levels.checked_sub(1)?;
        for item in boxes(self.bytes, range.clone())? {
            match &item.name {
                b"trak" if self.is_of_camera(&item.content)? => self.remove_track(&item, edits)?,
                b"trak" | b"mdia" | b"minf" | b"stbl" | b"traf" | b"dinf" => {
                    self.add_edits(&item.content, levels, edits)?
                }
                b"mvhd" | b"tkhd" | b"mdhd" => self.blank(self.dates(&item.content)?, edits),
                b"hdlr" => self.blank(item.content.start.saturating_add(24)..item.content.end, edits),
                b"stsd" => self.add_program_names(&item.content, edits)?,
                b"dref" => self.add_file_names(&item.content, edits)?,
                b"udta" => self.add_user_data(&item, edits),
                b"cmov" | b"rmra" => edits.push(Edit::Leave(PACKED_HEADER)),
                name if PLAYED.contains(&&name[..]) => {}
                _ => add_removal(self.bytes, &item, edits),
            }
            if item.name == *b"trak" && self.is_of_texts(&item.content)? {
                edits.push(Edit::Leave(TEXT_TRACK));
            }
        }
        Some(())
    }

    /// Overwrites bytes, if they are there and not zero.
    fn blank(&self, range: Range<usize>, edits: &mut Vec<Edit>) {
        if self.bytes.get(range.clone()).is_some_and(|bytes| !is_only_zeros(bytes)) {
            edits.push(Edit::Blank(range));
        }
    }

    /// The days on which a film and a track were made and changed, behind version and flags.
    fn dates(&self, content: &Range<usize>) -> Option<Range<usize>> {
        let start = content.start + 4;
        let size = if *self.bytes.get(content.start)? == 0 { 8 } else { 16 };
        (start + size <= content.end).then_some(start..start + size)
    }

    /// A camera writes its name into the name of the encoder, 32 bytes at offset 42 of a picture's description.
    fn add_program_names(&self, content: &Range<usize>, edits: &mut Vec<Edit>) -> Option<()> {
        const PICTURE_CODECS: [&[u8]; 9] =
            [b"avc1", b"avc3", b"hvc1", b"hev1", b"mp4v", b"av01", b"vp08", b"vp09", b"jpeg"];
        // Version, flags and the number of descriptions stand first.
        for description in boxes(self.bytes, content.start.checked_add(8)?..content.end)? {
            let name = description.content.start + 42..description.content.start + 74;
            if PICTURE_CODECS.contains(&&description.name[..]) && name.end <= description.content.end {
                self.blank(name, edits);
            }
        }
        Some(())
    }

    /// The samples of nearly all films are in the same file; the name that it had on the disk of its author can stand here too.
    fn add_file_names(&self, content: &Range<usize>, edits: &mut Vec<Edit>) -> Option<()> {
        for reference in boxes(self.bytes, content.start.checked_add(8)?..content.end)? {
            let name = reference.content.start.saturating_add(4)..reference.content.end;
            self.blank(name, edits);
        }
        Some(())
    }

    /// Keeps chapters, and what kind of track this is, of all that stands in the data of the user.
    fn add_user_data(&self, item: &IsoBox, edits: &mut Vec<Edit>) {
        let Some(children) = boxes(self.bytes, item.content.clone()) else {
            add_removal(self.bytes, item, edits);
            return;
        };
        let removed =
            children.iter().filter(|child| !matches!(&child.name, b"chpl" | b"kind" | b"tsel" | b"hnti" | b"hinf"));
        removed.for_each(|child| add_removal(self.bytes, child, edits));
    }

    /// Whether a track is neither picture, sound nor text, but what a camera measured, such as its position.
    fn is_of_camera(&self, track: &Range<usize>) -> Option<bool> {
        const OTHERS: [&[u8]; 6] = [b"vide", b"soun", b"tmcd", b"hint", b"auxv", b"pict"];
        let handler = handler(self.bytes, track)?;
        Some(handler.is_some_and(|handler| !OTHERS.contains(&handler) && !TEXTS.contains(&handler)))
    }

    /// Whether a track has texts other than the titles of chapters. They may be captions.
    fn is_of_texts(&self, track: &Range<usize>) -> Option<bool> {
        let is_text = handler(self.bytes, track)?.is_some_and(|handler| TEXTS.contains(&handler));
        let is_of_chapters = || Some(self.chapter_tracks.contains(&track_number(self.bytes, track)?));
        Some(is_text && !is_of_chapters().unwrap_or(false))
    }

    /// Overwrites a track and its samples.
    fn remove_track(&self, track: &IsoBox, edits: &mut Vec<Edit>) -> Option<()> {
        if self.is_in_fragments {
            edits.push(Edit::Leave(CAMERA_TRACK));
            return Some(());
        }
        for samples in self.sample_ranges(&track.content)? {
            self.bytes.get(samples.clone())?;
            self.blank(samples, edits);
        }
        edits.push(Edit::Free(track.whole.clone()));
        Some(())
    }

    /// Where the samples of a track are: `stco` or `co64` has the offset of each chunk, `stsc` the number of samples in chunks from
    /// one to the next entry, and `stsz` the size of each sample.
    fn sample_ranges(&self, track: &Range<usize>) -> Option<Vec<Range<usize>>> {
        let media = find(&boxes(self.bytes, track.clone())?, b"mdia")?;
        let information = find(&boxes(self.bytes, media)?, b"minf")?;
        let tables = boxes(self.bytes, find(&boxes(self.bytes, information)?, b"stbl")?)?;
        let chunks = match find(&tables, b"stco") {
            Some(table) => self.table(&table, 0, 1, 4)?,
            None => self.table(&find(&tables, b"co64")?, 0, 1, 8)?,
        };
        let runs = self.table(&find(&tables, b"stsc")?, 0, 3, 4)?;
        let mut runs = runs.chunks_exact(3).peekable();
        let mut sizes = SampleSizes::read(self, &find(&tables, b"stsz")?)?;
        let (mut ranges, mut in_chunk, mut total) = (Vec::new(), 0, 0_usize);
        for (number, start) in (1..).zip(chunks) {
            while let Some(run) = runs.next_if(|run| run[0] <= number) {
                in_chunk = run[1];
            }
            let length = sizes.next(in_chunk)?;
            // Samples do not overlap, so that all of them are no longer than the file.
            total = total.checked_add(length).filter(|total| *total <= self.bytes.len())?;
            ranges.push(start..start.checked_add(length)?);
        }
        Some(ranges)
    }

    /// The numbers of a table behind its version, its flags, `skipped` bytes and the number of its rows.
    fn table(&self, content: &Range<usize>, skipped: usize, columns: usize, size: u64) -> Option<Vec<usize>> {
        let mut cursor = ByteCursor { bytes: self.bytes, at: content.start.checked_add(4 + skipped)? };
        let rows = usize::try_from(cursor.uint(4)?).ok()?;
        // No more than there is room for, whatever the number says.
        let numbers = rows.checked_mul(columns).filter(|numbers| *numbers <= content.len())?;
        (0..numbers).map(|_| usize::try_from(cursor.uint(size)?).ok()).collect()
    }
}

/// The kinds of tracks whose samples are texts: subtitles, captions and chapters.
const TEXTS: [&[u8]; 5] = [b"text", b"sbtl", b"subt", b"subp", b"clcp"];

/// What kind of track it is.
fn handler<'b>(bytes: &'b [u8], track: &Range<usize>) -> Option<Option<&'b [u8]>> {
    let Some(media) = find(&boxes(bytes, track.clone())?, b"mdia") else { return Some(None) };
    let Some(handler) = find(&boxes(bytes, media)?, b"hdlr") else { return Some(None) };
    bytes.get(handler.start + 8..handler.start + 12).map(Some)
}

/// The number of a track in `tkhd`, behind version, flags and two dates.
fn track_number(bytes: &[u8], track: &Range<usize>) -> Option<u64> {
    let header = find(&boxes(bytes, track.clone())?, b"tkhd")?;
    let dates = if *bytes.get(header.start)? == 0 { 8 } else { 16 };
    ByteCursor { bytes, at: header.start + 4 + dates }.uint(4)
}

/// The numbers of the tracks in the lists `chap` of all tracks.
fn chapter_tracks(bytes: &[u8], movie: &Range<usize>) -> Option<Vec<u64>> {
    let mut numbers = Vec::new();
    for track in boxes(bytes, movie.clone())?.iter().filter(|item| item.name == *b"trak") {
        let Some(references) = find(&boxes(bytes, track.content.clone())?, b"tref") else { continue };
        let Some(chapters) = find(&boxes(bytes, references)?, b"chap") else { continue };
        let mut cursor = ByteCursor { bytes, at: chapters.start };
        numbers.extend((0..chapters.len() / 4).filter_map(|_| cursor.uint(4)));
    }
    Some(numbers)
}

/// The sizes of the samples of a track, one after the other.
enum SampleSizes {
    Equal(usize),
    Each(std::vec::IntoIter<usize>),
}

impl SampleSizes {
    fn read(movie: &Movie<'_>, content: &Range<usize>) -> Option<Self> {
        let equal_size = ByteCursor { bytes: movie.bytes, at: content.start.checked_add(4)? }.uint(4)?;
        Some(match equal_size {
            0 => Self::Each(movie.table(content, 4, 1, 4)?.into_iter()),
            size => Self::Equal(usize::try_from(size).ok()?),
        })
    }

    /// The bytes of the next samples together.
    fn next(&mut self, count: usize) -> Option<usize> {
        match self {
            Self::Equal(size) => size.checked_mul(count),
            Self::Each(sizes) if count <= sizes.len() => sizes.take(count).try_fold(0_usize, usize::checked_add),
            Self::Each(_) => None,
        }
    }
}
