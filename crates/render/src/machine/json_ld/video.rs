//! Videos that the site publishes as [VideoObject](https://schema.org/VideoObject), `:::playlist` as ItemList. A video on
//! another site gets no VideoObject, since that site describes it: playlists only link to it.

use serde_json::{Value, json};

use wellpress_markdown::body::DirectiveId;
use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;
use wellpress_site::resolve::bodies::DirectiveTarget;
use wellpress_site::resolve::videos::{ResolvedVideo, VideoSource, exercise_of_video};

use crate::machine::json_ld::text::{PlacedDirective, directives};
use crate::machine::json_ld::{StructuredData, dose};

/// A page's videos and playlists.
pub(crate) struct Media {
    pub videos: Vec<Value>,
    pub playlists: Vec<Value>,
}

impl Media {
    /// References to the playlists.
    pub fn mentions(&self) -> Vec<Value> {
        self.playlists.iter().map(|list| json!({"@id": list["@id"]})).collect()
    }
}

impl<'a> StructuredData<'a> {
    /// The videos of a page's text and record, and the playlists of its text.
    pub(crate) fn media(self, page: &'a Page) -> Media {
        let resolved = &self.resolved.pages[page.id];
        let directives = directives(&page.body);
        let mut media = Media { videos: Vec::new(), playlists: Vec::new() };
        media.videos.extend(resolved.video.as_ref().and_then(|video| self.video(page, video, "video")));
        for PlacedDirective { id, .. } in &directives {
            let video = self.directive_video(page, *id);
            media.videos.extend(video.and_then(|video| self.video(page, video, &video_fragment(*id))));
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

    fn video(self, page: &Page, video: &ResolvedVideo, fragment: &str) -> Option<Value> {
        let VideoSource::SiteFile(url) = &video.src else { return None };
        let caption = video.captions.as_ref().map(|captions| {
            json!({"@type": "MediaObject", "contentUrl": self.absolute(captions), "encodingFormat": "text/vtt"})
        });
        // No `description`: the page's describes the page, and a video has none of its own.
        Some(json!({
            "@type": "VideoObject",
            "@id": self.id(&page.url, fragment),
            "name": title(page, video),
            "contentUrl": self.absolute(url),
            "thumbnailUrl": video.poster.as_ref().map(|poster| self.absolute(&poster.url)),
            "uploadDate": page.published.map(|day| day.to_string()),
            "duration": video.duration.as_deref().and_then(dose::video_length),
            "caption": caption,
            "transcript": video.spoken_words.as_ref().map(|paragraphs| paragraphs.join("\n\n")),
            "inLanguage": self.tag(),
        }))
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

    fn playlist(self, page: &Page, index: DirectiveId, inner: impl Iterator<Item = DirectiveId>) -> Value {
        let label = page.body.directives[index].label.as_ref();
        let mut items: Vec<Value> = inner.filter_map(|directive| self.playlist_item(page, directive)).collect();
        // Counted after the filter: an item that is left out, such as a withdrawn exercise's video, leaves no gap.
        for (position, item) in (1..).zip(&mut items) {
            item["position"] = position.into();
        }
        json!({
            "@type": "ItemList",
            "@id": self.id(&page.url, &format!("playlist-{}", index.index())),
            "name": label.map_or(&page.title, |label| &label.value),
            "numberOfItems": items.len(),
            "itemListElement": items,
        })
    }

    /// A video of this site leads to its VideoObject; an exercise, or a video elsewhere, leads to its address.
    fn playlist_item(self, page: &Page, directive: DirectiveId) -> Option<Value> {
        if let Some(embed) = self.resolved.outlines[page.id].embeds.get(directive) {
            let url = self.absolute(&self.resolved.site.page(embed.page).url);
            return Some(json!({"@type": "ListItem", "name": *embed.title, "url": url}));
        }
        let video = self.directive_video(page, directive)?;
        let mut item = json!({"@type": "ListItem", "name": title(page, video)});
        match &video.src {
            VideoSource::SiteFile(_) => {
                let id = self.id(&page.url, &video_fragment(directive));
                item["item"] = json!({"@type": "VideoObject", "@id": id});
            }
            VideoSource::External(url) => item["url"] = json!(url),
        }
        Some(item)
    }
}

/// The fragment of the `@id` of a directive's video.
fn video_fragment(directive: DirectiveId) -> String {
    format!("video-{}", directive.index())
}

fn title<'a>(page: &'a Page, video: &'a ResolvedVideo) -> &'a str {
    if video.title.is_empty() { &page.title } else { &video.title }
}
