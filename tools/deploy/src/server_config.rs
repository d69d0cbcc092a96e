//! Turns the output's `_headers` and `_redirects` into a piece of configuration for a web server that reads neither. Installing it is
//! left to the person who runs the server.

use std::fmt::Write;

use super::content_encoding::ContentEncoding;
use super::server_rules::{HeaderLine, ServerRules, folder_regex};
use wellpress_io::redirect_rule::RedirectRule;

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
    for folder in &rules.folders {
        let headers: String = rules.headers_in(folder).map(nginx_header).collect();
        let _ = write!(text, "\nlocation ^~ {} {{\n{headers}    try_files $uri $uri/ =404;\n}}\n", folder.path);
    }
    for of in &rules.by_extension {
        let pattern = ServerRules::extension_regex(base, of.extension).replace('\\', "\\\\");
        let headers: String = of.headers.iter().map(nginx_header_or_type).collect();
        let _ = write!(text, "\nlocation ~ \"{pattern}\" {{\n{page_headers}{headers}    try_files $uri =404;\n}}\n");
    }
    let _ = write!(text, "\n# What is for deploys and hosts is for nobody else.\n");
    let _ = writeln!(text, "location ^~ {base}.wellpress-deploy/ {{ return 404; }}");
    for name in ["_headers", "_redirects"] {
        let _ = writeln!(text, "location = {base}{name} {{ return 404; }}");
    }
    if !rules.redirects.is_empty() {
        text.push_str("\n# Addresses that moved.\n");
    }
    text.extend(rules.redirects.iter().map(nginx_redirect));
    text
}

/// nginx takes an exact location before any other, and of two for folders the longer one, as redirects have to be tried. Those with a
/// query are answered before locations are compared.
fn nginx_redirect(rule: &RedirectRule) -> String {
    // Servers compare decoded paths; `_redirects` has them encoded.
    let from = rule.decoded_from();
    let to = nginx_quoted(&rule.to);
    if !rule.query.is_empty() {
        let names: String = rule.query.iter().map(|(name, _)| format!(" $arg_{name}")).collect();
        let values: String = rule.query.iter().map(|(_, value)| format!(" {value}")).collect();
        let old_address = nginx_quoted(&format!("{from}{values}"));
        return format!(
            "set $wellpress_old \"$uri{names}\";\nif ($wellpress_old = {old_address}) {{ return 301 {to}; }}\n"
        );
    }
    let quoted_from = nginx_quoted(&from);
    if rule.keeps_rest {
        // `rewrite` encodes what it inserts, and `return` does not. In its pattern `$` is no variable.
        let pattern = format!("{}(.*)$", folder_regex(&from)).replace('\\', "\\\\").replace('"', "\\\"");
        let to = nginx_quoted(&format!("{}\u{0}", rule.to)).replace('\u{0}', "$1");
        format!("location ^~ {quoted_from} {{ rewrite \"{pattern}\" {to} permanent; }}\n")
    } else {
        let kind = if rule.is_folder { "^~" } else { "=" };
        format!("location {kind} {quoted_from} {{ return 301 {to}; }}\n")
    }
}

fn nginx_header(header: &HeaderLine<'_>) -> String {
    // `always`: otherwise nginx leaves the header out of error pages.
    format!("    add_header {} {} always;\n", header.name, nginx_quoted(header.value))
}

/// A header of files with an extension. Their type replaces that which nginx knows: a second header would stand beside it.
fn nginx_header_or_type(header: &HeaderLine<'_>) -> String {
    match header.name {
        "Content-Type" => format!("    types {{ }}\n    default_type {};\n", nginx_quoted(header.value)),
        _ => nginx_header(header),
    }
}

fn caddy(rules: &ServerRules<'_>, base: &str, encodings: &[ContentEncoding]) -> String {
    let shared_headers: String = rules.shared_headers().map(caddy_header).collect();
    let page_headers: String = rules.page_only_headers().map(caddy_header).collect();
    let asset_headers: String = rules.asset_headers.iter().map(caddy_header).collect();
    let mut text = String::from("# For Caddy, within the site's block; `root` is the folder of the whole site.\n");
    let _ = write!(text, "@assets path {base}assets/*\n@pages not path {base}assets/*\n");
    let _ = write!(text, "header {{\n{shared_headers}}}\n");
    let _ = write!(text, "header @pages {{\n{page_headers}}}\nheader @assets {{\n{asset_headers}}}\n");
    for (number, folder) in rules.folders.iter().enumerate() {
        // Deferred: Caddy sets headers without a matcher last, and these would be replaced by them.
        let headers: String = folder.headers.iter().map(caddy_header).collect();
        let path = folder.path;
        let _ = write!(text, "@folder{number} path {path}*\nheader @folder{number} {{\n\tdefer\n{headers}}}\n");
    }
    for of in &rules.by_extension {
        let (extension, pattern) = (of.extension, ServerRules::extension_regex(base, of.extension));
        let headers: String = of.headers.iter().map(caddy_header).collect();
        let _ = write!(text, "@{extension} path_regexp `{pattern}`\nheader @{extension} {{\n{headers}}}\n");
    }
    if !rules.redirects.is_empty() {
        // Within `route` they are tried in this order, and not in that of Caddy.
        let redirects: String =
            rules.redirects.iter().enumerate().map(|(number, rule)| caddy_redirect(number, rule)).collect();
        let _ = write!(text, "route {{\n{redirects}}}\n");
    }
    let names: String = encodings.iter().map(|encoding| format!(" {}", encoding.name())).collect();
    let precompressed = if names.is_empty() { String::new() } else { format!("\tprecompressed{names}\n") };
    let _ = write!(text, "file_server {{\n\thide .wellpress-deploy _headers _redirects\n{precompressed}}}\n");
    let _ = write!(text, "handle_errors {{\n\t@absent expression {{err.status_code}} == 404\n");
    let _ = write!(text, "\trewrite @absent {base}404.html\n\tfile_server\n}}\n");
    text
}

fn caddy_redirect(number: usize, rule: &RedirectRule) -> String {
    let from = rule.decoded_from();
    let (path, to) = (caddy_quoted(&from), caddy_quoted(&rule.to));
    if !rule.query.is_empty() {
        let pairs: String = rule.query.iter().map(|(name, value)| format!(" {name}={value}")).collect();
        return format!(
            "\t@old{number} {{\n\t\tpath {path}\n\t\tquery{pairs}\n\t}}\n\tredir @old{number} {to} permanent\n"
        );
    }
    if rule.is_folder {
        // Between these quotes a backslash is one, and not the start of an escape.
        let pattern = format!("`{}(.*)$`", folder_regex(&from).replace('`', r"\x60"));
        let rest_placeholder = if rule.keeps_rest { format!("{{re.old{number}.1}}") } else { String::new() };
        // The placeholder stands inside the quotes, and its braces are none of the address.
        let to = format!("{}{rest_placeholder}\"", to.trim_end_matches('"'));
        return format!("\t@old{number} path_regexp old{number} {pattern}\n\tredir @old{number} {to} permanent\n");
    }
    format!("\tredir {path} {to} permanent\n")
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
