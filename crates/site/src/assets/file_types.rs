//! The tables of file types: by name, what a page may publish; by content, what a file is, whatever its name says.
//!
//! Which metadata a file of some content has is left to `metadata`.

/// Extensions of the files that a page may publish, in lower case. None of them can act in the name of the site when a reader
/// opens it by its address.
const PUBLISHABLE: [(&str, &[&str]); 8] = [
    (
        "picture",
        &["avif", "bmp", "gif", "heic", "heif", "jfif", "jpe", "jpeg", "jpg", "png", "svg", "tif", "tiff", "webp"],
    ),
    ("sound", &["aac", "flac", "m4a", "m4b", "mp3", "oga", "ogg", "opus", "wav", "weba"]),
    ("film", &["3gp", "avi", "m4v", "mkv", "mov", "mp4", "ogv", "webm"]),
    ("captions", &["srt", "vtt"]),
    (
        "document",
        &["epub", "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "pps", "ppsx", "odp", "odg"],
    ),
    ("data", &["csv", "json", "tsv", "txt", "yaml", "yml"]),
    ("references and dates", &["bib", "ics", "ris"]),
    ("archive", &["7z", "bz2", "gz", "rar", "tar", "tgz", "xz", "zip"]),
];

/// Extensions of files that a browser or a server runs, in lower case. They could be left to the list above; they are named so
/// that the message can say why.
const ACTIVE: [&str; 37] = [
    "asp", "aspx", "cgi", "css", "eml", "hta", "htc", "htm", "html", "js", "jse", "jsp", "mht", "mhtml", "mjs", "phar",
    "php", "php3", "php4", "php5", "php7", "phtml", "pl", "py", "rb", "shtm", "shtml", "stm", "svgz", "swf", "wasm",
    "xht", "xhtml", "xml", "xsl", "xslt", "rdf",
];

/// Whether pages may publish a file, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NamedType {
    Publishable,
    /// Browsers or servers run it.
    Active,
    Other,
}

impl NamedType {
    pub fn of(path: &str) -> Self {
        let extension = extension(path);
        match &*extension {
            _ if PUBLISHABLE.iter().any(|(_, extensions)| extensions.contains(&&*extension)) => Self::Publishable,
            _ if ACTIVE.contains(&&*extension) => Self::Active,
            _ => Self::Other,
        }
    }
}

/// The extension of a file in lower case; empty if it has none.
pub(super) fn extension(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase()
}

/// A format in which a page can show a raster picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RasterFormat {
    Jpeg,
    Png,
    Gif,
    Webp,
    Avif,
}

impl RasterFormat {
    /// The format that an extension in lower case stands for.
    pub fn named(extension: &str) -> Option<Self> {
        match extension {
            "jpg" | "jpeg" | "jpe" | "jfif" => Some(Self::Jpeg),
            "png" => Some(Self::Png),
            "gif" => Some(Self::Gif),
            "webp" => Some(Self::Webp),
            "avif" => Some(Self::Avif),
            _ => None,
        }
    }
}

/// What a file is by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    Raster(RasterFormat),
    Tiff,
    /// MP4, MOV, M4A, HEIC, AVIF and their kin.
    IsoMedia,
    /// WebM and MKV.
    Matroska,
    /// AVI and WAV.
    Riff,
    /// Markup that a browser may run, with its name for messages.
    Active(&'static str),
    /// Anything else: text, an archive, a document.
    Other,
}

/// As many bytes decide what a file is.
pub(super) const SNIFFED_BYTES: usize = 4096;

impl Content {
    pub fn of(bytes: &[u8]) -> Self {
        let head = &bytes[..bytes.len().min(SNIFFED_BYTES)];
        match head {
            [0xFF, 0xD8, 0xFF, ..] => Self::Raster(RasterFormat::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Self::Raster(RasterFormat::Png),
            [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Self::Raster(RasterFormat::Gif),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Self::Raster(RasterFormat::Webp),
            [b'R', b'I', b'F', b'F', ..] => Self::Riff,
            [b'I', b'I', b'*' | b'+', 0, ..] | [b'M', b'M', 0, b'*' | b'+', ..] => Self::Tiff,
            [0x1A, 0x45, 0xDF, 0xA3, ..] => Self::Matroska,
            [_, _, _, _, name @ ..] if ISO_MEDIA_STARTS.iter().any(|start| name.starts_with(start)) => Self::IsoMedia,
            _ => active_markup(bytes).map_or(Self::Other, Self::Active),
        }
    }

    /// Whether a file of this content can say where and with what it was made.
    pub fn may_have_metadata(self) -> bool {
        !matches!(self, Self::Active(_) | Self::Other)
    }
}

/// Why a sound, a film or a document cannot be what its name says, by its first bytes. `None` for all other names: players and readers
/// know more formats than are listed here, so that only what is certain is refused.
pub(super) fn misnamed(path: &str, bytes: &[u8]) -> Option<&'static str> {
    let extension = extension(path);
    let is_of = |kinds: &[&str]| {
        PUBLISHABLE.iter().any(|(kind, extensions)| kinds.contains(kind) && extensions.contains(&&*extension))
    };
    let is_recording = is_of(&["sound", "film"]);
    if !is_recording && !is_of(&["document"]) {
        return None;
    }
    let head = &bytes[..bytes.len().min(SNIFFED_BYTES)];
    let has_pdf = || head.windows(b"%PDF".len()).any(|window| window == b"%PDF");
    match &*extension {
        _ if bytes.is_empty() => Some("it is empty"),
        "pdf" => (!has_pdf()).then_some("it is no PDF"),
        "docx" | "odt" | "epub" => (!head.starts_with(b"PK")).then_some("it is no such document"),
        _ if !is_recording || has_start_of_sound(head) => None,
        _ if head.starts_with(b"%PDF") => Some("it is a PDF"),
        _ if head.starts_with(b"PK") => Some("it is an archive or a document"),
        _ if matches!(Content::of(bytes), Content::Raster(_) | Content::Tiff) => Some("it is a picture"),
        _ => is_text(head).then_some("it is text"),
    }
}

/// Whether a file begins as sounds do. The tag of MP3 is made of letters.
fn has_start_of_sound(head: &[u8]) -> bool {
    [&b"ID3"[..], b"OggS", b"fLaC", b"RIFF", b"ADIF"].iter().any(|start| head.starts_with(start))
}

/// Whether bytes are text in UTF-8, which may end within a letter.
fn is_text(head: &[u8]) -> bool {
    let text = match std::str::from_utf8(head) {
        Ok(text) => text,
        Err(error) if error.error_len().is_none() => {
            std::str::from_utf8(&head[..error.valid_up_to()]).unwrap_or_default()
        }
        Err(_) => return false,
    };
    !text.contains(|c: char| c.is_control() && !c.is_whitespace())
}

/// The boxes with which files of QuickTime and MP4 begin.
const ISO_MEDIA_STARTS: [&[u8]; 6] = [b"ftyp", b"moov", b"mdat", b"wide", b"pnot", b"styp"];

/// The beginnings by which browsers take a file for HTML or XML whose type its server does not say, from the
/// [MIME Sniffing Standard](https://mimesniff.spec.whatwg.org/#identifying-a-resource-with-an-unknown-mime-type), and those of SVG
/// and PHP.
const MARKUP_STARTS: [(&str, &str); 24] = [
    ("!doctype html", "HTML"),
    ("html", "HTML"),
    ("head", "HTML"),
    ("script", "HTML"),
    ("iframe", "HTML"),
    ("h1", "HTML"),
    ("div", "HTML"),
    ("font", "HTML"),
    ("table", "HTML"),
    ("a", "HTML"),
    ("style", "HTML"),
    ("title", "HTML"),
    ("b", "HTML"),
    ("body", "HTML"),
    ("br", "HTML"),
    ("p", "HTML"),
    ("meta", "HTML"),
    ("!--", "HTML"),
    ("?xml", "XML"),
    ("!doctype", "XML"),
    ("svg", "SVG"),
    ("svg:svg", "SVG"),
    ("?php", "PHP"),
    ("?=", "PHP"),
];

/// The name of the markup with which a file begins. White space, byte order marks and the zero bytes of UTF-16 are skipped.
///
/// A browser looks for markup where a server names no type, as many do for `.bib` or `.ris`, and only in the first 1,445 bytes. We read
/// on behind any amount of white space: what else than markup begins with a tag there? Markup behind other bytes, as in a PDF
/// with a page of HTML in it, is none for a browser: it takes the file for what the first bytes say.
fn active_markup(bytes: &[u8]) -> Option<&'static str> {
    let is_skipped = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
    let letters = bytes.iter().copied().filter(|byte| *byte != 0).skip_while(is_skipped);
    let start: Vec<u8> = letters.take(32).map(|byte| byte.to_ascii_lowercase()).collect();
    let tag = start.strip_prefix(b"<")?;
    MARKUP_STARTS.iter().find(|(name, _)| is_tag(tag, name)).map(|(_, markup)| *markup)
}

/// Whether markup begins with this tag, and not with a longer name or a sign such as `<b5`.
fn is_tag(markup: &[u8], name: &str) -> bool {
    let Some(rest) = markup.strip_prefix(name.as_bytes()) else { return false };
    let is_tag_end = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
    !name.ends_with(|c: char| c.is_ascii_alphanumeric()) || rest.first().is_none_or(is_tag_end)
}

/// Whether nothing is left in a part of a file that readers skip.
pub(super) fn is_only_zeros(bytes: &[u8]) -> bool {
    bytes.iter().all(|byte| *byte == 0)
}

#[cfg(test)]
mod tests {
    use super::{Content, NamedType, RasterFormat, misnamed};

    #[test]
    fn a_file_is_what_its_bytes_say() {
        let markup = [
            ("<!DOCTYPE html><p>x", "HTML"),
            ("\u{feff}\n <HTML>", "HTML"),
            ("<script>", "HTML"),
            ("<!-- x --><script>", "HTML"),
            ("<?xml version='1.0'?><html/>", "XML"),
            ("<svg xmlns=\"x\"", "SVG"),
            ("<?php x", "PHP"),
        ];
        for (text, name) in markup {
            assert_eq!(Content::of(text.as_bytes()), Content::Active(name), "{text}");
            for before in [" \r\n\t".repeat(5000), "\u{feff}".to_owned(), " \u{feff}\n\u{feff}\x0c".to_owned()] {
                assert_eq!(Content::of((before + text).as_bytes()), Content::Active(name), "{text}");
            }
            let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            if !text.starts_with('\u{feff}') {
                assert_eq!(Content::of(&[b"\xFF\xFE", &*utf16].concat()), Content::Active(name), "{text} in UTF-16");
            }
        }
        for text in [
            "age,dose\n<5,2",
            "<5 years",
            "<br5",
            "{\"a\": \"<script>\"}",
            "@book{a}",
            "a < b",
            "",
            "%PDF-1.7",
            "%PDF-1.7\n<html><script>alert(1)</script>",
            "Dose\n<html>",
            "PK\x03\x04",
        ] {
            assert_eq!(Content::of(text.as_bytes()), Content::Other, "{text}");
        }
        assert_eq!(Content::of(b"\xFF\xD8\xFF\xE0"), Content::Raster(RasterFormat::Jpeg));
        assert_eq!(Content::of(b"\0\0\0\x14ftypheic"), Content::IsoMedia);
    }

    #[test]
    fn a_recording_or_a_document_is_what_its_name_says() {
        for (path, bytes, expected) in [
            ("a.mp3", &b""[..], Some("it is empty")),
            ("a.MP3", b"Sit up.\n", Some("it is text")),
            ("a.mp4", "Knie\u{f6}".as_bytes(), Some("it is text")),
            ("a.ogg", b"%PDF-1.7", Some("it is a PDF")),
            ("a.wav", b"PK\x03\x04", Some("it is an archive or a document")),
            ("a.m4a", b"\xFF\xD8\xFF\xE0", Some("it is a picture")),
            ("a.pdf", b"words", Some("it is no PDF")),
            ("a.docx", b"words", Some("it is no such document")),
            ("a.pdf", b"\n%PDF-1.4", None),
            ("a.mp3", b"ID3\x04", None),
            ("a.mp3", b"\xFF\xFB\x90\x64", None),
            ("a.mp4", b"\0\0\0\x18ftypmp42", None),
            ("a.txt", b"", None),
            ("a.rtf", b"{\\rtf1}", None),
        ] {
            assert_eq!(misnamed(path, bytes), expected, "{path} {bytes:?}");
        }
    }

    #[test]
    fn a_name_says_whether_a_page_may_publish_a_file() {
        for path in ["content/a/leaflet.PDF", "a.b.csv", "x.svg", "x.tar.gz", "x.jfif"] {
            assert_eq!(NamedType::of(path), NamedType::Publishable, "{path}");
        }
        for path in ["x.html", "x.pdf.PHP", "x.svgz", "x.xml", "x.css"] {
            assert_eq!(NamedType::of(path), NamedType::Active, "{path}");
        }
        for path in ["x", "x.exe", "a.pdf/x", ".pdfx", "x.docm"] {
            assert_eq!(NamedType::of(path), NamedType::Other, "{path}");
        }
    }
}
