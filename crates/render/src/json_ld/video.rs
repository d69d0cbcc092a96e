//! Own videos as VideoObject, `:::playlist` as ItemList. A video elsewhere is somebody else's to describe.

use wellpress_markdown::directives::DirectiveKind;
use wellpress_site::model::Page;
use wellpress_site::resolve::bodies::{Meaning, ResolvedVideo, VideoSource, exercise_of_video};

use super::schema::{self, Entry, File, Item, List, Type};
use super::text::directives;
use super::{About, dose};

/// A page's videos and playlists.
pub(super) struct Media<'a> {
    pub videos: Vec<schema::Video<'a>>,
    pub playlists: Vec<List<'a>>,
}

impl<'a> About<'a> {
    /// The videos of a page's text and record, and the playlists of its text.
    pub(super) fn media(self, page: &'a Page) -> Media<'a> {
        let resolved = &self.resolved.pages[page.id.index()];
        let shown = directives(&page.body);
        let mut media = Media { videos: Vec::new(), playlists: Vec::new() };
        media.videos.extend(resolved.video.as_ref().and_then(|video| self.video(page, video, "video".to_owned())));
        for (_, index) in &shown {
            let video = self.written_video(page, *index);
            media.videos.extend(video.and_then(|video| self.video(page, video, video_id(*index))));
        }
        for (start, index) in &shown {
            if page.body.directives[*index as usize].kind == DirectiveKind::Playlist {
                let end = page.body.end_of(*start);
                let inner = shown.iter().filter(|(at, _)| (*start + 1..end).contains(at)).map(|(_, inner)| *inner);
                media.playlists.push(self.playlist(page, *index, inner));
            }
        }
        media
    }

    fn video(self, page: &'a Page, video: &'a ResolvedVideo, fragment: String) -> Option<schema::Video<'a>> {
        let VideoSource::Own(url) = &video.src else { return None };
        let caption = video.captions.as_ref().map(|captions| File {
            kind: Type::One("MediaObject"),
            content_url: self.absolute(captions),
            encoding_format: "text/vtt",
            ..File::default()
        });
        Some(schema::Video {
            kind: Type::One("VideoObject"),
            id: self.id(&page.url, &fragment),
            name: title(page, video),
            content_url: self.absolute(url),
            thumbnail_url: video.poster.as_ref().map(|poster| self.absolute(&poster.url)),
            upload_date: page.published.map(|day| day.to_string()),
            duration: video.duration.as_deref().and_then(dose::length),
            caption,
            in_language: self.tag(),
        })
    }

    /// The video of a directive, unless it is of an exercise that was withdrawn.
    fn written_video(self, page: &'a Page, directive: u32) -> Option<&'a ResolvedVideo> {
        let Meaning::Video(video) = self.resolved.pages[page.id.index()].body.directives.get(&directive)? else {
            return None;
        };
        let written = &page.body.directives[directive as usize];
        let shown = exercise_of_video(self.resolved.site, written, page.language);
        let stands = shown.is_none_or(|exercise| !self.resolved.site.page(exercise).is_withdrawn());
        stands.then_some(video)
    }

    fn playlist(self, page: &'a Page, index: u32, inner: impl Iterator<Item = u32>) -> List<'a> {
        let label = page.body.directives[index as usize].label.as_ref();
        let mut entries: Vec<Entry<'a>> = inner.filter_map(|directive| self.playlist_entry(page, directive)).collect();
        for (number, entry) in entries.iter_mut().enumerate() {
            entry.position = Some(number + 1);
        }
        List {
            kind: Type::One("ItemList"),
            id: self.id(&page.url, &format!("playlist-{index}")),
            name: label.map_or(page.title.as_str(), |(label, _)| label),
            number_of_items: Some(entries.len()),
            item_list_element: entries,
        }
    }

    /// A video of our own by its object, anything else by its address.
    fn playlist_entry(self, page: &'a Page, directive: u32) -> Option<Entry<'a>> {
        let entry = Entry { kind: Type::One("ListItem"), ..Entry::default() };
        if let Some(embed) = self.resolved.outlines[page.id.index()].embeds.get(&directive) {
            let url = self.absolute(&self.resolved.site.page(embed.page).url);
            return Some(Entry { name: (&*embed.title).into(), url, ..entry });
        }
        let video = self.written_video(page, directive)?;
        let entry = Entry { name: title(page, video).into(), ..entry };
        Some(match &video.src {
            VideoSource::Own(_) => {
                let id = self.id(&page.url, &video_id(directive));
                Entry { item: Some(Item { kind: Type::One("VideoObject"), id }), ..entry }
            }
            VideoSource::Away(url) => Entry { url: url.clone(), ..entry },
        })
    }
}

fn video_id(directive: u32) -> String {
    format!("video-{directive}")
}

fn title<'a>(page: &'a Page, video: &'a ResolvedVideo) -> &'a str {
    if video.title.is_empty() { &page.title } else { &video.title }
}
