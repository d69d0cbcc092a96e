//! The fields of front matter that readers see as sentences, titles or captions, and that are no Markdown.

use super::{Dose, FrontMatter, Picture};

/// What is done to a text.
type Change<'c> = &'c mut dyn FnMut(&mut String);

// Macros, because the structs of the kinds have the same fields and no common type.
macro_rules! page_texts {
    ($front:expr, $change:expr) => {
        // The licence may be an address or an id, which are no words.
        let licence = $front.license.iter_mut().filter(|licence| licence.contains(' '));
        $front.seo_title.iter_mut().chain(&mut $front.short_title).chain(licence).for_each(&mut *$change)
    };
}

macro_rules! titled_texts {
    ($front:expr, $change:expr) => {
        $change(&mut $front.title.value);
        $front.description.iter_mut().for_each(|description| $change(&mut description.value));
        page_texts!($front, $change);
    };
}

macro_rules! dated_texts {
    ($front:expr, $change:expr) => {
        titled_texts!($front, $change);
        $front.hero.iter_mut().for_each(|hero| picture(hero, $change));
    };
}

macro_rules! reviewed_texts {
    ($front:expr, $change:expr) => {
        dated_texts!($front, $change);
        $front.withdrawn.iter_mut().for_each(|withdrawn| $change(&mut withdrawn.reason));
    };
}

macro_rules! cited_texts {
    ($front:expr, $change:expr) => {
        reviewed_texts!($front, $change);
        for correction in &mut $front.corrections {
            $change(&mut correction.was);
            $change(&mut correction.now);
        }
        $front.changes.iter_mut().filter_map(|change| change.note.as_mut()).for_each(&mut *$change);
    };
}

impl FrontMatter {
    /// Changes each of these fields. Names of people and institutions stay as they are written.
    pub(in crate::parse) fn for_each_plain_text(&mut self, change: Change<'_>) {
        match self {
            Self::Article(front) => {
                cited_texts!(front, change);
                [&mut front.funding, &mut front.conflicts]
                    .into_iter()
                    .flatten()
                    .for_each(|text| change(&mut text.value));
                front.sponsor.iter_mut().for_each(|sponsor| {
                    change(&mut sponsor.name);
                    sponsor.role.iter_mut().for_each(&mut *change);
                });
            }
            Self::Exercise(front) => {
                cited_texts!(front, change);
                let lists = front.equipment.iter_mut().flatten().chain(&mut front.stop_if).chain(&mut front.position);
                let lists = lists.chain(&mut front.regions).chain(&mut front.muscles);
                lists.for_each(|text| change(&mut text.value));
                dose(&mut front.dose, change);
                front.cautions.iter_mut().for_each(|caution| change(&mut caution.advice.value));
                front.images.iter_mut().filter_map(|image| image.alt.as_mut()).for_each(&mut *change);
                front.video.iter_mut().filter_map(|video| video.title.as_mut()).for_each(change);
            }
            Self::Programme(front) => {
                reviewed_texts!(front, change);
                front.schedule.iter_mut().for_each(|entry| dose(&mut entry.dose, change));
            }
            Self::Page(front) => {
                dated_texts!(front, change);
            }
            Self::Topic(front) => {
                titled_texts!(front, change);
            }
            Self::Person(front) => {
                page_texts!(front, change);
                front.job_title.iter_mut().for_each(change);
            }
            // Sign-offs have the words of its title.
            Self::Disclaimer(_) | Self::Snippet(_) => {}
        }
    }
}

/// The fields of a dose that are words.
fn dose(dose: &mut Dose, change: Change<'_>) {
    [&mut dose.frequency, &mut dose.sides].into_iter().flatten().for_each(|text| change(&mut text.value.0));
}

fn picture(picture: &mut Picture, change: Change<'_>) {
    [&mut picture.alt, &mut picture.caption, &mut picture.credit].into_iter().flatten().for_each(change);
}
