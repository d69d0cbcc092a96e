//! `health-unreviewed`: health information in a section whose pages are not reviewed.

use std::collections::BTreeSet;

use wellpress_diagnostics::{Diagnostic, Location, Severity, quotable, rules};
use wellpress_markdown::directives::{CalloutKind, DirectiveKind};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::model::exercise::titled_steps;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::SectionId;

const HELP: &str = "move the page into a section whose pages are reviewed, or take this out";

/// One finding for each part of a page that only a reviewed page can have.
pub(super) fn find(config: &Config, resolved: &ResolvedSite<'_>, page: &Page) -> Vec<Diagnostic> {
    let is_of_health_section = page.is_easy_read() && resolved.site.section(page).is_health;
    if page.is_health || is_of_health_section || page.is_withdrawn() {
        return Vec::new();
    }
    let section = &resolved.site.section(page).folder;
    let directives = page.body.directives.iter().filter_map(|directive| {
        let block_name = match directive.kind {
            DirectiveKind::Care => "a care card",
            DirectiveKind::Callout(CalloutKind::Warning) => "a warning",
            DirectiveKind::Callout(CalloutKind::Caution) => "a caution",
            _ => return None,
        };
        Some(finding(section, page.source.locate(directive.span), block_name))
    });
    let specialty = page.article().and_then(|article| article.specialty.as_ref());
    let specialty =
        specialty.map(|_| finding(section, Location::file(page.source.path.clone()), "a medical specialty"));
    let steps = titled_steps(&page.source, &page.body, &config.languages[page.language].tag);
    let steps = steps.map(|(title, _)| {
        let location = page.source.locate(page.body.nodes.at(title.start).span);
        finding(section, location, "a list of steps")
            .help("write them as an exercise, and show it with `::exercise{#id}`")
    });
    directives.chain(specialty).chain(steps).collect()
}

fn finding(section: &str, location: Location, what: &str) -> Diagnostic {
    let message = format!("{what} stands in the section `{section}`, whose pages are not reviewed");
    Diagnostic::new(&rules::HEALTH_UNREVIEWED, location, message).help(HELP)
}

/// A note that names each section without reviews, and a finding for one whose schema.org type is medical.
pub(super) fn name_sections(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<Diagnostic> {
    let used: BTreeSet<SectionId> = resolved.site.pages.iter().map(|page| page.section).collect();
    let sections = config.sections.entries().filter(|(_, section)| !section.is_health);
    let mut findings = Vec::new();
    for (id, section) in sections {
        if let Some(name) = section.schema_org.as_ref().filter(|name| is_medical(&name.value)) {
            let message =
                format!("`{}` is a medical type, and the section says `health: false`", quotable(&name.value));
            let finding = Diagnostic::new(&rules::HEALTH_UNREVIEWED, config.source.locate(name.span), message);
            findings.push(finding.help("write another type, or take `health: false` out"));
        } else if used.contains(&id) {
            let message = format!("pages of the section `{}` need no review and no disclaimer", section.folder);
            let health = config.settings.sections.get(&section.folder).and_then(|settings| settings.health.as_ref());
            let location = health
                .map_or_else(|| Location::file(config.source.path.clone()), |health| config.source.locate(health.span));
            let finding = Diagnostic::new(&rules::HEALTH_UNREVIEWED, location, message);
            let finding = finding.help("this is so because of `health: false`; keep advice about health out of them");
            findings.push(Diagnostic { severity: Severity::Note, ..finding });
        }
    }
    findings
}

/// Types of schema.org that say something about health, without the many that begin with `Medical`.
const MEDICAL_TYPES: [&str; 39] = [
    "AnatomicalStructure",
    "AnatomicalSystem",
    "BloodTest",
    "Bone",
    "DDxElement",
    "Dentist",
    "Diet",
    "DietarySupplement",
    "DoseSchedule",
    "Drug",
    "DrugClass",
    "DrugStrength",
    "ExercisePlan",
    "HealthPlanFormulary",
    "HealthTopicContent",
    "Hospital",
    "ImagingTest",
    "InfectiousDisease",
    "Joint",
    "LifestyleModification",
    "Muscle",
    "Nerve",
    "Optician",
    "Optometric",
    "PalliativeProcedure",
    "Patient",
    "Pharmacy",
    "PhysicalActivity",
    "PhysicalTherapy",
    "Physician",
    "PreventionIndication",
    "PsychologicalTreatment",
    "RadiationTherapy",
    "RecommendedDoseSchedule",
    "RespiratoryTherapy",
    "Substance",
    "SurgicalProcedure",
    "TherapeuticProcedure",
    "VitalSign",
];

fn is_medical(name: &str) -> bool {
    name.starts_with("Medical") || MEDICAL_TYPES.contains(&name)
}
