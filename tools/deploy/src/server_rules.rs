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

/// The headers of all files in a folder, in place of those of all paths with the same names.
#[derive(Debug)]
pub(super) struct FolderHeaders<'a> {
    /// The whole path, with `/` at both ends.
    pub path: &'a str,
    pub headers: Vec<HeaderLine<'a>>,
}

impl FolderHeaders<'_> {
    fn has(&self, name: &str) -> bool {
        self.headers.iter().any(|header| header.name == name)
    }
}

/// The content of `_headers` and `_redirects`. The build writes one block of headers for all paths, one for assets, which
/// replaces some of the first, one for each folder with a web editor, and one for each extension that needs others.
#[derive(Debug, Default)]
pub(super) struct ServerRules<'a> {
    pub headers: Vec<HeaderLine<'a>>,
    pub asset_headers: Vec<HeaderLine<'a>>,
    pub folders: Vec<FolderHeaders<'a>>,
    pub by_extension: Vec<ExtensionHeaders<'a>>,
    /// In the order in which they have to be tried.
    pub redirects: Vec<RedirectRule>,
}

impl<'a> ServerRules<'a> {
    pub fn parse(headers: &'a str, redirects: &'a str) -> Self {
        let mut blocks: Vec<FolderHeaders<'a>> = Vec::new();
        for line in headers.lines().filter(|line| !line.is_empty()) {
            // An indented line is a header of the path above it.
            match (line.strip_prefix("  "), blocks.last_mut()) {
                (Some(header), Some(block)) => {
                    block.headers.extend(header.split_once(": ").map(|(name, value)| HeaderLine { name, value }));
                }
                _ => blocks.push(FolderHeaders { path: line, headers: Vec::new() }),
            }
        }
        let mut rules = Self { redirects: RedirectRule::parse(redirects), ..Self::default() };
        for (index, block) in blocks.into_iter().enumerate() {
            match (block.path.rsplit_once("*."), index) {
                (Some((_, extension)), _) => {
                    rules.by_extension.push(ExtensionHeaders { extension, headers: block.headers });
                }
                (None, 0) => rules.headers = block.headers,
                (None, 1) => rules.asset_headers = block.headers,
                (None, _) => rules.folders.push(FolderHeaders { path: block.path.trim_end_matches('*'), ..block }),
            }
        }
        rules
    }

    /// The headers of a file in a folder: its own, and those of all paths that it does not replace.
    pub fn headers_in<'r>(&'r self, folder: &'r FolderHeaders<'a>) -> impl Iterator<Item = &'r HeaderLine<'a>> {
        self.headers.iter().filter(|header| !folder.has(header.name)).chain(&folder.headers)
    }

    /// Whether a folder replaces this header of all paths.
    pub fn is_replaced(&self, header: &HeaderLine<'_>) -> bool {
        self.folders.iter().any(|folder| folder.has(header.name))
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

#[cfg(test)]
mod tests {
    use super::ServerRules;

    const HEADERS: &str = "/site/*\n  A: 1\n  B: 2\n\n/site/assets/*\n  ! A\n  A: 3\n\n/site/editor/*\n  ! B\n  B: 4\n\n/site/*.md\n  C: 5\n";

    #[test]
    fn a_folder_replaces_headers_of_all_paths() {
        let rules = ServerRules::parse(HEADERS, "");
        let [folder] = &rules.folders[..] else { panic!("{rules:?}") };
        assert_eq!(folder.path, "/site/editor/");
        let headers: Vec<(&str, &str)> = rules.headers_in(folder).map(|header| (header.name, header.value)).collect();
        assert_eq!(headers, [("A", "1"), ("B", "4")]);
        assert!(rules.is_replaced(&rules.headers[1]) && !rules.is_replaced(&rules.headers[0]));
        assert_eq!((rules.asset_headers[0].value, rules.by_extension[0].extension), ("3", "md"));
    }
}
