//! HTML of playlists.
//!
//! Input: the directives and the text of a `:::playlist`. Output: a section with the disclaimers of its items, and the items as a numbered
//! list.

use std::fmt::Write as _;

use wellpress_markdown::body::{DirectiveId, Element, NodeKind};
use wellpress_markdown::directives::DirectiveKind;

use super::Writer;
use super::container::{Container, PlaylistState};
use crate::notices::disclaimer_ids_of_playlist;

impl Writer<'_, '_> {
    pub(super) fn playlist(&mut self, index: DirectiveId, label: &str, at: usize) {
        let level = self.level_below(at);
        let id = format!("{}playlist-{}", self.view.id_prefix, index.index() + 1);
        let title = if label.is_empty() { self.text_cx.say_html("text-playlist") } else { label.to_owned() };
        let _ = writeln!(
            self.html,
            "<section class=\"playlist\" aria-labelledby=\"{id}\"><h{level} class=\"playlist-title\" id=\"{id}\">{title}</h{level}>"
        );
        self.shared_disclaimers(index, at);
        self.containers.push(Container {
            kind: DirectiveKind::Playlist,
            close: "</section>\n".into(),
            list: PlaylistState::Closed,
            number: 0,
        });
    }

    /// Opens a playlist's list before an item and closes it before anything else. Authors may write text between items.
    pub(super) fn update_playlist(&mut self, element: Element) {
        let is_item = matches!(element, Element::Directive(index)
            if is_playlist_item(self.directive(index).kind));
        if let Some(container) =
            self.containers.last_mut().filter(|container| container.kind == DirectiveKind::Playlist)
        {
            match (container.list, is_item) {
                (PlaylistState::Closed, true) => {
                    container.list = PlaylistState::Open;
                    self.html.push_str("<ol class=\"playlist-items\">\n");
                }
                (PlaylistState::Open, false) => {
                    container.list = PlaylistState::Closed;
                    self.html.push_str("</ol>\n");
                }
                _ => {}
            }
        }
    }

    /// Writes the disclaimers for the exercises and videos of the playlist that starts at `at`, once for the whole list instead
    /// of with each item.
    fn shared_disclaimers(&mut self, index: DirectiveId, at: usize) {
        let body = self.view.body;
        let items: Vec<DirectiveKind> = body
            .nodes
            .range(at..body.end_of(at))
            .filter_map(|node| match node.kind {
                NodeKind::Start(Element::Directive(index)) => Some(self.directive(index).kind),
                _ => None,
            })
            .collect();
        self.disclaimers(index, &disclaimer_ids_of_playlist(self.text_cx.resolved, self.text_cx.page, &items));
    }

    pub(super) fn in_playlist(&self) -> bool {
        self.containers.last().is_some_and(|container| container.list == PlaylistState::Open)
    }
}

/// Whether a directive of this kind is an item of the playlist around it, and not text between its items.
pub fn is_playlist_item(kind: DirectiveKind) -> bool {
    matches!(kind, DirectiveKind::Exercise | DirectiveKind::Video)
}
