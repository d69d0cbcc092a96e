//! Licences as authors write them: an address, the SPDX id of one that is common, or words.

use wellpress_markdown::is_safe_address;

/// Licences by SPDX id.
const KNOWN: &[(&str, &str)] = &[
    ("CC0-1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
    ("CC-BY-4.0", "https://creativecommons.org/licenses/by/4.0/"),
    ("CC-BY-SA-4.0", "https://creativecommons.org/licenses/by-sa/4.0/"),
    ("CC-BY-NC-4.0", "https://creativecommons.org/licenses/by-nc/4.0/"),
    ("CC-BY-ND-4.0", "https://creativecommons.org/licenses/by-nd/4.0/"),
    ("CC-BY-NC-SA-4.0", "https://creativecommons.org/licenses/by-nc-sa/4.0/"),
    ("CC-BY-NC-ND-4.0", "https://creativecommons.org/licenses/by-nc-nd/4.0/"),
    ("MIT", "https://opensource.org/license/mit"),
    ("Apache-2.0", "https://www.apache.org/licenses/LICENSE-2.0"),
];

/// Where a licence can be read; `None` where it is said in words alone.
#[must_use]
pub fn address(written: &str) -> Option<&str> {
    let written = written.trim();
    let is_whole = written.starts_with("https://") || written.starts_with("http://");
    if is_whole && is_safe_address(written) {
        return Some(written);
    }
    KNOWN.iter().find(|(id, _)| id.eq_ignore_ascii_case(written)).map(|(_, address)| *address)
}
