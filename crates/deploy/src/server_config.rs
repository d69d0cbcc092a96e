//! Turns the output's `_headers` and `_redirects` into a piece of configuration for a web server that reads neither. Installing it is
//! left to the person who runs the server.

use std::fmt::Write;

use percent_encoding::percent_decode_str;

use super::content_encoding::ContentEncoding;
use super::server_rules::{HeaderLine, ServerRules};

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
