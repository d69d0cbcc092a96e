//! HTML of the elements that authors write themselves, and of the attributes in braces behind links and pictures.

use std::fmt::Write as _;

use wellpress_markdown::body::{HtmlElementId, LinkAttributes};
use wellpress_site::resolve::ResolvedPicture;

use super::Writer;
use crate::escape::attribute;

impl Writer<'_, '_> {
    pub(super) fn html_start(&mut self, index: HtmlElementId) {
        let element = &self.view.body.html_elements[index];
        let _ = write!(self.html, "<{}", element.tag.name());
        if let (Some(name), Some(value)) = (element.tag.attribute(), &element.value) {
            let _ = write!(self.html, " {name}");
            // `open` has no value.
            if !value.is_empty() {
                self.html.push_str("=\"");
                attribute(self.html, value);
                self.html.push('"');
            }
        }
        self.author_attributes(element.id.as_deref(), &element.classes);
        self.html.push('>');
    }

    /// Adds the id and the classes that an author gave an element.
    pub(super) fn author_attributes(&mut self, id: Option<&str>, classes: &[String]) {
        if let Some(id) = id {
            self.heading_id(id);
        }
        if !classes.is_empty() {
            self.html.push_str(" class=\"");
            attribute(self.html, &classes.join(" "));
            self.html.push('"');
        }
    }

    /// Adds the attributes that an author gave the picture whose HTML begins at `tag_start`. A width or a height alone keeps
    /// the proportions of the picture.
    pub(super) fn picture_attributes(
        &mut self,
        attributes: &LinkAttributes,
        picture: &ResolvedPicture,
        tag_start: usize,
    ) {
        let Some(image) = self.html[tag_start..].find("<img").map(|offset| tag_start + offset + "<img".len()) else {
            return;
        };
        let html_after_img = self.html.split_off(image);
        self.author_attributes(attributes.id.as_deref(), &attributes.classes);
        let (width, height) = (picture.pixels.width, picture.pixels.height);
        let (new_width, new_height) = match (attributes.width, attributes.height) {
            (None, None) => (width, height),
            (Some(new_width), None) => (new_width, scaled(height, new_width, width)),
            (None, Some(new_height)) => (scaled(width, new_height, height), new_height),
            (Some(new_width), Some(new_height)) => (new_width, new_height),
        };
        let old_size = format!(" width=\"{width}\" height=\"{height}\"");
        self.html.push_str(&html_after_img.replacen(
            &old_size,
            &format!(" width=\"{new_width}\" height=\"{new_height}\""),
            1,
        ));
    }
}

/// The new length of a side of a picture, rounded up, if the other side changes from `of` to `by`.
fn scaled(side: u32, by: u32, of: u32) -> u32 {
    let scaled = (u64::from(side) * u64::from(by)).div_ceil(u64::from(of.max(1)));
    u32::try_from(scaled).unwrap_or(side)
}
