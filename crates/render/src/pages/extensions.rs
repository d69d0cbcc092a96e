//! Whether a page shows something that few pages have, so that it loads `extensions.css`.

use wellpress_markdown::body::{Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;

use crate::pages::render_context::RenderContext;

/// Whether a page shows a programme, or its text or that of an exercise that it shows has an element that few texts have.
pub(in crate::pages) fn has_extensions(cx: &RenderContext<'_>, page: &Page) -> bool {
    let texts = std::iter::once(page.id).chain(cx.resolved.exercise_texts_of(page));
    let mut bodies = texts.map(|page| &cx.resolved.site.page(page).body);
    let site = cx.resolved.site;
    !page.fields.is_empty()
        || cx.resolved.backlinks.named_in_fields.contains_key(&page.id)
        || page.programme().is_some()
        || (page.route.contains('/') || site.tree.folder_of_text(page.id).is_some())
            && (site.guide_of(page.id).is_some() || !site.below(page.id).is_empty())
        || cx.resolved.pages[page.id].video.is_some()
        || !cx.resolved.pages[page.id].forms.is_empty()
        || bodies.any(|body| {
            !body.html_elements.is_empty()
                || body.directives.iter().any(|directive| is_rare_directive(directive.kind))
                || body.nodes.without_text(..).any(|(_, node)| is_rare_node(node.kind))
        })
}

/// The directives whose style is in `extensions.css`, besides those of themes.
const RARE_DIRECTIVES: [DirectiveKind; 18] = [
    DirectiveKind::Tabs,
    DirectiveKind::Tab,
    DirectiveKind::Table,
    DirectiveKind::ListTable,
    DirectiveKind::IconArray,
    DirectiveKind::DataTable,
    DirectiveKind::Chart,
    DirectiveKind::Do,
    DirectiveKind::Dont,
    DirectiveKind::Details,
    DirectiveKind::Faq,
    DirectiveKind::Quote,
    DirectiveKind::Evidence,
    DirectiveKind::Promo,
    DirectiveKind::Experts,
    DirectiveKind::Video,
    DirectiveKind::Playlist,
    DirectiveKind::Programme,
];

fn is_rare_directive(kind: DirectiveKind) -> bool {
    RARE_DIRECTIVES.contains(&kind) || matches!(kind, DirectiveKind::OfTheme(_))
}

fn is_rare_node(node: NodeKind) -> bool {
    matches!(
        node,
        NodeKind::Math(_)
            | NodeKind::Task(_)
            | NodeKind::Code(_)
            | NodeKind::Rule
            | NodeKind::Start(Element::CodeBlock(_) | Element::DefinitionList)
    )
}
