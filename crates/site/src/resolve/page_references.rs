//! [`PageReferences`]: what a page's own texts and front matter refer to.
//!
//! Input: a page of the site. Output: its links, directives, pictures and video, resolved, and findings. What depends on these
//! results, such as citations, is left to `resolve`.

use wellpress_diagnostics::{Diagnostic, rules};

use crate::model::Page;
use crate::model::page::PageRecord;

use super::bodies::{self, ResolveContext, ResolvedBody, TextOrigin};
use super::pictures::{self, ResolvedPicture};
use super::videos;

/// The links, directives and files of a page's texts and front matter; see the fields of the same names of [`ResolvedPage`].
pub(super) struct PageReferences {
    pub body: ResolvedBody,
    pub key_points: Vec<ResolvedBody>,
    pub hero: Option<Box<ResolvedPicture>>,
    pub images: Vec<ResolvedPicture>,
    pub video: Option<Box<videos::ResolvedVideo>>,
    pub social_image: Option<Box<ResolvedPicture>>,
}

impl PageReferences {
    pub fn resolve(context: &ResolveContext<'_>, page: &Page, findings: &mut Vec<Diagnostic>) -> Self {
        let origin = TextOrigin::of_page(page);
        let body = bodies::resolve(context, origin, &page.body, findings);
        let portrait = match &page.record {
            PageRecord::Person(person) => person.photo.as_ref(),
            _ => page.hero.as_ref(),
        };
        let hero = portrait.and_then(|picture| pictures::front_matter(context, origin, picture, findings));
        let key_points = page.key_points().iter().map(|point| bodies::resolve(context, origin, point, findings));
        let key_points = key_points.collect();
        let (images, video) = match page.exercise() {
            Some(exercise) => {
                let images = pictures::exercise(context, origin, &exercise.images, findings);
                let video = exercise.video.as_ref().and_then(|video| {
                    findings.extend(videos::wrong_length(origin, video, &rules::FRONT_MATTER_TYPE));
                    videos::record_video(context, origin, video, findings)
                });
                (images, video)
            }
            None => (Vec::new(), None),
        };
        let social_image = page.settings.social_image.as_ref();
        let social_image = social_image.and_then(|path| pictures::without_text(context, origin, path, findings));
        Self {
            body,
            key_points,
            hero: hero.map(Box::new),
            images,
            video: video.map(Box::new),
            social_image: social_image.map(Box::new),
        }
    }
}
