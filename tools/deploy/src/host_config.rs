//! Turns the output's `_headers` and `_redirects` into the configuration file of a static host that reads neither. Uploading it with
//! the site is left to the caller.

use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

use super::server_rules::{ExtensionHeaders, FolderHeaders, HeaderLine, ServerRules, folder_regex, regex_of};
use wellpress_io::redirect_rule::RedirectRule;

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
    /// The old addresses of the redirects that no file of this host can have: those with `*` or with a query.
    pub unsupported_redirects: Vec<String>,
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
    let (replaced, shared): (Vec<_>, Vec<_>) = rules.shared_headers().partition(|header| rules.is_replaced(header));
    let mut headers = vec![
        json!({"source": format!("{base}(.*)"), "headers": header_list(shared)}),
        json!({"source": format!("{base}((?!assets/).*)"), "headers": header_list(rules.page_only_headers())}),
        json!({"source": format!("{base}assets/(.*)"), "headers": header_list(&rules.asset_headers)}),
    ];
    headers.extend(
        rules
            .by_extension
            .iter()
            .map(|of| json!({"source": format!("{base}(.*)\\.{}", of.extension), "headers": header_list(&of.headers)})),
    );
    if !rules.folders.is_empty() {
        let folders = rules.folders.iter().filter_map(|folder| folder.path.strip_prefix(base));
        let folders: Vec<&str> = folders.collect();
        headers.push(json!({
            "source": format!("{base}((?!{}).*)", folders.join("|")), "headers": header_list(replaced)
        }));
    }
    headers.extend(
        rules
            .folders
            .iter()
            .map(|of| json!({"source": format!("{}(.*)", of.path), "headers": header_list(&of.headers)})),
    );
    // Addresses of pages are percent-encoded, so they have none of the characters that patterns give a meaning to.
    let (redirects, omitted_redirects) = within_room(&rules.redirects, vercel_redirect, VERCEL_MAX_REDIRECTS, |_| 1);
    let config = json!({
        "$schema": "https://openapi.vercel.sh/vercel.json",
        // Else Vercel guesses a framework and builds the site anew.
        "framework": null,
        "headers": headers,
        "redirects": redirects,
        "trailingSlash": true,
    });
    HostConfig { text: format!("{config:#}\n"), omitted_redirects, unsupported_redirects: Vec::new() }
}

fn vercel_redirect(rule: &RedirectRule) -> Value {
    let source = if rule.is_folder { format!("{}(.*)", rule.from) } else { rule.from.clone() };
    let destination = if rule.keeps_rest { format!("{}$1", rule.to) } else { rule.to.clone() };
    let mut redirect = json!({"source": source, "destination": destination, "statusCode": 301});
    if !rule.query.is_empty() {
        let query_conditions =
            rule.query.iter().map(|(key, value)| json!({"type": "query", "key": key, "value": value}));
        redirect["has"] = query_conditions.collect();
    }
    redirect
}

/// The redirects for which there is room, and how many are left out. Those that no page can replace come first in their claim.
fn within_room(
    rules: &[RedirectRule],
    redirect: impl Fn(&RedirectRule) -> Value,
    mut room: usize,
    size: impl Fn(&Value) -> usize,
) -> (Vec<Value>, usize) {
    let redirects: Vec<Value> = rules.iter().map(redirect).collect();
    let mut fits = vec![false; rules.len()];
    for plain in [false, true] {
        for (index, _) in rules.iter().enumerate().filter(|(_, rule)| rule.is_plain() == plain) {
            let size = size(&redirects[index]);
            // The first that does not fit ends the list, so that it does not depend on the length of the others.
            if size > room {
                break;
            }
            room -= size;
            fits[index] = true;
        }
    }
    let omitted = fits.iter().filter(|fits| !**fits).count();
    (redirects.into_iter().zip(fits).filter(|(_, fits)| *fits).map(|(redirect, _)| redirect).collect(), omitted)
}

fn azure(rules: &ServerRules<'_>, base: &str) -> HostConfig {
    let room = AZURE_MAX_BYTES.saturating_sub(azure_text(rules, base, &[]).len());
    // A route can end with `*`, but its redirect cannot say what that stood for.
    let (supported, unsupported_redirects) =
        supported(&rules.redirects, |rule| rule.query.is_empty() && !rule.keeps_rest);
    // With its comma.
    let (redirects, omitted_redirects) =
        within_room(&supported, azure_redirect, room, |redirect| redirect.to_string().len() + 1);
    HostConfig { text: azure_text(rules, base, &redirects), omitted_redirects, unsupported_redirects }
}

fn azure_text(rules: &ServerRules<'_>, base: &str, redirects: &[Value]) -> String {
    let assets = json!({"route": format!("{base}assets/*"), "headers": header_map(&rules.asset_headers)});
    let of_folder =
        |of: &FolderHeaders<'_>| json!({"route": format!("{}*", of.path), "headers": header_map(&of.headers)});
    let by_folder: Vec<Value> = rules.folders.iter().map(of_folder).collect();
    let of_extension = |of: &ExtensionHeaders<'_>| json!({"route": format!("{base}*.{{{}}}", of.extension), "headers": header_map(&of.headers)});
    let by_extension: Vec<Value> = rules.by_extension.iter().map(of_extension).collect();
    // The first route that matches wins, so that old addresses come before whole kinds of files.
    let routes: Vec<&Value> =
        std::iter::once(&assets).chain(&by_folder).chain(redirects).chain(&by_extension).collect();
    let config = json!({
        // A route's headers replace these of the same name.
        "globalHeaders": header_map(&rules.headers),
        "responseOverrides": {"404": {"rewrite": format!("{base}404.html")}},
        "routes": routes,
        "trailingSlash": "always",
    });
    // Without indentation, so that more redirects fit in.
    format!("{config}\n")
}

fn azure_redirect(rule: &RedirectRule) -> Value {
    let end = if rule.is_folder { "*" } else { "" };
    json!({"route": format!("{}{end}", rule.from), "redirect": rule.to, "statusCode": 301})
}

/// The rules that a host can have, and the old addresses of the others.
fn supported(rules: &[RedirectRule], is_supported: impl Fn(&RedirectRule) -> bool) -> (Vec<RedirectRule>, Vec<String>) {
    let (supported, others): (Vec<&RedirectRule>, Vec<&RedirectRule>) =
        rules.iter().partition(|rule| is_supported(rule));
    (supported.into_iter().cloned().collect(), others.into_iter().map(RedirectRule::old_address).collect())
}

fn firebase(rules: &ServerRules<'_>, base: &str) -> HostConfig {
    // Of two patterns that set the same header the later one wins, as in superstatic, the server that Firebase publishes.
    let mut headers = vec![
        json!({"source": "**", "headers": header_list(&rules.headers)}),
        json!({"source": format!("{base}assets/**"), "headers": header_list(&rules.asset_headers)}),
    ];
    headers.extend(
        rules.folders.iter().map(|of| json!({"source": format!("{}**", of.path), "headers": header_list(&of.headers)})),
    );
    headers.extend(rules.by_extension.iter().map(
        |of| json!({"regex": ServerRules::extension_regex(base, of.extension), "headers": header_list(&of.headers)}),
    ));
    // Regular expressions, because globs cannot escape `(` and `!`. Paths are compared decoded, and the host encodes the address
    // that it redirects to.
    let (supported, unsupported_redirects) = supported(&rules.redirects, |rule| rule.query.is_empty());
    let redirects: Vec<Value> = supported.iter().map(firebase_redirect).collect();
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
    HostConfig { text: format!("{config:#}\n"), omitted_redirects: 0, unsupported_redirects }
}

fn firebase_redirect(rule: &RedirectRule) -> Value {
    let from = rule.decoded_from();
    // In the form of RE2, as the documentation of Firebase asks for it.
    let regex = match (rule.is_folder, rule.keeps_rest) {
        (true, true) => format!("{}(?P<rest>.*)$", folder_regex(&from)),
        (true, false) => format!("{}.*$", folder_regex(&from)),
        (false, _) => format!("^{}$", regex_of(&from)),
    };
    let rest_placeholder = if rule.keeps_rest { ":rest" } else { "" };
    json!({"regex": regex, "destination": format!("{}{rest_placeholder}", decoded(&rule.to)), "type": 301})
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
    fn files_of_an_extension_get_their_headers_from_every_host() {
        let headers =
            format!("{HEADERS}\n/guide/*.md\n  Content-Type: text/markdown; charset=utf-8\n  X-Robots-Tag: noindex\n");
        let config =
            |host| -> Value { serde_json::from_str(&host_config(host, &headers, "", "/guide/").text).unwrap() };
        let list = json!([
            {"key": "Content-Type", "value": "text/markdown; charset=utf-8"},
            {"key": "X-Robots-Tag", "value": "noindex"},
        ]);
        let vercel = config(StaticHost::Vercel);
        assert_eq!(vercel["headers"][3], json!({"source": r"/guide/(.*)\.md", "headers": list}));
        let firebase = config(StaticHost::Firebase);
        assert_eq!(firebase["hosting"]["headers"][2], json!({"regex": r"^/guide/.*\.md$", "headers": list}));
        let azure = config(StaticHost::Azure);
        assert_eq!(azure["routes"][1]["route"], "/guide/*.{md}");
        assert_eq!(azure["routes"][1]["headers"]["X-Robots-Tag"], "noindex");
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
