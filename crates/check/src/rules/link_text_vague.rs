//! `link-text-vague`: a link whose words do not say where it leads.
//!
//! Screen readers list the links of a page without the text around them, where ten times "here" helps nobody. A link is
//! found if each of its words is one that names nothing ("click", "this", "page"), by a list for each language. A single other word
//! is taken to name the target; whether it fits is left to editors.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_markdown::body::{Element, Link, LinkTarget, WikiLabel};

use super::wording;
use wellpress_site::model::Page;

/// One finding for each such link, in the text of a page in `language`.
pub(super) fn find(page: &Page, language: &str) -> Vec<Diagnostic> {
    let body = &page.body;
    let links = body.nodes.starts().filter_map(|(at, element, _)| match element {
        Element::Link(index) => Some((at, &body.links[index])),
        _ => None,
    });
    let findings = links.filter(|(_, link)| shows_words_of_author(link)).filter_map(|(at, link)| {
        let words = body.plain(&page.source, at..body.end_of(at));
        wording::is_vague_link(&words, language).then(|| {
            let message = format!("the link `{}` does not say where it leads", words.trim());
            Diagnostic::new(&rules::LINK_TEXT_VAGUE, page.source.locate(link.span), message)
                .help("link the words that name what is there")
        })
    });
    findings.collect()
}

/// Marks of citations and links that show their page's title have words of the program.
fn shows_words_of_author(link: &Link) -> bool {
    !matches!(
        link.target,
        LinkTarget::Cite(_) | LinkTarget::Unsafe | LinkTarget::Wiki { text: WikiLabel::PageTitle, .. }
    )
}
