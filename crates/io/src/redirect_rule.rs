//! [`RedirectRule`]: a line of the output's `_redirects` in, an old address and where it leads out. What it becomes for a server or
//! a host is left to those who publish the site.

use percent_encoding::percent_decode_str;

/// A line of `_redirects`: `/old/ /new/ 301`, `/old/* /new/:splat 301` or `/old/ key=value /new/ 301`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedirectRule {
    /// The old path as the file has it, percent-encoded; without the `*` at its end.
    pub from: String,
    /// Whether the rule is for everything below `from`.
    pub is_folder: bool,
    /// What the query must have; empty for a rule that is for any query.
    pub query: Vec<(String, String)>,
    /// Where it leads, percent-encoded; without the `:splat` at its end.
    pub to: String,
    /// Whether the part of the path below `from` is appended to `to`.
    pub keeps_rest: bool,
}

impl RedirectRule {
    /// Reads `_redirects` as a build writes it. Lines in any other form are left out.
    ///
    /// ```
    /// use wellpress_io::redirect_rule::RedirectRule;
    ///
    /// let rules = RedirectRule::parse("/blog/* /articles/:splat 301\n/ p=12 /articles/a/ 301\n");
    /// assert_eq!(rules[0].target("/blog/neck/", None).as_deref(), Some("/articles/neck/"));
    /// assert_eq!(rules[1].target("/", Some("p=12")).as_deref(), Some("/articles/a/"));
    /// assert_eq!(rules[1].target("/", None), None);
    /// ```
    #[must_use]
    pub fn parse(redirects: &str) -> Vec<Self> {
        redirects.lines().filter_map(Self::of_line).collect()
    }

    fn of_line(line: &str) -> Option<Self> {
        let mut parts = line.strip_suffix(" 301")?.split(' ');
        let (from, to) = (parts.next()?, parts.next_back()?);
        let query: Option<Vec<(String, String)>> = parts.map(pair).collect();
        let (is_folder, from) = without_suffix(from, "*");
        let (keeps_rest, to) = without_suffix(to, ":splat");
        Some(Self { from, is_folder, query: query?, to, keeps_rest })
    }

    /// Whether the rule is for one address whatever its query: a page at that address can redirect as well.
    #[must_use]
    pub fn is_plain(&self) -> bool {
        !self.is_folder && self.query.is_empty()
    }

    /// The old address as the settings write it: `/blog/*`, `/?p=12`.
    #[must_use]
    pub fn old_address(&self) -> String {
        let query: Vec<String> = self.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let query = if query.is_empty() { String::new() } else { format!("?{}", query.join("&")) };
        format!("{}{}{query}", self.decoded_from(), if self.is_folder { "*" } else { "" })
    }

    /// The old path as people read it.
    #[must_use]
    pub fn decoded_from(&self) -> String {
        percent_decode_str(&self.from).decode_utf8_lossy().into_owned()
    }

    /// Where a request is led, if the rule is for it. `path` is percent-encoded, and so is the answer.
    #[must_use]
    pub fn target(&self, path: &str, query: Option<&str>) -> Option<String> {
        let decoded = percent_decode_str(path).decode_utf8().ok()?;
        let matches_path = match self.is_folder {
            true => decoded.starts_with(&self.decoded_from()),
            false => decoded == self.decoded_from(),
        };
        let pairs: Vec<(String, String)> = query.unwrap_or_default().split('&').filter_map(pair).collect();
        if !matches_path || !self.query.iter().all(|wanted| pairs.contains(wanted)) {
            return None;
        }
        if !self.keeps_rest {
            return Some(self.to.clone());
        }
        // Slashes that lead the rest are dropped: behind `/` they would name another host.
        let slashes = self.from.matches('/').count();
        let remaining_path = path.splitn(slashes + 1, '/').nth(slashes).unwrap_or_default();
        Some(format!("{}{}", self.to, remaining_path.trim_start_matches('/')))
    }
}

fn pair(text: &str) -> Option<(String, String)> {
    text.split_once('=').map(|(key, value)| (key.to_owned(), value.to_owned()))
}

fn without_suffix(text: &str, suffix: &str) -> (bool, String) {
    match text.strip_suffix(suffix) {
        Some(rest) => (true, rest.to_owned()),
        None => (false, text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(line: &str, path: &str, query: Option<&str>) -> Option<String> {
        RedirectRule::parse(line)[0].target(path, query)
    }

    #[test]
    fn a_rule_for_a_folder_keeps_the_rest_or_leads_to_one_page() {
        assert_eq!(target("/b/* /a/:splat 301", "/b/x%20y/z/", None).as_deref(), Some("/a/x%20y/z/"));
        assert_eq!(target("/b/* /a/:splat 301", "/b/", None).as_deref(), Some("/a/"));
        assert_eq!(target("/b/* /a/ 301", "/b/x/", None).as_deref(), Some("/a/"));
        assert_eq!(target("/b/* /a/ 301", "/bx/", None), None);
        assert_eq!(target("/%C3%BC/* /a/:splat 301", "/%c3%bc/x/", None).as_deref(), Some("/a/x/"));
    }

    #[test]
    fn no_rest_leads_to_another_host() {
        assert_eq!(target("/b/* /:splat 301", "/b//evil.example/", None).as_deref(), Some("/evil.example/"));
    }

    #[test]
    fn a_query_may_have_more_than_the_rule_asks_for() {
        let line = "/ p=12 lang=en /a/ 301";
        assert_eq!(target(line, "/", Some("utm=x&lang=en&p=12")).as_deref(), Some("/a/"));
        assert_eq!(target(line, "/", Some("p=12")), None);
        assert_eq!(target(line, "/", Some("p=123&lang=en")), None);
        assert_eq!(RedirectRule::parse(line)[0].old_address(), "/?p=12&lang=en");
    }
}
