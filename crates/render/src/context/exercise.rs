//! What the templates of exercises, programmes and handouts see.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Byline, Card, Facet, Link, Picture};

/// What an exercise has besides its record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Exercise {
    /// HTML: dose and cautions, with which `record.content` begins.
    pub dose_and_cautions: String,
    /// HTML of the rest of `record.content`, for a template that puts something between the two.
    pub how_to: String,
    /// Position, level, kind, equipment, regions, muscles: what is known, in this order.
    pub facts: Vec<Fact>,
    /// Its pictures.
    pub pictures: Vec<Picture>,
    /// An easier form.
    pub easier: Vec<Link>,
    /// A harder form.
    pub harder: Vec<Link>,
    /// What may follow.
    pub next: Vec<Link>,
    /// Articles that embed or list it.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Programmes that it is part of.
    pub programmes: Vec<Link>,
    /// Address of its handout; a withdrawn exercise has none.
    pub handout: Option<String>,
}

/// What a programme has besides its record.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Programme {
    /// Its exercises, each once, in their order.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// Address of its handout; a withdrawn programme has none.
    pub handout: Option<String>,
}

/// The handout of an exercise or a programme: one sheet of paper.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Handout {
    /// `exercise` or `programme`.
    pub of: &'static str,
    /// `ample`, `some`, `little` or `least`: how large the type can be for the text to fit on a sheet.
    pub room: &'static str,
    /// HTML: pictures, dose, cautions, introduction, steps, note and stop signals of each exercise in one piece; before
    /// those of a programme, its text and its schedule.
    pub content: String,
    /// HTML of all disclaimers of the page.
    pub disclaimers: String,
    /// HTML: a drawing of a code that leads to the page; empty where its address is too long for one.
    pub code: String,
    /// Absolute address of the page.
    pub address: String,
    /// Who stands behind the page, and its dates.
    pub byline: Byline,
}

/// A name with a value.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// Stable, such as `position`.
    pub id: &'static str,
    /// In the page's language.
    pub label: String,
    /// In the page's language.
    pub value: String,
}

/// What a card has to be found by.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilteredBy {
    /// `region`, `position`, `equipment` or `level`.
    pub id: &'static str,
    /// Its values, in lines of their own.
    pub values: String,
}

/// Something to filter a list by.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Filter {
    /// Stable, as in the card's data attributes.
    pub id: &'static str,
    /// In the page's language.
    pub label: String,
    /// The values that occur, in order.
    pub facets: Vec<Facet>,
}
