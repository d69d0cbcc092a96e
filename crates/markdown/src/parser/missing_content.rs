//! Reports blocks without the content that they are for: a `:::faq` without a question, a `:::playlist` with nothing to
//! play, a `:::warning` without words. References to figures without a number are reported here too.

use rustc_hash::FxHashSet;

use wellpress_diagnostics::{Diagnostic, Source, rules};

use crate::body::{Body, DirectiveId, Element, Link, LinkTarget, NodeKind, may_have_number};
use crate::directives::DirectiveKind;

/// Reports each `:::faq` without a heading, each `:::playlist` without a video or an exercise, each box without words, and each reference
/// to a figure without a number.
pub(super) fn report(source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    let mut link_start = None;
    let mut anchors = None;
    for (at, node) in body.nodes.without_text(..) {
        match node.kind {
            NodeKind::Start(Element::Link(_)) => link_start = Some(at),
            NodeKind::End(Element::Link(link)) if link_start.is_some_and(|start| start + 1 == at) => {
                findings.extend(missing_number(source, body, &body.links[link], &mut anchors));
            }
            NodeKind::Start(Element::Directive(id)) if lacks_content(body, at, id) => {
                let finding = finding(source, body, id);
                // What stands behind a block that is not closed may have been meant to stand in it.
                let is_at_same_place = |other: &Diagnostic| other.location == finding.location;
                if !findings.iter().any(is_at_same_place) {
                    findings.push(finding);
                }
            }
            _ => {}
        }
    }
}

/// Whether the directive that starts at a node is for content that it does not have.
fn lacks_content(body: &Body, at: usize, id: DirectiveId) -> bool {
    let mut inside = body.nodes.without_text(at + 1..body.end_of(at)).map(|(_, node)| node.kind);
    match body.directives[id].kind {
        DirectiveKind::Faq => !inside.any(|kind| matches!(kind, NodeKind::Start(Element::Heading(_)))),
        DirectiveKind::Playlist => {
            !inside.any(|kind| matches!(kind, NodeKind::Start(Element::Directive(id)) if is_playable(body, id)))
        }
        kind => is_box(kind) && body.end_of(at) == at + 1,
    }
}

/// Whether a directive is a box around words, which shows an empty frame without them. A title alone can be all that it has to say.
fn is_box(kind: DirectiveKind) -> bool {
    use DirectiveKind::{Callout, Care, Details, Do, Dont, Tab};
    matches!(kind, Callout(_) | Care | Details | Do | Dont | Tab)
}

fn is_playable(body: &Body, id: DirectiveId) -> bool {
    matches!(body.directives[id].kind, DirectiveKind::Video | DirectiveKind::Exercise)
}

fn finding(source: &Source, body: &Body, id: DirectiveId) -> Diagnostic {
    let directive = &body.directives[id];
    let (lack, help) = match directive.kind {
        DirectiveKind::Faq => ("no question", "begin each with a heading, such as `### Is it safe?`"),
        DirectiveKind::Playlist => ("nothing to play", "put `::video{src=\"..\"}` or `::exercise{#id}` inside it"),
        _ => ("no words", "write what it has to say between its two lines, or take it out"),
    };
    let message = format!("`{}` has {lack}", directive.name);
    Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(directive.span), message).help(help)
}

/// The ids of a text to which a reference can lead. A text can have thousands of references.
struct Anchors<'b> {
    /// Those of pictures and headings.
    without_number: FxHashSet<&'b str>,
    numbered: FxHashSet<&'b str>,
}

impl<'b> Anchors<'b> {
    fn of(body: &'b Body) -> Self {
        let pictures = body.links.iter().filter_map(|link| link.attributes.as_ref()?.id.as_deref());
        let headings = body.headings.iter().map(|heading| &*heading.id);
        Self { without_number: pictures.chain(headings).collect(), numbered: body.numbered_ids().collect() }
    }
}

/// The finding about a link without words to an element that has no number to show in their place.
fn missing_number<'b>(
    source: &Source,
    body: &'b Body,
    link: &Link,
    anchors: &mut Option<Anchors<'b>>,
) -> Option<Diagnostic> {
    let LinkTarget::Path { path, anchor: Some(anchor) } = &link.target else { return None };
    if !may_have_number(anchor) || !path.is_empty() {
        return None;
    }
    let anchors = anchors.get_or_insert_with(|| Anchors::of(body));
    if !anchors.without_number.contains(&**anchor) || anchors.numbered.contains(&**anchor) {
        return None;
    }
    let message = format!("`{anchor}` has no number to refer to");
    let help =
        format!("give it a caption: `::figure[caption]{{#{anchor} src=\"..\"}}`, or `:::table[caption]{{#{anchor}}}`");
    Some(Diagnostic::new(&rules::LINK_ANCHOR, source.locate(link.span), message).help(help))
}
