//! Resolves a Markdown text that a template prints, such as one of the site's data files.
//!
//! Such a text is known when pages are rendered, after marks have their numbers and the files to publish are chosen. So it can have
//! links to pages, and neither marks nor pictures.

use wellpress_diagnostics::{Diagnostic, Severity, Source, Span, rules};
use wellpress_markdown::body::{Body, LinkTarget};
use wellpress_markdown::directives::DirectiveForm;
use wellpress_markdown::parser;

use crate::config::{Config, LanguageId};

use super::bodies::resolve;
use super::context::{ResolveContext, TextOrigin};
use super::resolved_site::ResolvedSite;
use super::targets::ResolvedBody;

/// Parses and resolves `source`. A link that begins without `/` is taken from the root of the site, as the text has no page.
///
/// # Errors
/// The first mistake, a mark, a footnote, a picture, a link to a file, or a directive that does not stand in a line.
pub fn read(
    config: &Config,
    resolved: &ResolvedSite<'_>,
    language: LanguageId,
    source: &Source,
) -> Result<(Body, ResolvedBody), Box<Diagnostic>> {
    let mut findings = Vec::new();
    let grammar = config.settings.grammar(config.languages[language].of_texts());
    let body = parser::parse(source, 0..source.text.len(), grammar, &mut findings);
    let context = ResolveContext {
        config,
        site: resolved.site,
        assets: resolved.files,
        outlines: &resolved.outlines,
        sheet_page: resolved.sheet_page.as_ref(),
    };
    let origin = TextOrigin { source, folder: "", language, page: None };
    let targets = resolve(&context, origin, &body, &mut findings);
    if let Some(finding) = findings.into_iter().next() {
        // A warning too keeps the text from being shown: nobody looks at the findings of a rendered page.
        return Err(Box::new(Diagnostic { severity: Severity::Error, ..finding }));
    }
    let marks = body.citations.iter().map(|citation| ("a mark", citation.span));
    let blocks = body.directives.iter().filter(|directive| directive.kind.spec().form != DirectiveForm::Inline);
    let blocks = blocks.map(|directive| ("a directive", directive.span));
    let footnotes = body.footnotes.iter().map(|_| ("a footnote", Span::default()));
    let pictures = targets.pictures.values().map(|_| ("a picture", Span::default()));
    let files = targets.assets.iter().map(|_| ("a link to a file", Span::default()));
    let places =
        body.links.iter().filter(|link| matches!(&link.target, LinkTarget::Path { path, .. } if path.is_empty()));
    let places = places.map(|link| ("a link within the page", link.span));
    let refused = marks.chain(places).chain(blocks).chain(footnotes).chain(pictures).chain(files).next();
    match refused {
        None => Ok((body, targets)),
        Some((what, span)) => {
            let finding = Diagnostic::new(
                &rules::THEME_INVALID,
                source.locate(span),
                format!("{what} cannot stand in a text of a template"),
            );
            Err(Box::new(finding.help("write it into a page, or into a field of the type `markdown`")))
        }
    }
}
