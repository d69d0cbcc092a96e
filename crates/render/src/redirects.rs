//! Old paths that lead to pages, and the two files that tell hosts about them and about headers: `_redirects` and
//! `_headers`, in the form that Netlify and Cloudflare Pages read.

use std::collections::BTreeSet;

use wellpress_site::config::Config;
use wellpress_site::model::page::{alias_path, escape_path};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::{Meaning, VideoSource};

use super::inline::Inline;

/// An old path and where it leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Redirect {
    /// Path in the output: `old/path/` for a folder, `old/page.html` for a file.
    pub path: String,
    /// Root-relative address of the page.
    pub url: String,
}

impl Redirect {
    /// The file that stands there for hosts that read no `_redirects`.
    #[must_use]
    pub fn file(&self) -> String {
        if self.path.ends_with('/') { format!("{}index.html", self.path) } else { self.path.clone() }
    }
}

/// The aliases of all pages, by path.
#[must_use]
pub fn redirects(resolved: &ResolvedSite<'_>) -> Vec<Redirect> {
    let each = resolved.site.pages.iter().flat_map(|page| {
        let aliases = page.settings.aliases.iter();
        aliases.map(|alias| Redirect { path: alias_path(&alias.value), url: page.url.clone() })
    });
    let mut redirects: Vec<Redirect> = each.collect();
    redirects.sort();
    redirects
}

/// The text of `_redirects`; empty where nothing redirects.
#[must_use]
pub fn redirects_file(config: &Config, redirects: &[Redirect]) -> String {
    let line = |Redirect { path, url }: &Redirect| format!("{}{} {url} 301\n", config.base.path, escape_path(path));
    redirects.iter().map(line).collect()
}

/// What pages may ask a browser for: none of it.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()";

/// The text of `_headers`: files whose names carry a hash are kept for ever, all else is asked for again soon. A site
/// whose address is `https` is asked for by that alone.
#[must_use]
pub fn headers_file(config: &Config, resolved: &ResolvedSite<'_>, inline: &Inline) -> String {
    let root = &config.base.path;
    let policy = content_security_policy(config, resolved, inline);
    let is_encrypted = config.base.origin.starts_with("https://");
    let transport = if is_encrypted { "\x20 Strict-Transport-Security: max-age=31536000\n" } else { "" };
    // The rule for assets comes second and takes the first rule's value away, as both apply to them.
    format!(
        "{root}*\n\
         \x20 Cache-Control: public, max-age=300\n\
         \x20 Content-Security-Policy: {policy}\n\
         \x20 Cross-Origin-Opener-Policy: same-origin\n\
         \x20 Permissions-Policy: {PERMISSIONS}\n\
         \x20 Referrer-Policy: strict-origin-when-cross-origin\n\
         {transport}\
         \x20 X-Content-Type-Options: nosniff\n\
         \n\
         {root}assets/*\n\
         \x20 ! Cache-Control\n\
         \x20 Cache-Control: public, max-age=31536000, immutable\n"
    )
}

/// The one policy of the whole site, without `unsafe-inline`. Beyond the site itself it lets forms be sent where the
/// settings say, videos play from where pages name them, the search index run its WebAssembly, and scripts and styles
/// that the theme's own templates hold run by their hashes.
#[must_use]
pub fn content_security_policy(config: &Config, resolved: &ResolvedSite<'_>, inline: &Inline) -> String {
    let mut rules = vec!["default-src 'self'".to_owned(), "img-src 'self' data:".to_owned()];
    let search = config.has_search().then(|| "'wasm-unsafe-eval'".to_owned());
    let scripts: BTreeSet<String> = inline.scripts.iter().cloned().chain(search).collect();
    for (rule, sources) in [("script-src", &scripts), ("style-src", &inline.styles)] {
        if !sources.is_empty() {
            rules.push(with_origins(rule, sources));
        }
    }
    let videos = video_origins(resolved);
    if !videos.is_empty() {
        rules.push(with_origins("media-src", &videos));
    }
    rules.extend(["object-src 'none'".to_owned(), "base-uri 'self'".to_owned()]);
    let forms = form_origins(config);
    if !forms.is_empty() {
        rules.push(with_origins("connect-src", &forms));
    }
    rules.push(with_origins("form-action", &forms));
    rules.push("frame-ancestors 'self'".to_owned());
    rules.join("; ")
}

fn with_origins(rule: &str, origins: &BTreeSet<String>) -> String {
    let origins: String = origins.iter().map(|origin| format!(" {origin}")).collect();
    format!("{rule} 'self'{origins}")
}

fn form_origins(config: &Config) -> BTreeSet<String> {
    let forms = config.settings.calls_to_action.values().filter(|call| call.is_form());
    forms.filter_map(|form| origin(&form.action.as_ref()?.value)).collect()
}

fn video_origins(resolved: &ResolvedSite<'_>) -> BTreeSet<String> {
    let written = resolved.pages.iter().flat_map(|page| page.body.directives.values());
    let written = written.filter_map(|meaning| if let Meaning::Video(video) = meaning { Some(&**video) } else { None });
    let videos = resolved.pages.iter().filter_map(|page| page.video.as_deref()).chain(written);
    let away = videos.filter_map(|video| if let VideoSource::Away(url) = &video.src { origin(url) } else { None });
    away.collect()
}

/// Scheme, host and port of an absolute address, if it is made of nothing else than such parts are.
fn origin(address: &str) -> Option<String> {
    let (scheme, rest) = address.trim().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let sound = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | ':' | '[' | ']');
    let is_web = matches!(scheme.to_ascii_lowercase().as_str(), "http" | "https");
    (is_web && !host.is_empty() && host.chars().all(sound)).then(|| format!("{}://{host}", scheme.to_ascii_lowercase()))
}
