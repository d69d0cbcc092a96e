//! Links between pages: by path, by address, by id. One that leads nowhere is a finding with a suggestion.

pub(super) mod sources;

use wellpress_diagnostics::{Diagnostic, Span, nearest, nearest_path, rules};
use wellpress_markdown::body::{Link, LinkTarget, WikiLabel};

use crate::assets::{Asset, ImageDefect};
use crate::discover::{ContentKind, fold};
use crate::model::address::escape_path;
use crate::model::{LookupResult, Page, PageId, SitePath, is_export_file};

use super::bodies::{self, Href, ResolveContext, TextOrigin};
use super::pictures::published_url;

/// Where a link of a text goes.
pub(super) fn href(
    context: &ResolveContext<'_>,
    place: TextOrigin<'_>,
    link: &Link,
    assets: &mut Vec<String>,
    findings: &mut Vec<Diagnostic>,
) -> Href {
    let links = Links { context, place, span: link.span };
    let resolved = match &link.target {
        LinkTarget::External(_) => return Href::Outside,
        LinkTarget::Cite(_) => return Href::Cite,
        LinkTarget::Unsafe => return Href::Broken,
        LinkTarget::Path { path, anchor } => links.path(path, anchor.as_deref(), assets),
        LinkTarget::Wiki { kind, id, anchor, text } => links.wiki(kind.as_deref(), id, anchor.as_deref(), *text),
    };
    match resolved {
        Ok(href) => href,
        Err(finding) => {
            findings.push(*finding);
            Href::Broken
        }
    }
}

type Resolved = Result<Href, Box<Diagnostic>>;

#[derive(Clone, Copy)]
struct Links<'a> {
    context: &'a ResolveContext<'a>,
    place: TextOrigin<'a>,
    span: Span,
}

impl Links<'_> {
    fn path(self, path: &str, anchor: Option<&str>, assets: &mut Vec<String>) -> Resolved {
        match anchor {
            None if path.is_empty() => return Err(self.empty()),
            Some(_) if path.is_empty() => return self.own(anchor),
            _ => {}
        }
        let path = decode(path);
        if let Some(address) = path.strip_prefix('/') {
            return self.address(address, anchor, assets);
        }
        let wanted = path.split('?').next().unwrap_or(&path);
        let Some(file) = file_path(self.place.folder, wanted) else { return Err(self.broken(&path, None)) };
        match self.context.site.index.path(SitePath::File(&file)) {
            LookupResult::Page(page) => self.page(self.in_language(page), anchor, WikiLabel::Explicit),
            LookupResult::Hidden(why) => Err(self.hidden(&path, why.as_str())),
            LookupResult::Nothing => self.file(&path, &file, assets),
        }
    }

    /// An anchor on the same page.
    fn own(self, anchor: Option<&str>) -> Resolved {
        let anchor = anchor.unwrap_or_default();
        if let Some(page) = self.place.page {
            self.page(page, Some(anchor), WikiLabel::Explicit)?;
        }
        Ok(Href::Inside(format!("#{anchor}").into()))
    }

    /// The same page in the language of this text, where there is one.
    fn in_language(self, page: PageId) -> PageId {
        let site = self.context.site;
        let found = site.page(page);
        match site.index.find(found.kind, &found.name, self.place.language) {
            LookupResult::Page(translated) if site.page(translated).language == self.place.language => translated,
            _ => page,
        }
    }

    /// A file that is no page: something to download.
    fn file(self, path: &str, file: &str, assets: &mut Vec<String>) -> Resolved {
        if let Some(url) = published_url(self.context, file) {
            assets.push(file.to_owned());
            return self
                .context
                .assets
                .get(file)
                .and_then(|asset| self.active(path, asset))
                .map_or(Ok(Href::Inside(url.into())), Err);
        }
        let index = &self.context.site.index;
        if let Some(twin) = index.path_in_other_case(file) {
            return Err(self.case(path, twin));
        }
        let candidates = index.file_paths().filter(|known| known.ends_with(".md"));
        let near = nearest_path(file, candidates).or_else(|| same_name(file, index.file_paths()));
        let near = near.map(|near| relative(self.place.folder, near));
        Err(self.broken(path, near.as_deref()))
    }

    /// A path from the root of the site.
    fn address(self, address: &str, anchor: Option<&str>, assets: &mut Vec<String>) -> Resolved {
        let index = &self.context.site.index;
        let folder = address.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let address = folder.unwrap_or(address);
        let slashed =
            if address.is_empty() || address.ends_with('/') { address.to_owned() } else { format!("{address}/") };
        match index.path(SitePath::Address(&slashed)) {
            LookupResult::Page(page) => return self.page(page, anchor, WikiLabel::Explicit),
            LookupResult::Hidden(why) => return Err(self.hidden(&format!("/{address}"), why.as_str())),
            LookupResult::Nothing => {}
        }
        if let Some(found) = self.generated(&slashed, anchor) {
            return found;
        }
        if let Some(page) = index.alias(address) {
            return self.page(page, anchor, WikiLabel::Explicit);
        }
        if self.is_generated_file(address) {
            return Ok(Href::Inside(format!("{}{address}", self.context.config.base.path).into()));
        }
        let file = format!("static/{address}");
        if let Some(url) = published_url(self.context, &file) {
            assets.push(file);
            return Ok(Href::Inside(url.into()));
        }
        let shown = format!("/{address}");
        if let Some(twin) = index.address_paths().find(|known| fold(known) == fold(&slashed)) {
            return Err(self.case(&shown, &format!("/{twin}")));
        }
        let near = nearest_path(&slashed, index.address_paths().chain(GENERATED.iter().copied()));
        Err(self.broken(&shown, near.map(|near| format!("/{near}")).as_deref()))
    }

    /// A page that the build makes: the home page, a section's list, the glossary, the corrections, a handout, the
    /// citation index, a source's page, the page to search on.
    fn generated(self, address: &str, anchor: Option<&str>) -> Option<Resolved> {
        let site = self.context.site;
        let (language, path) = self.split_language(address);
        let source = path.strip_prefix("references/").and_then(|rest| rest.strip_suffix('/'));
        let is_source =
            source.is_some_and(|slug| site.library.references().iter().any(|reference| reference.key.slug() == slug));
        let has_pages = |kind: ContentKind| site.pages_of(kind, language).next().is_some();
        let is_list =
            ContentKind::ALL.into_iter().any(|kind| path.trim_end_matches('/') == kind.folder() && has_pages(kind));
        let is_glossary = path == "glossary/" && site.glossaries.iter().any(|glossary| glossary.language == language);
        let is_search = path == "search/" && self.context.config.has_search();
        let is_history = path == "corrections/" && !site.corrections(language).is_empty();
        let printed = address.strip_suffix("print/").map(|page| site.index.path(SitePath::Address(page)));
        let is_handout = matches!(printed, Some(LookupResult::Page(page)) if has_handout(site.page(page)));
        let is_section = is_list || is_glossary || is_history || is_search;
        let is_of_sources = language == 0 && (is_source || path == "references/");
        if !(path.is_empty() || is_section || is_handout || is_of_sources) {
            return None;
        }
        if let (true, Some(anchor)) = (is_glossary, anchor) {
            let glossary = bodies::glossary_of(site, language)?;
            let mut anchors = glossary.terms.iter().map(|term| term.anchor.as_str());
            if !anchors.clone().any(|known| known == anchor) {
                return Some(Err(self.no_anchor("the glossary", anchor, &mut anchors)));
            }
        }
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        let url = format!("{}{}{anchor}", self.context.config.base.path, escape_path(address));
        Some(Ok(Href::Inside(url.into())))
    }

    /// A file that the build makes: of every site, of all sources, or of those of a page.
    fn is_generated_file(self, address: &str) -> bool {
        let (folder, name) = address.rsplit_once('/').map_or(("", address), |(folder, name)| (folder, name));
        let site = self.context.site;
        let page = || site.index.path(SitePath::Address(&format!("{folder}/")));
        let has_sources = || match page() {
            LookupResult::Page(page) => site.page(page).editorial().is_some() && !site.library.references().is_empty(),
            _ => folder.is_empty() && !site.library.references().is_empty(),
        };
        let is_feed = || self.split_language(address).1 == "feed.xml";
        FILES.contains(&address) || is_feed() || (is_export_file(name) && has_sources())
    }

    fn split_language(self, address: &str) -> (usize, &str) {
        let languages = &self.context.config.languages;
        let found = languages
            .iter()
            .enumerate()
            .skip(1)
            .find_map(|(number, language)| Some((number, address.strip_prefix(&language.tag)?.strip_prefix('/')?)));
        found.unwrap_or((0, address))
    }

    fn wiki(self, kind: Option<&str>, id: &str, anchor: Option<&str>, text: WikiLabel) -> Resolved {
        let index = &self.context.site.index;
        if id.is_empty() {
            return if kind.is_none() { self.own(anchor) } else { Err(self.empty()) };
        }
        let kinds = match kind {
            None => PAGES.to_vec(),
            Some(name) => match ContentKind::find(name).filter(|kind| *kind != ContentKind::Disclaimer) {
                Some(kind) => vec![kind],
                None => {
                    let finding = self.finding(format!("there is no kind `{name}`"));
                    return Err(Box::new(match nearest(name, PAGES.iter().map(|kind| kind.name())) {
                        Some(near) => finding.suggest(Some(near)),
                        None => {
                            finding.help("write `article`, `exercise`, `topic`, `person` or `page` before the colon")
                        }
                    }));
                }
            },
        };
        let found: Vec<(ContentKind, LookupResult)> =
            kinds.iter().map(|kind| (*kind, index.find(*kind, id, self.place.language))).collect();
        let pages: Vec<(ContentKind, PageId)> = found
            .iter()
            .filter_map(|(kind, found)| if let LookupResult::Page(page) = found { Some((*kind, *page)) } else { None })
            .collect();
        match pages.as_slice() {
            [(_, page)] => self.page(*page, anchor, text),
            [] => Err(self.no_page(&found, kind, id, &kinds)),
            several => {
                let options: Vec<String> = several.iter().map(|(kind, _)| format!("`[[{kind}:{id}]]`")).collect();
                let message = format!("`{id}` is the id of more than one page");
                let finding = Diagnostic::new(&rules::LINK_AMBIGUOUS, self.place.source.locate(self.span), message);
                Err(Box::new(finding.help(format!("write {}", options.join(" or ")))))
            }
        }
    }

    fn no_page(
        self,
        found: &[(ContentKind, LookupResult)],
        kind: Option<&str>,
        id: &str,
        kinds: &[ContentKind],
    ) -> Box<Diagnostic> {
        let hidden =
            found.iter().find_map(|(_, found)| if let LookupResult::Hidden(why) = found { Some(why) } else { None });
        if let Some(why) = hidden {
            return self.hidden(id, why.as_str());
        }
        let index = &self.context.site.index;
        let ids: Vec<&str> = kinds.iter().flat_map(|kind| index.ids(*kind)).collect();
        if let Some(twin) = ids.iter().find(|known| fold(known) == fold(id)) {
            return self.case(id, twin);
        }
        let what = kind.unwrap_or("page");
        let finding = self.finding(format!("there is no {what} with the id `{id}`"));
        Box::new(finding.suggest_or(nearest(id, ids), "an id is the name of a file, or of the folder of an `index.md`"))
    }

    /// A page, where its anchor is there too.
    fn page(self, id: PageId, anchor: Option<&str>, text: WikiLabel) -> Resolved {
        let page = self.context.site.page(id);
        let anchors = &self.context.outlines[id.index()].anchors;
        let anchor = match anchor.filter(|anchor| !anchor.is_empty()) {
            None => None,
            // Whether the page has the source is known once it is known who cites what.
            Some(anchor) if anchors.contains(anchor) || sources::of_anchor(self.context.site, anchor).is_some() => {
                Some(anchor.into())
            }
            Some(anchor) => {
                let slugged = slug::slugify(anchor);
                if self.place.page.is_some() && anchors.contains(&slugged) && text == WikiLabel::PageTitle {
                    Some(slugged.into())
                } else {
                    let whose = format!("`{}`", page.source.path);
                    return Err(self.no_anchor(&whose, anchor, anchors.iter()));
                }
            }
        };
        Ok(Href::Page { page: id, anchor, text })
    }

    fn finding(self, message: String) -> Diagnostic {
        Diagnostic::new(&rules::LINK_BROKEN, self.place.source.locate(self.span), message)
    }

    fn broken(self, path: &str, near: Option<&str>) -> Box<Diagnostic> {
        let finding = self.finding(format!("`{path}` leads nowhere"));
        Box::new(
            finding.suggest_or(near, "write the path of a file of this site as seen from this one, or a whole address"),
        )
    }

    fn empty(self) -> Box<Diagnostic> {
        let finding = self.finding("this link has no address".to_owned());
        Box::new(finding.help("write where it leads between the brackets, or take it out"))
    }

    /// A drawing that would act once the reader follows the link and opens it by its own address.
    fn active(self, path: &str, asset: &Asset) -> Option<Box<Diagnostic>> {
        let defect = asset.picture.as_ref().err().filter(|defect| matches!(defect, ImageDefect::ActiveContent(_)))?;
        let message = format!("`{path}` is not published: {defect}");
        let finding = Diagnostic::new(&rules::PICTURE_INVALID, self.place.source.locate(self.span), message);
        Some(Box::new(finding.help("export it as a plain drawing")))
    }

    fn case(self, path: &str, twin: &str) -> Box<Diagnostic> {
        let message = format!("`{path}` differs from `{twin}` in case");
        let finding = Diagnostic::new(&rules::LINK_CASE, self.place.source.locate(self.span), message);
        Box::new(finding.help("write it as the file is named: many servers tell the two apart"))
    }

    fn hidden(self, path: &str, why: &str) -> Box<Diagnostic> {
        let message = format!("`{path}` is not published: {why}");
        let finding = Diagnostic::new(&rules::LINK_UNPUBLISHED, self.place.source.locate(self.span), message);
        Box::new(finding.help("publish that page, or take the link out"))
    }

    fn no_anchor<'n>(self, whose: &str, anchor: &str, known: impl Iterator<Item = &'n str>) -> Box<Diagnostic> {
        let message = format!("{whose} has no anchor `#{anchor}`");
        let finding = Diagnostic::new(&rules::LINK_ANCHOR, self.place.source.locate(self.span), message);
        Box::new(finding.suggest_or(nearest(anchor, known), "give the heading that is meant an id: `## Title {#id}`"))
    }
}

/// Kinds that have pages, in the order in which they are named.
const PAGES: [ContentKind; 6] = [
    ContentKind::Article,
    ContentKind::Exercise,
    ContentKind::Programme,
    ContentKind::Topic,
    ContentKind::Person,
    ContentKind::Page,
];

/// Files that the build makes of every site.
const FILES: [&str; 5] = ["404.html", "build-info.json", "robots.txt", "site.webmanifest", "sitemap.xml"];

/// Whether a page is there for printing as well.
fn has_handout(page: &Page) -> bool {
    matches!(page.kind, ContentKind::Exercise | ContentKind::Programme) && !page.is_withdrawn()
}

const GENERATED: [&str; 7] = ["articles/", "exercises/", "topics/", "people/", "references/", "glossary/", "search/"];

/// The file that a path means, relative to the root: beside `folder`, or in `static` where it begins with `/`. `None`
/// where it leads out of the content.
pub(super) fn file_path(folder: &str, path: &str) -> Option<String> {
    if let Some(rooted) = path.strip_prefix('/') {
        return join("static/", rooted);
    }
    join(folder, path).filter(|file| file.starts_with("content/"))
}

fn join(folder: &str, path: &str) -> Option<String> {
    let mut segments: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    for segment in path.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                segments.pop()?;
            }
            _ => segments.push(segment),
        }
    }
    Some(segments.join("/"))
}

/// A path of the root as it would be written in a file of `folder`.
fn relative(folder: &str, file: &str) -> String {
    let from: Vec<&str> = folder.split('/').filter(|segment| !segment.is_empty()).collect();
    let to: Vec<&str> = file.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = "../".repeat(from.len() - common);
    format!("{up}{}", to[common..].join("/"))
}

/// A file with the same name in another folder, or a bundle named so.
fn same_name<'a>(file: &str, mut known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = file.rsplit('/').next()?;
    let stem = name.strip_suffix(".md")?;
    known.find(|path| path.ends_with(&format!("/{name}")) || path.ends_with(&format!("/{stem}/index.md")))
}

/// Takes percent signs out of a path; what is not UTF-8 stays as it is.
fn decode(path: &str) -> String {
    if !path.contains('%') {
        return path.to_owned();
    }
    let bytes = path.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex =
            path.get(at + 1..at + 3).filter(|_| bytes[at] == b'%').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        decoded.push(hex.unwrap_or(bytes[at]));
        at += if hex.is_some() { 3 } else { 1 };
    }
    String::from_utf8(decoded).unwrap_or_else(|_| path.to_owned())
}
