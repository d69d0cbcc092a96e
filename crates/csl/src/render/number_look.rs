//! How the numbers in the marks of a style look. Only a mark that is made tells, so that this is no part of reading a style.

use crate::formatted::{Look, Role};
use crate::item::Item;
use crate::render::{Area, CiteContext, Renderer};
use crate::style::Style;
use crate::style::format::VerticalPosition;
use crate::variables::{ItemType, Variable};

impl Style {
    /// Whether marks are numbers of the list.
    #[must_use]
    pub fn has_number_marks(&self) -> bool {
        self.number_look().is_some()
    }

    /// Whether the numbers of marks stand above the line.
    #[must_use]
    pub fn raises_numbers(&self) -> bool {
        self.citation.format.look.position == Some(VerticalPosition::Superscript)
            || self.number_look().is_some_and(|look| look.position == VerticalPosition::Superscript)
    }

    /// How the number in a mark looks, `None` if marks have no number.
    fn number_look(&self) -> Option<Look> {
        // Where the number stands may depend on macros and conditions, so a mark is made and searched.
        let item = Item::new("", ItemType::Document);
        let cite = CiteContext { number: Some(1), ..CiteContext::default() };
        let mark = Renderer::new(self, &item, Area::Citation, &cite).cite().fragment.finish(&self.locale.quotes);
        let number = mark.find(Role::Variable(Variable::CitationNumber))?;
        mark.runs.iter().find(|run| run.end > number.start).map(|run| run.look)
    }
}
