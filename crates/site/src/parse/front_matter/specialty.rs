//! [`Specialty`]: the specialty of an article, as structured data names it.

use schemars::{Schema, SchemaGenerator, json_schema};

/// A member of schema.org's MedicalSpecialty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Specialty(&'static str);

/// The schema of the field: the names as schema.org writes them, which editors complete, or none.
pub(super) fn names_schema(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<Option<&str>> = SPECIALTIES.iter().copied().map(Some).chain([None]).collect();
    json_schema!({"enum": names})
}

impl Specialty {
    /// Reads a name in any case, or its address at schema.org.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.trim().trim_start_matches("https://schema.org/");
        SPECIALTIES.iter().find(|member| member.eq_ignore_ascii_case(name)).map(|member| Self(member))
    }

    /// The names of all members, sorted.
    #[must_use]
    pub fn names() -> &'static [&'static str] {
        SPECIALTIES
    }

    /// The name as schema.org writes it.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.0
    }
}

/// Members of schema.org's MedicalSpecialty.
const SPECIALTIES: &[&str] = &[
    "Anesthesia",
    "Audiology",
    "Cardiovascular",
    "CommunityHealth",
    "Dentistry",
    "Dermatologic",
    "Dermatology",
    "DietNutrition",
    "Emergency",
    "Endocrine",
    "Gastroenterologic",
    "Genetic",
    "Geriatric",
    "Gynecologic",
    "Hematologic",
    "Infectious",
    "LaboratoryScience",
    "Midwifery",
    "Musculoskeletal",
    "Neurologic",
    "Nursing",
    "Obstetric",
    "Oncologic",
    "Ophthalmology",
    "Optometric",
    "Otolaryngologic",
    "Pathology",
    "Pediatric",
    "PharmacySpecialty",
    "Physiotherapy",
    "PlasticSurgery",
    "Podiatric",
    "PrimaryCare",
    "Psychiatric",
    "PublicHealth",
    "Pulmonary",
    "Radiography",
    "Renal",
    "RespiratoryTherapy",
    "Rheumatologic",
    "SpeechPathology",
    "Surgical",
    "Toxicologic",
    "Urologic",
];
