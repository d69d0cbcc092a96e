//! [`ContentEncoding`]: the encodings in which a file can be stored at a target. Bytes in, encoded bytes out, and back. Which
//! encoding a target can use is left to its store.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use wellpress_io::artifact::FormatTypes;

/// Files below this size, in bytes, are not compressed: the header costs more than the compression saves.
const MIN_COMPRESSED_SIZE: u64 = 256;

/// What a compressed file may unpack to, in bytes. A target is not trusted, and a small file can unpack to terabytes.
const MAX_DECODED_SIZE: u64 = 2_000_000_000;

const BROTLI_QUALITY: u32 = 9;
const BROTLI_WINDOW: u32 = 22;

/// How a file is stored, as HTTP's `Content-Encoding` names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContentEncoding {
    /// The bytes as they were built.
    Identity,
    /// Compressed with gzip, which every client reads.
    Gzip,
    /// Compressed with Brotli, which is smaller and which browsers read over HTTPS.
    Brotli,
}

impl ContentEncoding {
    /// All encodings, the one without compression first.
    pub const ALL: [Self; 3] = [Self::Identity, Self::Gzip, Self::Brotli];

    /// The value of `Content-Encoding`; `-` for none, which the header would leave out.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "-",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The encoding with this [name](Self::name).
    ///
    /// ```
    /// use wellpress_deploy::ContentEncoding;
    ///
    /// assert_eq!(ContentEncoding::find("br"), Some(ContentEncoding::Brotli));
    /// ```
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|encoding| encoding.name() == name)
    }

    /// What web servers append to a file's name to find a precompressed copy beside it.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// Whether compressing a file of this name and size saves anything: a text of some length, also one of `formats`.
    #[must_use]
    pub fn is_worthwhile(path: &str, size: u64, formats: FormatTypes) -> bool {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_text = matches!(
            extension,
            "html" | "css" | "js" | "mjs" | "json" | "svg" | "xml" | "txt" | "csv" | "vtt" | "wasm" | "webmanifest"
        );
        (is_text || formats(extension).is_some()) && size >= MIN_COMPRESSED_SIZE
    }

    /// Encodes bytes. The same bytes always give the same result.
    ///
    /// # Errors
    /// When the encoder fails, which it does only for lack of memory.
    pub fn encode(self, bytes: Vec<u8>) -> io::Result<Vec<u8>> {
        match self {
            Self::Identity => Ok(bytes),
            Self::Gzip => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(&bytes)?;
                encoder.finish()
            }
            Self::Brotli => {
                let mut encoded = Vec::new();
                let mut encoder = brotli::CompressorWriter::new(&mut encoded, 4096, BROTLI_QUALITY, BROTLI_WINDOW);
                encoder.write_all(&bytes)?;
                encoder.flush()?;
                // The end of the stream is written when the encoder is dropped.
                drop(encoder);
                Ok(encoded)
            }
        }
    }

    /// Decodes bytes.
    ///
    /// # Errors
    /// When the bytes are not in this encoding.
    pub fn decode(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        // What is cut off at the limit has another hash than the object, so callers refuse it.
        let mut decoded = Vec::new();
        match self {
            Self::Identity => decoded.extend_from_slice(bytes),
            Self::Gzip => {
                GzDecoder::new(bytes).take(MAX_DECODED_SIZE).read_to_end(&mut decoded)?;
            }
            Self::Brotli => {
                brotli::Decompressor::new(bytes, 4096).take(MAX_DECODED_SIZE).read_to_end(&mut decoded)?;
            }
        }
        Ok(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_encoding_decodes_to_the_same_bytes() {
        let bytes = "Stand tall. ".repeat(100).into_bytes();
        for encoding in ContentEncoding::ALL {
            let encoded = encoding.encode(bytes.clone()).unwrap();
            assert_eq!(encoded, encoding.encode(bytes.clone()).unwrap());
            assert!(encoding == ContentEncoding::Identity || encoded.len() < 100, "{encoding:?}");
            assert_eq!(encoding.decode(&encoded).unwrap(), bytes);
            assert_eq!(ContentEncoding::find(encoding.name()), Some(encoding));
        }
        assert!(ContentEncoding::Gzip.decode(b"not gzip").is_err());
    }
}
