//! [`BaseUrl`]: the address of the published site, read from the settings or the command line.

use std::borrow::Cow;

use percent_encoding::{CONTROLS, utf8_percent_encode};
use url::{Host, quirks};

/// The address of the published site, split where root-relative links begin: `https://example.org` and `/guide/`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl {
    /// Scheme, host and port, without a last `/`. An international name is encoded, as sitemaps, feeds and other programs need it.
    pub origin: String,
    /// The path, which starts and ends with `/`.
    pub path: String,
    /// The origin with the name of the host in its own letters, for readers.
    shown_origin: String,
}

impl BaseUrl {
    /// Reads an address such as `https://example.org/guide/`; a missing last `/` is added.
    ///
    /// Except for the name of the host the text stays as the author wrote it.
    ///
    /// ```
    /// use wellpress_site::config::BaseUrl;
    ///
    /// let base = BaseUrl::parse("https://größe.example/a").unwrap();
    /// assert_eq!(base.absolute("/a/b/"), "https://xn--gre-6ka8i.example/a/b/");
    /// assert_eq!(base.shown("/a/b/"), "https://größe.example/a/b/");
    /// ```
    ///
    /// # Errors
    /// What is wrong with it, as the end of a sentence: another scheme, no host, a query or fragment, a forbidden character.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        let without_scheme = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let without_scheme = without_scheme.ok_or("it must start with `https://` or `http://`")?;
        if without_scheme.contains(is_forbidden_in_address) {
            return Err("it has a character that no address has");
        }
        if without_scheme.contains(['?', '#']) {
            return Err("it must not have a query or a fragment");
        }
        let (host, path) = without_scheme.split_at(without_scheme.find('/').unwrap_or(without_scheme.len()));
        let (name, port) = host.split_at(port_start(host));
        // This refuses a user name and a password as well.
        let parsed = Host::parse(name).map_err(|_| "it must name a host, such as `https://example.org/`")?;
        if path.split('/').any(|segment| matches!(segment, "." | "..")) || path.contains("//") {
            return Err("its path must not have empty, `.` or `..` segments");
        }
        let scheme = &text[..text.len() - without_scheme.len()];
        // What has no other letters stays as it is written, in the same case.
        let encoded = if name.is_ascii() { Cow::Borrowed(name) } else { Cow::Owned(parsed.to_string()) };
        let shown = if encoded.contains("xn--") { quirks::domain_to_unicode(&encoded).into() } else { encoded.clone() };
        let path = if path.ends_with('/') { path.to_owned() } else { format!("{path}/") };
        Ok(Self { origin: format!("{scheme}{encoded}{port}"), shown_origin: format!("{scheme}{shown}{port}"), path })
    }

    /// An address of the settings as pages link to it: a path from `/` gets the base path, and any other address stays.
    #[must_use]
    pub fn site_address(&self, address: &str) -> String {
        // `//host/path` is an address at another host.
        match address.strip_prefix('/').filter(|path| !path.starts_with('/')) {
            Some(path) => format!("{}{path}", self.path),
            None => address.to_owned(),
        }
    }

    /// The absolute address of a root-relative one, which contains the base path.
    #[must_use]
    pub fn absolute(&self, url: &str) -> String {
        // The base path may have letters of its own, and paths of pages are encoded already.
        format!("{}{}", self.origin, utf8_percent_encode(url, CONTROLS))
    }

    /// The same for readers, who see the name of the host in its own letters.
    #[must_use]
    pub fn shown(&self, url: &str) -> String {
        format!("{}{url}", self.shown_origin)
    }

    /// The name of the host in its own letters, with its port.
    #[must_use]
    pub fn shown_host(&self) -> &str {
        self.shown_origin.split_once("//").map_or("", |(_, host)| host)
    }
}

fn is_forbidden_in_address(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '\\' | '`')
}

/// Where the port begins in the name of a host with or without one.
fn port_start(host: &str) -> usize {
    let port = host.rsplit_once(':').filter(|(_, port)| port.parse::<u16>().is_ok());
    port.map_or(host.len(), |(name, _)| name.len())
}

#[cfg(test)]
mod tests {
    use super::BaseUrl;

    #[test]
    fn international_names_are_encoded_and_shown_in_their_letters() {
        let base = BaseUrl::parse("https://健康.example:8080/指南").unwrap();
        assert_eq!((&*base.origin, &*base.path), ("https://xn--nyqy26a.example:8080", "/指南/"));
        assert_eq!(base.absolute(&base.path), "https://xn--nyqy26a.example:8080/%E6%8C%87%E5%8D%97/");
        assert_eq!(base.shown_host(), "健康.example:8080");
        let encoded = BaseUrl::parse("https://xn--nyqy26a.example:8080/指南/").unwrap();
        assert_eq!(encoded.shown("/"), base.shown("/"));
        let written = BaseUrl::parse("http://Example.ORG").unwrap();
        assert_eq!((written.absolute("/a"), written.shown_host()), ("http://Example.ORG/a".to_owned(), "Example.ORG"));
        assert!(BaseUrl::parse("https://me@größe.example/").is_err());
    }
}
