//! What a source, a page or a term is, in Markdown, for hovers and completions.

use wellpress_bibliography::{NoticeKind, Reference};
use wellpress_diagnostics::{Rule, rules};
use wellpress_io::fs::Disk;
use wellpress_site::model::Page;
use wellpress_site::model::reference::ReferenceId;
use wellpress_site::resolve::citations::Formatters;

use crate::entities::Entity;
use crate::site_view::SiteView;

/// The title of a source; empty without one.
#[must_use]
pub fn title(reference: &Reference) -> String {
    reference.title.as_ref().map(|title| title.plain().into_owned()).unwrap_or_default()
}

/// What became of a source after its publication, in a sentence.
#[must_use]
pub fn notice(view: &SiteView, source: ReferenceId) -> Option<String> {
    let notice = view.site.library.notice(source)?;
    let kind = match notice.kind {
        NoticeKind::Retracted => "**Retracted**",
        NoticeKind::Concern => "**Expression of concern**",
        NoticeKind::Corrected => "**Corrected**",
    };
    let day = notice.date.map(|day| format!(", {day}")).unwrap_or_default();
    let reasons = if notice.reasons.is_empty() { String::new() } else { format!(": {}", notice.reasons.join("; ")) };
    Some(format!("{kind}{day}{reasons}"))
}

/// The entry of a source in the list of sources, by the style of the settings, with what became of it.
#[must_use]
pub fn source(view: &SiteView, source: ReferenceId) -> String {
    let formatters =
        Formatters::new(&Disk, &view.config, &view.site).unwrap_or_else(|_| Formatters::shipped(&view.site));
    let formatter = formatters.all().iter().next();
    let entry = formatter.map(|formatter| escaped(&formatter.entry(source).plain())).unwrap_or_default();
    let reference = view.site.library.get(source);
    let successor = view.site.library.successor(source);
    let superseded = successor.map(|newer| format!("Superseded by `{}`", view.site.library.get(newer).key));
    let key = format!("`{}` in {}", reference.key, reference.location.file);
    [notice(view, source), superseded, Some(entry), Some(key)].into_iter().flatten().collect::<Vec<_>>().join("\n\n")
}

/// A page in few lines; an exercise with its cautions and its signals to stop.
#[must_use]
pub fn page(view: &SiteView, page: &Page) -> String {
    let mut parts = vec![format!("**{}** ({})", escaped(&page.full_title()), page.word)];
    if page.is_withdrawn() {
        parts.push("**Withdrawn**".to_owned());
    }
    if page.unpublished.is_some() {
        parts.push("Not published".to_owned());
    }
    parts.extend(page.description.as_deref().map(escaped));
    if let Some(exercise) = page.exercise() {
        parts.extend(exercise.cautions.iter().map(|caution| {
            let conditions = caution.conditions.iter().map(|topic| view.site.page(*topic).title.clone());
            let conditions: Vec<String> = conditions.collect();
            let severity: &str = caution.severity.into();
            format!("Caution, {severity}: *{}*: {}", escaped(&conditions.join(", ")), escaped(&caution.advice))
        }));
        if !exercise.stop_if.is_empty() {
            parts.push(format!("Stop if: {}", escaped(&exercise.stop_if.join("; "))));
        }
    }
    parts.push(format!("`{}` in {}", page.url, page.source.path));
    parts.join("\n\n")
}

/// What an entity is.
#[must_use]
pub fn entity(view: &SiteView, entity: &Entity, rule_page: fn(&Rule) -> &'static str) -> String {
    match entity {
        Entity::Source(id) => source(view, *id),
        Entity::Page(id) => page(view, view.site.page(*id)),
        Entity::Anchor(id, anchor) => format!("`#{anchor}` on {}", page(view, view.site.page(*id))),
        Entity::Disclaimer(id) => {
            let disclaimer = &view.site.disclaimers[*id];
            let nodes = 0..disclaimer.body.nodes.len();
            let words = disclaimer.body.plain(&disclaimer.source, nodes);
            format!("**{}** (disclaimer)\n\n{}", escaped(&disclaimer.title), escaped(&words))
        }
        Entity::Snippet(name) => {
            let snippet = view.site.snippets.all().find(|snippet| snippet.file.id == *name);
            let words = snippet.map(|snippet| snippet.body.plain(&snippet.source, 0..snippet.body.nodes.len()));
            format!("**{name}** (snippet)\n\n{}", escaped(&words.unwrap_or_default()))
        }
        Entity::Term(glossary, term) => {
            let term = &view.site.glossaries[*glossary].terms[*term];
            format!("**{}**\n\n{}", escaped(&term.name), escaped(&term.plain))
        }
        Entity::Rule(id) => rules::find(id).map(rule_page).unwrap_or_default().to_owned(),
    }
}

/// Words in which Markdown has nothing to read.
#[must_use]
pub fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for character in words.chars() {
        if matches!(character, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            escaped.push('\\');
        }
        escaped.push(character);
    }
    escaped
}
