//! Which addresses a link in text can lead to.

/// Whether two slashes and a host follow; without them a browser goes on from the page that it shows.
fn has_host(rest: &str) -> bool {
    rest.strip_prefix("//")
        .is_some_and(|host| host.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '_')))
}

/// Whether an address is `http`, `https`, `mailto`, `tel`, or has no scheme at all, however it is disguised.
#[must_use]
pub fn is_safe_address(address: &str) -> bool {
    let bare: String = address.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let end = bare.find(['/', '?', '#']).unwrap_or(bare.len());
    match bare[..end].split_once(':') {
        None => true,
        Some((scheme, _)) => match scheme.to_ascii_lowercase().as_str() {
            "http" | "https" => has_host(&bare[scheme.len() + 1..]),
            "mailto" | "tel" => true,
            _ => false,
        },
    }
}
