//! [`ServerRules`]: reads the output's `_headers` and `_redirects`. What they become for a server or a host is left to
//! `server_config` and `host_config`.

use wellpress_io::redirect_rule::RedirectRule;

/// A response header as `_headers` has it.
#[derive(Debug)]
pub(super) struct HeaderLine<'a> {
    pub name: &'a str,
    pub value: &'a str,
}

/// The headers of all files with an extension, besides those of all paths.
#[derive(Debug, Default)]
pub(super) struct ExtensionHeaders<'a> {
    /// Without the dot.
    pub extension: &'a str,
    pub headers: Vec<HeaderLine<'a>>,
}

/// The content of `_headers` and `_redirects`. The build writes one block of headers for all paths, one for assets, which
/// replaces some of the first, and one for each extension that needs others.
#[derive(Debug, Default)]
pub(super) struct ServerRules<'a> {
    pub headers: Vec<HeaderLine<'a>>,
    pub asset_headers: Vec<HeaderLine<'a>>,
    pub by_extension: Vec<ExtensionHeaders<'a>>,
    /// In the order in which they have to be tried.
    pub redirects: Vec<RedirectRule>,
}

impl<'a> ServerRules<'a> {
    pub fn parse(headers: &'a str, redirects: &'a str) -> Self {
        let mut blocks: Vec<ExtensionHeaders<'a>> = Vec::new();
        for line in headers.lines().filter(|line| !line.is_empty()) {
            // An indented line is a header of the path above it.
            match (line.strip_prefix("  "), blocks.last_mut()) {
                (Some(header), Some(block)) => {
                    block.headers.extend(header.split_once(": ").map(|(name, value)| HeaderLine { name, value }));
                }
                _ => {
                    let extension = line.rsplit_once("*.").map_or("", |(_, extension)| extension);
                    blocks.push(ExtensionHeaders { extension, headers: Vec::new() });
                }
            }
        }
        let (by_extension, blocks): (Vec<_>, Vec<_>) =
            blocks.into_iter().partition(|block| !block.extension.is_empty());
        let mut blocks = blocks.into_iter().map(|block| block.headers);
        Self {
            headers: blocks.next().unwrap_or_default(),
            asset_headers: blocks.next().unwrap_or_default(),
            by_extension,
            redirects: RedirectRule::parse(redirects),
        }
    }

    fn has_asset_header(&self, name: &str) -> bool {
        self.asset_headers.iter().any(|header| header.name == name)
    }

    /// The headers of all paths that assets have too.
    pub fn shared_headers(&self) -> impl Iterator<Item = &HeaderLine<'a>> {
        self.headers.iter().filter(|header| !self.has_asset_header(header.name))
    }

    /// A regular expression for the files of an extension below a path with `/` at both ends, assets included.
    pub fn extension_regex(base: &str, extension: &str) -> String {
        format!("^{}.*{}$", regex_of(base), regex_of(&format!(".{extension}")))
    }

    /// The headers of all paths that assets replace.
    pub fn page_only_headers(&self) -> impl Iterator<Item = &HeaderLine<'a>> {
        self.headers.iter().filter(|header| self.has_asset_header(header.name))
    }
}

/// A regular expression that matches this text and nothing else.
pub(super) fn regex_of(text: &str) -> String {
    let mut regex = String::new();
    for character in text.chars() {
        if r".+*?()|[]{}^$\".contains(character) {
            regex.push('\\');
        }
        regex.push(character);
    }
    regex
}

/// A regular expression for the paths below a folder, up to the group with the rest. The rest begins with no slash of either kind:
/// behind the `/` of a new address, it would name another host.
pub(super) fn folder_regex(folder: &str) -> String {
    format!(r"^{}[/\\]*", regex_of(folder))
}
