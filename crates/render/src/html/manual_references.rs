//! HTML of reference lists that an author wrote by hand.
//!
//! Input: a list of the text whose items the parser recognised as references. Output: the author's own words, with notices
//! about retracted works and links to the sources' pages added to the items that the library knows. Lists that the program
//! makes from citations are left to `references`.

use std::fmt::Write as _;

use wellpress_markdown::reference_list::ManualReference;

use super::{Writer, references};
use crate::escape::attribute;

impl Writer<'_, '_> {
    /// Opens a section of the role `doc-bibliography`, named by the heading above it, if the list that begins at the node `at`
    /// has references.
    pub(super) fn manual_list_start(&mut self, at: usize) {
        if self.view.manual_reference_at(at + 1).is_none() {
            return;
        }
        self.html.push_str("<section role=\"doc-bibliography\"");
        let heading = self.view.body.headings.iter().rev().find(|heading| heading.node.index() < at);
        // Headings of a text outside the reading order have no ids to refer to.
        if let Some(heading) = heading.filter(|_| self.view.instance.is_some()) {
            self.html.push_str(" aria-labelledby=\"");
            attribute(self.html, self.view.id_prefix);
            attribute(self.html, &heading.id);
            self.html.push('"');
        }
        self.html.push_str(">\n");
    }

    pub(super) fn manual_list_end(&mut self, at: usize) {
        let has_references = !self.view.body.references.is_empty()
            && self.view.manual_reference_at(self.view.body.start_of(at) + 1).is_some();
        self.html.push_str(if has_references { "</section>\n" } else { "" });
    }

    pub(super) fn manual_reference_start(&mut self, item: &ManualReference) {
        let library = &self.text_cx.resolved.site.library;
        match self.view.source_at_home(self.text_cx, item) {
            Some(source) => {
                let _ = write!(self.html, "<li id=\"ref-{}\">", library.slug(source));
            }
            None => self.html.push_str("<li>"),
        }
        references::notice(self.html, self.text_cx, library.notice_of_written(item));
    }

    pub(super) fn manual_reference_end(&mut self, item: &ManualReference) {
        if let Some(source) = self.text_cx.resolved.site.library.find_written(item) {
            references::own_page(self.html, self.text_cx, source, &self.text_cx.short_name(source));
        }
    }
}
