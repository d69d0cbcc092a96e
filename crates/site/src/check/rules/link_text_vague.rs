//! A link whose words do not say where it leads.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_markdown::body::{Element, LinkTarget, WikiText};

use crate::model::Page;

/// Words that say nothing by themselves, by language.
const VAGUE: [(&str, &[&str]); 4] = [
    (
        "en",
        &[
            "here",
            "click here",
            "click",
            "this",
            "this link",
            "this page",
            "this article",
            "this site",
            "this website",
            "link",
            "more",
            "read more",
            "learn more",
            "see more",
            "find out more",
            "more info",
            "more information",
            "details",
            "read this",
            "go here",
            "see here",
        ],
    ),
    (
        "es",
        &[
            "aquí",
            "haga clic aquí",
            "haz clic aquí",
            "clic aquí",
            "enlace",
            "este enlace",
            "más",
            "leer más",
            "ver más",
            "más información",
        ],
    ),
    (
        "de",
        &[
            "hier",
            "hier klicken",
            "klicken sie hier",
            "link",
            "dieser link",
            "mehr",
            "mehr lesen",
            "mehr erfahren",
            "weiterlesen",
        ],
    ),
    ("ar", &["هنا", "اضغط هنا", "انقر هنا", "المزيد", "اقرأ المزيد"]),
];

/// One finding for each such link, in the text of a page in `language`.
pub(super) fn find(page: &Page, language: &str) -> Vec<Diagnostic> {
    let own = VAGUE.iter().find(|(tag, _)| language.split('-').next() == Some(tag));
    let Some((_, vague)) = own else { return Vec::new() };
    let body = &page.body;
    let links = body.nodes.starts().filter_map(|(at, element, _)| match element {
        Element::Link(index) => Some((at, &body.links[index])),
        _ => None,
    });
    let found = links.filter_map(|(at, link)| {
        if matches!(
            link.target,
            LinkTarget::Cite(_) | LinkTarget::Refused | LinkTarget::Wiki { text: WikiText::Title, .. }
        ) {
            return None;
        }
        let words = body.plain(&page.source, at..body.end_of(at));
        let bare = words.trim().trim_end_matches(['.', '!', ':', '…', '>', '»', '→', ' ']).to_lowercase();
        vague.contains(&bare.as_str()).then(|| {
            let message = format!("the link `{}` does not say where it leads", words.trim());
            Diagnostic::new(&rules::LINK_TEXT_VAGUE, page.source.locate(link.span), message)
                .help("link the words that name what is there")
        })
    });
    found.collect()
}
