//! Resolves `redirects` of the settings: old addresses of the site, each with the page, file or other site that it leads to.
//!
//! Input is the map as the settings have it; output is what the renderer writes for hosts. An address that nothing can redirect, one
//! that something else has, and one that leads nowhere are findings. Aliases, the old addresses in front matter, are for `aliases`.

use std::collections::{BTreeMap, HashMap};

use url::Url;

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, Location, Severity, quotable, rules};
use wellpress_foundation::text::without_case;
use wellpress_markdown::body::{Link, LinkTarget};

use crate::assets::Asset;
use crate::config::{FolderRedirects, MAIN_LANGUAGE, RedirectSupport};
use crate::model::Page;
use crate::model::address::{alias_path, escape_path};
use crate::model::old_path_defect;

use super::aliases::{is_generated, path_key};
use super::citation_index::CitationIndex;
use super::context::{ResolveContext, TextOrigin};
use super::links;
use super::settings_links::{SettingsLink, classify};
use super::targets::Href;

/// A redirect of the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingsRedirect {
    /// The addresses that it is for.
    pub from: OldAddress,
    /// Where they lead, percent-encoded: from the root of the host, or a whole address.
    pub to: String,
    /// Whether the part of the path below a folder is appended to `to`.
    pub keeps_rest: bool,
}

/// An old address: of one page (`/old/`), of everything below a folder (`/old/*`), or of a path with a query (`/?p=12`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OldAddress {
    /// As the path of an output file, without `index.html`: `old/`, `old.html`, empty for the home page.
    pub path: String,
    /// Whether it is for everything below `path`.
    pub is_folder: bool,
    /// What the query must have, sorted; empty for any query.
    pub query: Vec<(String, String)>,
}

/// What is wrong with an address, and what to do.
type Defect = (String, &'static str);

impl OldAddress {
    fn parse(written: &str) -> Result<Self, Defect> {
        let is_site_path = written.starts_with('/') && !written.starts_with("//");
        let (path, query) = written.split_once('?').unwrap_or((written, ""));
        let (is_folder, path) = path.strip_suffix("/*").map_or((false, path), |folder| (true, folder));
        if !is_site_path {
            let message = format!("`{}` is not a path of this site", quotable(written));
            return Err((message, "write the old address from `/`, such as `/old/path/`"));
        }
        if path.contains('*') || (is_folder && !query.is_empty()) {
            let message = format!("`{}` has a `*` where none can stand", quotable(written));
            return Err((message, "`*` stands for the rest of the path, as the last part of the address: `/old/*`"));
        }
        if let Some(defect) = Some(path).filter(|path| *path != "/" && !path.is_empty()).and_then(old_path_defect) {
            return Err(defect);
        }
        let path = if is_folder { format!("{}/", path.trim_matches('/')) } else { alias_path(path) };
        let mut query = if query.is_empty() { Vec::new() } else { query_pairs(written, query)? };
        query.sort();
        Ok(Self { path: if path == "/" { String::new() } else { path }, is_folder, query })
    }

    /// What paths of pages are compared with. Neither case nor the last slash count, as for aliases.
    fn key(&self) -> PathKey {
        match self.is_folder {
            true => PathKey::Below(without_case(&self.path)),
            false => PathKey::Page(as_folder(&self.path)),
        }
    }

    /// Whether it is one path whatever the query, so that a page can stand there.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.is_folder && self.query.is_empty()
    }
}

/// The pairs of a query. Other characters would mean something else in the files of one host or another.
fn query_pairs(written: &str, query: &str) -> Result<Vec<(String, String)>, Defect> {
    query.split('&').map(query_pair).collect::<Option<_>>().ok_or_else(|| {
        let message = format!("the query of `{}` is not one that a host can compare", quotable(written));
        (message, "write it as `name=value`, several with `&` between them, in letters, digits, `-`, `_`, `.` and `~`")
    })
}

fn query_pair(pair: &str) -> Option<(String, String)> {
    let (name, value) = pair.split_once('=').filter(|(name, value)| is_query_name(name) && is_query_value(value))?;
    Some((name.to_owned(), value.to_owned()))
}

fn is_query_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn is_query_value(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-._~".contains(c))
}

/// An entry of the map with what it means, before it is known where it leads.
struct Entry<'a> {
    written: &'a str,
    location: Location,
    from: OldAddress,
    to: &'a Located<String>,
}

/// The old addresses of a redirect in the form in which they are compared.
#[derive(Debug, PartialEq, Eq, Hash)]
enum PathKey {
    /// One path, with `/` at its end.
    Page(String),
    /// All paths below a folder, which ends in `/`.
    Below(String),
}

/// The entries of the map that can be read. A site that moved can have thousands of them.
#[derive(Default)]
struct Entries<'a> {
    in_order: Vec<Entry<'a>>,
    /// The indices of the entries with the same key.
    by_path: HashMap<PathKey, Vec<usize>>,
}

impl<'a> Entries<'a> {
    fn add(&mut self, entry: Entry<'a>) {
        self.by_path.entry(entry.from.key()).or_default().push(self.in_order.len());
        self.in_order.push(entry);
    }

    /// The first of the entries that redirect a path.
    fn first_that_covers(&self, path: &str, redirects: impl Fn(&Entry<'a>) -> bool) -> Option<&Entry<'a>> {
        let covering = keys_covering(path).into_iter().filter_map(|key| self.by_path.get(&key)).flatten();
        covering.filter(|index| redirects(&self.in_order[**index])).min().map(|index| &self.in_order[*index])
    }
}

/// More folders than the path of any page has.
const MAX_FOLDERS: usize = 256;

/// The keys of all old addresses that cover the path of a page. All pages are below the folder without a name.
fn keys_covering(path: &str) -> Vec<PathKey> {
    let folder = as_folder(path);
    let folder_ends = folder.match_indices('/').map(|(slash, _)| slash + 1).take(MAX_FOLDERS);
    let folders = [0].into_iter().chain(folder_ends).map(|end| PathKey::Below(folder[..end].to_owned()));
    folders.chain([PathKey::Page(folder.clone())]).collect()
}

/// A path in the form in which it is compared, with `/` at its end.
fn as_folder(path: &str) -> String {
    format!("{}/", path_key(path))
}

/// What stands at the addresses of the site, by path with `/` at its end: a lookup for each redirect instead of a look at all pages.
struct Occupants<'a> {
    pages: BTreeMap<String, &'a Page>,
    aliases: BTreeMap<String, (&'a Page, &'a Located<String>)>,
    files: BTreeMap<String, &'a Asset>,
}

impl<'a> Occupants<'a> {
    fn of(context: &ResolveContext<'a>) -> Self {
        let pages = || context.site.pages.iter().map(|page| &**page);
        let aliases = pages().flat_map(|page| page.front.aliases.iter().map(move |alias| (page, alias)));
        // Of two pages in one place, the first is named: the last one that is collected stays.
        Self {
            pages: pages().rev().map(|page| (as_folder(&page.path), page)).collect(),
            aliases: aliases.map(|(page, alias)| (as_folder(&alias_path(&alias.value)), (page, alias))).collect(),
            files: context.assets.static_files().map(|file| (as_folder(&file.published), file)).collect(),
        }
    }
}

/// What an address has among things by their paths.
fn at_address<'m, T>(things: &'m BTreeMap<String, T>, address: &OldAddress) -> Option<&'m T> {
    match address.key() {
        PathKey::Page(path) => things.get(&path),
        PathKey::Below(folder) => {
            let (path, thing) = things.range(folder.clone()..).next()?;
            path.starts_with(&folder).then_some(thing)
        }
    }
}

/// The redirects of the settings that lead somewhere.
pub(super) fn resolve(
    context: &ResolveContext<'_>,
    index: &CitationIndex,
    findings: &mut Vec<Diagnostic>,
) -> Vec<SettingsRedirect> {
    let mut entries = Entries::default();
    for (written, to) in &context.config.settings.redirects {
        let location = context.config.key_location(written);
        match OldAddress::parse(written) {
            Ok(from) => entries.add(Entry { written, location, from, to }),
            Err((message, help)) => findings.push(invalid(location, message).help(help)),
        }
    }
    if entries.in_order.is_empty() {
        return Vec::new();
    }
    refuse_clashes(context, &entries.in_order, findings);
    if let Some(support) = context.config.settings.deploy.redirect_support() {
        findings.extend(entries.in_order.iter().filter_map(|entry| unsupported(entry, support)));
    }
    let resolved = entries.in_order.iter().filter_map(|entry| match target(context, index, entry, &entries) {
        Ok(redirect) => redirect,
        Err(finding) => {
            findings.push(*finding);
            None
        }
    });
    resolved.collect()
}

fn invalid(location: Location, message: String) -> Diagnostic {
    Diagnostic::new(&rules::SETTINGS_INVALID, location, message)
}

/// One finding for each redirect at whose address something else stands. A query makes another address of one that has a page.
fn refuse_clashes(context: &ResolveContext<'_>, entries: &[Entry<'_>], findings: &mut Vec<Diagnostic>) {
    let occupants = Occupants::of(context);
    let mut earlier: HashMap<OldAddress, &Entry<'_>> = HashMap::new();
    for entry in entries {
        let key = OldAddress { path: path_key(&entry.from.path), ..entry.from.clone() };
        if let Some(first) = earlier.get(&key) {
            let finding = clash(entry, "another redirect is for this address");
            findings.push(finding.related(first.location.clone(), "the other one"));
            continue;
        }
        earlier.insert(key, entry);
        if entry.from.query.is_empty() {
            findings.extend(occupant(context, &occupants, entry));
        }
    }
}

fn clash(entry: &Entry<'_>, reason: &str) -> Diagnostic {
    let message = format!("`{}` cannot redirect: {reason}", entry.written);
    Diagnostic::new(&rules::URL_DUPLICATE, entry.location.clone(), message)
        .help("take this redirect out, or write the old address as it was")
}

/// The finding about a page, a generated page, an alias or a file at the address of a redirect.
fn occupant(context: &ResolveContext<'_>, occupants: &Occupants<'_>, entry: &Entry<'_>) -> Option<Diagnostic> {
    let from = &entry.from;
    if let Some(page) = at_address(&occupants.pages, from) {
        let finding = clash(entry, &format!("`{}` has the address `/{}`", page.source.path, page.path));
        return Some(finding.related(page.source.locate(page.title_span), "the page that stands there"));
    }
    if is_generated(context.config, context.site, &from.path) {
        return Some(clash(entry, "the build makes a page of its own there"));
    }
    if let Some((page, alias)) = at_address(&occupants.aliases, from).filter(|_| from.is_plain()) {
        let finding = clash(entry, &format!("`{}` has it as an alias", page.source.path));
        return Some(finding.related(page.source.locate(alias.span), "the alias"));
    }
    let file = at_address(&occupants.files, from)?;
    Some(clash(entry, &format!("`static/{}` is published there", file.published)))
}

/// The finding about a redirect that the host of the site cannot have. The site can be published without it.
fn unsupported(entry: &Entry<'_>, support: RedirectSupport) -> Option<Diagnostic> {
    let keeps_rest = entry.to.value.ends_with("/*");
    let lacks = match (entry.from.is_folder, support.folders) {
        (true, FolderRedirects::Unknown) => "no redirect with `*`",
        (true, FolderRedirects::ToOneAddress) if keeps_rest => "no redirect that keeps the rest of a path",
        _ if !entry.from.query.is_empty() && !support.queries => "no redirect that compares a query",
        _ => return None,
    };
    let message = format!("`{}` does not redirect: {} has {lacks}", entry.written, support.host);
    let finding = invalid(entry.location.clone(), message)
        .help("write each old path on a line of its own, or redirect it in front of the host");
    Some(Diagnostic { severity: Severity::Warning, ..finding })
}

type TargetResult = Result<Option<SettingsRedirect>, Box<Diagnostic>>;

/// Where a redirect leads. `None` if there is a finding already.
fn target(
    context: &ResolveContext<'_>,
    index: &CitationIndex,
    entry: &Entry<'_>,
    entries: &Entries<'_>,
) -> TargetResult {
    let location = context.config.source.locate(entry.to.span);
    let refuse = |message: String, help: &'static str| Err(Box::new(invalid(location.clone(), message).help(help)));
    let written_target = entry.to.value.as_str();
    let (keeps_rest, address) = match written_target.strip_suffix("/*") {
        Some(folder) => (true, format!("{folder}/")),
        None => (false, written_target.to_owned()),
    };
    if address.contains('*') || (keeps_rest && !entry.from.is_folder) {
        let message = format!("`{}` has a `*` that stands for nothing", quotable(written_target));
        return refuse(message, "`*` at the end of both addresses keeps the rest of the path: `/old/*: /new/*`");
    }
    let redirect = |to: String| Ok(Some(SettingsRedirect { from: entry.from.clone(), to, keeps_rest }));
    match classify(&Located { value: address.clone(), span: entry.to.span }) {
        SettingsLink::Relative => refuse(
            format!("`{}` is neither a path of this site nor a whole address", quotable(written_target)),
            "write it from `/`, such as `/articles/`, or with `https://`",
        ),
        SettingsLink::External => match Url::parse(&address).ok().filter(|url| is_web_address(url, &address)) {
            Some(_) => redirect(address),
            None => refuse(
                format!("`{}` is not an address that a redirect may lead to", quotable(written_target)),
                "use `https` or `http`, or a path of this site",
            ),
        },
        SettingsLink::SitePath(link) => {
            refuse_chain(entry, entries, &link, &location)?;
            Ok(site_url(context, index, &link, keeps_rest)?.map(|to| SettingsRedirect {
                from: entry.from.clone(),
                to: with_query(&to, &address),
                keeps_rest,
            }))
        }
    }
}

fn is_web_address(url: &Url, written: &str) -> bool {
    matches!(url.scheme(), "http" | "https") && !written.contains(|c: char| c.is_whitespace() || c.is_control())
}

/// The query of the written address, put before the anchor of the resolved one.
fn with_query(url: &str, written: &str) -> String {
    let Some((_, query)) = written.split('#').next().unwrap_or_default().split_once('?') else { return url.to_owned() };
    let (path, anchor) =
        url.split_once('#').map_or((url, String::new()), |(path, anchor)| (path, format!("#{anchor}")));
    format!("{path}?{query}{anchor}")
}

/// Refuses a redirect to an address that redirects itself: a reader would go round in a circle, or wait twice.
fn refuse_chain(
    entry: &Entry<'_>,
    entries: &Entries<'_>,
    link: &Link,
    location: &Location,
) -> Result<(), Box<Diagnostic>> {
    let LinkTarget::Path { path, .. } = &link.target else { return Ok(()) };
    let path = alias_path(&links::decode(path));
    // Hosts pass a query on, so that one with a query may not lead to its own path either.
    let redirects = |next: &Entry<'_>| next.from.query.is_empty() || std::ptr::eq(next, entry);
    let Some(next) = entries.first_that_covers(&path, redirects) else { return Ok(()) };
    let finding = if std::ptr::eq(next, entry) {
        invalid(location.clone(), format!("`{}` leads to itself", entry.written)).help("write where the page is now")
    } else {
        let message = format!("`{}` leads to `{}`, which redirects itself", entry.written, next.written);
        let help = format!("write where that leads: `{}`", next.to.value);
        invalid(location.clone(), message).help(help).related(next.location.clone(), "the second redirect")
    };
    Err(Box::new(finding))
}

/// The address of a page or file of the site. A folder may also be one that only has pages below it.
fn site_url(
    context: &ResolveContext<'_>,
    index: &CitationIndex,
    link: &Link,
    is_folder: bool,
) -> Result<Option<String>, Box<Diagnostic>> {
    let config = context.config;
    if let (true, LinkTarget::Path { path, .. }) = (is_folder, &link.target) {
        let folder = links::decode(path).trim_start_matches('/').to_owned();
        if context.site.index.address_paths().any(|address| address.starts_with(&folder)) {
            return Ok(Some(format!("{}{}", config.base.path, escape_path(&folder))));
        }
    }
    let origin = TextOrigin { source: &config.source, folder: "", language: MAIN_LANGUAGE, page: None };
    let mut findings = Vec::new();
    let href = links::href(context, origin, link, &mut Vec::new(), &mut findings);
    if let Some(finding) = findings.pop() {
        return Err(Box::new(finding));
    }
    match href {
        Href::Page { page, anchor, .. } => {
            let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
            Ok(Some(format!("{}{anchor}", context.site.page(page).url)))
        }
        Href::SiteUrl(url) => {
            let location = config.source.locate(link.span);
            let dead = links::sources::refuse_dead_link(config, context.site, index, &url, location);
            dead.map_or_else(|| Ok(Some(url.into())), |finding| Err(Box::new(finding)))
        }
        _ => Ok(None),
    }
}
