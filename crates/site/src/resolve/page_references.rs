//! [`PageReferences`]: what a page's own texts and front matter refer to.
//!
//! Input: a page of the site. Output: its links, directives, pictures and video, resolved, and findings. What depends on these
//! results, such as citations, is left to `resolve`.

use wellpress_diagnostics::{Diagnostic, rules};
use wellpress_foundation::ids::IdVec;

use crate::model::Page;
use crate::model::page::PageRecord;
use crate::parse::document::FrontText;
use crate::parse::front_matter::Picture;

use super::bodies;
use super::context::{ResolveContext, TextOrigin};
use super::form_files;
use super::pictures::{self, ResolvedPicture};
use super::targets::ResolvedBody;
use super::videos;

/// The links, directives and files of a page's texts and front matter; see the fields of the same names of [`ResolvedPage`].
pub(super) struct PageReferences {
    pub body: ResolvedBody,
    pub front_texts: IdVec<FrontText, ResolvedBody>,
    pub hero: Option<Box<ResolvedPicture>>,
    pub images: Vec<ResolvedPicture>,
    pub field_pictures: IdVec<Picture, Option<ResolvedPicture>>,
    pub video: Option<Box<videos::ResolvedVideo>>,
    pub forms: Vec<form_files::ResolvedForm>,
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
        let front_texts = page.front_texts.iter().map(|text| bodies::resolve(context, origin, text, findings));
        let front_texts = front_texts.collect();
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
        let in_fields = page.field_pictures.iter();
        let field_pictures =
            in_fields.map(|picture| pictures::front_matter(context, origin, picture, findings)).collect();
        let social_image = page.front.social_image.as_ref();
        let social_image = social_image.and_then(|path| pictures::without_text(context, origin, path, findings));
        Self {
            body,
            front_texts,
            hero: hero.map(Box::new),
            images,
            field_pictures,
            video: video.map(Box::new),
            forms: form_files::resolve(context, page, findings),
            social_image: social_image.map(Box::new),
        }
    }
}
