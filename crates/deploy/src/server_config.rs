//! `server_config`: the output's files `_headers` and `_redirects` in, a piece of configuration for a web server that reads
//! neither out. Installing it is left to the person who runs the server.

use std::fmt::Write;

use percent_encoding::percent_decode_str;

use super::content_encoding::ContentEncoding;

/// A web server that a configuration is written for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebServer {
    /// nginx; the configuration goes into a `server` block.
    Nginx,
    /// Caddy; the configuration goes into a site's block.
    Caddy,
}

/// Writes the configuration of a web server for a site in one of its folders. `base` is the path of the site's address, with
/// `/` at both ends; `encodings` are those of the compressed files beside the originals.
///
/// ```
/// use wellpress_deploy::{WebServer, server_config};
///
/// let config = server_config(WebServer::Nginx, "/*\n  X-Frame-Options: DENY\n", "/old/ /new/ 301\n", "/", &[]);
/// assert!(config.contains("add_header X-Frame-Options \"DENY\" always;"));
/// assert!(config.contains("location = \"/old/\" { return 301 \"/new/\"; }"));
/// ```
#[must_use]
pub fn server_config(
    server: WebServer,
    headers: &str,
    redirects: &str,
    base: &str,
    encodings: &[ContentEncoding],
) -> String {
    let rules = ServerRules::parse(headers, redirects);
    match server {
        WebServer::Nginx => nginx(&rules, base, encodings),
        WebServer::Caddy => caddy(&rules, base, encodings),
    }
}

/// A response header as `_headers` has it.
#[derive(Debug)]
pub(super) struct HeaderLine<'a> {
    pub name: &'a str,
    pub value: &'a str,
}

/// The content of `_headers` and `_redirects`. The build writes one block of headers for all paths and one for assets, which
/// replaces some of the first.
#[derive(Debug, Default)]
pub(super) struct ServerRules<'a> {
    pub headers: Vec<HeaderLine<'a>>,
    pub asset_headers: Vec<HeaderLine<'a>>,
    /// Old and new address of each redirect.
    pub redirects: Vec<(&'a str, &'a str)>,
}

impl<'a> ServerRules<'a> {
    pub fn parse(headers: &'a str, redirects: &'a str) -> Self {
        let mut blocks: Vec<Vec<HeaderLine<'a>>> = Vec::new();
        for line in headers.lines().filter(|line| !line.is_empty()) {
            // An indented line is a header of the path above it.
            match (line.strip_prefix("  "), blocks.last_mut()) {
                (Some(header), Some(block)) => {
                    block.extend(header.split_once(": ").map(|(name, value)| HeaderLine { name, value }));
                }
                _ => blocks.push(Vec::new()),
            }
        }
        let mut blocks = blocks.into_iter();
        let redirects = redirects.lines().filter_map(|line| line.strip_suffix(" 301")?.split_once(' '));
        Self {
            headers: blocks.next().unwrap_or_default(),
            asset_headers: blocks.next().unwrap_or_default(),
            redirects: redirects.collect(),
        }
    }

    fn has_asset_header(&self, name: &str) -> bool {
        self.asset_headers.iter().any(|header| header.name == name)
    }

    /// The headers of all paths that assets have too.
    pub fn shared_headers(&self) -> impl Iterator<Item = &HeaderLine<'a>> {
        self.headers.iter().filter(|header| !self.has_asset_header(header.name))
    }

    /// The headers of all paths that assets replace.
    pub fn page_only_headers(&self) -> impl Iterator<Item = &HeaderLine<'a>> {
        self.headers.iter().filter(|header| self.has_asset_header(header.name))
    }
}

fn nginx(rules: &ServerRules<'_>, base: &str, encodings: &[ContentEncoding]) -> String {
    // nginx inherits no header into a block that adds one of its own, so each block lists all of them.
    let page_headers: String = rules.headers.iter().map(nginx_header).collect();
    let asset_headers: String = rules.shared_headers().chain(&rules.asset_headers).map(nginx_header).collect();
    let mut text = String::from("# For nginx, within `server { .. }`; `root` is the folder of the whole site.\n");
    text.push_str("index index.html;\n");
    let _ = writeln!(text, "error_page 404 {base}404.html;");
    for encoding in encodings {
        text.push_str(match encoding {
            ContentEncoding::Gzip => "gzip_static on;\n",
            ContentEncoding::Brotli => "brotli_static on;  # a module of its own\n",
            ContentEncoding::Identity => "",
        });
    }
    let _ = write!(text, "\nlocation {base} {{\n{page_headers}    try_files $uri $uri/ =404;\n}}\n");
    // `^~`: otherwise locations with regular expressions, which the server may have besides, would take precedence.
    let _ = write!(text, "\nlocation ^~ {base}assets/ {{\n{asset_headers}    try_files $uri =404;\n}}\n");
    let _ = write!(text, "\n# What is for deploys and hosts is for nobody else.\n");
    let _ = writeln!(text, "location ^~ {base}.wellpress-deploy/ {{ return 404; }}");
    for name in ["_headers", "_redirects"] {
        let _ = writeln!(text, "location = {base}{name} {{ return 404; }}");
    }
    if !rules.redirects.is_empty() {
        text.push_str("\n# Addresses that moved.\n");
    }
    for (from, to) in &rules.redirects {
        // Servers compare decoded paths; `_redirects` has them encoded.
        let from = percent_decode_str(from).decode_utf8_lossy();
        let _ = writeln!(text, "location = {} {{ return 301 {}; }}", nginx_quoted(&from), nginx_quoted(to));
    }
    text
}

fn nginx_header(header: &HeaderLine<'_>) -> String {
    // `always`: otherwise nginx leaves the header out of error pages.
    format!("    add_header {} {} always;\n", header.name, nginx_quoted(header.value))
}

fn caddy(rules: &ServerRules<'_>, base: &str, encodings: &[ContentEncoding]) -> String {
    let shared_headers: String = rules.shared_headers().map(caddy_header).collect();
    let page_headers: String = rules.page_only_headers().map(caddy_header).collect();
    let asset_headers: String = rules.asset_headers.iter().map(caddy_header).collect();
    let mut text = String::from("# For Caddy, within the site's block; `root` is the folder of the whole site.\n");
    let _ = write!(text, "@assets path {base}assets/*\n@pages not path {base}assets/*\n");
    let _ = write!(text, "header {{\n{shared_headers}}}\n");
    let _ = write!(text, "header @pages {{\n{page_headers}}}\nheader @assets {{\n{asset_headers}}}\n");
    for (from, to) in &rules.redirects {
        let from = percent_decode_str(from).decode_utf8_lossy();
        let _ = writeln!(text, "redir {} {} permanent", caddy_quoted(&from), caddy_quoted(to));
    }
    let names: String = encodings.iter().map(|encoding| format!(" {}", encoding.name())).collect();
    let precompressed = if names.is_empty() { String::new() } else { format!("\tprecompressed{names}\n") };
    let _ = write!(text, "file_server {{\n\thide .wellpress-deploy _headers _redirects\n{precompressed}}}\n");
    let _ = write!(text, "handle_errors {{\n\t@absent expression {{err.status_code}} == 404\n");
    let _ = write!(text, "\trewrite @absent {base}404.html\n\tfile_server\n}}\n");
    text
}

fn caddy_header(header: &HeaderLine<'_>) -> String {
    format!("\t{} {}\n", header.name, caddy_quoted(header.value))
}

/// Quotes a string for nginx, which has no escape for `$`: the sign is percent-encoded.
fn nginx_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "%24"))
}

/// Quotes a string for Caddy, which takes an unescaped brace for one of its placeholders.
fn caddy_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "\\{"))
}
