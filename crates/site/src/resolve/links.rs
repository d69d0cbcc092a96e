//! Resolves one link of a text to an [`Href`]: links by path, by address and by id (`[[id]]`). A link that leads nowhere is a
//! finding with a suggestion.
//!
//! Whether the anchor of a source exists is left to [`sources`], because that is known only once all citations are.

mod generated;
mod paths;
mod source_anchor;
pub(super) mod sources;

use wellpress_diagnostics::{Diagnostic, Missing, Rule, Span, may_suggest, nearest, nearest_path, rules};
use wellpress_foundation::text::without_case;
use wellpress_markdown::body::{Link, LinkTarget, WikiLabel};

use crate::model::page::Unpublished;
use crate::model::{Among, LookupResult, PageId, PagePath};
use crate::sections::SectionId;

use super::context::{ResolveContext, TextOrigin};
use super::pictures::{asset_url, published_url};
use super::publications::{self, Verdict};
use super::targets::Href;
use generated::OTHER_LISTS;
pub(super) use paths::{data_path, decode, file_path};

/// The target of a link. Files that it leads to are added to `assets`, so that they are published.
pub(super) fn href(
    context: &ResolveContext<'_>,
    origin: TextOrigin<'_>,
    link: &Link,
    assets: &mut Vec<String>,
    findings: &mut Vec<Diagnostic>,
) -> Href {
    let resolver = LinkResolver { context, origin, span: link.span, has_suggestions: may_suggest(findings) };
    let resolved = match &link.target {
        LinkTarget::External(_) => return Href::External,
        LinkTarget::Cite(_) => return Href::Citation,
        // The parser has reported it.
        LinkTarget::Unsafe => return Href::Broken,
        LinkTarget::Path { path, anchor } => {
            resolver.path_link(path, anchor.as_deref(), &mut Files { assets, findings })
        }
        LinkTarget::Wiki { kind, id, anchor, text } => {
            resolver.wiki_link(kind.as_deref(), id, anchor.as_deref(), *text)
        }
    };
    match resolved {
        Ok(href) => href,
        Err(finding) => {
            findings.push(*finding);
            Href::Broken
        }
    }
}

/// Boxed, because a diagnostic is many times larger than an [`Href`] and nearly all links resolve.
type HrefResult = Result<Href, Box<Diagnostic>>;

/// The files that a text publishes, and the findings about them.
struct Files<'a> {
    assets: &'a mut Vec<String>,
    findings: &'a mut Vec<Diagnostic>,
}

/// Resolves the link at `span` in the text of `origin`.
///
/// The same path can mean several things, and the first of these wins: a page, a page that the build generates, an old
/// address (alias) of a page, a file that the build generates, a file of the content. This is the order in which a host
/// would serve them, because clashes between them are findings of their own.
#[derive(Clone, Copy)]
struct LinkResolver<'a> {
    context: &'a ResolveContext<'a>,
    origin: TextOrigin<'a>,
    span: Span,
    /// Whether a finding about the link names what may be meant.
    has_suggestions: bool,
}

impl LinkResolver<'_> {
    fn path_link(self, path: &str, anchor: Option<&str>, files: &mut Files<'_>) -> HrefResult {
        match anchor {
            None if path.is_empty() => return Err(self.empty()),
            Some(anchor) if path.is_empty() => return self.anchor_on_same_page(anchor),
            _ => {}
        }
        let path = paths::decode(path);
        if let Some(address) = path.strip_prefix('/') {
            return self.address_link(address, anchor, files);
        }
        let without_query = path.split('?').next().unwrap_or(&path);
        let Some(file) = self.file_path(without_query) else {
            if let Some(url) = self.source_file(without_query, anchor) {
                return Ok(Href::SiteUrl(url.into()));
            }
            return Err(self.broken(&path, self.file_at_address(without_query).as_deref()));
        };
        match self.context.site.index.path(PagePath::File(&file)) {
            LookupResult::Page(page) => self.page(self.in_language_of_text(page), anchor, WikiLabel::Explicit),
            LookupResult::Hidden(reason) => Err(self.hidden(&path, reason)),
            LookupResult::Several | LookupResult::Nothing => {
                self.folder(&file, anchor).unwrap_or_else(|| self.asset(&path, &file, files))
            }
        }
    }

    /// The page of a folder that a path names: its text, or the list that the build makes of it.
    fn folder(self, path: &str, anchor: Option<&str>) -> Option<HrefResult> {
        let (site, config) = (self.context.site, self.context.config);
        let text = ["index.md", "README.md"].map(|name| format!("{path}/{name}"));
        if let Some(page) = text.iter().find_map(|file| site.index.path(PagePath::File(file)).page()) {
            return Some(self.page(self.in_language_of_text(page), anchor, WikiLabel::Explicit));
        }
        let (section, route) = config.sections.of_file(config.content_folder().below(path)?)?;
        let folder = site.tree.at_route(section, self.origin.language, route)?;
        self.generated_page(&folder.path, anchor)
    }

    /// The address of a file that is no content, where those who change the site find it. `None` if the settings name no such place.
    fn source_file(self, path: &str, anchor: Option<&str>) -> Option<String> {
        let view = self.context.config.settings.source_files.view.as_ref()?.value.trim_end_matches('/');
        let mut segments: Vec<&str> = self.origin.folder.split('/').filter(|segment| !segment.is_empty()).collect();
        let mut root = view;
        for segment in path.split('/') {
            match segment {
                "" | "." => {}
                ".." if segments.pop().is_none() => root = root.rsplit_once('/').map(|(above, _)| above)?,
                ".." => {}
                _ => segments.push(segment),
            }
        }
        let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
        root.contains("://").then(|| format!("{root}/{}{anchor}", segments.join("/")))
    }

    fn file_path(self, path: &str) -> Option<String> {
        file_path(self.context.config.content_folder(), self.origin.folder, path)
    }

    fn anchor_on_same_page(self, anchor: &str) -> HrefResult {
        // A text without a page, such as a disclaimer, is shown on many: whether they have the anchor is not known.
        let on_page = self.origin.page.map(|page| self.page(page, Some(anchor), WikiLabel::Explicit)).transpose()?;
        let id = match &on_page {
            Some(Href::Page { anchor: Some(id), .. }) => id,
            _ => anchor,
        };
        Ok(Href::SiteUrl(format!("#{id}").into()))
    }

    /// The translation of a page into the language of this text, or the page itself if it has none. Authors of a translation
    /// can keep the paths of the original this way.
    fn in_language_of_text(self, page: PageId) -> PageId {
        let site = self.context.site;
        let language = self.origin.language;
        site.index.in_language(site.page(page), language).unwrap_or(page)
    }

    /// A file that is no page, for readers to download. `path` is the link as written, `file` relative to the site's root.
    fn asset(self, path: &str, file: &str, files: &mut Files<'_>) -> HrefResult {
        if let Some(asset) = self.context.assets.get(file) {
            return match publications::judge(self.context, self.origin, self.span, path, asset) {
                Verdict::Published(about_metadata) => {
                    files.findings.extend(about_metadata);
                    files.assets.push(file.to_owned());
                    Ok(Href::SiteUrl(asset_url(self.context, asset).into()))
                }
                Verdict::Refused(finding) => Err(finding),
            };
        }
        let index = &self.context.site.index;
        if let Some(actual) = index.path_in_other_case(file) {
            return Err(self.differs_in_case(path, actual));
        }
        let pages = index.file_paths().filter(|candidate| candidate.ends_with(".md"));
        let suggestion = || nearest_path(file, pages).or_else(|| paths::with_same_name(file, index.file_paths()));
        let suggestion = if self.has_suggestions { suggestion() } else { None };
        let suggestion = suggestion.map(|suggestion| paths::relative(self.origin.folder, suggestion));
        Err(self.broken(path, self.file_at_address(path).or(suggestion).as_deref()))
    }

    /// The file of the page that a path means as an address, relative to the address of this page or to its folder. Other
    /// generators write links so; here a link names a file, so that it also works in an editor.
    fn file_at_address(self, path: &str) -> Option<String> {
        let site = self.context.site;
        let own_address = self.origin.page.and_then(|page| {
            let url = site.page(page).url.as_str();
            url.strip_prefix(self.context.config.base.path.as_str())
        });
        let beside_page = own_address.and_then(|address| paths::join(address, path));
        let beside_file = self.file_path(path);
        let content = self.context.config.content_folder();
        let beside_file = beside_file.as_deref().and_then(|file| content.below(file)).map(str::to_owned);
        let pages = [beside_page, beside_file]
            .into_iter()
            .flatten()
            .filter_map(|address| site.index.path(PagePath::Address(&format!("{address}/"))).page());
        pages.map(|page| paths::relative(self.origin.folder, &site.page(page).source.path)).next()
    }

    /// A path from the root of the site, given without its first `/`.
    fn address_link(self, address: &str, anchor: Option<&str>, files: &mut Files<'_>) -> HrefResult {
        let index = &self.context.site.index;
        let folder = address.strip_suffix("index.html").filter(|folder| folder.is_empty() || folder.ends_with('/'));
        let address = folder.unwrap_or(address);
        let with_slash =
            if address.is_empty() || address.ends_with('/') { address.to_owned() } else { format!("{address}/") };
        match index.path(PagePath::Address(&with_slash)) {
            LookupResult::Page(page) => return self.page(page, anchor, WikiLabel::Explicit),
            LookupResult::Hidden(reason) => return Err(self.hidden(&format!("/{address}"), reason)),
            LookupResult::Several | LookupResult::Nothing => {}
        }
        if let Some(resolved) = self.generated_page(&with_slash, anchor) {
            return resolved;
        }
        if let Some(page) = index.alias(address) {
            return self.page(page, anchor, WikiLabel::Explicit);
        }
        if self.is_generated_file(address) {
            return Ok(Href::SiteUrl(format!("{}{address}", self.context.config.base.path).into()));
        }
        let file = format!("static/{address}");
        if let Some(url) = published_url(self.context, &file) {
            files.assets.push(file);
            return Ok(Href::SiteUrl(url.into()));
        }
        if self.is_gone_with_withdrawn_page(address, &with_slash) {
            let finding = self.finding(&rules::LINK_WITHDRAWN, format!("`/{address}` is gone with a withdrawn page"));
            return Err(Box::new(finding.help("take it out: readers would find nothing")));
        }
        Err(self.no_address(address, &with_slash))
    }

    fn no_address(self, address: &str, with_slash: &str) -> Box<Diagnostic> {
        let index = &self.context.site.index;
        let path = format!("/{address}");
        if self.has_suggestions
            && let Some(actual) =
                index.address_paths().find(|candidate| without_case(candidate) == without_case(with_slash))
        {
            return self.differs_in_case(&path, &format!("/{actual}"));
        }
        let lists: Vec<String> = index.sections().with_lists().map(|(_, section)| section.list_path()).collect();
        let lists = lists.iter().map(String::as_str).chain(OTHER_LISTS);
        let paths = index.address_paths().chain(lists);
        let suggestion = if self.has_suggestions { nearest_path(with_slash, paths) } else { None };
        self.broken(&path, suggestion.map(|suggestion| format!("/{suggestion}")).as_deref())
    }

    fn wiki_link(self, kind: Option<&str>, id: &str, anchor: Option<&str>, text: WikiLabel) -> HrefResult {
        let index = &self.context.site.index;
        if id.is_empty() {
            return if kind.is_none() {
                self.anchor_on_same_page(anchor.unwrap_or_default())
            } else {
                Err(self.empty())
            };
        }
        let among = match kind {
            None => Among::All,
            Some(name) => Among::Section(self.section(name)?),
        };
        match index.find(among, id, self.origin.language) {
            LookupResult::Page(page) => self.page(page, anchor, text),
            LookupResult::Hidden(reason) => Err(self.hidden(id, reason)),
            LookupResult::Several => Err(self.ambiguous(among, id)),
            LookupResult::Nothing => Err(self.no_page(among, kind, id)),
        }
    }

    /// The section whose name stands before the colon of `[[condition:id]]`. Disclaimers have no pages.
    fn section(self, name: &str) -> Result<SectionId, Box<Diagnostic>> {
        let sections = &self.context.config.sections;
        let named_section = sections.with_pages().find(|(_, section)| *section.name == *name);
        named_section.map(|(id, _)| id).ok_or_else(|| {
            let names: Vec<&str> = sections.with_pages().map(|(_, section)| &*section.name).collect();
            let help = format!("write one of `{}` before the colon", names.join("`, `"));
            Box::new(self.broken_link(format!("there is no kind `{name}`")).suggest_or(nearest(name, names), help))
        })
    }

    fn no_page(self, among: Among, kind: Option<&str>, id: &str) -> Box<Diagnostic> {
        let index = &self.context.site.index;
        let ids: Vec<&str> = if self.has_suggestions { index.ids(among).collect() } else { Vec::new() };
        if let Some(actual) = ids.iter().find(|candidate| without_case(candidate) == without_case(id)) {
            return self.differs_in_case(id, actual);
        }
        let finding = self.broken_link(format!("there is no {} with the id `{id}`", kind.unwrap_or("page")));
        let finding = finding.about_missing(Missing::File(id.to_owned()));
        Box::new(finding.suggest_or(nearest(id, ids), "an id is the name of a file, or of the folder of an `index.md`"))
    }

    fn ambiguous(self, among: Among, id: &str) -> Box<Diagnostic> {
        let message = format!("`{id}` is the id of more than one page");
        let links = self.context.site.index.links_to_candidates(among, id, self.origin.language);
        let finding = self.finding(&rules::LINK_AMBIGUOUS, message);
        Box::new(finding.help(format!("write `{}`", links.join("` or `"))))
    }

    /// A link to a page. A finding if the page does not have the anchor.
    fn page(self, id: PageId, anchor: Option<&str>, text: WikiLabel) -> HrefResult {
        let anchors = &self.context.outlines[id].anchors;
        let anchor = match anchor.filter(|anchor| !anchor.is_empty()) {
            None => None,
            // Citations are resolved later; `sources` then checks whether the page cites the source.
            Some(anchor)
                if anchors.contains(anchor) || source_anchor::of_anchor(self.context.site, anchor).is_some() =>
            {
                Some(anchor.into())
            }
            Some(anchor) => {
                // `[[id#Some heading]]` may name the heading by its words.
                let slug = slug::slugify(anchor);
                let is_heading = anchors.contains(&slug);
                // A heading whose words are an id of the theme has a number behind them.
                let numbered = format!("{anchor}-1");
                if self.origin.page.is_some() && is_heading && text == WikiLabel::PageTitle {
                    Some(slug.into())
                } else if anchors.contains(&numbered) {
                    Some(numbered.into())
                } else if let Some(id) = anchors.only_with_letters_of(&slug) {
                    Some(id.into())
                } else {
                    let target = format!("`{}`", self.context.site.page(id).source.path);
                    return Err(self.no_anchor(&target, anchor, anchors.iter()));
                }
            }
        };
        Ok(Href::Page { page: id, anchor, text })
    }

    fn finding(self, rule: &'static Rule, message: String) -> Diagnostic {
        self.origin.finding(rule, self.span, message)
    }

    fn broken_link(self, message: String) -> Diagnostic {
        self.finding(&rules::LINK_BROKEN, message)
    }

    fn broken(self, path: &str, suggestion: Option<&str>) -> Box<Diagnostic> {
        let help = match path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")) {
            Some(name) => format!("a link names the file of a page, such as `{name}.md`, and not its address"),
            None => "write the path of a file of this site as seen from this one, or a whole address".to_owned(),
        };
        let finding = self.broken_link(format!("`{path}` leads nowhere")).about_missing(Missing::File(path.to_owned()));
        Box::new(finding.suggest_or(suggestion, help))
    }

    fn empty(self) -> Box<Diagnostic> {
        let finding = self.broken_link("this link has no address".to_owned());
        Box::new(finding.help("write where it leads between the brackets, or take it out"))
    }

    fn differs_in_case(self, path: &str, actual: &str) -> Box<Diagnostic> {
        let finding = self.finding(&rules::LINK_CASE, format!("`{path}` differs from `{actual}` in case"));
        Box::new(finding.help("write it as the file is named: many servers tell the two apart"))
    }

    fn hidden(self, path: &str, reason: Unpublished) -> Box<Diagnostic> {
        let message = format!("`{path}` is not published: {}", reason.as_str());
        let finding = self.finding(&rules::LINK_UNPUBLISHED, message);
        Box::new(finding.help(format!("{}, or take the link out", reason.remedy())))
    }

    fn no_anchor<'n>(self, target: &str, anchor: &str, anchors: impl Iterator<Item = &'n str>) -> Box<Diagnostic> {
        let finding = self.finding(&rules::LINK_ANCHOR, format!("{target} has no anchor `#{anchor}`"));
        let help = "give the heading that is meant an id: `## Title {#id}`";
        let near = if self.has_suggestions { nearest(anchor, anchors) } else { None };
        Box::new(finding.suggest_or(near, help))
    }
}
