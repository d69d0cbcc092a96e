//! [`Object`]: one file as the target keeps it, with its headers and its place in the order.

use blake3::Hash;

use wellpress_io::artifact::{FormatTypes, PublishedFile, SitePath, media_type};

use super::compress::ContentEncoding;

/// Files whose names carry a hash of their content.
const ASSETS: &str = "assets/";

/// For ever: the name changes with the content.
const FOR_EVER: &str = "public, max-age=31536000, immutable";

/// Asked for again soon.
const SHORT: &str = "public, max-age=300";

/// How many letters of a hash name an object with its headers.
const STAMP: usize = 32;

/// How many letters of its hash are in a fingerprinted name.
const IN_NAME: usize = 10;

/// A file as the target keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Where it stands at the target.
    pub path: SitePath,
    /// The hash of the file as it was built.
    pub hash: Hash,
    /// How many bytes the file had as it was built.
    pub size: u64,
    /// In what form it is stored.
    pub form: ContentEncoding,
    /// Names content and headers together: two objects with one are the same.
    pub stamp: String,
}

/// What a target tells readers of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectHeaders<'a> {
    /// `Content-Type`.
    pub media_type: &'static str,
    /// `Cache-Control`.
    pub cache: &'static str,
    /// `Content-Encoding`.
    pub form: ContentEncoding,
    /// The object's stamp.
    pub stamp: &'a str,
}

/// Which step an object belongs to. All of one are there before the next begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum UploadPhase {
    /// Files that no page of the old site refers to.
    NewFiles,
    /// Files that take the place of others.
    ChangedFiles,
    /// Pages that no page of the old site leads to.
    NewPages,
    /// Pages that take the place of others.
    ChangedPages,
    /// Where readers come in: the home page, the page for what is not there.
    Entries,
    /// What tells others of pages: feeds, the sitemap, the search index's door, redirects.
    Announcements,
}

impl UploadPhase {
    /// All, in their order.
    pub const ALL: [Self; 6] =
        [Self::NewFiles, Self::ChangedFiles, Self::NewPages, Self::ChangedPages, Self::Entries, Self::Announcements];
}

impl Object {
    fn of(file: &PublishedFile, form: ContentEncoding, path: SitePath, formats: FormatTypes) -> Self {
        let mut object = Self { path, hash: file.hash, size: file.size, form, stamp: String::new() };
        let headers = object.headers(formats);
        let all = [headers.media_type, headers.cache, form.name(), &file.hash.to_hex()].join("\n");
        blake3::hash(all.as_bytes()).to_hex()[..STAMP].clone_into(&mut object.stamp);
        object
    }

    /// The file of the output that it is made of.
    #[must_use]
    pub fn file(&self) -> &str {
        let path = self.path.as_str();
        path.strip_suffix(self.form.suffix()).unwrap_or(path)
    }

    /// What readers are told of it. `formats` knows the content types of the site's own text formats.
    #[must_use]
    pub fn headers(&self, formats: FormatTypes) -> ObjectHeaders<'_> {
        let file = self.file();
        let cache = if is_fingerprinted(file) { FOR_EVER } else { SHORT };
        ObjectHeaders { media_type: media_type(file, formats), cache, form: self.form, stamp: &self.stamp }
    }

    /// Whether it is a page.
    #[must_use]
    pub fn is_page(&self) -> bool {
        self.file().ends_with(".html")
    }

    /// Its step, by whether the target has another in its place.
    #[must_use]
    pub fn phase(&self, is_new: bool) -> UploadPhase {
        let file = self.file();
        let name = file.rsplit('/').next().unwrap_or(file);
        match name {
            "feed.xml" | "sitemap.xml" | "robots.txt" | "_headers" | "_redirects" | "pagefind-entry.json" => {
                UploadPhase::Announcements
            }
            _ if name.starts_with("sitemap-") && name.ends_with(".xml") => UploadPhase::Announcements,
            _ if matches!(file, "index.html" | "404.html") => UploadPhase::Entries,
            _ => match (self.is_page(), is_new) {
                (false, true) => UploadPhase::NewFiles,
                (false, false) => UploadPhase::ChangedFiles,
                (true, true) => UploadPhase::NewPages,
                (true, false) => UploadPhase::ChangedPages,
            },
        }
    }

    /// The name without its hash, of a file whose name has one: what stands in its place has the same.
    #[must_use]
    pub fn lineage(&self) -> Option<(&str, &str)> {
        let path = self.path.as_str();
        let (_, hash, extension) = parts(self.file()).filter(|_| is_fingerprinted(self.file()))?;
        let stem = path.find(hash)?;
        Some((&path[..stem], extension))
    }
}

/// The objects that these files become: each as it is and, where it is worth it, in `forms`; with `siblings` beside the
/// plain one, else in its place. `formats` knows the content types of the site's own text formats.
#[must_use]
pub fn objects(
    files: &[PublishedFile],
    forms: &[ContentEncoding],
    has_siblings: bool,
    formats: FormatTypes,
) -> Vec<Object> {
    let each = files.iter().flat_map(|file| {
        let forms = if ContentEncoding::is_worth(file.path.as_str(), file.size, formats) { forms } else { &[] };
        if !has_siblings {
            return vec![Object::of(
                file,
                forms.first().copied().unwrap_or(ContentEncoding::Identity),
                file.path.clone(),
                formats,
            )];
        }
        let sibling = |form: &ContentEncoding| {
            let path = SitePath::new(format!("{}{}", file.path.as_str(), form.suffix()))?;
            Some(Object::of(file, *form, path, formats))
        };
        let plain = Object::of(file, ContentEncoding::Identity, file.path.clone(), formats);
        std::iter::once(plain).chain(forms.iter().filter_map(sibling)).collect()
    });
    let mut objects: Vec<Object> = each.collect();
    objects.sort_by(|a, b| a.path.cmp(&b.path));
    // A file of the site itself may have the name of a compressed one; it stays.
    objects.dedup_by(|later, first| later.path == first.path && drop_sibling(later, first));
    objects
}

fn drop_sibling(later: &mut Object, first: &mut Object) -> bool {
    if first.form != ContentEncoding::Identity {
        std::mem::swap(later, first);
    }
    true
}

fn is_fingerprinted(file: &str) -> bool {
    let is_hash = |hash: &str| hash.len() == IN_NAME && hash.bytes().all(|b| b.is_ascii_hexdigit());
    let inside = file.starts_with(ASSETS) || file.contains("/assets/");
    inside && parts(file).is_some_and(|(_, hash, _)| is_hash(hash))
}

/// Stem, hash and extension of a fingerprinted name, if it is one.
fn parts(file: &str) -> Option<(&str, &str, &str)> {
    let name = file.rsplit('/').next()?;
    let (rest, last) = name.rsplit_once('.')?;
    Some(match rest.rsplit_once('.') {
        Some((stem, hash)) => (stem, hash, last),
        None => (rest, last, ""),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(path: &str) -> Object {
        let file = PublishedFile::of(SitePath::new(path).unwrap(), &[b'x'; 400]);
        objects(&[file], &[], false, |_| None).remove(0)
    }

    #[test]
    fn only_names_with_a_hash_are_kept_for_ever() {
        assert_eq!(object("assets/well.0123456789.css").headers(|_| None).cache, FOR_EVER);
        for path in ["assets/well.css", "hero.0123456789.svg", "index.html", "assets/well.01234567.css"] {
            assert_eq!(object(path).headers(|_| None).cache, SHORT, "{path}");
        }
        assert_eq!(object("assets/well.0123456789.css").lineage(), Some(("assets/well.", "css")));
        assert_eq!(object("assets/well.css").lineage(), None);
    }

    #[test]
    fn a_bucket_has_one_form_of_a_file_and_a_folder_all() {
        let file = |path: &str| PublishedFile::of(SitePath::new(path).unwrap(), &[b'x'; 400]);
        let files = [file("a.html"), file("a.html.gz"), file("b.png")];
        let shown = |objects: Vec<Object>| -> Vec<String> {
            objects.iter().map(|o| format!("{} {}", o.path.as_str(), o.form.name())).collect()
        };
        let forms = [ContentEncoding::Brotli, ContentEncoding::Gzip];
        assert_eq!(shown(objects(&files, &forms, false, |_| None)), ["a.html br", "a.html.gz -", "b.png -"]);
        assert_eq!(
            shown(objects(&files, &forms, true, |_| None)),
            ["a.html -", "a.html.br br", "a.html.gz -", "b.png -"]
        );
    }
}
