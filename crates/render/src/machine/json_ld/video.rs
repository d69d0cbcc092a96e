//! Videos that the site publishes as [VideoObject](https://schema.org/VideoObject), `:::playlist` as ItemList. A video on
//! another site gets no VideoObject, since that site describes it: playlists only link to it.

use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::videos::{ResolvedVideo, VideoSource, exercise_of_video};

use crate::machine::json_ld::schema::{ItemList, ListItem, ListTarget, MediaObject, SchemaType, VideoObject};
use crate::machine::json_ld::text::{PlacedDirective, directives};
use crate::machine::json_ld::{StructuredData, dose};

/// A page's videos and playlists.
pub(crate) struct Media<'a> {
    pub videos: Vec<VideoObject<'a>>,
    pub playlists: Vec<ItemList<'a>>,
}

impl<'a> StructuredData<'a> {
    /// The videos of a page's text and record, and the playlists of its text.
    pub(crate) fn media(self, page: &'a Page) -> Media<'a> {
        let resolved = &self.resolved.pages[page.id];
        let directives = directives(&page.body);
        let mut media = Media { videos: Vec::new(), playlists: Vec::new() };
        media.videos.extend(resolved.video.as_ref().and_then(|video| self.video(page, video, "video".to_owned())));
        for PlacedDirective { id, .. } in &directives {
            let video = self.directive_video(page, *id);
            media.videos.extend(video.and_then(|video| self.video(page, video, video_fragment(*id))));
        }
        for PlacedDirective { start, id } in &directives {
            if page.body.directives[*id].kind == DirectiveKind::Playlist {
                let inside = start + 1..page.body.end_of(*start);
                let inner = directives.iter().filter(|inner| inside.contains(&inner.start)).map(|inner| inner.id);
                media.playlists.push(self.playlist(page, *id, inner));
            }
        }
        media
    }

    fn video(self, page: &'a Page, video: &'a ResolvedVideo, fragment: String) -> Option<VideoObject<'a>> {
        let VideoSource::SiteFile(url) = &video.src else { return None };
        let caption = video.captions.as_ref().map(|captions| MediaObject {
            kind: SchemaType::One("MediaObject"),
            content_url: self.absolute(captions),
            encoding_format: "text/vtt",
            ..MediaObject::default()
        });
        Some(VideoObject {
            kind: SchemaType::One("VideoObject"),
            id: self.id(&page.url, &fragment),
            name: title(page, video),
            // No `description`: the page's describes the page, and a video has none of its own.
            content_url: self.absolute(url),
            thumbnail_url: video.poster.as_ref().map(|poster| self.absolute(&poster.url)),
            upload_date: page.published.map(|day| day.to_string()),
            duration: video.duration.as_deref().and_then(dose::video_length),
            caption,
            in_language: self.tag(),
        })
    }

    /// The video of a directive. `None` for other directives, and for the video of a withdrawn exercise.
    fn directive_video(self, page: &'a Page, directive: DirectiveId) -> Option<&'a ResolvedVideo> {
        let DirectiveTarget::Video(video) = self.resolved.pages[page.id].body.directives.get(directive)? else {
            return None;
        };
        let parsed = &page.body.directives[directive];
        let exercise = exercise_of_video(self.resolved.site, parsed, page.language);
        let is_withdrawn = exercise.is_some_and(|exercise| self.resolved.site.page(exercise).is_withdrawn());
        (!is_withdrawn).then_some(video)
    }

    fn playlist(self, page: &'a Page, index: DirectiveId, inner: impl Iterator<Item = DirectiveId>) -> ItemList<'a> {
        let label = page.body.directives[index].label.as_ref();
        let mut items: Vec<ListItem<'a>> = inner.filter_map(|directive| self.playlist_item(page, directive)).collect();
        // Counted after the filter: an item that is left out, such as a withdrawn exercise's video, leaves no gap.
        for (position, item) in (1..).zip(&mut items) {
            item.position = Some(position);
        }
        ItemList {
            kind: SchemaType::One("ItemList"),
            id: self.id(&page.url, &format!("playlist-{}", index.index())),
            name: label.map_or(page.title.as_str(), |label| &label.value),
            number_of_items: Some(items.len()),
            item_list_element: items,
        }
    }

    /// A video of this site leads to its VideoObject; an exercise, or a video elsewhere, leads to its address.
    fn playlist_item(self, page: &'a Page, directive: DirectiveId) -> Option<ListItem<'a>> {
        let item = ListItem { kind: SchemaType::One("ListItem"), ..ListItem::default() };
        if let Some(embed) = self.resolved.outlines[page.id].embeds.get(directive) {
            let url = self.absolute(&self.resolved.site.page(embed.page).url);
            return Some(ListItem { name: (&*embed.title).into(), url, ..item });
        }
        let video = self.directive_video(page, directive)?;
        let item = ListItem { name: title(page, video).into(), ..item };
        Some(match &video.src {
            VideoSource::SiteFile(_) => {
                let id = self.id(&page.url, &video_fragment(directive));
                ListItem { item: Some(ListTarget { kind: SchemaType::One("VideoObject"), id }), ..item }
            }
            VideoSource::External(url) => ListItem { url: url.clone(), ..item },
        })
    }
}

/// The fragment of the `@id` of a directive's video.
fn video_fragment(directive: DirectiveId) -> String {
    format!("video-{}", directive.index())
}

fn title<'a>(page: &'a Page, video: &'a ResolvedVideo) -> &'a str {
    if video.title.is_empty() { &page.title } else { &video.title }
}
