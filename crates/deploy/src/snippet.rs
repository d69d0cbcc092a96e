//! What `_headers` and `_redirects` say, as a piece of configuration for servers that read neither.

use std::fmt::Write;

use percent_encoding::percent_decode_str;

use super::compress::ContentEncoding;

/// A server that is configured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WebServer {
    /// nginx: goes into a `server` block.
    Nginx,
    /// Caddy: goes into a site's block.
    Caddy,
}

/// ObjectHeaders by the path that they hold for, and redirects, as the output's two files have them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Rules<'a> {
    headers: Vec<(&'a str, Vec<(&'a str, &'a str)>)>,
    redirects: Vec<(&'a str, &'a str)>,
}

/// The configuration of a server for a site whose files are in one of its folders. `base` is the path of the site's
/// address, with `/` at both ends; `forms` stand beside the files.
#[must_use]
pub fn snippet(server: WebServer, headers: &str, redirects: &str, base: &str, forms: &[ContentEncoding]) -> String {
    let rules = Rules::read(headers, redirects);
    match server {
        WebServer::Nginx => nginx(&rules, base, forms),
        WebServer::Caddy => caddy(&rules, base, forms),
    }
}

/// A header's name and value.
type Header<'a> = (&'a str, &'a str);

impl<'a> Rules<'a> {
    fn read(headers: &'a str, redirects: &'a str) -> Self {
        let mut rules = Self::default();
        for line in headers.lines().filter(|line| !line.is_empty()) {
            match (line.strip_prefix("  "), rules.headers.last_mut()) {
                (Some(header), Some((_, list))) => list.extend(header.split_once(": ")),
                _ => rules.headers.push((line, Vec::new())),
            }
        }
        let targets = redirects.lines().filter_map(|line| line.strip_suffix(" 301")?.split_once(' '));
        rules.redirects = targets.collect();
        rules
    }

    /// The headers of every path, and what assets have in the place of some.
    fn parts(&self) -> [&[Header<'a>]; 2] {
        let list = |index: usize| self.headers.get(index).map_or(&[][..], |(_, list)| list);
        [list(0), list(1)]
    }
}

fn nginx(rules: &Rules<'_>, base: &str, forms: &[ContentEncoding]) -> String {
    let [all, assets] = rules.parts();
    let overridden = |name: &str| assets.iter().any(|(other, _)| *other == name);
    let add = |(name, value): &(&str, &str)| format!("    add_header {name} {} always;\n", quoted(value));
    let of_pages: String = all.iter().map(add).collect();
    let of_assets: String = all.iter().filter(|(name, _)| !overridden(name)).chain(assets).map(add).collect();
    let mut text = String::from("# For nginx, within `server { .. }`; `root` is the folder of the whole site.\n");
    text.push_str("index index.html;\n");
    let _ = writeln!(text, "error_page 404 {base}404.html;");
    for form in forms {
        text.push_str(match form {
            ContentEncoding::Gzip => "gzip_static on;\n",
            ContentEncoding::Brotli => "brotli_static on;  # a module of its own\n",
            ContentEncoding::Identity => "",
        });
    }
    let _ = write!(text, "\nlocation {base} {{\n{of_pages}    try_files $uri $uri/ =404;\n}}\n");
    let _ = write!(text, "\nlocation ^~ {base}assets/ {{\n{of_assets}    try_files $uri =404;\n}}\n");
    let _ = write!(text, "\n# What is for deploys and hosts is for nobody else.\n");
    let _ = writeln!(text, "location ^~ {base}.wellpress-deploy/ {{ return 404; }}");
    for name in ["_headers", "_redirects"] {
        let _ = writeln!(text, "location = {base}{name} {{ return 404; }}");
    }
    if !rules.redirects.is_empty() {
        text.push_str("\n# Addresses that moved.\n");
    }
    for (from, to) in &rules.redirects {
        let from = percent_decode_str(from).decode_utf8_lossy();
        let _ = writeln!(text, "location = {} {{ return 301 {}; }}", quoted(&from), quoted(to));
    }
    text
}

fn caddy(rules: &Rules<'_>, base: &str, forms: &[ContentEncoding]) -> String {
    let [all, assets] = rules.parts();
    let overridden = |name: &str| assets.iter().any(|(other, _)| *other == name);
    let line = |(name, value): &(&str, &str)| format!("\t{name} {}\n", caddy_quoted(value));
    let everywhere: String = all.iter().filter(|(name, _)| !overridden(name)).map(line).collect();
    let of_pages: String = all.iter().filter(|(name, _)| overridden(name)).map(line).collect();
    let of_assets: String = assets.iter().map(line).collect();
    let mut text = String::from("# For Caddy, within the site's block; `root` is the folder of the whole site.\n");
    let _ = write!(text, "@assets path {base}assets/*\n@pages not path {base}assets/*\n");
    let _ =
        write!(text, "header {{\n{everywhere}}}\nheader @pages {{\n{of_pages}}}\nheader @assets {{\n{of_assets}}}\n");
    for (from, to) in &rules.redirects {
        let from = percent_decode_str(from).decode_utf8_lossy();
        let _ = writeln!(text, "redir {} {} permanent", caddy_quoted(&from), caddy_quoted(to));
    }
    let forms: String = forms.iter().map(|form| format!(" {}", form.name())).collect();
    let precompressed = if forms.is_empty() { String::new() } else { format!("\tprecompressed{forms}\n") };
    let _ = write!(text, "file_server {{\n\thide .wellpress-deploy _headers _redirects\n{precompressed}}}\n");
    let _ = write!(text, "handle_errors {{\n\t@absent expression {{err.status_code}} == 404\n");
    let _ = write!(text, "\trewrite @absent {base}404.html\n\tfile_server\n}}\n");
    text
}

/// In double quotes, as nginx reads them. It has no way to write a `$`, so that must have been encoded.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('$', "%24"))
}

/// In double quotes; Caddy would take a brace for one of its variables.
fn caddy_quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('{', "\\{"))
}
