//! [`Article`]: the fields that only articles have, with their ids resolved.

use wellpress_diagnostics::yaml::Located;
use wellpress_diagnostics::{Diagnostic, nearest, quotable, rules};

use crate::parse::front_matter::{Audience, FrontMatter, Specialty, Sponsor, TocPosition};
use crate::sections::ContentKind;

use super::lookup::Lookup;
use super::page_head::PageHead;
use super::page_id::PageId;
use super::review::EditorialRecord;

/// The fields that only articles have.
#[derive(Debug)]
pub struct Article {
    /// Authors, reviews, corrections: the part that is the same for every reviewed kind.
    pub editorial: EditorialRecord,
    /// Exercises that it is about but does not embed.
    pub exercises: Vec<PageId>,
    /// The id of a call to action in the settings, which exists.
    pub call_to_action: Option<String>,
    /// How many key points it has: the last of the page's texts in front matter.
    pub key_point_count: usize,
    /// Where the table of contents stands.
    pub toc: TocPosition,
    /// For whom it is written.
    pub audience: Option<Audience>,
    /// A member of schema.org's MedicalSpecialty.
    pub specialty: Option<Specialty>,
    /// Who paid for the work.
    pub funding: Option<Located<String>>,
    /// Conflicts of interest of the authors, in their words.
    pub conflicts: Option<Located<String>>,
    /// A sponsor, and what their part was.
    pub sponsor: Option<Sponsor>,
}

pub(super) fn read(
    lookup: Lookup<'_>,
    page: &PageHead<'_>,
    front: &FrontMatter,
    mut editorial: EditorialRecord,
    findings: &mut Vec<Diagnostic>,
) -> Article {
    let specialty = front.specialty.as_ref().and_then(|name| specialty(page, name, findings));
    // Created behind the check above, which adds to the same findings.
    let mut ids = lookup.ids_of(page, findings);
    let call_to_action = front.call_to_action.as_ref().and_then(|call| ids.call_to_action(call)).map(str::to_owned);
    Article {
        exercises: ids.linked_pages(ContentKind::Exercise, &front.exercises, &mut editorial.front_matter_links),
        editorial,
        call_to_action,
        key_point_count: front.key_points.len(),
        toc: front.toc,
        audience: front.audience,
        specialty,
        funding: front.funding.clone(),
        conflicts: front.conflicts.clone(),
        sponsor: front.sponsor.clone(),
    }
}

fn specialty(page: &PageHead<'_>, name: &Located<String>, findings: &mut Vec<Diagnostic>) -> Option<Specialty> {
    let specialty = Specialty::parse(&name.value);
    if specialty.is_none() {
        let message = format!("`{}` is not a specialty of schema.org", quotable(&name.value));
        let finding = Diagnostic::new(&rules::FRONT_MATTER_TYPE, page.source.locate(name.span), message);
        let near = nearest(&name.value, Specialty::names().iter().copied());
        let names = Specialty::names().iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
        findings.push(finding.suggest_or(near, format!("write one of {names}")));
    }
    specialty
}
