//! [`ProposedEvidence`]: the design that type, title or journal of a source name, for entries without `evidence`.
//!
//! Only guidelines and reviews are proposed, since these grow old. A title about one is none: `Adherence to guidelines: a survey`,
//! `Protocol for a systematic review`. In doubt nothing is proposed.

use crate::{Evidence, Reference};

/// The design of a study as the entry's own words have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProposedEvidence {
    /// The design.
    pub evidence: Evidence,
    /// The field that names it.
    pub named_in: NamingField,
}

/// A field whose words name a design.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamingField {
    /// The type of work, such as `Clinical guideline`.
    Genre,
    /// The title, as in `..: a systematic review`.
    Title,
    /// The journal, if it publishes nothing else.
    Journal,
}

/// How the words begin that are in every phrase below, so that most titles are read once, word by word.
const STARTS: [&str; 10] = ["guidel", "guía", "leitl", "richtl", "linee", "meta", "méta", "revi", "revu", "übers"];

/// Phrases that name a design, for titles in which they end a part or begin it before one of [`ABOUT`]. The first that fits counts.
const PHRASES: [(&str, Evidence); 31] = [
    ("meta-analysis", Evidence::MetaAnalysis),
    ("meta-analyses", Evidence::MetaAnalysis),
    ("meta analysis", Evidence::MetaAnalysis),
    ("metaanalysis", Evidence::MetaAnalysis),
    ("metaanalyse", Evidence::MetaAnalysis),
    ("meta-analyse", Evidence::MetaAnalysis),
    ("méta-analyse", Evidence::MetaAnalysis),
    ("metaanálisis", Evidence::MetaAnalysis),
    ("meta-análise", Evidence::MetaAnalysis),
    ("metanalisi", Evidence::MetaAnalysis),
    ("systematic review", Evidence::SystematicReview),
    ("systematic reviews", Evidence::SystematicReview),
    ("systematic literature review", Evidence::SystematicReview),
    ("systematische übersicht", Evidence::SystematicReview),
    ("systematische übersichtsarbeit", Evidence::SystematicReview),
    ("revue systématique", Evidence::SystematicReview),
    ("revisión sistemática", Evidence::SystematicReview),
    ("revisão sistemática", Evidence::SystematicReview),
    ("revisione sistematica", Evidence::SystematicReview),
    ("umbrella review", Evidence::SystematicReview),
    ("scoping review", Evidence::Review),
    ("narrative review", Evidence::Review),
    ("literature review", Evidence::Review),
    ("review of the literature", Evidence::Review),
    ("guideline", Evidence::Guideline),
    ("guidelines", Evidence::Guideline),
    ("leitlinie", Evidence::Guideline),
    ("richtlijn", Evidence::Guideline),
    ("guía de práctica clínica", Evidence::Guideline),
    ("linee guida", Evidence::Guideline),
    ("recommandations de bonne pratique", Evidence::Guideline),
];

/// What stands between a phrase and the subject.
const ABOUT: [&str; 14] =
    ["for", "on", "of", "in", "and", "with", "from", "to", "zur", "zu", "für", "para", "sur", "per"];

/// Words of a title that is about guidelines or reviews, or about a work that is still to come.
const ABOUT_SUCH_WORKS: [&str; 40] = [
    "adherence",
    "adhering",
    "appraisal",
    "appraising",
    "awareness",
    "barriers",
    "comment",
    "comparing",
    "comparison",
    "compliance",
    "concordance",
    "correction",
    "corrigendum",
    "critique",
    "developing",
    "development",
    "disseminating",
    "dissemination",
    "erratum",
    "evaluation",
    "following",
    "how",
    "impact",
    "implementation",
    "implementing",
    "knowledge",
    "limitations",
    "methods",
    "need",
    "protocol",
    "qualitative",
    "quality",
    "reply",
    "reporting",
    "response",
    "should",
    "survey",
    "trustworthy",
    "use",
    "why",
];

/// Journals of systematic reviews, with their abbreviations.
const JOURNALS_OF_REVIEWS: [&str; 3] =
    ["cochrane database of systematic reviews", "cochrane database syst rev", "cochrane database of syst rev"];

/// Words of titles in these journals that are no reviews.
const NO_REVIEWS: [&str; 6] = ["protocol", "protocols", "editorial", "comment", "erratum", "correction"];

impl Reference {
    /// The design that the entry's type, title or journal names; `None` also where the words can mean something else.
    ///
    /// ```
    /// use wellpress_bibliography::{Evidence, parse};
    /// use wellpress_diagnostics::Source;
    ///
    /// let library = parse(&Source::new("a.bib", "@article{a, title = {Walking: a systematic review}, year = 2001}"));
    /// let proposed = library.references[0].proposed_evidence().unwrap();
    /// assert_eq!(proposed.evidence, Evidence::SystematicReview);
    /// ```
    #[must_use]
    pub fn proposed_evidence(&self) -> Option<ProposedEvidence> {
        let of_genre = self
            .genre
            .as_deref()
            .filter(|genre| may_name_design(genre))
            .and_then(|genre| named_at_end(&genre.to_lowercase()));
        if let Some(evidence) = of_genre {
            return Some(ProposedEvidence { evidence, named_in: NamingField::Genre });
        }
        let of_title =
            self.design_in_title().map(|evidence| ProposedEvidence { evidence, named_in: NamingField::Title });
        of_title.or_else(|| {
            let evidence = Evidence::SystematicReview;
            self.is_in_journal_of_reviews().then_some(ProposedEvidence { evidence, named_in: NamingField::Journal })
        })
    }

    fn design_in_title(&self) -> Option<Evidence> {
        let title = self.title.as_deref().filter(|title| may_name_design(title))?.to_lowercase();
        let is_about_such_works = words(&title).any(|word| ABOUT_SUCH_WORKS.contains(&word));
        // The end of a title says what it is; the start of each part comes next.
        let mut parts = title.rsplit([':', '.', '?', '\u{2013}', '\u{2014}', '(', ')', '|']).map(str::trim);
        let evidence = parts.find_map(|part| named_at_end(part).or_else(|| named_before_subject(part)))?;
        (!is_about_such_works).then_some(evidence)
    }

    fn is_in_journal_of_reviews(&self) -> bool {
        let journal = self.container.as_ref().map(|name| name.plain());
        let journals = [journal.as_deref(), self.container_short.as_deref()].into_iter().flatten();
        let mut names = journals.map(|name| words(name).collect::<Vec<_>>().join(" ").to_lowercase());
        let is_other = || {
            let title = self.title.as_ref().map(|title| title.plain().to_lowercase()).unwrap_or_default();
            let genre = self.genre.as_deref().unwrap_or_default().to_lowercase();
            [title, genre].iter().any(|text| words(text).any(|word| NO_REVIEWS.contains(&word)))
        };
        names.any(|name| JOURNALS_OF_REVIEWS.contains(&name.strip_prefix("the ").unwrap_or(&name))) && !is_other()
    }
}

/// Whether a word of a text begins as those of the phrases do.
fn may_name_design(text: &str) -> bool {
    words(text).any(|word| STARTS.iter().any(|start| begins_with(word, start)) || word.ends_with(GERMAN_GUIDELINE))
}

fn begins_with(word: &str, start: &str) -> bool {
    let mut letters = word.chars().flat_map(char::to_lowercase);
    start.chars().all(|wanted| letters.next() == Some(wanted))
}

/// The end of `Versorgungsleitlinie`, `DEGAM-Leitlinie` and the like, whose subject follows without a preposition.
const GERMAN_GUIDELINE: &str = "leitlinie";

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}

/// The design whose phrase ends a text, apart from a year or the words `update` and `a` behind or before it.
fn named_at_end(text: &str) -> Option<Evidence> {
    let kept = text
        .split_whitespace()
        .rev()
        .skip_while(|word| *word == "update" || !word.chars().all(|c| c.is_alphabetic() || c == '-'));
    let text = kept.collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join(" ");
    let phrase = PHRASES
        .iter()
        .find(|(phrase, _)| text.strip_suffix(phrase).is_some_and(|before| !before.ends_with(char::is_alphanumeric)));
    let is_bare_review = || matches!(&*text, "a review" | "review");
    phrase.map(|(_, evidence)| *evidence).or_else(|| is_bare_review().then_some(Evidence::Review))
}

/// The design whose phrase stands before the subject: `clinical practice guideline for falls`.
fn named_before_subject(text: &str) -> Option<Evidence> {
    /// The most words before a phrase: `2023 European Society of Cardiology clinical practice guidelines for ..`.
    const MOST_WORDS_BEFORE: usize = 8;
    if text.split(' ').take(2).any(|word| word.ends_with(GERMAN_GUIDELINE)) {
        return Some(Evidence::Guideline);
    }
    let named = PHRASES.iter().filter_map(|(phrase, evidence)| {
        let (before, behind) = text.split_once(phrase)?;
        let is_apart = !before.ends_with(char::is_alphanumeric) && behind.starts_with(' ');
        let is_before_subject = words(behind).next().is_some_and(|word| ABOUT.contains(&word));
        (is_apart && is_before_subject && words(before).count() <= MOST_WORDS_BEFORE).then_some(*evidence)
    });
    named.min_by_key(|evidence| PHRASES.iter().position(|(_, other)| other == evidence))
}

#[cfg(test)]
mod tests {
    use wellpress_diagnostics::Source;

    use super::*;
    use crate::parse;

    fn proposed(fields: &str) -> Option<Evidence> {
        let library = parse(&Source::new("a.bib", format!("@article{{a, {fields}, year = 2001}}")));
        library.references[0].proposed_evidence().map(|proposed| proposed.evidence)
    }

    #[test]
    fn type_and_title_name_a_design() {
        for (title, evidence) in [
            (
                "Exercise for falls: a systematic review and meta-analysis of randomised controlled trials",
                Evidence::MetaAnalysis,
            ),
            ("Exercise for falls: a systematic review", Evidence::SystematicReview),
            ("Systematic review of exercise for falls", Evidence::SystematicReview),
            ("2013 ACC/AHA guideline for the management of heart failure", Evidence::Guideline),
            ("Guidelines on neck pain (2013 update)", Evidence::Guideline),
            ("Clinical practice guideline: tinnitus", Evidence::Guideline),
            ("S3-Leitlinie Sturzprophylaxe", Evidence::Guideline),
            ("Nationale Versorgungsleitlinie Kreuzschmerz", Evidence::Guideline),
            ("Falls in older people: NICE guideline CG161", Evidence::Guideline),
            ("Bewegung im Alter: eine systematische Übersicht", Evidence::SystematicReview),
            ("L'exercice : revue systématique et méta-analyse", Evidence::MetaAnalysis),
            ("Ejercicio en mayores: una revisión sistemática", Evidence::SystematicReview),
            ("Tendon pain: a review", Evidence::Review),
            ("Tendon pain. A narrative review", Evidence::Review),
        ] {
            assert_eq!(proposed(&format!("title = {{{title}}}")), Some(evidence), "{title}");
        }
        assert_eq!(proposed("title = {Falls}, type = {Clinical guideline}"), Some(Evidence::Guideline));
        assert_eq!(proposed("title = {Falls}, type = {Systematic Review}"), Some(Evidence::SystematicReview));
    }

    #[test]
    fn titles_about_guidelines_and_reviews_propose_nothing() {
        for title in [
            "Adherence to clinical guidelines",
            "Implementation of guidelines for neck pain: a cohort study",
            "Exercise for falls: protocol for a systematic review",
            "The guideline that nobody reads",
            "A randomised trial of walking",
            "Revisiting the knee",
            "Retrospective chart review",
            "Metabolism in old age",
            "Why guidelines for back pain fail",
        ] {
            assert_eq!(proposed(&format!("title = {{{title}}}")), None, "{title}");
        }
        assert_eq!(proposed("title = {Falls}, type = {Report}"), None);
    }

    #[test]
    fn a_journal_of_reviews_names_the_design() {
        let journal = "Cochrane Database of Systematic Reviews";
        for name in [journal, "The Cochrane Database of Systematic Reviews", "Cochrane Database Syst. Rev."] {
            let fields = format!("title = {{Exercise for preventing falls}}, journal = {{{name}}}");
            assert_eq!(proposed(&fields), Some(Evidence::SystematicReview), "{name}");
        }
        let in_journal = |title: &str| proposed(&format!("title = {{{title}}}, journaltitle = {{{journal}}}"));
        assert_eq!(in_journal("Exercise for falls: a meta-analysis"), Some(Evidence::MetaAnalysis));
        assert_eq!(in_journal("Exercise for falls (Protocol)"), None);
        assert_eq!(proposed("title = {Falls}, journal = {Journal of Systematic Reviews}"), None);
    }
}
