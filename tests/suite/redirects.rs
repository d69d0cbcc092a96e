//! Aliases: redirects at old paths, the `_redirects` and `_headers` files for hosts, and aliases that are refused.

use wellpress_diagnostics::Severity;
use wellpress_render::machine::host_headers::{content_security_policy, headers_file};
use wellpress_render::safety;
use wellpress_render::site_files::redirects::{page_file, redirects, redirects_file};
use wellpress_site::config::Config;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::resolve::aliases::refuse_clashes;

use crate::harness::TestSite;
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
        let files: Vec<String> = redirects.iter().filter_map(|redirect| page_file(&redirect.from)).collect();
        assert_eq!(files, ["2019/neck.html", "old/back/index.html", "old/bäck/index.html", "old/neck/index.html"]);
        let text = "/guide/2019/neck.html /guide/articles/neck%20pain/ 301\n\
                    /guide/old/back/ /guide/articles/back/ 301\n\
                    /guide/old/b%C3%A4ck/ /guide/articles/back/ 301\n\
                    /guide/old/neck/ /guide/articles/neck%20pain/ 301\n";
        assert_eq!(redirects_file(config, &redirects), text);
    });
}

fn headers(config: &Config, resolved: &ResolvedSite<'_>) -> String {
    headers_file(config, resolved, &content_security_policy(config, resolved))
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

/// A site with three pages, an alias and these redirects.
fn with_redirects(redirects: &str) -> TestSite {
    TestSite::new()
        .settings(&format!("redirects:\n{redirects}"))
        .article("a", "Text.\n\n## Part\n\nText.\n")
        .article("heart/b", "Text.\n")
        .file("content/articles/c.md", article("[/taken/]"))
        .file("static/files/x.txt", "x")
}

#[test]
fn redirects_of_the_settings_are_written_for_hosts_in_the_order_of_matching() {
    let redirects = "  /old/: /articles/a/#part\n  /blog/*: /articles/*\n  /blog/2019/*: /articles/heart/*\n  \
                     \"/?p=12\": /articles/a/?x=1\n  /gone/: https://example.org/x\n  /all/*: /articles/a/\n  /blog/one.html: /articles/c/\n";
    let built = with_redirects(redirects).build();
    built.assert_no_errors();
    let lines = "/ p=12 /articles/a/?x=1 301\n\
                 /blog/one.html /articles/c/ 301\n\
                 /gone/ https://example.org/x 301\n\
                 /old/ /articles/a/#part 301\n\
                 /taken/ /articles/c/ 301\n\
                 /blog/2019/* /articles/heart/:splat 301\n\
                 /all/* /articles/a/ 301\n\
                 /blog/* /articles/:splat 301\n";
    assert_eq!(built.text("_redirects"), lines);
    assert!(built.text("old/index.html").contains("content=\"0; url=/articles/a/#part\""));
    let gone = built.text("gone/index.html");
    assert!(gone.contains("<link rel=\"canonical\" href=\"https://example.org/x\">"), "{gone}");
    assert!(built.text("blog/one.html").contains("url=/articles/c/"));
    assert!(!built.files().contains_key("blog/index.html") && !built.files().contains_key("all/index.html"));
    assert!(!built.text("index.html").contains("http-equiv=\"refresh\""));
}

/// The only finding of an error about these redirects, as `rule: message`, with its help.
fn refusal(redirects: &str) -> String {
    let built = with_redirects(redirects).build();
    let errors: Vec<_> = built.findings().iter().filter(|finding| finding.severity == Severity::Error).collect();
    assert_eq!(errors.len(), 1, "{redirects}: {:?}", built.formatted_findings());
    assert_eq!(&*errors[0].location.file, "wellpress.yaml");
    assert!(errors[0].location.line > 3, "{redirects}: the finding is at the redirect");
    format!("{}: {} ({})", errors[0].rule.id, errors[0].message, errors[0].help.as_deref().unwrap_or_default())
}

#[test]
fn a_redirect_that_cannot_work_is_an_error_at_its_place() {
    for (redirects, expected) in [
        ("  /old/: /articles/aa/\n", "link-broken: `/articles/aa/` leads nowhere (did you mean `/articles/a/`?)"),
        ("  /old/: /articles/a/#prt\n", "link-anchor: "),
        ("  /old/*: /art/*\n", "link-broken: "),
        ("  /old/: articles/a/\n", "settings-invalid: `articles/a/` is neither a path of this site nor a whole"),
        ("  /old/: javascript:alert(1)\n", "settings-invalid: `javascript:alert(1)` is not an address"),
        ("  /old/: \"https://example.org/a b\"\n", "settings-invalid: "),
        ("  /old/: //example.org/\n", "settings-invalid: "),
        ("  old/: /articles/a/\n", "settings-invalid: `old/` is not a path of this site"),
        ("  \"//host/x/\": /articles/a/\n", "settings-invalid: `//host/x/` is not a path of this site"),
        ("  /*/old/: /articles/a/\n", "settings-invalid: `/*/old/` has a `*` where none can stand"),
        ("  /old/: /articles/*\n", "settings-invalid: `/articles/*` has a `*` that stands for nothing"),
        ("  \"/?p=a:b\": /articles/a/\n", "settings-invalid: the query of `/?p=a:b` is not one"),
        ("  /old/../x/: /articles/a/\n", "settings-invalid: "),
        (
            "  /articles/a/: /articles/c/\n",
            "url-duplicate: `/articles/a/` cannot redirect: `content/articles/a.md` has",
        ),
        (
            "  /articles/heart/*: /articles/c/\n",
            "url-duplicate: `/articles/heart/*` cannot redirect: `content/articles/heart/b.md`",
        ),
        ("  /topics/: /articles/a/\n", "url-duplicate: `/topics/` cannot redirect: the build makes"),
        (
            "  /taken/: /articles/a/\n",
            "url-duplicate: `/taken/` cannot redirect: `content/articles/c.md` has it as an alias",
        ),
        ("  /files/*: /articles/a/\n", "url-duplicate: `/files/*` cannot redirect: `static/files/x.txt`"),
        ("  /old/: /articles/a/\n  /Old: /articles/c/\n", "url-duplicate: `/old/` cannot redirect: another redirect"),
        (
            "  /old/: /older/\n  /older/: /articles/a/\n",
            "settings-invalid: `/old/` leads to `/older/`, which redirects itself (write where that leads: `/articles/a/`)",
        ),
        ("  /old/: /old/\n", "settings-invalid: `/old/` leads to itself"),
        ("  /old/*: /old/new/*\n", "settings-invalid: `/old/*` leads to itself"),
        ("  \"/articles/a/?p=1\": /articles/a/\n", "settings-invalid: `/articles/a/?p=1` leads to itself"),
    ] {
        let refusal = refusal(redirects);
        assert!(refusal.starts_with(expected), "{redirects}: {refusal}");
    }
}

#[test]
fn two_redirects_in_a_circle_are_both_refused() {
    let built = with_redirects("  /one/: /two/\n  /two/: /one/\n").build();
    assert_eq!(built.of_rule("settings-invalid").len(), 2, "{:?}", built.formatted_findings());
}

#[test]
fn a_redirect_that_the_host_cannot_have_is_a_warning_that_names_both() {
    let redirects =
        "  /old/: /articles/a/\n  /blog/*: /articles/*\n  /all/*: /articles/a/\n  \"/?p=12\": /articles/a/\n";
    let warnings = |deploy: &str| {
        let built = with_redirects(&format!("{redirects}deploy: {{{deploy}}}\n")).build();
        built.assert_no_errors();
        let findings = built.of_rule("settings-invalid");
        findings.iter().map(|finding| finding.message.clone()).collect::<Vec<String>>()
    };
    for host in ["host: netlify", "host: vercel", "host: server", "target: \"file:///srv/www\"", ""] {
        assert!(warnings(host).is_empty(), "{host}: {:?}", warnings(host));
    }
    let query = |host: &str| format!("`/?p=12` does not redirect: {host} has no redirect that compares a query");
    assert_eq!(warnings("host: cloudflare"), [query("Cloudflare Pages")]);
    let rest = "`/blog/*` does not redirect: Azure Static Web Apps has no redirect that keeps the rest of a path";
    assert_eq!(warnings("host: azure"), [rest.to_owned(), query("Azure Static Web Apps")]);
    assert_eq!(warnings("host: pages").len(), 3);
    assert_eq!(warnings("target: \"s3://bucket\"")[2], query("a bucket of S3"));
}

/// What other tools write in other places is named with the key of the settings.
#[test]
fn rules_of_a_host_and_aliases_with_patterns_lead_to_the_settings() {
    let built = TestSite::new()
        .file("static/_redirects", "/blog/* /articles/:splat 301\n")
        .file("content/articles/a.md", article("[\"/?p=12\", \"/old/*\"]"))
        .build();
    for (rule, count) in [("url-duplicate", 1), ("slug-invalid", 2)] {
        let findings = built.of_rule(rule);
        assert_eq!(findings.len(), count, "{:?}", built.formatted_findings());
        assert!(
            findings
                .iter()
                .all(|finding| finding.help.as_ref().is_some_and(|help| help.contains("`redirects` in the settings")))
        );
    }
}
