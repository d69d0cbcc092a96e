//! The HTTP headers of the site as the file `_headers`, in the form that
//! [Netlify](https://docs.netlify.com/routing/headers/) and
//! [Cloudflare Pages](https://developers.cloudflare.com/pages/configuration/headers/) read. Other hosts need the same
//! headers in their own configuration.

use std::collections::BTreeSet;

use wellpress_site::config::{Config, MachineFormat, web_origin};
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::videos::VideoSource;

use crate::safety;

/// The `Permissions-Policy` of all pages: a health site needs none of these features, so not even an injected script may ask
/// for them.
const PERMISSIONS: &str = "accelerometer=(), browsing-topics=(), camera=(), display-capture=(), geolocation=(), \
    gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), publickey-credentials-get=(), usb=()";

/// The text of `_headers`, with the policy that [`content_security_policy`] returns. Browsers may keep files whose names carry a hash for ever, and ask for everything else again
/// after five minutes. Browsers that saw a site at an `https` address do not try it without encryption for a year.
#[must_use]
pub fn headers_file(config: &Config, resolved: &ResolvedSite<'_>, policy: &str) -> String {
    let root = &config.base.path;
    let is_encrypted = config.base.origin.starts_with("https://");
    let transport = if is_encrypted { "\x20 Strict-Transport-Security: max-age=31536000\n" } else { "" };
    let editors: String = editor_folders(resolved).map(|folder| headers_of_editor(root, folder)).collect();
    let copies: String = config.machine_formats().map(|format| headers_of_copies(config, format)).collect();
    // Both rules apply to an asset. Cloudflare joins the values of a header that two rules set, and `! Cache-Control` removes the value
    // of the first rule. Netlify takes the value of the last rule, and passes over a line without a colon.
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
         \x20 Cache-Control: public, max-age=31536000, immutable\n\
         {editors}\
         {copies}"
    )
}

/// The script that each web editor has. `wellpress new editor` writes it into a folder of `static`.
const EDITOR_SCRIPT: &str = "/wellpress-editor.js";

/// The folders of web editors, relative to the output.
fn editor_folders<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = &'a str> {
    resolved.files.static_files().filter_map(|file| file.published.strip_suffix(EDITOR_SCRIPT))
}

/// What the page of a web editor may load at most; a tag in the page names the service that it speaks to. It styles its parts with
/// attributes, and shows pictures before they are stored.
const EDITOR_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' blob: data:; \
    media-src 'self' blob: data:; font-src 'self' data:; frame-src 'self' blob:; connect-src 'self' blob: data: https:; \
    object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'";

/// The headers of a web editor, in place of those of the site. The window in which people sign in answers the one that opened it.
fn headers_of_editor(root: &str, folder: &str) -> String {
    format!(
        "\n{root}{folder}/*\n\
         \x20 ! Content-Security-Policy\n\
         \x20 Content-Security-Policy: {EDITOR_POLICY}\n\
         \x20 ! Cross-Origin-Opener-Policy\n\
         \x20 Cross-Origin-Opener-Policy: same-origin-allow-popups\n\
         \x20 X-Robots-Tag: noindex\n"
    )
}

/// The headers of the copies of pages for programs, by their extension: a host allows too few rules for one of each page. Search engines
/// shall list the page and not its copy.
fn headers_of_copies(config: &Config, format: MachineFormat) -> String {
    let (root, extension, media_type) = (&config.base.path, format.extension(), format.media_type());
    format!(
        "\n{root}*{extension}\n\
         \x20 Content-Type: {media_type}; charset=utf-8\n\
         \x20 X-Robots-Tag: noindex\n"
    )
}

/// The [Content Security Policy](https://www.w3.org/TR/CSP3/) of the whole site, without `unsafe-inline`.
///
/// Beyond the site itself it allows the style sheet that keeps notices displayed, forms to be sent to the addresses of the settings,
/// and videos to play from where pages name them. All pages have the same policy.
#[must_use]
pub fn content_security_policy(config: &Config, resolved: &ResolvedSite<'_>) -> String {
    let mut rules = vec!["default-src 'self'".to_owned(), "img-src 'self' data:".to_owned()];
    rules.push(format!("style-src 'self' {}", safety::style_hash()));
    let videos = video_origins(resolved);
    if !videos.is_empty() {
        rules.push(with_sources("media-src", &videos));
    }
    rules.extend(["object-src 'none'".to_owned(), "base-uri 'self'".to_owned()]);
    let forms = config.form_origins();
    if !forms.is_empty() {
        // The script of forms sends them with `fetch`, which `form-action` does not cover.
        rules.push(with_sources("connect-src", &forms));
    }
    // These two do not fall back to `default-src`.
    rules.push(with_sources("form-action", &forms));
    rules.push("frame-ancestors 'self'".to_owned());
    rules.join("; ")
}

/// A rule that allows the site itself and these sources: origins, hashes or keywords.
fn with_sources(rule: &str, sources: &BTreeSet<String>) -> String {
    let sources: String = sources.iter().map(|source| format!(" {source}")).collect();
    format!("{rule} 'self'{sources}")
}

fn video_origins(resolved: &ResolvedSite<'_>) -> BTreeSet<String> {
    let directives = resolved.pages.iter().flat_map(|page| page.body.directives.values());
    let in_texts =
        directives.filter_map(|target| if let DirectiveTarget::Video(video) = target { Some(&**video) } else { None });
    let videos = resolved.pages.iter().filter_map(|page| page.video.as_deref()).chain(in_texts);
    let elsewhere =
        videos.filter_map(|video| if let VideoSource::External(url) = &video.src { web_origin(url) } else { None });
    elsewhere.collect()
}
