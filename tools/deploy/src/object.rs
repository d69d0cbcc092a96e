//! [`Object`]: one file as the target stores it. Turns published files into objects, with their headers and their place in the
//! order of uploads. Storing them is left to a [`TargetStore`](super::TargetStore).

use blake3::Hash;

use wellpress_io::artifact::{FEED_FILE, FormatTypes, PublishedFile, SitePath, media_type};

use super::content_encoding::ContentEncoding;

/// The folder of files with a hash of their content in the name.
const ASSETS: &str = "assets/";

/// The folder of the search indexes of all languages.
const SEARCH_INDEX: &str = "search/index/";

/// `Cache-Control` of a file with a hash in its name: another content has another name.
const CACHE_FOR_EVER: &str = "public, max-age=31536000, immutable";

/// `Cache-Control` of all other files: five minutes, so that a correction reaches readers soon.
const CACHE_BRIEFLY: &str = "public, max-age=300";

/// How many hexadecimal digits an object's stamp has.
const STAMP_LENGTH: usize = 32;

/// How many hexadecimal digits of the hash are in the name of an asset.
const NAME_HASH_LENGTH: usize = 10;

/// A file as the target stores it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// The path at the target, with the suffix of the encoding if the object is stored beside the original.
    pub path: SitePath,
    /// The hash of the file as it was built.
    pub hash: Hash,
    /// The size of the file as it was built, in bytes.
    pub size: u64,
    /// How the bytes are stored.
    pub encoding: ContentEncoding,
    /// A hash of content and headers: two objects with the same stamp are the same for readers. It is stored beside the
    /// bytes, so that a deploy learns from a HEAD request whether an object is up to date.
    pub stamp: String,
}

/// The headers that a target serves an object with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectHeaders<'a> {
    /// The value of `Content-Type`, with the charset of text.
    pub media_type: &'static str,
    /// The value of `Cache-Control`: how long browsers may keep the object.
    pub cache: &'static str,
    /// How the stored bytes are compressed, for `Content-Encoding`.
    pub encoding: ContentEncoding,
    /// The object's stamp, as metadata.
    pub stamp: &'a str,
}

/// A step of the upload. Every object of a step is stored before the next step begins, so a page never refers to a file
/// or leads to a page that is not there yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UploadPhase {
    /// Files that no page of the old site refers to.
    NewFiles,
    /// Files that replace others.
    ChangedFiles,
    /// Pages that no page of the old site leads to.
    NewPages,
    /// Pages that replace others.
    ChangedPages,
    /// The pages at which readers arrive: the home page of the main language and the page for missing addresses.
    Entries,
    /// Files that tell others of pages: feeds, sitemaps, what robots and hosts read, and the file by which the search index is found.
    Announcements,
}

impl UploadPhase {
    /// All steps in their order.
    pub const ALL: [Self; 6] =
        [Self::NewFiles, Self::ChangedFiles, Self::NewPages, Self::ChangedPages, Self::Entries, Self::Announcements];
}

/// Where an encoded file goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EncodedPlacement {
    /// Beside the original, for a web server that chooses for each reader.
    BesideOriginal,
    /// In place of the original, for a bucket, which serves the same bytes to all readers.
    InsteadOfOriginal,
}

/// Whether an upload adds an object or replaces one that the current release has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ObjectChange {
    /// No object has the path.
    Added,
    /// Another object has the path.
    Replaced,
}

impl Object {
    fn of(file: &PublishedFile, encoding: ContentEncoding, path: SitePath, formats: FormatTypes) -> Self {
        let name = file.path.as_str();
        // None of the parts has a line end, so they cannot run into each other.
        let stamped = [media_type(name, formats), cache_of(name), encoding.name(), &file.hash.to_hex()].join("\n");
        let stamp = blake3::hash(stamped.as_bytes()).to_hex()[..STAMP_LENGTH].to_owned();
        Self { path, hash: file.hash, size: file.size, encoding, stamp }
    }

    /// The path of the published file that the object is made of.
    #[must_use]
    pub fn file(&self) -> &str {
        let path = self.path.as_str();
        path.strip_suffix(self.encoding.suffix()).unwrap_or(path)
    }

    /// The headers that readers get with the object. `formats` knows the content types of the site's own text formats.
    #[must_use]
    pub fn headers(&self, formats: FormatTypes) -> ObjectHeaders<'_> {
        let file = self.file();
        let (media_type, cache) = (media_type(file, formats), cache_of(file));
        ObjectHeaders { media_type, cache, encoding: self.encoding, stamp: &self.stamp }
    }

    /// Whether the object is a page, encoded or not.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.file().ends_with(".html")
    }

    /// The step in which the object is uploaded.
    #[must_use]
    pub fn phase(&self, change: ObjectChange) -> UploadPhase {
        let file = self.file();
        let name = file.rsplit('/').next().unwrap_or(file);
        match name {
            FEED_FILE | "sitemap.xml" | "robots.txt" | "llms.txt" | "_headers" | "_redirects" => {
                UploadPhase::Announcements
            }
            "index.json" if file.starts_with(SEARCH_INDEX) => UploadPhase::Announcements,
            _ if name.starts_with("sitemap-") && name.ends_with(".xml") => UploadPhase::Announcements,
            _ if matches!(file, "index.html" | "404.html") => UploadPhase::Entries,
            _ => match (self.is_page(), change) {
                (false, ObjectChange::Added) => UploadPhase::NewFiles,
                (false, ObjectChange::Replaced) => UploadPhase::ChangedFiles,
                (true, ObjectChange::Added) => UploadPhase::NewPages,
                (true, ObjectChange::Replaced) => UploadPhase::ChangedPages,
            },
        }
    }

    /// What all versions of an asset have in common: path and name in front of the hash, and extension. `None` for a file
    /// without a hash in its name.
    #[must_use]
    pub fn lineage(&self) -> Option<(&str, &str)> {
        let name = FingerprintedName::of(self.file())?;
        Some((name.before_hash, name.extension))
    }
}

/// The objects that these files become, sorted by path: each file as it is and, if it is worthwhile, encoded. A target that
/// takes an encoded file in place of the original gets the first of the encodings. `formats` knows the content types of the
/// site's own text formats.
#[must_use]
pub fn objects(
    files: &[PublishedFile],
    encodings: &[ContentEncoding],
    placement: EncodedPlacement,
    formats: FormatTypes,
) -> Vec<Object> {
    let mut objects: Vec<Object> =
        files.iter().flat_map(|file| objects_of_file(file, encodings, placement, formats)).collect();
    // A site may publish a file `a.html.gz` of its own, which must not give way to the compressed copy of `a.html`.
    objects.sort_by(|a, b| (&a.path, a.encoding).cmp(&(&b.path, b.encoding)));
    objects.dedup_by(|later, first| later.path == first.path);
    objects
}

fn objects_of_file(
    file: &PublishedFile,
    encodings: &[ContentEncoding],
    placement: EncodedPlacement,
    formats: FormatTypes,
) -> Vec<Object> {
    let encodings =
        if ContentEncoding::is_worthwhile(file.path.as_str(), file.size, formats) { encodings } else { &[] };
    match placement {
        EncodedPlacement::InsteadOfOriginal => {
            let encoding = encodings.first().copied().unwrap_or(ContentEncoding::Identity);
            vec![Object::of(file, encoding, file.path.clone(), formats)]
        }
        EncodedPlacement::BesideOriginal => {
            let original = Object::of(file, ContentEncoding::Identity, file.path.clone(), formats);
            let encoded = encodings.iter().filter_map(|encoding| {
                let path = SitePath::new(format!("{}{}", file.path.as_str(), encoding.suffix()))?;
                Some(Object::of(file, *encoding, path, formats))
            });
            std::iter::once(original).chain(encoded).collect()
        }
    }
}

fn cache_of(file: &str) -> &'static str {
    if FingerprintedName::of(file).is_some() { CACHE_FOR_EVER } else { CACHE_BRIEFLY }
}

/// The path of an asset with a hash in its name, such as `assets/well.0123456789.css`, or of one without extension, such as
/// `assets/licence.0123456789`.
struct FingerprintedName<'a> {
    before_hash: &'a str,
    extension: &'a str,
}

impl<'a> FingerprintedName<'a> {
    /// `None` for a file without a hash in its name. Elsewhere than in this folder are an author's own files.
    fn of(file: &'a str) -> Option<Self> {
        let name = file.strip_prefix(ASSETS)?.rsplit('/').next()?;
        let (stem, last) = name.rsplit_once('.')?;
        let (hash, extension) = stem.rsplit_once('.').map_or((last, ""), |(_, hash)| (hash, last));
        let hash_start = file.rfind(hash).filter(|_| is_hash(hash))?;
        Some(Self { before_hash: &file[..hash_start], extension })
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == NAME_HASH_LENGTH && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(path: &str) -> Object {
        let file = PublishedFile::of(SitePath::new(path).unwrap(), &[b'x'; 400]);
        objects(&[file], &[], EncodedPlacement::InsteadOfOriginal, |_| None).remove(0)
    }

    #[test]
    fn only_names_with_a_hash_are_cached_for_ever() {
        assert_eq!(object("assets/well.0123456789.css").headers(|_| None).cache, CACHE_FOR_EVER);
        let of_an_author = "talk/assets/well.0123456789.css";
        for path in ["assets/well.css", "hero.0123456789.svg", "index.html", "assets/well.01234567.css", of_an_author] {
            assert_eq!(object(path).headers(|_| None).cache, CACHE_BRIEFLY, "{path}");
        }
        assert_eq!(object("assets/well.0123456789.css").lineage(), Some(("assets/well.", "css")));
        assert_eq!(object("assets/well.css").lineage(), None);
    }

    #[test]
    fn a_bucket_has_one_encoding_of_a_file_and_a_folder_all() {
        let file = |path: &str| PublishedFile::of(SitePath::new(path).unwrap(), &[b'x'; 400]);
        let files = [file("a.html"), file("a.html.gz"), file("b.png")];
        let names = |placement: EncodedPlacement| -> Vec<String> {
            let objects = objects(&files, &[ContentEncoding::Brotli, ContentEncoding::Gzip], placement, |_| None);
            objects.iter().map(|object| format!("{} {}", object.path.as_str(), object.encoding.name())).collect()
        };
        assert_eq!(names(EncodedPlacement::InsteadOfOriginal), ["a.html br", "a.html.gz -", "b.png -"]);
        assert_eq!(names(EncodedPlacement::BesideOriginal), ["a.html -", "a.html.br br", "a.html.gz -", "b.png -"]);
    }
}
