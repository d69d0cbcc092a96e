//! Aliases: redirects at old paths, the `_redirects` and `_headers` files for hosts, and aliases that are refused.

use wellpress_render::machine::host_headers::{content_security_policy, headers_file};
use wellpress_render::safety;
use wellpress_render::site_files::redirects::{Redirect, redirects, redirects_file};
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::aliases::refuse_clashes;

use crate::small_site::SmallSite;

fn article(aliases: &str) -> String {
    format!("---\ntitle: A\naliases: {aliases}\n---\n\nText.\n")
}

#[test]
fn an_alias_becomes_a_redirect_below_the_base_path() {
    let site = SmallSite::new("")
        .with("content/articles/neck pain.md", &article("[/old/neck/, \"2019/neck.html\"]"))
        .with("content/articles/back.md", &article("[/old/back/index.html, \"/old/bäck\"]"));
    site.look(|config, resolved| {
        assert_eq!(refuse_clashes(config, resolved.site), []);
        let redirects = redirects(resolved);
        let files: Vec<String> = redirects.iter().map(Redirect::file).collect();
        assert_eq!(files, ["2019/neck.html", "old/back/index.html", "old/bäck/index.html", "old/neck/index.html"]);
        let text = "/guide/2019/neck.html /guide/articles/neck%20pain/ 301\n\
                    /guide/old/back/ /guide/articles/back/ 301\n\
                    /guide/old/b%C3%A4ck/ /guide/articles/back/ 301\n\
                    /guide/old/neck/ /guide/articles/neck%20pain/ 301\n";
        assert_eq!(redirects_file(config, &redirects), text);
    });
}

fn headers(config: &Config, resolved: &ResolvedSite<'_>) -> String {
    headers_file(config, &content_security_policy(config, resolved))
}

#[test]
fn headers_cache_assets_for_ever_and_allow_no_inline_code() {
    let settings = "calls_to_action:\n  join: {kind: form, title: Join, action: \"https://forms.example:8443/x?y\"}\n  app: {kind: app, title: App, href: \"https://app.example/\"}\n";
    let video = "---\ntitle: A\n---\n\n::video{src=\"https://videos.example/a.mp4\" title=\"A\"}\n";
    let text = SmallSite::new(settings).with("content/articles/a.md", video).look(headers);
    assert!(
        text.contains("/guide/assets/*\n  ! Cache-Control\n  Cache-Control: public, max-age=31536000, immutable\n")
    );
    assert!(text.starts_with("/guide/*\n  Cache-Control: public, max-age=300\n"));
    for line in [
        "X-Content-Type-Options: nosniff",
        "Referrer-Policy: strict-origin-when-cross-origin",
        "Strict-Transport-Security: max-age=31536000",
        "Cross-Origin-Opener-Policy: same-origin",
    ] {
        assert!(text.contains(&format!("\n  {line}\n")), "{line}");
    }
    assert!(text.contains("\n  Permissions-Policy: accelerometer=(), ") && text.contains("geolocation=(), "));
    let policy = text.split("Content-Security-Policy: ").nth(1).and_then(|rest| rest.lines().next()).expect("policy");
    let rules: Vec<&str> = policy.split("; ").collect();
    let style = format!("style-src 'self' {}", safety::style_hash());
    let expected = [
        "default-src 'self'",
        "img-src 'self' data:",
        &style,
        "media-src 'self' https://videos.example",
        "object-src 'none'",
        "base-uri 'self'",
        "connect-src 'self' https://forms.example:8443",
        "form-action 'self' https://forms.example:8443",
        "frame-ancestors 'self'",
    ];
    assert_eq!(rules, expected);
}

#[test]
fn the_policy_of_a_site_without_search_or_forms_allows_only_the_site() {
    let text = SmallSite::new("search: none\n").look(headers);
    assert!(!text.contains("unsafe") && !text.contains("media-src"));
    assert!(text.contains("form-action 'self';"));
}

/// The messages of the findings about an article with these aliases, one a line.
fn findings(aliases: &str) -> String {
    let calls = "calls_to_action:\n  join: {kind: form, title: Join, action: \"https://forms.example/\"}\n  app: {kind: app, title: App, href: \"https://app.example/\"}\n";
    let site = SmallSite::new(&format!("languages: {{es: {{title: \"Guía\"}}}}\n{calls}"))
        .with("content/articles/a.md", &article(aliases))
        .with("content/articles/b.md", &article("[/taken/]"))
        .with("content/topics/back.md", "---\ntitle: Back\n---\n")
        .with("content/people/ann.md", "---\nname: Ann\n---\n")
        .with("content/exercises/c.md", "---\ntitle: C\n---\n\n1. Step.\n")
        .with("content/references/l.bib", "@book{doe-2021, title={T}}");
    site.resolve(|config, resolved, _| {
        let findings = refuse_clashes(config, resolved.site);
        let messages = findings.iter().map(|finding| {
            assert_eq!((finding.rule.id, finding.location.line), ("url-duplicate", 3));
            assert!(finding.help.is_some());
            finding.message.as_str()
        });
        messages.collect::<Vec<_>>().join("\n")
    })
}

#[test]
fn an_alias_at_the_address_of_something_else_is_an_error() {
    let free = "[/free/, /topics/free/page/2/, /articles/b/page/2/, /references/free/, /articles/old/, /print/, /assets-old/, /thanks/app/, /thanks/x/, /to/join/]";
    assert_eq!(findings(free), "");
    assert!(findings("[/Articles/B]").contains("`content/articles/b.md` has this address"));
    assert!(findings("[/articles/a/]").contains("the page's own address"));
    assert!(findings("[/taken]").contains("another page has it"));
    assert!(findings("[/twice, /twice/]").contains("twice"));
    for address in [
        "/articles/",
        "/es/glossary/",
        "/es/",
        "/references/doe-2021/",
        "/references/doe-2021/page/2/",
        "/references/letter/d/",
        "/exercises/c/print/",
        "/articles/page/2/",
        "/topics/back/page/2/",
        "/People/Ann/page/2",
        "/assets/x.css",
        "/thanks/join/",
        "/feed.xml",
        "/es/Feed.xml",
        "/_redirects",
        "/INDEX.html",
        "/articles/b/references.bib/old/",
    ] {
        assert!(findings(&format!("[{address}]")).contains("of its own"), "{address}");
    }
}
