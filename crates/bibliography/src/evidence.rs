//! [`Evidence`]: the design of the study that a source reports, or what else it is worth as evidence.
//!
//! Input: the word of a library's field `evidence`, or the publication types of PubMed. The words are few: those that readers can
//! tell apart, and that GRADE and PubMed share.

/// The design of the study that a source reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Evidence {
    Guideline,
    SystematicReview,
    MetaAnalysis,
    Review,
    RandomisedTrial,
    Trial,
    Cohort,
    CaseControl,
    CrossSectional,
    Observational,
    CaseReport,
    Expert,
    Web,
}

/// A design with the word that libraries write and PubMed's types of publication that mean it. From the strongest evidence to the
/// weakest; of a record with several types the first in this order counts.
const DESIGNS: [(Evidence, &str, &[&str]); 13] = [
    (Evidence::Guideline, "guideline", &["Practice Guideline", "Guideline"]),
    (Evidence::MetaAnalysis, "meta-analysis", &["Meta-Analysis", "Network Meta-Analysis"]),
    (Evidence::SystematicReview, "systematic-review", &["Systematic Review"]),
    (
        Evidence::RandomisedTrial,
        "randomised-trial",
        &["Randomized Controlled Trial", "Equivalence Trial", "Pragmatic Clinical Trial"],
    ),
    (
        Evidence::Trial,
        "trial",
        &[
            "Clinical Trial",
            "Controlled Clinical Trial",
            "Adaptive Clinical Trial",
            "Clinical Trial, Phase I",
            "Clinical Trial, Phase II",
            "Clinical Trial, Phase III",
            "Clinical Trial, Phase IV",
        ],
    ),
    (Evidence::Cohort, "cohort", &[]),
    (Evidence::CaseControl, "case-control", &[]),
    (Evidence::CrossSectional, "cross-sectional", &[]),
    (Evidence::Observational, "observational", &["Observational Study"]),
    (Evidence::CaseReport, "case-report", &["Case Reports"]),
    // Behind the studies: PubMed calls a systematic review a review too, and some trials.
    (Evidence::Review, "review", &["Review", "Scoping Review"]),
    (Evidence::Expert, "expert", &[]),
    (Evidence::Web, "web", &[]),
];

/// Words that mean a design and are not the one that is suggested.
const OTHER_SPELLINGS: [(&str, Evidence); 1] = [("randomized-trial", Evidence::RandomisedTrial)];

impl Evidence {
    /// All, from the strongest evidence to the weakest.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// assert_eq!(Evidence::all().next(), Some(Evidence::Guideline));
    /// ```
    pub fn all() -> impl Iterator<Item = Self> {
        DESIGNS.iter().map(|(design, ..)| *design)
    }

    /// The word that libraries write.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// assert_eq!(Evidence::SystematicReview.as_str(), "systematic-review");
    /// ```
    #[must_use]
    pub fn as_str(self) -> &'static str {
        DESIGNS.iter().find(|(design, ..)| *design == self).expect("every design has a row").1
    }

    /// Reads the word that libraries write, in upper or lower case.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// assert_eq!(Evidence::parse("Guideline"), Some(Evidence::Guideline));
    /// assert_eq!(Evidence::parse("randomized-trial"), Some(Evidence::RandomisedTrial));
    /// assert_eq!(Evidence::parse("opinion"), None);
    /// ```
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim();
        let words = Self::all().map(|design| (design.as_str(), design));
        words.chain(OTHER_SPELLINGS).find(|(other, _)| other.eq_ignore_ascii_case(word)).map(|(_, design)| design)
    }

    /// The design that PubMed's types of publication name, such as `Randomized Controlled Trial`. `None` if no type does:
    /// `Journal Article` names no design.
    ///
    /// ```
    /// use wellpress_bibliography::Evidence;
    ///
    /// let types = ["Journal Article", "Review", "Systematic Review"];
    /// assert_eq!(Evidence::of_publication_types(&types), Some(Evidence::SystematicReview));
    /// ```
    #[must_use]
    pub fn of_publication_types(types: &[impl AsRef<str>]) -> Option<Self> {
        let is_named = |name: &&str| types.iter().any(|given| given.as_ref().trim().eq_ignore_ascii_case(name));
        DESIGNS.iter().find(|(_, _, names)| names.iter().any(&is_named)).map(|(design, ..)| *design)
    }
}
