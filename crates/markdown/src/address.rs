//! Decides whether an address may become a link. Whether it leads anywhere is left to the checks.

/// The schemes that links may have. Crisis lines are reached by text message as well, and deaf people cannot call them.
const LINK_SCHEMES: [&str; 5] = ["http", "https", "mailto", "sms", "tel"];

/// Whether an address may become a link: it is `http`, `https`, `mailto`, `sms` or `tel`, or has no scheme at all.
///
/// White space and control characters are ignored, because browsers ignore them too: `java\nscript:` would run. An
/// `http` address without a host is refused, because a browser would resolve it against the current page.
///
/// ```
/// use wellpress_markdown::is_safe_address;
///
/// assert!(is_safe_address("https://example.org/") && is_safe_address("../neck/") && is_safe_address("sms:741741"));
/// assert!(is_safe_address("https://\u{2764}.example.org/"));
/// assert!(!is_safe_address("java\nscript:alert(1)") && !is_safe_address("http:neck") && !is_safe_address("smsx:1"));
/// ```
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    // A colon behind one of these is part of a path or a query, as in `a/b:c`.
    let scheme_end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    let Some((scheme, _)) = bare[..scheme_end].split_once(':') else { return true };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => has_host(&bare[scheme.len() + 1..]),
        scheme => LINK_SCHEMES.contains(&scheme),
    }
}

/// What stands behind the scheme of an address that has one which links may have; `None` for any other address.
///
/// ```
/// use wellpress_markdown::behind_link_scheme;
///
/// assert_eq!(behind_link_scheme("https://example.org/"), Some("//example.org/"));
/// assert_eq!(behind_link_scheme("sms:741741"), Some("741741"));
/// assert_eq!(behind_link_scheme("../neck/"), None);
/// ```
#[must_use]
pub fn behind_link_scheme(address: &str) -> Option<&str> {
    let (scheme, behind) = address.split_once(':')?;
    LINK_SCHEMES.contains(&scheme).then_some(behind)
}

/// Whether the part of an address behind the scheme begins with two slashes and a host.
fn has_host(behind_scheme: &str) -> bool {
    let host = behind_scheme.strip_prefix("//").unwrap_or_default();
    // Names of hosts can have letters and signs of all scripts.
    host.starts_with(|c: char| c.is_alphanumeric() || !c.is_ascii() || matches!(c, '[' | '_'))
}
