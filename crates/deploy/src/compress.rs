//! [`ContentEncoding`]: the forms in which a file can be stored, and its bytes in each.

use std::io::{self, Read, Write};

use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;

use wellpress_io::artifact::FormatTypes;

/// Below this a head costs more than what is won.
const SMALLEST: u64 = 256;

/// What a compressed file may unpack to.
const LARGEST: u64 = 2_000_000_000;

const BROTLI_QUALITY: u32 = 9;
const BROTLI_WINDOW: u32 = 22;

/// In what form a file is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ContentEncoding {
    /// As it is.
    Identity,
    /// gzip.
    Gzip,
    /// Brotli.
    Brotli,
}

impl ContentEncoding {
    /// Its name in `Content-Encoding`; `-` for none.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Identity => "-",
            Self::Gzip => "gzip",
            Self::Brotli => "br",
        }
    }

    /// The form of this name.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        [Self::Identity, Self::Gzip, Self::Brotli].into_iter().find(|form| form.name() == name)
    }

    /// What a server looks for behind a file's name.
    #[must_use]
    pub fn suffix(self) -> &'static str {
        match self {
            Self::Identity => "",
            Self::Gzip => ".gz",
            Self::Brotli => ".br",
        }
    }

    /// Whether a file of this name and size is worth compressing: a text, also one of `formats`, that is not tiny.
    #[must_use]
    pub fn is_worth(path: &str, size: u64, formats: FormatTypes) -> bool {
        let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
        let is_text = matches!(
            extension,
            "html" | "css" | "js" | "mjs" | "json" | "svg" | "xml" | "txt" | "csv" | "vtt" | "wasm" | "webmanifest"
        );
        (is_text || formats(extension).is_some()) && size >= SMALLEST
    }

    /// Bytes in this form. The same bytes give the same.
    ///
    /// # Errors
    /// When there is no memory for it.
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
                drop(encoder);
                Ok(encoded)
            }
        }
    }

    /// Back from this form.
    ///
    /// # Errors
    /// When they are in another.
    pub fn decode(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut decoded = Vec::new();
        match self {
            Self::Identity => decoded.extend_from_slice(bytes),
            Self::Gzip => {
                GzDecoder::new(bytes).take(LARGEST).read_to_end(&mut decoded)?;
            }
            Self::Brotli => {
                brotli::Decompressor::new(bytes, 4096).take(LARGEST).read_to_end(&mut decoded)?;
            }
        }
        Ok(decoded)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_leads_back() {
        let bytes = "Stand tall. ".repeat(100).into_bytes();
        for form in [ContentEncoding::Identity, ContentEncoding::Gzip, ContentEncoding::Brotli] {
            let encoded = form.encode(bytes.clone()).unwrap();
            assert_eq!(encoded, form.encode(bytes.clone()).unwrap());
            assert!(form == ContentEncoding::Identity || encoded.len() < 100, "{form:?}");
            assert_eq!(form.decode(&encoded).unwrap(), bytes);
            assert_eq!(ContentEncoding::find(form.name()), Some(form));
        }
        assert!(ContentEncoding::Gzip.decode(b"not gzip").is_err());
    }
}
