//! Makes a [`Page`]: a document with its address and the index of all ids in, a page whose ids are resolved out, with the findings
//! about its front matter.
//!
//! The readers of the kinds take the [`PageHead`], so that a page is made once, with all of its values.

use std::sync::Arc;

use wellpress_diagnostics::{Diagnostic, quotable, rules};
use wellpress_io::fs::{MAX_NAME_BYTES, MAX_PATH_BYTES, is_device_name};
use wellpress_markdown::is_safe_address;

use crate::discover::{TextForm, WELL_KNOWN};
use crate::parse::document::Document;
use crate::parse::front_matter::FrontMatter;
use crate::sections::{ContentKind, Section};

use super::address::{AddressedDocument, Visibility};
use super::fields::{self, NamedInFields};
use super::lookup::Lookup;
use super::original::Original;
use super::page::{Page, PageRecord};
use super::page_head::PageHead;
use super::page_id::PageId;
use super::sign_off::{self, PageSignOffs};
use super::{article, exercise, person, programme, review, topic};

/// The document of a page in which only the text below the front matter was edited, so that the address stands.
pub(super) fn with_edited_text(page: &Page, document: Arc<Document>) -> AddressedDocument {
    let visibility = page.unpublished.map_or(Visibility::Published, Visibility::Included);
    let sign_offs = page.sign_offs.as_ref().map(|sign_offs| sign_offs.file.clone());
    let original = page.original.clone();
    AddressedDocument { document, visibility, url: page.url.clone(), path: page.path.clone(), sign_offs, original }
}

/// What a page of a section is called, and whether it needs reviews and disclaimers. The Easy Read version of a plain page needs none.
fn word_and_health(section: &Section, form: TextForm) -> (Arc<str>, bool) {
    match form {
        TextForm::EasyRead => (EASY_READ_WORD.into(), section.is_health && section.kind != ContentKind::Page),
        _ => (section.name.clone(), section.is_health),
    }
}

/// Makes the page of a document, with every id of the front matter resolved.
pub(super) fn read(lookup: Lookup<'_>, id: PageId, document: AddressedDocument) -> Page {
    let content = document.content();
    let AddressedDocument { document, visibility, url, path, sign_offs, original } = document;
    let Document { file, source, front, fields: written, body, front_texts, variables, included, .. } =
        Arc::unwrap_or_clone(document);
    let title = front.title().clone();
    let unpublished = if let Visibility::Included(reason) = visibility { Some(reason) } else { None };
    let of_original = original.as_deref();
    let head =
        PageHead { id, file: &file, title: &title, source: &source, body: &body, unpublished, original: of_original };
    let sign_offs = sign_offs.map(|file| PageSignOffs::of_page(lookup, &head, file));
    let mut findings = Vec::new();
    let mut named = NamedInFields::default();
    let fields = fields::read(lookup, &head, &written, &mut named, &mut findings);
    let field_pictures = std::mem::take(&mut named.pictures);
    let ai_checker = ai_checker(lookup, &head, &front, &mut findings);
    let record = read_record(lookup, &head, &front, named, sign_offs.as_ref(), &mut findings);
    if let Some(sign_offs) = sign_offs.as_ref().filter(|_| !sign_off::REVIEWED.contains(&head.file.kind)) {
        // Such a page shows no reviewers, and its sign-offs are checked all the same.
        sign_off::add_reviews(lookup, &head, sign_offs, &mut Vec::new(), &mut findings);
    }
    check(&head, &front, &mut findings);
    let front = with_robots_of_page(front, original.as_deref());
    findings.extend(included.iter().flat_map(|included| included.findings.iter().cloned()));
    let (word, is_health) = word_and_health(&lookup.config.sections[file.section], file.form);
    Page {
        id,
        section: file.section,
        kind: file.kind,
        word,
        form: file.form,
        name: file.id,
        route: file.route,
        is_health,
        language: file.language,
        url,
        path,
        source,
        content,
        folder: file.path[..file.path.rfind('/').map_or(0, |at| at + 1)].into(),
        title: title.value,
        title_span: title.span,
        description_span: front.description.as_ref().map(|description| description.span).unwrap_or_default(),
        description: front.description.as_ref().map(|description| description.value.clone()),
        front_texts,
        body,
        variables,
        included,
        unpublished,
        published: front.published,
        expires: front.expires.as_ref().map(|day| day.value),
        updated: front.updated,
        hero: front.hero.clone(),
        ai_checker,
        front,
        sign_offs,
        original,
        record,
        fields,
        field_pictures,
        findings,
    }
}

/// What messages call an Easy Read version.
const EASY_READ_WORD: &str = "Easy Read version";

/// The front matter of an Easy Read version, which says to search engines what its page says, unless it says something itself.
fn with_robots_of_page(front: Arc<FrontMatter>, original: Option<&Original>) -> Arc<FrontMatter> {
    match original.and_then(|original| original.robots.clone()).filter(|_| front.robots.is_none()) {
        Some(robots) => Arc::new(FrontMatter { robots: Some(robots), ..(*front).clone() }),
        None => front,
    }
}

/// The person who checked what a machine wrote.
fn ai_checker(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    findings: &mut Vec<Diagnostic>,
) -> Option<PageId> {
    let person = front.ai.as_ref()?.value.checked_by.as_ref()?;
    lookup.ids_of(page, findings).page(ContentKind::Person, person)
}

/// The record of the page's kind.
fn read_record(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    named: NamedInFields,
    sign_offs: Option<&PageSignOffs>,
    findings: &mut Vec<Diagnostic>,
) -> PageRecord {
    match page.file.kind {
        ContentKind::Article => {
            let editorial = review::read(lookup, page, front, named, sign_offs, findings);
            PageRecord::Article(Box::new(article::read(lookup, page, front, editorial, findings)))
        }
        ContentKind::Exercise => {
            let editorial = review::read(lookup, page, front, named, sign_offs, findings);
            PageRecord::Exercise(Box::new(exercise::read(lookup, page, front, editorial, findings)))
        }
        ContentKind::Programme => {
            let editorial = review::read(lookup, page, front, named, sign_offs, findings);
            PageRecord::Programme(Box::new(programme::read(lookup, page, front, editorial, findings)))
        }
        ContentKind::Topic => PageRecord::Topic(Box::new(topic::read(lookup, page, front, findings))),
        ContentKind::Person => PageRecord::Person(Box::new(person::read(page, front, findings))),
        ContentKind::Page | ContentKind::Disclaimer | ContentKind::Snippet => PageRecord::Plain,
    }
}

fn check(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    check_guide(page, front, findings);
    check_aliases(page, front, findings);
    check_canonical(page, front, findings);
    check_title(page, findings);
    check_tested_with(page, front, findings);
}

/// With whom a text was tested belongs to the text, which is the Easy Read version.
fn check_tested_with(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    if let Some(tested) = front.tested_with.as_ref().filter(|_| page.file.form == TextForm::Full) {
        let message = "`tested_with` belongs to an Easy Read version, and this is none";
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(tested.span), message);
        findings.push(finding.help("write it into the file that ends in `.easy.md`, or take it out"));
    }
}

fn check_guide(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    let guide = front.guide.filter(|guide| guide.value);
    if let Some(guide) = guide.filter(|_| page.file.kind.has_handouts()) {
        let message = "a page like an exercise or a programme cannot be a guide";
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(guide.span), message);
        findings.push(finding.help("take `guide` out; a programme puts exercises into an order"));
    }
}

/// A canonical address must be absolute, because search engines may read it on another host.
fn check_canonical(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    let Some(canonical) = &front.canonical else { return };
    let is_absolute = canonical.value.starts_with("https://") || canonical.value.starts_with("http://");
    if !(is_absolute && is_safe_address(&canonical.value)) {
        let message = format!("`{}` is not the whole address of a page", quotable(&canonical.value));
        let location = page.source.locate(canonical.span);
        findings.push(Diagnostic::new(&rules::URL_UNSAFE, location, message).help("begin it with `https://`"));
    }
}

/// A page without a title has no name in lists, in a browser's tab and for a screen reader.
fn check_title(page: &PageHead<'_>, findings: &mut Vec<Diagnostic>) {
    if page.title.value.trim().is_empty() {
        let key = if page.file.kind == ContentKind::Person { "name" } else { "title" };
        let location = page.source.locate(page.title.span);
        let finding = Diagnostic::new(&rules::FRONT_MATTER_REQUIRED, location, format!("the `{key}` is empty"));
        findings.push(finding.help("write a few words"));
    }
}

/// Aliases are paths below the root of this site. Whether another page has the path is for `resolve`.
fn check_aliases(page: &PageHead<'_>, front: &FrontMatter, findings: &mut Vec<Diagnostic>) {
    for alias in &front.aliases {
        if let Some((message, help)) = old_path_defect(&alias.value) {
            let location = page.source.locate(alias.span);
            findings.push(Diagnostic::new(&rules::SLUG_INVALID, location, message).help(help));
        }
    }
}

/// Why no redirect can be written at a path, and what to do: each part has to be a file name on every system and not hidden, and
/// all together have to fit into a path.
#[must_use]
pub fn old_path_defect(written: &str) -> Option<(String, &'static str)> {
    let path = written.trim_matches('/');
    if path.len() > MAX_PATH_BYTES {
        let start: String = written.chars().take(40).collect();
        let message = format!("the old path `{start}..` has {} bytes, over the limit of {MAX_PATH_BYTES}", path.len());
        return Some((message, "take it out; the host's own settings can redirect the old path"));
    }
    if let Some(reserved) = path.split('/').find(|segment| is_device_name(segment)) {
        let message =
            format!("Windows keeps the name `{reserved}` for a device, so that no folder or file can have it");
        return Some((message, "take it out; the host's own settings can redirect the old path"));
    }
    // `//host/path` is an address at another host, so that nobody can have meant a path of this site.
    let is_site_path =
        path.split('/').all(is_file_name) && !written.contains("//") && !path.chars().any(char::is_control);
    let help = match written.contains(['*', '?']) {
        true => {
            "an alias is one path: write this under `redirects` in the settings, such as `/old/*: /new/*` or `/?p=12: /new/`"
        }
        false => "write it from `/`, such as `/old/path/`",
    };
    (!is_site_path).then(|| (format!("`{}` is not a path of this site", quotable(written)), help))
}

/// Whether this part of a path can be the name of a file or folder that servers publish. `?`, `#` and `%` would mean something
/// else in an address, and the other characters are not allowed on Windows, nor a dot or a blank at the end.
fn is_file_name(segment: &str) -> bool {
    let is_hidden = segment.starts_with('.') && segment != WELL_KNOWN;
    let is_length_allowed = !segment.is_empty() && segment.len() <= MAX_NAME_BYTES;
    let has_foreign_end = segment.ends_with(['.', ' ']);
    let has_foreign_sign = segment.contains(['\\', '?', '#', '%', ':', '<', '>', '"', '|', '*']);
    is_length_allowed && !is_hidden && !has_foreign_end && !has_foreign_sign
}
