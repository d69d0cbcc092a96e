//! A conformance report as OpenACR: YAML that programs compare, by the catalogue of the WCAG edition.

use serde::Serialize;

use super::conformance::{Conformance, Judgement, Place, Remark};
use super::criteria::Level;
use super::head::ReportHead;

/// The catalogue with the names of criteria, components and levels.
const CATALOGUE: &str = "2.5-edition-wcag-2.2-en";

#[derive(Serialize)]
struct OpenAcr<'a> {
    title: String,
    product: Product<'a>,
    author: Author<'a>,
    report_date: String,
    notes: String,
    evaluation_methods_used: String,
    catalog: &'static str,
    chapters: Chapters,
}

#[derive(Serialize)]
struct Product<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
}

#[derive(Serialize)]
struct Author<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    company_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<&'a str>,
    /// Required by the form; empty where the publisher gives none.
    email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    website: Option<&'a str>,
}

#[derive(Serialize)]
struct Chapters {
    success_criteria_level_a: Chapter,
    success_criteria_level_aa: Chapter,
    success_criteria_level_aaa: DisabledChapter,
}

#[derive(Serialize)]
struct Chapter {
    criteria: Vec<Criterion>,
}

#[derive(Serialize)]
struct DisabledChapter {
    notes: &'static str,
    disabled: bool,
}

#[derive(Serialize)]
struct Criterion {
    num: &'static str,
    components: [Component; 1],
}

#[derive(Serialize)]
struct Component {
    name: &'static str,
    adherence: Adherence,
}

#[derive(Serialize)]
struct Adherence {
    level: &'static str,
    notes: String,
}

/// The report.
///
/// # Errors
/// When a text cannot be written as YAML.
pub fn text(head: &ReportHead, conformance: &Conformance) -> Result<String, String> {
    let contact = &head.contact;
    let notes = [head.draft.as_deref(), head.notes.as_deref()].into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    let report = OpenAcr {
        title: head.title(),
        product: Product {
            name: &head.product,
            version: head.version.as_deref(),
            description: head.description.as_deref(),
        },
        author: Author {
            name: contact.name.as_deref(),
            company_name: head.publisher.as_deref(),
            address: contact.address.as_deref(),
            email: contact.email.as_deref().unwrap_or_default(),
            phone: contact.phone.as_deref(),
            website: contact.website.as_deref(),
        },
        report_date: head.day.to_string(),
        notes,
        evaluation_methods_used: head.methods.join("\n\n"),
        catalog: CATALOGUE,
        chapters: Chapters {
            success_criteria_level_a: chapter(conformance, Level::A),
            success_criteria_level_aa: chapter(conformance, Level::Aa),
            success_criteria_level_aaa: DisabledChapter { notes: "Not evaluated.", disabled: true },
        },
    };
    serde_yaml::to_string(&report).map_err(|error| error.to_string())
}

fn chapter(conformance: &Conformance, level: Level) -> Chapter {
    Chapter { criteria: conformance.of_level(level).map(criterion).collect() }
}

fn criterion(judgement: &Judgement) -> Criterion {
    let notes = judgement.remarks.iter().map(remark).collect::<Vec<_>>().join("\n\n");
    let adherence = Adherence { level: judgement.level.id(), notes };
    Criterion { num: judgement.criterion.number, components: [Component { name: "web", adherence }] }
}

/// A remark in Markdown, which readers of OpenACR show.
fn remark(Remark { words, places }: &Remark) -> String {
    let places: Vec<String> = places.iter().map(place).collect();
    if places.is_empty() { words.clone() } else { format!("{words}\n\n{}", places.join("\n")) }
}

fn place(Place { page, words }: &Place) -> String {
    match page {
        Some((title, url, _)) => format!("- [{}]({url}): {words}", title.replace(['[', ']'], "")),
        None => format!("- {words}"),
    }
}
