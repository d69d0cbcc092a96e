//! [`StepPictures`]: the pictures of an exercise while its steps are written.

use std::ops::Range;

use wellpress_site::resolve::ResolvedPicture;

use super::TextContext;
use super::media::{self, Loading};
use crate::escape::escaped;

/// Puts the pictures of an exercise behind the steps that they show. It counts list levels, because steps are the items of
/// outermost lists and may have lists of their own.
///
/// A picture names its step by a number from 1, and the count goes on over all lists of steps. Pictures
/// of the exercise as a whole name no step and are left to the caller.
#[derive(Clone, Copy)]
pub(super) struct StepPictures<'a> {
    text_cx: TextContext<'a>,
    images: &'a [ResolvedPicture],
    loading: Loading,
    /// The lists of the steps, by their nodes. Others stand between them.
    step_lists: &'a [Range<usize>],
    /// The language of the steps, if it is not that of the page.
    other_language: Option<&'a str>,
    lists: usize,
    items: usize,
    /// Whether the outermost open list is one of the steps.
    is_in_steps: bool,
    step: u32,
}

impl<'a> StepPictures<'a> {
    pub(super) fn new(
        text_cx: TextContext<'a>,
        (images, step_lists): (&'a [ResolvedPicture], &'a [Range<usize>]),
        loading: Loading,
        other_language: Option<&'a str>,
    ) -> Self {
        Self { text_cx, images, loading, step_lists, other_language, lists: 0, items: 0, is_in_steps: false, step: 0 }
    }

    /// Notes the start of the list at a node and returns its attributes: only an outermost list has steps. A list behind others goes
    /// on with their numbers.
    pub(super) fn enter_list(&mut self, at: usize) -> Option<String> {
        self.lists += 1;
        if self.lists > 1 {
            return None;
        }
        self.is_in_steps = self.step_lists.iter().any(|list| list.start == at);
        let language = marked(self.other_language);
        self.is_in_steps.then(|| match self.step {
            0 => format!(" class=\"steps\"{language}"),
            step => format!(" class=\"steps\" start=\"{}\"{language}", step + 1),
        })
    }

    /// Notes the end of a list and returns whether it is the one of the steps.
    pub(super) fn leave_list(&mut self) -> bool {
        self.lists = self.lists.saturating_sub(1);
        self.lists == 0 && self.is_in_steps
    }

    pub(super) fn enter_item(&mut self) {
        self.items += 1;
        if self.items == 1 && self.is_in_steps {
            self.step += 1;
        }
    }

    pub(super) fn leave_item(&mut self, html: &mut String) {
        self.items = self.items.saturating_sub(1);
        if self.items == 0 && self.is_in_steps {
            for picture in self.images.iter().filter(|picture| picture.step == Some(self.step)) {
                media::figure(html, self.text_cx, "step-picture", picture, "", self.loading);
            }
        }
    }
}

/// The attributes of words in this language, for screen readers and translators; none in that of the page.
pub(super) fn marked(other_language: Option<&str>) -> String {
    other_language.map_or_else(String::new, |tag| format!(" lang=\"{}\" dir=\"auto\"", escaped(tag)))
}
