//! Judges how far a site meets the success criteria: findings, what axe found, and answers of people in; a [`Conformance`] out.
//!
//! No program can say that a site meets a criterion. Where nothing was found against one, it stays open until a person answers.

use wellpress_build::pipeline::CheckedSite;
use wellpress_diagnostics::{Diagnostic, Rule};

use crate::audit::why_unknown;
use crate::facts::AuditedSite;

use super::answers::{Answer, AnswerFile, AnsweredLevel};
use super::browser_check::{BrowserCheck, Violation, is_about};
use super::criteria::{CRITERIA, Level, SuccessCriterion};
use super::parts::SiteParts;

/// How far a site meets the criteria.
#[derive(Debug)]
pub struct Conformance {
    /// One for each criterion, in the order of WCAG.
    pub judgements: Vec<Judgement>,
}

/// How far a site meets one criterion.
#[derive(Debug)]
pub struct Judgement {
    /// The criterion.
    pub criterion: &'static SuccessCriterion,
    /// How far it is met.
    pub level: ConformanceLevel,
    /// Why.
    pub remarks: Vec<Remark>,
}

/// The terms of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the table below explains them")]
pub enum ConformanceLevel {
    Supports,
    PartiallySupports,
    DoesNotSupport,
    NotApplicable,
    NotEvaluated,
}

/// A sentence, and the places that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Remark {
    /// The sentence. Names of rules and files stand between backticks.
    pub words: String,
    /// The places.
    pub places: Vec<Place>,
}

/// Where something was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The title and the absolute address of the page, with the tag of its language; `None` for what is on no page.
    pub page: Option<(String, String, String)>,
    /// What was seen there.
    pub words: String,
}

impl ConformanceLevel {
    /// All terms: the name in OpenACR, the words in a report, and what they mean.
    pub const ALL: [(Self, &'static str, &'static str, &'static str); 5] = [
        (
            Self::Supports,
            "supports",
            "Supports",
            "A person judged that the site meets the criterion, and nobody knows of an exception.",
        ),
        (
            Self::PartiallySupports,
            "partially-supports",
            "Partially Supports",
            "Some of the site does not meet the criterion.",
        ),
        (Self::DoesNotSupport, "does-not-support", "Does Not Support", "Most of the site does not meet the criterion."),
        (Self::NotApplicable, "not-applicable", "Not Applicable", "The criterion is about nothing that the site has."),
        (
            Self::NotEvaluated,
            "not-evaluated",
            "Not Evaluated",
            "No person has judged it yet, and programs found nothing against it.",
        ),
    ];

    fn row(self) -> &'static (Self, &'static str, &'static str, &'static str) {
        Self::ALL.iter().find(|(level, ..)| *level == self).expect("the table has every level")
    }

    /// The name in OpenACR.
    #[must_use]
    pub fn id(self) -> &'static str {
        self.row().1
    }

    /// The words in a report.
    #[must_use]
    pub fn words(self) -> &'static str {
        self.row().2
    }
}

impl From<AnsweredLevel> for ConformanceLevel {
    fn from(level: AnsweredLevel) -> Self {
        match level {
            AnsweredLevel::Supports => Self::Supports,
            AnsweredLevel::PartiallySupports => Self::PartiallySupports,
            AnsweredLevel::DoesNotSupport => Self::DoesNotSupport,
            AnsweredLevel::NotApplicable => Self::NotApplicable,
        }
    }
}

impl Conformance {
    /// Judges a site by what is known of it.
    #[must_use]
    pub fn of(checked: &CheckedSite<'_>, browser: Option<&BrowserCheck>, answers: &AnswerFile) -> Self {
        let site = AuditedSite::new(checked.config, checked.resolved, &checked.report, false);
        let judge = Judge { site: &site, parts: SiteParts::of(checked), browser, answers };
        Self { judgements: CRITERIA.iter().map(|criterion| judge.judge(criterion)).collect() }
    }

    /// The judgements of a level.
    pub fn of_level(&self, level: Level) -> impl Iterator<Item = &Judgement> {
        self.judgements.iter().filter(move |judgement| judgement.criterion.level == level)
    }

    /// How many criteria have this level.
    #[must_use]
    pub fn count(&self, level: ConformanceLevel) -> usize {
        self.judgements.iter().filter(|judgement| judgement.level == level).count()
    }

    /// Whether some of the site does not meet a criterion.
    #[must_use]
    pub fn has_exceptions(&self) -> bool {
        self.count(ConformanceLevel::PartiallySupports) + self.count(ConformanceLevel::DoesNotSupport) > 0
    }
}

struct Judge<'a> {
    site: &'a AuditedSite<'a>,
    parts: SiteParts,
    browser: Option<&'a BrowserCheck>,
    answers: &'a AnswerFile,
}

impl Judge<'_> {
    fn judge(&self, criterion: &'static SuccessCriterion) -> Judgement {
        let answer = self.answers.about(criterion.number);
        let lack = self.parts.lack(criterion.need);
        let against = self.against(criterion);
        let level = level(answer.map(|answer| answer.level), lack.is_some(), !against.is_empty());
        let mut remarks: Vec<Remark> = answer.map(|answer| answer_remark(answer, level)).into_iter().collect();
        if answer.is_none() && level == ConformanceLevel::NotApplicable {
            remarks.extend(lack.map(Remark::from));
            return Judgement { criterion, level, remarks };
        }
        remarks.extend(against);
        remarks.extend(self.without_objection(criterion));
        if answer.is_none() {
            remarks.push(Remark::from(format!("A person has to judge: {}", criterion.attempt)));
        }
        Judgement { criterion, level, remarks }
    }

    /// What programs found against a criterion.
    fn against(&self, criterion: &SuccessCriterion) -> Vec<Remark> {
        let of_rules = criterion.rules.iter().filter_map(|rule| {
            let findings = self.findings(rule);
            (!findings.is_empty()).then(|| Remark {
                words: format!("wellpress found, by its rule `{}`:", rule.id),
                places: findings.iter().map(|finding| self.place_of(finding)).collect(),
            })
        });
        let mut remarks: Vec<Remark> = of_rules.collect();
        let Some(browser) = self.browser else { return remarks };
        let violations = browser.violations.iter().filter(|violation| is_about(&violation.criteria, criterion.number));
        for violation in violations {
            let words = format!("axe found, by its rule `{}` ({}):", violation.rule, violation.help);
            let place = self.place_of_violation(violation);
            match remarks.iter_mut().find(|remark| remark.words == words) {
                Some(remark) => remark.places.push(place),
                None => remarks.push(Remark { words, places: vec![place] }),
            }
        }
        remarks
    }

    /// What programs looked at and found nothing against, and what they could not decide.
    fn without_objection(&self, criterion: &SuccessCriterion) -> Vec<Remark> {
        let mut remarks = Vec::new();
        let silent = || criterion.rules.iter().filter(|rule| self.findings(rule).is_empty());
        for (rule, reason) in silent().filter_map(|rule| Some((rule, why_unknown(self.site, rule)?))) {
            remarks.push(Remark::from(format!("The rule `{}` of wellpress did not look: {reason}.", rule.id)));
        }
        let clean = silent().filter(|rule| why_unknown(self.site, rule).is_none()).map(|rule| rule.id);
        remarks.extend(named(clean).map(|names| format!("wellpress found nothing by {names}.").into()));
        let Some(browser) = self.browser else { return remarks };
        let violated: Vec<&str> = browser.violations.iter().map(|violation| violation.rule.as_str()).collect();
        let passes = browser.passes.iter().filter(|pass| is_about(&pass.criteria, criterion.number));
        let passes = passes.map(|pass| pass.rule.as_str()).filter(|rule| !violated.contains(rule));
        remarks.extend(named(passes).map(|names| format!("axe found nothing by {names}.").into()));
        let undecided = browser.incomplete.iter().filter(|result| is_about(&result.criteria, criterion.number));
        let places: Vec<Place> =
            undecided.map(|result| self.place_at(&result.page, format!("`{}`", result.rule))).collect();
        if !places.is_empty() {
            remarks.push(Remark { words: "axe could not decide:".to_owned(), places });
        }
        remarks
    }

    fn findings(&self, rule: &Rule) -> Vec<&Diagnostic> {
        let findings = self.site.report().findings().iter();
        findings.map(|finding| &**finding).filter(|finding| finding.rule.id == rule.id).collect()
    }

    fn place_of(&self, finding: &Diagnostic) -> Place {
        let file = &*finding.location.file;
        let page = self.site.resolved().site.pages.iter().find(|page| &*page.source.path == file);
        match page {
            Some(page) => self.place_at(&page.url, finding.message.clone()),
            None => Place { page: None, words: format!("`{file}`: {}", finding.message) },
        }
    }

    fn place_of_violation(&self, violation: &Violation) -> Place {
        let Violation { element, views, file, line, .. } = violation;
        let mut words = format!("`{}`", element.replace('`', "'"));
        if !views.is_empty() {
            words.push_str(&format!(" ({})", views.join(", ")));
        }
        if let Some(file) = file {
            let line = line.map(|line| format!(":{line}")).unwrap_or_default();
            words.push_str(&format!(", made by `{file}{line}`"));
        }
        self.place_at(&violation.page, words)
    }

    /// A place on the page with this address, from the root of the host.
    fn place_at(&self, url: &str, words: String) -> Place {
        let config = self.site.config();
        let page = self.site.resolved().site.pages.iter().find(|page| page.url == url);
        let (title, language) = match page {
            Some(page) => (page.title.clone(), config.languages[page.language].tag.clone()),
            None => (url.to_owned(), "en".to_owned()),
        };
        Place { page: Some((title, config.base.absolute(url), language)), words }
    }
}

/// What a person answered stands, unless programs found something against it. Without an answer a criterion is met by nothing.
fn level(answer: Option<AnsweredLevel>, is_lacking: bool, has_findings: bool) -> ConformanceLevel {
    match answer {
        Some(AnsweredLevel::DoesNotSupport) => ConformanceLevel::DoesNotSupport,
        _ if has_findings => ConformanceLevel::PartiallySupports,
        Some(answer) => answer.into(),
        None if is_lacking => ConformanceLevel::NotApplicable,
        None => ConformanceLevel::NotEvaluated,
    }
}

fn answer_remark(answer: &Answer, level: ConformanceLevel) -> Remark {
    let given = ConformanceLevel::from(answer.level);
    let remarks = answer.remarks.as_deref().map(str::trim).filter(|remarks| !remarks.is_empty());
    let remarks = remarks.map(|remarks| format!("{remarks} ")).unwrap_or_default();
    let against = match given == level {
        true => String::new(),
        false => format!(" The answer was \"{}\"; programs found something against it.", given.words()),
    };
    Remark::from(format!("{remarks}Judged by {} on {}.{against}", answer.by, answer.day))
}

/// Names between backticks; `None` without any.
fn named<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    (!names.is_empty()).then(|| names.join(", "))
}

impl From<String> for Remark {
    fn from(words: String) -> Self {
        Self { words, places: Vec::new() }
    }
}

impl From<&str> for Remark {
    fn from(words: &str) -> Self {
        Self::from(words.to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::ConformanceLevel::{DoesNotSupport, NotApplicable, NotEvaluated, PartiallySupports, Supports};
    use super::{AnsweredLevel, level};

    #[test]
    fn only_a_person_says_that_a_criterion_is_met() {
        let cases = [
            (None, false, false, NotEvaluated),
            (None, false, true, PartiallySupports),
            (None, true, false, NotApplicable),
            (None, true, true, PartiallySupports),
            (Some(AnsweredLevel::Supports), false, false, Supports),
            (Some(AnsweredLevel::Supports), true, false, Supports),
            (Some(AnsweredLevel::Supports), false, true, PartiallySupports),
            (Some(AnsweredLevel::NotApplicable), false, true, PartiallySupports),
            (Some(AnsweredLevel::NotApplicable), false, false, NotApplicable),
            (Some(AnsweredLevel::DoesNotSupport), false, true, DoesNotSupport),
            (Some(AnsweredLevel::DoesNotSupport), true, false, DoesNotSupport),
        ];
        for (answer, is_lacking, has_findings, expected) in cases {
            assert_eq!(level(answer, is_lacking, has_findings), expected, "{answer:?} {is_lacking} {has_findings}");
        }
    }
}
