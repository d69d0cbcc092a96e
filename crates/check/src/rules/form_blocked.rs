//! `raw-html`, for a form of raw HTML that is sent to another host: the policy of the site keeps browsers from sending it, so that its
//! button does nothing.
//!
//! The policy allows the hosts of the forms in `calls_to_action`, because the settings are read by whoever answers for the site.

use url::Url;

use wellpress_diagnostics::{Diagnostic, Source, Span, quotable, rules};
use wellpress_foundation::html_tokens::{HtmlString, HtmlTokens, StartTag, Token};
use wellpress_markdown::body::{Body, NodeKind};

use wellpress_site::config::Config;
use wellpress_site::model::{Page, Site};

/// One finding for each form, or button with an address of its own, of a page.
pub(super) fn find(config: &Config, page: &Page) -> Vec<Diagnostic> {
    if !config.settings.raw_html {
        return Vec::new();
    }
    let bodies = page.front_texts.iter().chain(std::iter::once(&*page.body));
    bodies.flat_map(|body| find_in_body(config, &page.source, body, &page.url)).collect()
}

/// The same in disclaimers, which many pages show.
pub(super) fn find_in_disclaimers(config: &Config, site: &Site) -> Vec<Diagnostic> {
    if !config.settings.raw_html {
        return Vec::new();
    }
    let disclaimers = site.disclaimers.iter();
    disclaimers
        .flat_map(|disclaimer| find_in_body(config, &disclaimer.source, &disclaimer.body, &config.base.path))
        .collect()
}

/// `url` is the path of the page, from which relative addresses are taken.
fn find_in_body(config: &Config, source: &Source, body: &Body, url: &str) -> Vec<Diagnostic> {
    let html = RawHtml::of(source, body);
    if !html.may_have_forms() {
        return Vec::new();
    }
    let Ok(page) = Url::parse(&config.base.absolute(url)) else { return Vec::new() };
    let mut findings = Vec::new();
    for token in HtmlTokens::of_fragment(&html.text) {
        let Token::StartTag(tag) = token else { continue };
        let Some(address) = address_of_form(&tag) else { continue };
        if let Some(host) = blocked_host(config, &page, &address) {
            let span = html.span_at(tag.span.start);
            let message =
                format!("the policy of the site keeps browsers from sending this form to `{}`", quotable(&host));
            let finding = Diagnostic::new(&rules::RAW_HTML, source.locate(span), message);
            findings.push(finding.help(
                "make it a form under `calls_to_action` in the settings, which allows its host, and show it with `::cta`",
            ));
        }
    }
    findings
}

/// The raw HTML of a text without the Markdown around it.
struct RawHtml {
    text: String,
    /// Where a piece begins in `text`, with its place in the source.
    pieces: Vec<(usize, Span)>,
}

impl RawHtml {
    fn of(source: &Source, body: &Body) -> Self {
        let mut html = Self { text: String::new(), pieces: Vec::new() };
        for (_, node) in body.nodes.without_text(..) {
            if let NodeKind::HtmlBlock(piece) | NodeKind::HtmlInline(piece) = node.kind {
                html.pieces.push((html.text.len(), node.span));
                html.text.push_str(body.text(source, piece));
            }
        }
        html
    }

    /// Spares most texts the reading of their HTML.
    fn may_have_forms(&self) -> bool {
        let text = self.text.to_ascii_lowercase();
        text.contains("<form") || text.contains("formaction")
    }

    /// The piece at an offset of the text.
    fn span_at(&self, offset: usize) -> Span {
        let behind = self.pieces.partition_point(|(start, _)| *start <= offset);
        behind.checked_sub(1).map_or(Span::default(), |piece| self.pieces[piece].1)
    }
}

/// Where a form or its button is sent, if the tag says that.
fn address_of_form(tag: &StartTag<usize>) -> Option<String> {
    let attribute = match &*tag.name.0 {
        b"form" => &b"action"[..],
        b"button" | b"input" => b"formaction",
        _ => return None,
    };
    let value = |name: &[u8]| {
        let value = tag.attributes.get(&HtmlString(name.to_vec()))?;
        Some(String::from_utf8_lossy(&value.value).trim().to_owned())
    };
    // A dialog is closed and sent nowhere.
    let is_dialog = value(b"method").is_some_and(|method| method.eq_ignore_ascii_case("dialog"));
    value(attribute).filter(|address| !address.is_empty() && !is_dialog)
}

/// The host, or the scheme of an address without one, if the policy does not allow it.
fn blocked_host(config: &Config, page: &Url, address: &str) -> Option<String> {
    let target = page.join(address).ok()?;
    let origin = target.origin();
    let is_allowed = origin == page.origin() || config.form_origins().contains(&origin.ascii_serialization());
    if is_allowed {
        return None;
    }
    Some(target.host_str().map_or_else(|| format!("{}:", target.scheme()), str::to_owned))
}
