//! Looks up the facts of a standard in a site: criteria in, [`Audit`] out. How it is shown is left to [`crate::report`].

use std::collections::BTreeMap;

use wellpress_diagnostics::rules::Property;
use wellpress_diagnostics::{Diagnostic, Rule, rules};
use wellpress_site::model::Page;
use wellpress_site::sections::Sections;

use crate::facts::{self, AuditedSite, Fact, Lookup, Observation};
use crate::standard::{Criterion, Standard};

/// A site held against standards.
#[derive(Debug)]
pub struct Audit {
    /// The pages that were looked at.
    pub pages: Vec<AuditedPage>,
    /// What was seen of each fact that a criterion names, once for each choice of sections.
    pub facts: Vec<FactResult>,
    /// The standards.
    pub standards: Vec<AuditedStandard>,
}

/// A page of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditedPage {
    /// The page as commands name it.
    pub id: String,
    /// The tag of its language.
    pub language: String,
    /// Its title.
    pub title: String,
    /// Its absolute address.
    pub url: String,
}

/// A standard with what the site shows for each criterion.
#[derive(Debug)]
pub struct AuditedStandard {
    /// The standard.
    pub standard: Standard,
    /// One for each of its criteria, in their order: where its facts stand in [`Audit::facts`].
    pub facts: Vec<Vec<usize>>,
}

/// What was seen of one fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactResult {
    /// The name in the file of criteria, such as `sources`, or `rule promise`.
    pub name: String,
    /// What has to be so.
    pub says: String,
    /// The folders of the sections that were looked at; empty for all.
    pub sections: Vec<String>,
    /// Whether it was looked up for each page.
    pub is_of_pages: bool,
    /// Where it is so.
    pub found: Vec<Sighting>,
    /// Where it is not so.
    pub missing: Vec<Sighting>,
    /// On how many pages the question does not arise.
    pub inapplicable: usize,
}

/// Something that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sighting {
    /// The page in [`Audit::pages`]; `None` for the whole site.
    pub page: Option<usize>,
    /// What was seen there, in words; may be empty.
    pub words: String,
}

/// How much of a fact was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactState {
    /// It is so wherever it was looked up.
    Found,
    /// It is so in some places only.
    Partly,
    /// It is so nowhere.
    Missing,
    /// There is no page on which the question arises.
    DoesNotApply,
}

/// What the site shows for a criterion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CriterionState {
    /// Every fact was found, and there is nothing for a person to judge.
    Satisfied,
    /// Every fact was found, and a person has to judge the rest.
    FoundAndOpen,
    /// Something is missing.
    Incomplete,
    /// Nothing of it was found.
    Missing,
    /// The program knows nothing of it: a person has to judge.
    ForPerson,
    /// There is no page to which its facts apply.
    DoesNotApply,
}

impl CriterionState {
    /// All states with their words in a report.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Satisfied, "Satisfied"),
        (Self::FoundAndOpen, "Facts found, a person has to judge"),
        (Self::Incomplete, "Incomplete"),
        (Self::Missing, "Missing"),
        (Self::ForPerson, "A person has to judge"),
        (Self::DoesNotApply, "No page that it applies to"),
    ];

    /// The words of a report.
    #[must_use]
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(state, _)| *state == self).expect("the table has every state").1
    }
}

impl FactResult {
    /// How much of it was found.
    #[must_use]
    pub fn state(&self) -> FactState {
        match (self.found.is_empty(), self.missing.is_empty()) {
            (true, true) => FactState::DoesNotApply,
            (false, true) => FactState::Found,
            (true, false) => FactState::Missing,
            (false, false) => FactState::Partly,
        }
    }
}

impl AuditedStandard {
    /// What the site shows for a criterion, by its place in the standard.
    #[must_use]
    pub fn state(&self, audit: &Audit, criterion: usize) -> CriterionState {
        let states = self.facts[criterion].iter().map(|fact| audit.facts[*fact].state());
        state_of(states, !self.standard.content.criteria[criterion].judge.is_empty())
    }
}

impl Audit {
    /// Whether a fact is missing somewhere.
    #[must_use]
    pub fn lacks_something(&self) -> bool {
        self.facts.iter().any(|fact| !fact.missing.is_empty())
    }
}

/// Whatever a person has to judge keeps a criterion from being satisfied.
fn state_of(facts: impl Iterator<Item = FactState>, has_questions: bool) -> CriterionState {
    let all: Vec<FactState> = facts.collect();
    let states: Vec<FactState> = all.iter().copied().filter(|state| *state != FactState::DoesNotApply).collect();
    if states.is_empty() {
        return if has_questions { CriterionState::ForPerson } else { CriterionState::DoesNotApply };
    }
    if states.iter().all(|state| *state == FactState::Found) {
        return if has_questions { CriterionState::FoundAndOpen } else { CriterionState::Satisfied };
    }
    match states.iter().all(|state| *state == FactState::Missing) {
        true => CriterionState::Missing,
        false => CriterionState::Incomplete,
    }
}

/// Holds a site against standards.
#[must_use]
pub fn audit(site: &AuditedSite<'_>, standards: Vec<Standard>) -> Audit {
    let pages: Vec<&Page> = site.pages().collect();
    let mut auditor = Auditor { site, pages: &pages, facts: Vec::new(), places: BTreeMap::new() };
    let standards = standards.into_iter().map(|standard| {
        let facts = standard.content.criteria.iter().map(|criterion| auditor.facts_of(criterion)).collect();
        AuditedStandard { standard, facts }
    });
    let standards = standards.collect();
    let facts = auditor.facts;
    Audit { pages: pages.iter().map(|page| audited_page(site, page)).collect(), facts, standards }
}

fn audited_page(site: &AuditedSite<'_>, page: &Page) -> AuditedPage {
    let config = site.config();
    AuditedPage {
        id: site.resolved().site.full_id(page),
        language: config.languages[page.language].tag.clone(),
        title: page.title.clone(),
        url: config.base.absolute(&page.url),
    }
}

struct Auditor<'a> {
    site: &'a AuditedSite<'a>,
    pages: &'a [&'a Page],
    facts: Vec<FactResult>,
    /// Where the results stand, by the name of the fact and the sections.
    places: BTreeMap<(String, Vec<String>), usize>,
}

impl Auditor<'_> {
    fn facts_of(&mut self, criterion: &Criterion) -> Vec<usize> {
        let mut sections: Vec<String> = criterion.sections.iter().map(|folder| folder.value.clone()).collect();
        sections.sort();
        sections.dedup();
        let facts = criterion.facts.iter().filter_map(|name| facts::find(&name.value));
        let of_facts: Vec<usize> = facts.map(|fact| self.place_of(fact, &sections)).collect();
        let rules = criterion.rules.iter().filter_map(|id| rules::find(&id.value));
        let of_rules: Vec<usize> = rules.map(|rule| self.place_of_rule(rule, &sections)).collect();
        let mut places: Vec<usize> = Vec::new();
        for place in of_facts.into_iter().chain(of_rules) {
            // A name that a criterion has twice is one fact.
            if !places.contains(&place) {
                places.push(place);
            }
        }
        places
    }

    fn place_of(&mut self, fact: &Fact, sections: &[String]) -> usize {
        let sections = if matches!(fact.lookup, Lookup::Site(_)) { &[] } else { sections };
        self.place(fact.name.to_owned(), sections, |auditor| auditor.look_up(fact, sections))
    }

    fn place_of_rule(&mut self, rule: &'static Rule, sections: &[String]) -> usize {
        self.place(format!("rule {}", rule.id), sections, |auditor| auditor.findings_of(rule, sections))
    }

    /// Where the result of a fact stands; it is looked up once.
    fn place(&mut self, name: String, sections: &[String], look: impl FnOnce(&Self) -> FactResult) -> usize {
        let key = (name, sections.to_vec());
        if let Some(place) = self.places.get(&key) {
            return *place;
        }
        let result = look(self);
        self.facts.push(result);
        self.places.insert(key, self.facts.len() - 1);
        self.facts.len() - 1
    }

    fn look_up(&self, fact: &Fact, sections: &[String]) -> FactResult {
        let mut result = FactResult::new(fact.name, fact.says, sections);
        result.is_of_pages = !matches!(fact.lookup, Lookup::Site(_));
        match fact.lookup {
            Lookup::Site(look) => result.add(None, look(self.site)),
            Lookup::Page(look) => {
                let pages = self.pages_in(sections).filter(|(_, page)| page.editorial().is_some());
                pages.for_each(|(place, page)| result.add(Some(place), look(self.site, page)));
            }
            Lookup::AnyPage(look) => {
                self.pages_in(sections).for_each(|(place, page)| result.add(Some(place), look(self.site, page)));
            }
        }
        result
    }

    /// The pages of these sections, with their places among all pages.
    fn pages_in<'s>(&'s self, folders: &'s [String]) -> impl Iterator<Item = (usize, &'s Page)> {
        let sections: &Sections = &self.site.config().sections;
        let pages = self.pages.iter().enumerate();
        let pages =
            pages.filter(move |(_, page)| folders.is_empty() || folders.contains(&sections[page.section].folder));
        pages.map(|(place, page)| (place, *page))
    }

    /// A rule as a fact: that it has no finding. What a comment in a text allows is none.
    fn findings_of(&self, rule: &'static Rule, sections: &[String]) -> FactResult {
        let says = format!("The rule `{}` of `wellpress check` has no finding.", rule.id);
        let mut result = FactResult::new(&format!("rule {}", rule.id), &says, sections);
        let places: BTreeMap<&str, usize> =
            self.pages_in(sections).map(|(place, page)| (&*page.source.path, place)).collect();
        let findings = self.site.report().findings().iter().filter(|finding| finding.rule.id == rule.id);
        let findings = findings.map(|finding| (places.get(&*finding.location.file).copied(), finding));
        // With sections, a finding elsewhere is none of theirs.
        let findings = findings.filter(|(page, _)| sections.is_empty() || page.is_some());
        findings.for_each(|(page, finding)| result.add(page, Observation::Missing(describe(finding))));
        if let Some(reason) = why_unknown(self.site, rule) {
            result.add(None, Observation::Missing(reason));
        }
        if result.missing.is_empty() {
            result.add(None, Observation::Found(String::new()));
        }
        result
    }
}

/// Why a rule without a finding says nothing; `None` if it has looked.
pub(crate) fn why_unknown(site: &AuditedSite<'_>, rule: &Rule) -> Option<String> {
    if site.config().severities.get(rule.id) == Some(&None) {
        return Some("the settings switch the rule off".to_owned());
    }
    let is_adopting = site.report().findings().iter().any(|finding| finding.rule == &rules::ADOPTING);
    let is_held = is_adopting && rule.has(Property::HeldWhileAdopting);
    is_held.then(|| "`check` holds its findings back until the site has people, reviews or dates".to_owned())
}

fn describe(finding: &Diagnostic) -> String {
    let location = &finding.location;
    format!("{}:{}: {}", location.file, location.line, finding.message)
}

impl FactResult {
    /// A fact about the whole site of which nothing was seen yet.
    fn new(name: &str, says: &str, sections: &[String]) -> Self {
        Self {
            name: name.to_owned(),
            says: says.to_owned(),
            sections: sections.to_vec(),
            is_of_pages: false,
            found: Vec::new(),
            missing: Vec::new(),
            inapplicable: 0,
        }
    }

    fn add(&mut self, page: Option<usize>, observation: Observation) {
        match observation {
            Observation::Found(words) => self.found.push(Sighting { page, words }),
            Observation::Missing(words) => self.missing.push(Sighting { page, words }),
            Observation::DoesNotApply => self.inapplicable += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{CriterionState, FactState, state_of};

    #[test]
    fn what_a_person_has_to_judge_is_never_satisfied() {
        use FactState::{DoesNotApply, Found, Missing, Partly};
        let cases = [
            (vec![Found, Found], false, CriterionState::Satisfied),
            (vec![Found, DoesNotApply], false, CriterionState::Satisfied),
            (vec![Found, Found], true, CriterionState::FoundAndOpen),
            (vec![Found, Missing], true, CriterionState::Incomplete),
            (vec![Partly], false, CriterionState::Incomplete),
            (vec![Missing, DoesNotApply], false, CriterionState::Missing),
            (vec![], true, CriterionState::ForPerson),
            (vec![DoesNotApply], true, CriterionState::ForPerson),
            (vec![DoesNotApply], false, CriterionState::DoesNotApply),
        ];
        for (facts, has_questions, expected) in cases {
            assert_eq!(state_of(facts.iter().copied(), has_questions), expected, "{facts:?} {has_questions}");
        }
    }
}
