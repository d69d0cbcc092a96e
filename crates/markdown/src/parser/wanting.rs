//! Blocks that lack what they are for: a list of questions without one, a playlist with nothing to play.

use wellpress_diagnostics::{Diagnostic, Source, rules};

use crate::body::{Body, DirectiveId, Element, NodeKind};
use crate::directives::DirectiveKind;

/// Whether a block that is open holds what it is for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Nothing,
    Something,
}

/// The open blocks of one kind, outermost first.
#[derive(Default)]
struct Open(Vec<(DirectiveId, Holds)>);

impl Open {
    fn start(&mut self, directive: DirectiveId) {
        self.0.push((directive, Holds::Nothing));
    }

    /// The innermost holds something.
    fn mark(&mut self) {
        if let Some((_, holds)) = self.0.last_mut() {
            *holds = Holds::Something;
        }
    }

    /// The innermost ends; whether it held nothing. What it holds, the one around it holds too.
    fn end(&mut self) -> bool {
        let is_empty = self.0.pop().is_some_and(|(_, holds)| holds == Holds::Nothing);
        if !is_empty {
            self.mark();
        }
        is_empty
    }
}

/// Reports each `:::faq` without a heading and each `:::playlist` without a video or an exercise.
pub(super) fn report(source: &Source, body: &Body, findings: &mut Vec<Diagnostic>) {
    let (mut faqs, mut playlists) = (Open::default(), Open::default());
    for (_, node) in body.nodes.without_text(..) {
        match node.kind {
            NodeKind::Start(Element::Heading(_)) => faqs.mark(),
            NodeKind::Start(Element::Directive(id)) => match body.directives[id].kind {
                DirectiveKind::Faq => faqs.start(id),
                DirectiveKind::Playlist => playlists.start(id),
                DirectiveKind::Video | DirectiveKind::Exercise => playlists.mark(),
                _ => {}
            },
            NodeKind::End(Element::Directive(id)) => {
                let is_empty = match body.directives[id].kind {
                    DirectiveKind::Faq => faqs.end(),
                    DirectiveKind::Playlist => playlists.end(),
                    _ => false,
                };
                if is_empty {
                    findings.push(finding(source, body, id));
                }
            }
            _ => {}
        }
    }
}

fn finding(source: &Source, body: &Body, id: DirectiveId) -> Diagnostic {
    let directive = &body.directives[id];
    let (message, help) = match directive.kind {
        DirectiveKind::Faq => ("`faq` has no question", "begin each with a heading, such as `### Is it safe?`"),
        _ => ("`playlist` has nothing to play", "put `::video{src=\"..\"}` or `::exercise{#id}` inside it"),
    };
    Diagnostic::new(&rules::DIRECTIVE_ATTRIBUTE, source.locate(directive.span), message).help(help)
}
