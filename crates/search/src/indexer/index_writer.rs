//! Puts the files of an index into a sink, compressed, or lets the sink keep those of the last run.

use std::cell::RefCell;
use std::slice;
use std::sync::atomic::{AtomicUsize, Ordering};

use flate2::{Compress, Compression, Crc, FlushCompress, Status};

use wellpress_io::artifact::{Artifact, ArtifactContent, PublishedFile, Sink, SinkError, SitePath};
use wellpress_io::cache::Fingerprint;

use super::super::{LanguageRecord, TextRecord};

/// How hard the files are compressed that all searches share. Two steps more would take a sixth more time and save three thousandths
/// of the size.
const LEVEL_OF_SHARED_FILES: u32 = 3;

/// How hard texts are compressed: in a third of the time of the level above, to a third more bytes. A site has as many of them as pages,
/// and a search loads a few.
const LEVEL_OF_TEXTS: u32 = 1;

/// The length of a hash in a name, in hexadecimal digits: 48 bits. Among the hundred thousand files of a very large index two have
/// the same name with a probability of one in 56,000.
const NAME_LENGTH: usize = 12;

/// Puts files into the folder of a language.
pub(super) struct IndexWriter<'a> {
    pub folder: &'a str,
    pub cached: &'a LanguageRecord,
    pub sink: &'a dyn Sink,
    /// How many files were not kept.
    pub files_made: &'a AtomicUsize,
}

/// A file whose name is a hash of its content.
pub(super) struct NamedFile {
    pub name: String,
    pub path: String,
    pub file: PublishedFile,
}

/// The file of a document's text.
pub(super) struct TextFile {
    pub path: String,
    pub record: TextRecord,
}

impl IndexWriter<'_> {
    /// Puts a file that is named after its content.
    pub(super) fn put_named(&self, kind: &str, bytes: Vec<u8>) -> Result<NamedFile, SinkError> {
        let name = Fingerprint::of(&bytes).to_string()[..NAME_LENGTH].to_owned();
        let path = format!("{}/{kind}/{name}.bin", self.folder);
        let file = self.keep_or_put(self.cached.files.get(&path), &path, || compressed_shared_file(&bytes))?;
        Ok(NamedFile { name, path, file })
    }

    /// Puts the text of documents with this fingerprint at a path that does not depend on it.
    pub(super) fn put_text(
        &self,
        path: &str,
        documents: Fingerprint,
        text: impl FnOnce() -> Vec<u8>,
    ) -> Result<TextFile, SinkError> {
        let path = format!("{}/{path}", self.folder);
        let cached_text = self.cached.texts.get(&path).filter(|record| record.documents == documents);
        let file = self.keep_or_put(cached_text.map(|record| &record.file), &path, || compressed_text(&text()))?;
        Ok(TextFile { path, record: TextRecord { documents, file } })
    }

    /// Puts the list that leads to all other files. Returns its path too.
    pub(super) fn put_list(&self, bytes: Vec<u8>) -> Result<(String, PublishedFile), SinkError> {
        let path = format!("{}/index.json", self.folder);
        self.files_made.fetch_add(1, Ordering::Relaxed);
        let file = put_file(self.sink, &path, bytes)?;
        Ok((path, file))
    }

    /// Lets the sink keep a file of the last run, or puts it with new bytes.
    fn keep_or_put(
        &self,
        kept: Option<&PublishedFile>,
        path: &str,
        content: impl FnOnce() -> Vec<u8>,
    ) -> Result<PublishedFile, SinkError> {
        match kept.filter(|file| self.sink.reuse(slice::from_ref(*file))) {
            Some(file) => Ok(file.clone()),
            None => {
                self.files_made.fetch_add(1, Ordering::Relaxed);
                put_file(self.sink, path, content())
            }
        }
    }
}

/// Puts a file at a path of the output.
pub(super) fn put_file(sink: &dyn Sink, path: &str, bytes: Vec<u8>) -> Result<PublishedFile, SinkError> {
    let path = SitePath::new(path).expect("the tags of languages, and hashes, are names of files");
    sink.put(Artifact { path, content: ArtifactContent::Bytes(bytes.into()) })
}

/// A text as a gzip file. Each thread has one compressor, whose memory is a quarter of a megabyte: making a new one for each file would
/// take as much time as compressing a text.
fn compressed_text(bytes: &[u8]) -> Vec<u8> {
    thread_local! {
        static COMPRESSOR: RefCell<Compress> = RefCell::new(Compress::new(Compression::new(LEVEL_OF_TEXTS), false));
    }
    COMPRESSOR.with_borrow_mut(|compressor| {
        compressor.reset();
        compressed(bytes, compressor)
    })
}

fn compressed_shared_file(bytes: &[u8]) -> Vec<u8> {
    compressed(bytes, &mut Compress::new(Compression::new(LEVEL_OF_SHARED_FILES), false))
}

/// The bytes as a gzip file (RFC 1952).
fn compressed(bytes: &[u8], compressor: &mut Compress) -> Vec<u8> {
    /// The magic number, the method, no flags, no time, no hint about the level, and no system.
    const HEADER: [u8; 10] = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255];
    let mut file = Vec::with_capacity(bytes.len() / 2);
    file.extend(HEADER);
    let mut buffer = [0; 4 * 1024];
    loop {
        let (read, written) = (compressor.total_in() as usize, compressor.total_out());
        let status = compressor.compress(&bytes[read..], &mut buffer, FlushCompress::Finish);
        file.extend(&buffer[..(compressor.total_out() - written) as usize]);
        if status.expect("the input is all there, and the buffer is emptied each time") == Status::StreamEnd {
            break;
        }
    }
    let mut checksum = Crc::new();
    checksum.update(bytes);
    file.extend(checksum.sum().to_le_bytes());
    file.extend(checksum.amount().to_le_bytes());
    file
}
