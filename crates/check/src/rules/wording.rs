//! The rules on sentences: what an author's words claim, promise or call people, and signs that need care.
//!
//! Here is what the engine of these rules cannot know: the page around a sentence, and the place of a finding in a file.

mod attribution;

use wellpress_diagnostics::{Diagnostic, Severity, rules};
use wellpress_markdown::directives::DirectiveKind;
use wellpress_wording::{Condition, Conditions, Match, Outcome, Words};

use crate::prose::{self, Passage, PassageKind};
use crate::sentence_rules::{HouseRules, SHIPPED, SentenceRules, ValeRule};
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;

/// A page with its words, and the site around it.
struct JudgedText<'a> {
    resolved: &'a ResolvedSite<'a>,
    page: &'a Page,
    language: &'a str,
    passages: Vec<&'a Passage>,
}

/// The findings in a page's text, and then in its front matter.
pub(super) fn find(
    house: &HouseRules,
    resolved: &ResolvedSite<'_>,
    page: &Page,
    language: &str,
    passages: [&[Passage]; 2],
) -> Vec<Diagnostic> {
    let text = JudgedText { resolved, page, language, passages: passages.into_iter().flatten().collect() };
    let mut findings = text.findings_of(&SHIPPED);
    if page.is_easy_read() {
        // Its sources stand on its page, which it leads to: marks would be in the way of its readers.
        findings.retain(|finding| finding.rule != &rules::CLAIM_UNCITED);
    }
    if !house.sources.is_empty() {
        findings.extend(house.sentence_rules.iter().flat_map(|rules| text.findings_of(rules)));
        findings.extend(house.vale.iter().flat_map(|rule| text.findings_of_vale(rule)));
    }
    findings
}

/// Whether each word of a link is one that names nothing, by the list of its language.
pub(super) fn is_vague_link(words: &str, language: &str) -> bool {
    SHIPPED.set.is_vague_link(&Words::of(words), language)
}

impl JudgedText<'_> {
    fn findings_of(&self, of: &SentenceRules) -> Vec<Diagnostic> {
        let of_page = conditions_of(self.page);
        let (mut matches, mut at_rest, mut at_rest_in_section) =
            (Vec::new(), Vec::new(), self.sections_with_people(of));
        let rules = of.set.in_language(self.language);
        for passage in &self.passages {
            let outcome: Outcome = rules.find(&passage.words, &passage.situation(of_page));
            matches.extend(outcome.matches.into_iter().map(|found| (*passage, found)));
            at_rest.extend(outcome.at_rest);
            let in_section = outcome.at_rest_in_section.into_iter();
            at_rest_in_section.extend(in_section.map(|rule| (rule, self.section_of(passage))));
        }
        matches.retain(|(passage, found)| {
            !at_rest.contains(&found.rule)
                && (at_rest_in_section.is_empty()
                    || !at_rest_in_section.contains(&(found.rule, self.section_of(passage))))
        });
        of.set.keep_first(&mut matches, |(_, found)| found);
        matches.iter().filter_map(|(passage, found)| self.finding(of, passage, found)).collect()
    }

    /// The sections with an icon array, which shows absolute numbers, with the rule that rests there.
    fn sections_with_people(&self, of: &SentenceRules) -> Vec<(usize, Option<usize>)> {
        let arrays = self.page.body.directives.iter().filter(|directive| directive.kind == DirectiveKind::IconArray);
        let rule = of.rules.iter().position(|rule| *rule == &rules::RELATIVE_RISK);
        rule.map_or_else(Vec::new, |rule| arrays.map(|array| (rule, Some(self.section_at(array.span.start)))).collect())
    }

    /// The number of the section of a passage; `None` for front matter, which is in none.
    fn section_of(&self, passage: &Passage) -> Option<usize> {
        (passage.kind != PassageKind::FrontMatter).then(|| self.section_at(passage.start()))
    }

    /// The number of headings up to a byte of the page's text.
    fn section_at(&self, byte: u32) -> usize {
        let body = &self.page.body;
        body.headings.iter().filter(|heading| body.nodes.at(heading.node.index()).span.start <= byte).count()
    }

    fn finding(&self, of: &SentenceRules, passage: &Passage, found: &Match) -> Option<Diagnostic> {
        let rule = of.rules[found.rule];
        let mut message = of.set.message(found, &passage.words);
        if rule == &rules::ATTRIBUTION_MISMATCH {
            let site = self.resolved.site;
            let source = attribution::mismatched_source(&of.set, site, self.page, passage, found)?;
            message = message.replace("{source}", source.key.as_str());
        }
        if rule == &rules::RED_FLAG_WITHOUT_CARE && self.is_signal_of_exercise(found.text(&passage.words)) {
            return None;
        }
        let location = passage.locate(&self.page.source, found.bytes(&passage.words));
        let finding = Diagnostic::new(rule, location, message);
        let help = of.set.help(found, &passage.words);
        let finding = if help.is_empty() { finding } else { finding.help(help) };
        let severity = if found.is_note { Severity::Note } else { finding.severity };
        Some(Diagnostic { severity, ..finding })
    }

    /// Whether an exercise that the page shows names such a sign as one to stop at.
    fn is_signal_of_exercise(&self, sign: &str) -> bool {
        const SHORTEST: usize = 4;
        let sign = sign.to_lowercase();
        let telling: Vec<&str> = sign.split_whitespace().filter(|word| word.len() >= SHORTEST).collect();
        let mut exercises = self.resolved.exercise_texts_of(self.page).map(|id| self.resolved.site.page(id));
        exercises.any(|page| {
            let signals = page.exercise().into_iter().flat_map(|exercise| &exercise.stop_if);
            signals.into_iter().any(|signal| {
                let signal = signal.to_lowercase();
                !telling.is_empty() && telling.iter().all(|word| signal.contains(word))
            })
        })
    }

    fn findings_of_vale(&self, rule: &ValeRule) -> Vec<Diagnostic> {
        let checked_passages =
            self.passages.iter().filter(|passage| !rule.is_for_headings || passage.kind == PassageKind::Heading);
        let findings = checked_passages.flat_map(|passage| {
            let matches = rule.find(&passage.words.text).into_iter();
            matches
                .map(|(range, message)| Diagnostic::new(rule.rule, passage.locate(&self.page.source, range), message))
        });
        findings.collect()
    }
}

/// What is true of all sentences of a page.
fn conditions_of(page: &Page) -> Conditions {
    let has_card = page.body.directives.iter().any(|directive| directive.kind == DirectiveKind::Care);
    let has_signals = page.exercise().is_some_and(|exercise| !exercise.stop_if.is_empty());
    Conditions::default()
        .with_if(Condition::Clinician, prose::is_for_clinicians(page))
        .with_if(Condition::Care, has_card || has_signals)
}
