//! A document in, an `AddressedDocument` out: the path and address of its page, and whether the page is public today.
//!
//! Whether two documents claim one address is for `address_clashes`; what the front matter refers to is for `page`.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Span, rules};
use wellpress_foundation::Day;
use wellpress_io::cache::FingerprintBuilder;
use wellpress_io::fs::{MAX_NAME_BYTES, MAX_PATH_BYTES};

use crate::config::{Config, LanguageId, MAIN_LANGUAGE};
use crate::discover::TextForm;
use crate::parse::document::{ContentFingerprint, Document};
use crate::parse::sign_offs::SignOffFile;
use crate::sections::{ContentKind, SectionId};

use super::original::{self, Original};
use super::permalink::{self, is_valid_slug};
use super::unpublished::Unpublished;

/// Whether a page is part of this build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Visibility {
    Published,
    /// Unpublished, but the command line asks for such pages.
    Included(Unpublished),
    Hidden(Unpublished),
}

/// A document with the address of its page.
///
/// All addresses are known before any page is made, because pages refer to each other: the index of ids and paths is
/// built from these, and only then does each become a [`Page`](super::Page).
#[derive(Debug)]
pub(super) struct AddressedDocument {
    pub document: Arc<Document>,
    pub visibility: Visibility,
    /// Root-relative and percent-encoded, with the base path.
    pub url: String,
    /// In the output, without `index.html`.
    pub path: String,
    /// The sign-offs for this id, of whichever kind and language.
    pub sign_offs: Option<Arc<SignOffFile>>,
    /// For a translation: the data that it takes over from its original.
    pub original: Option<Arc<Original>>,
}

/// Where a page is in the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageAddress {
    /// In the output, without `index.html`.
    pub path: String,
    /// Root-relative and percent-encoded, with the base path.
    pub url: String,
}

/// The address of a page of this section and language; `route` is its place below the folder of the section, such as its id, and
/// `published` is its day, for sections whose addresses have it.
#[must_use]
pub fn page_address(
    config: &Config,
    section: SectionId,
    language: LanguageId,
    route: &str,
    published: Option<Day>,
) -> PageAddress {
    let section = &config.sections[section];
    let language =
        if language == MAIN_LANGUAGE { String::new() } else { format!("{}/", config.languages[language].tag) };
    // Translations are below the folder of their language: `es/articles/neck-pain/`.
    // The home page and the text of a section's list have no route.
    let path = match route {
        "" if section.folder == ContentKind::Page.folder() => language,
        "" => format!("{language}{}", section.list_path()),
        _ => format!("{language}{}{route}/", with_date(&section.path, published)),
    };
    let url = format!("{}{}", config.base.path, escape_path(&path));
    PageAddress { path, url }
}

/// The path of a section with the year and the month of a day. Without a day, which is an error elsewhere, they are left out.
fn with_date(path: &str, day: Option<Day>) -> Cow<'_, str> {
    if !path.contains('{') {
        return Cow::Borrowed(path);
    }
    let date = day.map(|day| day.to_string()).unwrap_or_default();
    let (year, month) = (date.get(..4).unwrap_or_default(), date.get(5..7).unwrap_or_default());
    let path = path.replace("{year}", year).replace("{month}", month);
    Cow::Owned(if day.is_none() { path.replace("//", "/") } else { path })
}

impl AddressedDocument {
    /// Gives a document its address: the `permalink` of its front matter, or else its path with the `slug`.
    pub fn new(
        config: &Config,
        document: Arc<Document>,
        sign_offs: Option<Arc<SignOffFile>>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let file = &document.file;
        let is_easy_read = file.form == TextForm::EasyRead;
        let permalink = if is_easy_read { None } else { permalink::path(config, &document, findings) };
        let PageAddress { path, url } = match permalink {
            // It is known once that of its page is known.
            None if is_easy_read => page_address(config, file.section, file.language, &file.route, None),
            // Plain pages are below no folder of a section.
            Some(path) => page_address(config, ContentKind::Page.section(), file.language, &path, None),
            None => {
                let published = document.front.published;
                report_missing_date(config, &document, findings);
                page_address(config, file.section, file.language, &route(&document, findings), published)
            }
        };
        let visibility = visibility(config, &document);
        Self { visibility, url, path, document, sign_offs, original: None }
    }

    /// A fingerprint of all files that the page is made of: its own, its sign-offs and the front matter of its original.
    pub fn content(&self) -> ContentFingerprint {
        let ContentFingerprint { mut front, text } = self.document.content;
        if let Some(file) = &self.sign_offs {
            front = FingerprintBuilder::new("signed").with((front, file.fingerprint)).fingerprint();
        }
        if let Some(original) = &self.original {
            front = FingerprintBuilder::new("original").with((front, original.front)).fingerprint();
        }
        ContentFingerprint { front, text }
    }

    /// Whether the pages below it are to be the parts of a guide. A translation follows its original.
    pub fn is_meant_as_guide(&self) -> bool {
        original::is_meant_as_guide(self.original.as_deref(), self.document.front.guide)
    }

    /// The `permalink` or the `slug` of the front matter, if it is part of the address. An invalid slug was reported and is ignored.
    pub fn written_address(&self) -> Option<&Located<String>> {
        let front = &self.document.front;
        front.permalink.as_ref().or(front.slug.as_ref().filter(|slug| is_valid_slug(&slug.value)))
    }

    /// Where the author set the address: at the `permalink` or the `slug`, or else in the file's name.
    pub fn location(&self) -> Location {
        match self.written_address() {
            Some(address) => self.document.source.locate(address.span),
            None => Location::file(self.document.file.path.clone()),
        }
    }

    /// Pages stand in this order in the site, which fixes their ids.
    pub fn sort_key(&self) -> (SectionId, LanguageId, &str) {
        (self.document.file.section, self.document.file.language, &self.document.file.route)
    }
}

/// Reports a page without a date in a section whose addresses have its year or month.
fn report_missing_date(config: &Config, document: &Document, findings: &mut Vec<Diagnostic>) {
    let file = &document.file;
    let section = &config.sections[file.section];
    if section.is_dated() && document.front.published.is_none() && !file.is_section_text() {
        let message = format!("the addresses of {} have the date of publication, and this page has none", section.name);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, Location::file(file.path.clone()), message);
        findings.push(finding.help("add `published: YYYY-MM-DD`, or a `permalink`"));
    }
}

/// The path of the file under its section, with the `slug` in the place of the last part.
fn route(document: &Document, findings: &mut Vec<Diagnostic>) -> String {
    let mut route = document.file.route.clone();
    let slug = document.front.slug.as_ref();
    if let Some(slug) = slug {
        if is_valid_slug(&slug.value) {
            let last_part = route.rfind('/').map_or(0, |at| at + 1);
            route.replace_range(last_part.., &slug.value);
        } else {
            let message = format!("`{}` cannot be a part of an address", slug.value);
            let finding = Diagnostic::new(&rules::SLUG_INVALID, document.source.locate(slug.span), message);
            findings.push(finding.help(match slug.value.contains('/') {
                true => "a slug is the last part of the address; write the whole from `/` as `permalink`",
                false => "use letters, digits, `-`, `_` and `.`, and no name that Windows keeps for devices",
            }));
        }
    }
    if let Some(long) = route.split('/').find(|segment| segment.len() > MAX_NAME_BYTES) {
        let location = document.source.locate(slug.map_or_else(Span::default, |slug| slug.span));
        let message = format!("`{}..` is too long for a folder's name", long.chars().take(40).collect::<String>());
        findings.push(Diagnostic::new(&rules::SLUG_INVALID, location, message).help("give the page a shorter `slug`"));
    } else if route.len() > MAX_PATH_BYTES {
        let location = document.source.locate(slug.map_or_else(Span::default, |slug| slug.span));
        let message = format!("the address has {} bytes, over the limit of {MAX_PATH_BYTES}", route.len());
        findings.push(
            Diagnostic::new(&rules::SLUG_INVALID, location, message)
                .help("move the page into a folder with a shorter path"),
        );
    }
    route
}

/// Whether a page is public today. If several states keep it out, the reason is the first of them that the command
/// line does not include: a draft with a date in the future stays out with `--future` alone.
fn visibility(config: &Config, document: &Document) -> Visibility {
    let front = &document.front;
    let (clock, include) = (&config.options.clock, config.options.include);
    let can_be_shown = !config.options.left_out_drafts.contains(&document.file.path);
    let is_future = front.published.is_some_and(|day| !clock.has_come(day));
    let is_expired = front.expires.as_ref().is_some_and(|day| clock.is_over(day.value));
    let states = [
        (front.draft, Unpublished::Draft, include.drafts && can_be_shown),
        (is_future, Unpublished::Future, include.future && can_be_shown),
        (is_expired, Unpublished::Expired, include.expired && can_be_shown),
    ];
    let applying = || states.iter().filter(|(applies, ..)| *applies);
    if let Some((_, reason, _)) = applying().find(|(_, _, is_included)| !is_included) {
        return Visibility::Hidden(*reason);
    }
    applying().next().map_or(Visibility::Published, |(_, reason, _)| Visibility::Included(*reason))
}

/// An alias as a path in the output: `old/path/` for a folder, `old/page.html` for a file, empty for the home page, as the
/// path of a page is.
#[must_use]
pub fn alias_path(alias: &str) -> String {
    let path = alias.trim_matches('/');
    let path =
        path.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/')).unwrap_or(path);
    let path = path.trim_end_matches('/');
    let is_file = path.rsplit_once('.').is_some_and(|(_, extension)| matches!(extension, "html" | "htm"));
    if is_file || path.is_empty() { path.to_owned() } else { format!("{path}/") }
}

/// The unreserved characters of RFC 3986, and the `/` between segments.
const UNESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A path of the output as it stands in an address, percent-encoded.
#[must_use]
pub fn escape_path(path: &str) -> String {
    utf8_percent_encode(path, UNESCAPED).to_string()
}
