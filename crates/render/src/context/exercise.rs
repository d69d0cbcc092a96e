//! The variables of the templates of exercises, programmes and handouts.

use schemars::JsonSchema;
use serde::Serialize;

use super::{Byline, Card, Link, Picture};

/// The variable `exercise`: the parts of an exercise besides its `record`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Exercise {
    /// HTML of dose, cautions and stop signals, with which `record.content` begins. No template may leave it out.
    pub dose_and_cautions: String,
    /// HTML of the rest of `record.content`, for a template that puts something between the two.
    pub how_to: String,
    /// Position, level, kind, equipment, regions and muscles, in this order, as far as the front matter has them.
    pub facts: Vec<Fact>,
    /// Pictures of the exercise as a whole. Those of single steps are in `how_to`, at their steps.
    pub pictures: Vec<Picture>,
    /// Links to easier variations.
    pub easier: Vec<Link>,
    /// Links to harder variations.
    pub harder: Vec<Link>,
    /// Links to exercises that the author suggests to go on with.
    pub next: Vec<Link>,
    /// Cards of the articles that embed or list it.
    #[schemars(with = "Vec<Card>")]
    pub articles: Vec<tera::Value>,
    /// Links to the programmes that it is part of.
    pub programmes: Vec<Link>,
    /// Address of its handout, to print; null for a withdrawn exercise.
    pub handout: Option<String>,
    /// Address of the page for making a sheet, with this exercise chosen; null for a withdrawn exercise, and on a site without that page.
    pub sheet: Option<String>,
}

/// The variable `programme`: the parts of a programme besides its `record`.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Programme {
    /// Cards of its exercises, each once, in the order of the schedule.
    #[schemars(with = "Vec<Card>")]
    pub exercises: Vec<tera::Value>,
    /// Address of its handout, to print; null for a withdrawn programme.
    pub handout: Option<String>,
    /// Address of the page for making a sheet, with its exercises and their doses chosen; null like `handout`, and on a site without that page.
    pub sheet: Option<String>,
}

/// The handout of an exercise or a programme: one sheet of paper.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Handout {
    /// Kind of the page: `exercise` or `programme`.
    pub of: &'static str,
    /// Size of type in points with which the text fills one sheet and still fits on it: 19, 17, 16, 15, 14 or 13. A longer
    /// exercise has a second sheet; that of a programme, which goes over several sheets, is 13.
    pub type_size: u8,
    /// How much room the text leaves, by that size: `ample`, `some`, `little` or `least`; for a programme `least`.
    pub room: &'static str,
    /// HTML of each exercise in one piece: pictures, dose, cautions, stop signals, introduction, steps and note. That of a
    /// programme begins with its text and its schedule.
    pub content: String,
    /// HTML of the disclaimers that the page shows above its text or beside an exercise.
    pub disclaimers_top: String,
    /// HTML of the disclaimers that the page shows below its text.
    pub disclaimers_bottom: String,
    /// HTML of a QR code (`<svg>`) that leads to the page; empty where the address is too long for one.
    pub code: String,
    /// Absolute address of the page, with the name of the host in its own letters.
    pub address: String,
    /// The people behind the page, and its dates.
    pub byline: Byline,
}

/// A property of an exercise or a source, with its name.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct Fact {
    /// Name for scripts and style sheets, the same in every language, such as `position`.
    pub id: &'static str,
    /// Name in the page's language.
    pub label: String,
    /// Value in the page's language.
    pub value: String,
}
