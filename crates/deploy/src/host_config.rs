//! Turns the output's `_headers` and `_redirects` into the configuration file of a static host that reads neither. Uploading it with
//! the site is left to the caller.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::server_rules::{HeaderLine, ServerRules};

/// Azure ignores a configuration file that is larger. Its documentation says 20 KB and leaves open which kilobyte.
const AZURE_MAX_BYTES: usize = 20_000;

/// The most redirects that the schema of `vercel.json` allows.
const VERCEL_MAX_REDIRECTS: usize = 2_048;

/// A static host with a configuration file of its own. Netlify and Cloudflare Pages need none: they read `_headers` and
/// `_redirects`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StaticHost {
    /// Vercel; the file is `vercel.json`.
    Vercel,
    /// Azure Static Web Apps; the file is `staticwebapp.config.json`.
    Azure,
    /// Firebase Hosting; the file is `firebase.json`.
    Firebase,
}

/// A configuration file for a static host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HostConfig {
    /// The text of the file.
    pub text: String,
    /// How many redirects the file does not have because the host limits its size. The pages at the old addresses, which the
    /// build writes, redirect without the host.
    pub omitted_redirects: usize,
}

/// Writes the configuration file of a host. `base` is the path of the site's address, with `/` at both ends.
///
/// ```
/// use wellpress_deploy::{StaticHost, host_config};
///
/// let config = host_config(StaticHost::Firebase, "/*\n  X-Frame-Options: DENY\n", "/old/ /new/ 301\n", "/");
/// assert!(config.text.contains(r#""regex": "^/old/$""#));
/// ```
#[must_use]
pub fn host_config(host: StaticHost, headers: &str, redirects: &str, base: &str) -> HostConfig {
    let rules = ServerRules::parse(headers, redirects);
    match host {
        StaticHost::Vercel => vercel(&rules, base),
        StaticHost::Azure => azure(&rules, base),
        StaticHost::Firebase => firebase(&rules, base),
    }
}

fn vercel(rules: &ServerRules<'_>, base: &str) -> HostConfig {
    // No header is set by two patterns: the documentation does not say which of them would win.
    let headers = json!([
        {"source": format!("{base}(.*)"), "headers": header_list(rules.shared_headers())},
        {"source": format!("{base}((?!assets/).*)"), "headers": header_list(rules.page_only_headers())},
        {"source": format!("{base}assets/(.*)"), "headers": header_list(&rules.asset_headers)},
    ]);
    // Addresses of pages are percent-encoded, so they have none of the characters that patterns give a meaning to.
    let redirects: Vec<Value> = (rules.redirects.iter().take(VERCEL_MAX_REDIRECTS))
        .map(|(from, to)| json!({"source": from, "destination": to, "statusCode": 301}))
        .collect();
    let omitted_redirects = rules.redirects.len() - redirects.len();
    let config = json!({
        "$schema": "https://openapi.vercel.sh/vercel.json",
        // Else Vercel guesses a framework and builds the site anew.
        "framework": null,
        "headers": headers,
        "redirects": redirects,
        "trailingSlash": true,
    });
    HostConfig { text: format!("{config:#}\n"), omitted_redirects }
}

fn azure(rules: &ServerRules<'_>, base: &str) -> HostConfig {
    let text_with = |redirects: &[Value]| {
        let assets = json!({"route": format!("{base}assets/*"), "headers": header_map(&rules.asset_headers)});
        let routes: Vec<&Value> = std::iter::once(&assets).chain(redirects).collect();
        let config = json!({
            // A route's headers replace these of the same name.
            "globalHeaders": header_map(&rules.headers),
            "responseOverrides": {"404": {"rewrite": format!("{base}404.html")}},
            "routes": routes,
            "trailingSlash": "always",
        });
        // Without indentation, so that more redirects fit in.
        format!("{config}\n")
    };
    let mut room = AZURE_MAX_BYTES.saturating_sub(text_with(&[]).len());
    let redirects: Vec<Value> = (rules.redirects.iter())
        .map(|(from, to)| json!({"route": from, "redirect": to, "statusCode": 301}))
        .take_while(|redirect| {
            // With its comma.
            let bytes = redirect.to_string().len() + 1;
            let fits = bytes <= room;
            room = room.saturating_sub(bytes);
            fits
        })
        .collect();
    HostConfig { text: text_with(&redirects), omitted_redirects: rules.redirects.len() - redirects.len() }
}

fn firebase(rules: &ServerRules<'_>, base: &str) -> HostConfig {
    // Of two patterns that set the same header the later one wins, as in superstatic, the server that Firebase publishes.
    let headers = json!([
        {"source": "**", "headers": header_list(&rules.headers)},
        {"source": format!("{base}assets/**"), "headers": header_list(&rules.asset_headers)},
    ]);
    // Regular expressions, because globs cannot escape `(` and `!`. Paths are compared decoded, and the host encodes the address
    // that it redirects to.
    let redirects: Vec<Value> = (rules.redirects.iter())
        .map(|(from, to)| json!({"regex": exact_regex(&decoded(from)), "destination": decoded(to), "type": 301}))
        .collect();
    let config = json!({
        "hosting": {
            // The folder from which the program of Firebase uploads, as in the workflows of `init`.
            "public": "public",
            "ignore": ["_headers", "_redirects"],
            "headers": headers,
            "redirects": redirects,
            "trailingSlash": true,
        },
    });
    HostConfig { text: format!("{config:#}\n"), omitted_redirects: 0 }
}

fn header_list<'a>(headers: impl IntoIterator<Item = &'a HeaderLine<'a>>) -> Vec<Value> {
    headers.into_iter().map(|header| json!({"key": header.name, "value": header.value})).collect()
}

fn header_map<'a>(headers: impl IntoIterator<Item = &'a HeaderLine<'a>>) -> Map<String, Value> {
    headers.into_iter().map(|header| (header.name.to_owned(), header.value.into())).collect()
}

fn decoded(path: &str) -> String {
    percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A regular expression that matches only this text.
fn exact_regex(text: &str) -> String {
    let mut regex = String::from("^");
    for character in text.chars() {
        if r".+*?()|[]{}^$\".contains(character) {
            regex.push('\\');
        }
        regex.push(character);
    }
    regex + "$"
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADERS: &str = "/*\n  Cache-Control: public, max-age=300\n  X-Frame-Options: DENY\n\n/assets/*\n  ! Cache-Control\n  \
                           Cache-Control: immutable\n";

    fn parsed(host: StaticHost, redirects: &str, base: &str) -> Value {
        serde_json::from_str(&host_config(host, HEADERS, redirects, base).text).unwrap()
    }

    #[test]
    fn vercel_gets_one_cache_header_for_each_path() {
        let config = parsed(StaticHost::Vercel, "/guide/a%2Bb/ /guide/new/ 301\n", "/guide/");
        let sources: Vec<&str> =
            config["headers"].as_array().unwrap().iter().map(|block| block["source"].as_str().unwrap()).collect();
        assert_eq!(sources, ["/guide/(.*)", "/guide/((?!assets/).*)", "/guide/assets/(.*)"]);
        assert_eq!(config["headers"][0]["headers"], json!([{"key": "X-Frame-Options", "value": "DENY"}]));
        let redirect = json!({"source": "/guide/a%2Bb/", "destination": "/guide/new/", "statusCode": 301});
        assert_eq!(config["redirects"], json!([redirect]));
    }

    #[test]
    fn firebase_matches_decoded_paths_without_their_special_characters() {
        let config = parsed(StaticHost::Firebase, "/%C3%BCber.us/%28a%29/ /new/ 301\n", "/");
        assert_eq!(config["hosting"]["redirects"][0]["regex"], r"^/über\.us/\(a\)/$");
    }

    #[test]
    fn redirects_beyond_the_limit_of_a_host_are_left_out_and_counted() {
        let redirects: String = (0..3000).map(|number| format!("/old/{number}/ /new/ 301\n")).collect();
        let vercel = host_config(StaticHost::Vercel, HEADERS, &redirects, "/");
        assert_eq!(vercel.omitted_redirects, 3000 - VERCEL_MAX_REDIRECTS);
        let azure = host_config(StaticHost::Azure, HEADERS, &redirects, "/");
        assert!(azure.text.len() <= AZURE_MAX_BYTES && azure.text.len() > AZURE_MAX_BYTES - 100);
        let routes = serde_json::from_str::<Value>(&azure.text).unwrap()["routes"].as_array().unwrap().len();
        assert_eq!(routes - 1 + azure.omitted_redirects, 3000);
        assert_eq!(host_config(StaticHost::Firebase, HEADERS, &redirects, "/").omitted_redirects, 0);
    }
}
