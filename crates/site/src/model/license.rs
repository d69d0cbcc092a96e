//! Licences as authors write them: an address, the SPDX id of a common licence, or words.

use wellpress_markdown::is_safe_address;

/// Licences that authors may name by SPDX id, each with the address of its text.
const ADDRESS_BY_SPDX_ID: &[(&str, &str)] = &[
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

/// The address at which a licence can be read; `None` for a licence in words.
#[must_use]
pub fn address(license: &str) -> Option<&str> {
    let license = license.trim();
    let is_absolute = license.starts_with("https://") || license.starts_with("http://");
    if is_absolute && is_safe_address(license) {
        return Some(license);
    }
    ADDRESS_BY_SPDX_ID.iter().find(|(id, _)| id.eq_ignore_ascii_case(license)).map(|(_, address)| *address)
}
