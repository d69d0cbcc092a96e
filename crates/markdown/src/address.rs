//! Decides whether an address may become a link. Whether it leads anywhere is left to the checks.

/// Whether an address may become a link: it is `http`, `https`, `mailto` or `tel`, or has no scheme at all.
///
/// White space and control characters are ignored, because browsers ignore them too: `java\nscript:` would run. An
/// `http` address without a host is refused, because a browser would resolve it against the current page.
///
/// ```
/// use wellpress_markdown::is_safe_address;
///
/// assert!(is_safe_address("https://example.org/") && is_safe_address("../neck/"));
/// assert!(is_safe_address("https://\u{2764}.example.org/"));
/// assert!(!is_safe_address("java\nscript:alert(1)") && !is_safe_address("http:neck"));
/// ```
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    // A colon behind one of these is part of a path or a query, as in `a/b:c`.
    let scheme_end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let Some((scheme, _)) = bare[..scheme_end].split_once(':') else { return true };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => has_host(&bare[scheme.len() + 1..]),
        "mailto" | "tel" => true,
        _ => false,
    }
}

/// Whether the part of an address behind the scheme begins with two slashes and a host.
fn has_host(behind_scheme: &str) -> bool {
    let host = behind_scheme.strip_prefix("//").unwrap_or_default();
    // Names of hosts can have letters and signs of all scripts.
    host.starts_with(|c: char| c.is_alphanumeric() || !c.is_ascii() || matches!(c, '[' | '_'))
}
