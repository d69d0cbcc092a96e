//! Checks that readers of a finished page see its safety notices before the steps: cautions, signals to stop, care cards,
//! disclaimers, the notice of a withdrawal, and that nobody with a medical credential has reviewed the page.
//!
//! Input: the HTML that the build wrote for a page's text (`Required`), the HTML that the theme made of it, and the theme's
//! style sheets. Output: a finding `caution-hidden`, or nothing. What only a browser can decide, such as a notice behind
//! another element, is left to the browser.

mod class_finder;
mod colours;
mod copied_notices;
mod css_values;
mod declarations;
mod document_type;
mod elements;
mod findings;
mod folded_text;
mod harmless_properties;
mod hiding_rules;
mod nesting;
mod notice_reader;
mod notices;
mod painting;
mod plain_tags;
mod plain_values;
mod properties;
mod repeated_steps;
mod rule_selector;
mod selectors;
mod sheet_rules;
pub(super) mod structured_data;
mod written_rules;

use std::collections::HashSet;
use std::fmt::Write as _;
use std::hash::{Hash as _, Hasher as _};
use std::sync::{LazyLock, PoisonError, RwLock};

use memchr::memmem;
use rustc_hash::FxHasher;
use scraper::{ElementRef, Html, Node, Selector};

use wellpress_diagnostics::{Diagnostic, Location, Source, Span};

use super::style_nesting;
use class_finder::{has_noscript, may_have_notices};
use copied_notices::OpenedPage;
use elements::Scripts;
pub use findings::excerpt;
use findings::{
    hidden_by_rule, hidden_in_text, lost, not_said, refresh, shadow_root, sheet_in_noscript, steps_changed,
    steps_repeated, style_too_deep, too_deep, without_scripts,
};
use hiding_rules::{EffectInPlace, HidingRule, HidingRules};
use notice_reader::Fragment;
use notices::{BETWEEN_PARTS, Notice, PageNotices, ShapeAttributes, StepList, Words};
pub use notices::{NOTICE_CLASSES, NoticeKind, STEP_CLASSES};
use repeated_steps::{has_steps, repeated_step, same_steps};
use rule_selector::NoticeElement;
pub use written_rules::written_rule;

/// What a style sheet sees of the notices of a finished page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SafetyOutline {
    /// The number of notices.
    pub notices: usize,
    /// A hash of the elements around all notices and steps, without their text and their ids.
    pub shape: u64,
    /// Whether it may have cards of exercises that a script opens in place.
    pub has_cards: bool,
}

impl SafetyOutline {
    /// Reads the HTML of a page.
    #[must_use]
    pub fn of(html: &[u8]) -> Self {
        let page = PageNotices::read(html);
        Self { notices: page.notices.len(), shape: page.shape, has_cards: copied_notices::has_cards(html) }
    }
}

/// The notices in the HTML of a page, each with its text.
#[must_use]
pub fn notices_of(html: &[u8]) -> Vec<(NoticeKind, String)> {
    PageNotices::read(html).notices.into_iter().map(|notice| (notice.kind, notice.text)).collect()
}

/// The lists of steps in the HTML of a page that have any text, each with its text.
#[must_use]
pub fn steps_of(html: &[u8]) -> Vec<String> {
    PageNotices::read(html).steps.into_iter().map(|list| list.text).filter(|text| !text.is_empty()).collect()
}

/// What readers of a page have to see.
#[derive(Debug, Default)]
pub(super) struct Required<'r> {
    /// The HTML of the page's text and of its disclaimers, as the build wrote it, in reading order: the name of the
    /// template's variable, and its value.
    pub parts: &'r [(&'r str, &'r str)],
    /// The words of a line about the missing review, which has to stand before the first step.
    pub missing_review: Option<&'r str>,
    /// The file with the page's text.
    pub content: &'r str,
}

/// Checks the pages of one theme.
#[derive(Debug)]
pub(super) struct SafetyCheck {
    /// The rules of the theme's style sheets that hide something.
    rules: HidingRules,
    /// What these rules may do to notices that scripts copy.
    effect_on_copies: EffectInPlace,
    /// The shapes of notices that no rule of the theme hides, wherever they stand.
    sound: RwLock<HashSet<u64>>,
    /// Copies of notices that no rule of the theme hides, as [`copies`] gives them.
    sound_copies: RwLock<HashSet<u64>>,
}

impl SafetyCheck {
    /// For a theme with these style sheets and tokens.
    pub fn new<'s>(sheets: impl Iterator<Item = &'s Source>, tokens: impl Iterator<Item = (&'s str, &'s str)>) -> Self {
        let rules = HidingRules::of_sheets(sheets, tokens);
        let effect_on_copies = rules.effect_in(&copied_notices::places_alone());
        Self { rules, effect_on_copies, sound: RwLock::default(), sound_copies: RwLock::default() }
    }

    /// Whether a rule in this style sheet hides something.
    pub fn has_hiding_rule_in(&self, path: &str) -> bool {
        self.rules.iter().any(|rule| &*rule.location.file == path)
    }

    /// Checks a page that `template` rendered.
    ///
    /// # Errors
    /// The first notice that readers do not see before the steps.
    pub fn check(&self, template: &Source, html: &[u8], required: &Required<'_>) -> Result<(), Box<Diagnostic>> {
        let page = self.check_written(template, html, required, Scripts::Run)?;
        if page.is_some() && has_noscript(html) {
            self.check_written(template, html, required, Scripts::Off).map_err(|finding| without_scripts(*finding))?;
        }
        self.check_copies(template, html, page)
    }

    /// Checks the page as it was written, before any script runs, for readers with scripts or without. The result is its notices,
    /// unless it need not have any.
    fn check_written(
        &self,
        template: &Source,
        html: &[u8],
        required: &Required<'_>,
        scripts: Scripts,
    ) -> Result<Option<PageNotices>, Box<Diagnostic>> {
        let parts: Vec<&str> = required.parts.iter().map(|(_, part)| *part).collect();
        if !parts.iter().any(|part| may_have_notices(part)) {
            return Ok(None);
        }
        let attributes = self.rules.shape_attributes();
        let required_parts = RequiredParts::read(&parts, attributes, scripts);
        let required_page = &required_parts.page;
        if required_page.is_too_deep {
            return Err(Box::new(too_deep(Location::file(required.content))));
        }
        if required_page.notices.is_empty() && (required_page.steps.is_empty() || required.missing_review.is_none()) {
            return Ok(None);
        }
        let in_text =
            required_page.notices.iter().find_map(|notice| Some((notice, notice.hidden_without_steps.as_deref()?)));
        if let Some((notice, start_tag)) = in_text {
            return Err(Box::new(hidden_in_text(notice, start_tag, required.content)));
        }
        let has_steps = !required_page.steps.is_empty();
        let page = PageNotices::read_around(html, &required_parts.fragments, has_steps, attributes, scripts);
        if page.is_too_deep {
            return Err(Box::new(too_deep(template.locate(Span::default()))));
        }
        let lost = lost_notice(required_page, &page).map(|notice| lost(template, notice, &page, required));
        let missing_review = required.missing_review.filter(|_| !required_page.steps.is_empty());
        let unsaid = || missing_review.filter(|words| !says(&page, words)).map(|words| not_said(template, words));
        let changed = || (!same_steps(&required_page.steps, &page.steps)).then(|| steps_changed(template));
        let copied = || repeated_step(&required_parts, &page).map(|step| steps_repeated(template, step));
        let shadow = || page.has_shadow_root.then(|| shadow_root(template));
        let refreshed = || page.has_refresh.then(|| refresh(template));
        let linked = || page.has_sheet_in_noscript.then(|| sheet_in_noscript(template));
        let old = || document_type::missing(template, html);
        let of_notices = lost.or_else(unsaid).or_else(changed).or_else(copied);
        match of_notices.or_else(shadow).or_else(refreshed).or_else(linked).or_else(old) {
            Some(finding) => Err(Box::new(finding)),
            None => self.check_style(template, html, &page, &required_page.steps, scripts).map(|()| Some(page)),
        }
    }

    /// Checks that no rule hides a notice that a script copies to another place of the page. `page` are its notices, if they were read.
    fn check_copies(&self, template: &Source, html: &[u8], page: Option<PageNotices>) -> Result<(), Box<Diagnostic>> {
        let has_styles = memmem::find(html, b"<style").is_some();
        let may_hide = self.effect_on_copies != EffectInPlace::Nothing || has_styles;
        if !may_hide || !copied_notices::has_place(html) {
            return Ok(());
        }
        let attributes = self.rules.shape_attributes();
        let notices = page.unwrap_or_else(|| PageNotices::read_around(html, &[], false, attributes, Scripts::Run));
        if notices.is_too_deep {
            return Err(Box::new(too_deep(template.locate(Span::default()))));
        }
        let copies = copies(&notices);
        let is_known = self.effect_on_copies != EffectInPlace::DiffersByPage && !has_styles;
        let are_sound = || {
            let sound = self.sound_copies.read().unwrap_or_else(PoisonError::into_inner);
            copies.iter().all(|copy| sound.contains(copy))
        };
        if is_known && are_sound() {
            return Ok(());
        }
        let page = OpenedPage::of(html);
        let styles = page.document.select(&STYLE).map(|style| style.text().collect::<String>());
        let inline_rules = inline_rules(template, styles)?;
        for (place, notice) in page.notices() {
            let of_theme = self.rules.hiding(&notice.elements).map(|rule| (rule, rule.location.clone()));
            let of_page = || Some((inline_rules.hiding(&notice.elements)?, template.locate(Span::default())));
            if let Some((rule, location)) = of_theme.or_else(of_page) {
                let mut finding = hidden_by_rule(rule, location, notice.kind.words());
                let _ = write!(finding.message, " {place}");
                return Err(Box::new(finding));
            }
        }
        self.sound_copies.write().unwrap_or_else(PoisonError::into_inner).extend(copies);
        Ok(())
    }

    /// Checks that no rule of a style sheet hides a notice. Notices of one shape are checked once, unless a rule may tell them apart.
    fn check_style(
        &self,
        template: &Source,
        html: &[u8],
        page: &PageNotices,
        required_steps: &[StepList],
        scripts: Scripts,
    ) -> Result<(), Box<Diagnostic>> {
        if self.rules.is_empty() && page.styles.is_empty() {
            return Ok(());
        }
        if page.styles.is_empty() && self.are_sound(&page.notices) {
            return Ok(());
        }
        let inline_rules = inline_rules(template, page.styles.iter().cloned())?;
        let document = elements::parse(html, scripts);
        let notices = shown_notices(&document, required_steps);
        if let Some((rule, notice)) = hiding_rule(&notices, &self.rules) {
            return Err(Box::new(hidden_by_rule(rule, rule.location.clone(), notice)));
        }
        if let Some((rule, notice)) = hiding_rule(&notices, &inline_rules) {
            // A place inside the `style` element would be that of another line of the template.
            return Err(Box::new(hidden_by_rule(rule, template.locate(Span::default()), notice)));
        }
        let is_same_order = notices.len() == page.notices.len();
        let alike = notices.iter().zip(&page.notices).filter(|(shown, _)| !self.rules.may_tell_apart(&shown.elements));
        let sound = alike.filter(|_| is_same_order).map(|(_, notice)| notice.shape);
        self.sound.write().unwrap_or_else(PoisonError::into_inner).extend(sound);
        Ok(())
    }

    fn are_sound(&self, notices: &[Notice]) -> bool {
        let sound = self.sound.read().unwrap_or_else(PoisonError::into_inner);
        notices.iter().all(|notice| sound.contains(&notice.shape))
    }
}

/// A hash of each place of a page into which scripts copy notices, and of each notice of the page at such a place. Style sheets whose
/// rules are told by shape show copies with the same hash alike.
fn copies(page: &PageNotices) -> Vec<u64> {
    let of_host = page.hosts.iter().flat_map(|host| {
        let notices = page.notices.iter().filter(move |_| host.takes_notices).map(|notice| Some(notice.shape));
        std::iter::once(None).chain(notices).map(move |notice| (host, notice))
    });
    let hashes = of_host.map(|copy| {
        let mut hasher = FxHasher::default();
        copy.hash(&mut hasher);
        hasher.finish()
    });
    hashes.collect()
}

/// The `style` elements of a page.
static STYLE: LazyLock<Selector> = LazyLock::new(|| Selector::parse("style").expect("the name of an element"));

/// The rules in the `style` elements that a template writes.
///
/// # Errors
/// They are nested too deep to be read.
fn inline_rules(template: &Source, styles: impl Iterator<Item = String>) -> Result<HidingRules, Box<Diagnostic>> {
    let sheets: Vec<Source> = styles.map(|style| Source::new(template.path.clone(), style)).collect();
    match sheets.iter().any(|sheet| style_nesting::too_deep(&sheet.text).is_some()) {
        true => Err(Box::new(style_too_deep(template))),
        false => Ok(HidingRules::of_sheets(sheets.iter(), std::iter::empty())),
    }
}

/// The first notice of the build's HTML that the page does not show, hides in an element of the template, or shows behind steps
/// that it has to precede.
fn lost_notice<'n>(required: &'n PageNotices, page: &PageNotices) -> Option<&'n Notice> {
    // A template may have lists of steps that are none of the page's.
    let real_steps_before = |notice: &Notice| {
        page.steps[..notice.steps_before].iter().filter(|steps| has_steps(&required.steps, &steps.text)).count()
    };
    let mut candidates: Vec<Option<&Notice>> = page.notices.iter().map(Some).collect();
    required.notices.iter().find(|notice| {
        let same = candidates.iter_mut().find(|candidate| {
            candidate.is_some_and(|candidate| {
                candidate.kind == notice.kind
                    && candidate.hidden_in.len() <= notice.hidden_in.len()
                    && real_steps_before(candidate) <= notice.steps_before
                    && candidate.text.trim() == notice.text.trim()
            })
        });
        same.and_then(Option::take).is_none()
    })
}

/// Whether the page says that nobody with a medical credential has reviewed it, before its first step.
fn says(page: &PageNotices, words: &str) -> bool {
    let words = notices::with_single_blanks(words);
    page.notices.iter().any(|notice| {
        let is_seen = notice.steps_before == 0 && notice.hidden_in.is_empty();
        is_seen && notice.kind == NoticeKind::MissingReview && notice.text.trim() == words
    })
}

/// The parts of a page as the build wrote them.
struct RequiredParts<'h> {
    /// The notices and steps of all of them.
    page: PageNotices,
    /// Each of them, if a page that has it word for word also has the same notices. Else none.
    fragments: Vec<Fragment<'h>>,
    /// The words of those that are no fragments.
    other_words: Vec<Words>,
}

impl<'h> RequiredParts<'h> {
    fn read(parts: &[&'h str], attributes: ShapeAttributes<'h>, scripts: Scripts) -> Self {
        let fragments = parts.iter().map(|part| Fragment::read(part, attributes));
        if let Some(fragments) = fragments.collect::<Option<Vec<_>>>() {
            return Self { page: PageNotices::of_fragments(&fragments), fragments, other_words: Vec::new() };
        }
        let page = PageNotices::read_around(parts.join(BETWEEN_PARTS).as_bytes(), &[], true, attributes, scripts);
        let texts =
            page.words.text.split(BETWEEN_PARTS).map(|text| Words { text: text.to_owned(), ..Words::default() });
        let attributes = Words { attributes: page.words.attributes.clone(), ..Words::default() };
        let other_words = texts.chain([attributes]).collect();
        Self { page, fragments: Vec::new(), other_words }
    }

    /// The words of the parts that are not among these fragments.
    fn words_without(&self, known: &[usize]) -> impl Iterator<Item = Words> {
        let unknown = self.fragments.iter().enumerate().filter(|(number, _)| !known.contains(number));
        unknown.map(|(_, fragment)| fragment.words()).chain(self.other_words.iter().cloned())
    }
}

/// A notice of a page, with the elements inside and around it. No rule may hide one of them, unless it hides the steps beside the
/// notice as well, whatever other rules say about these.
struct ShownNotice<'d> {
    kind: NoticeKind,
    elements: Vec<NoticeElement<'d>>,
}

/// The notices of a page that has to show these steps.
fn shown_notices<'d>(document: &'d Html, required_steps: &[StepList]) -> Vec<ShownNotice<'d>> {
    let elements: Vec<ElementRef<'_>> = document.tree.nodes().filter_map(ElementRef::wrap).collect();
    let is_steps = |element: &ElementRef<'_>| {
        element.value().classes().any(|class| notices::STEP_CLASSES.contains(&class)) && {
            // Read as the page is, so that both have the same text.
            let read = PageNotices::read(element.html().as_bytes());
            read.steps.first().is_some_and(|list| has_steps(required_steps, &list.text))
        }
    };
    let steps: Vec<usize> =
        elements.iter().enumerate().filter(|(_, element)| is_steps(element)).map(|(at, _)| at).collect();
    let notices = elements.iter().enumerate().filter_map(|(at, element)| {
        let kind = element.value().classes().find_map(NoticeKind::of_class)?;
        let next = steps.iter().find(|steps| **steps > at);
        let last = steps.iter().rfind(|steps| **steps < at);
        let beside = next.into_iter().chain(last).map(|at| elements[*at]);
        let around_steps: HashSet<_> =
            beside.flat_map(|steps| steps.ancestors()).map(|ancestor| ancestor.id()).collect();
        let ancestors = element.ancestors().filter_map(ElementRef::wrap);
        let elements = ancestors.chain(elements_inside(*element));
        let elements = elements.map(|element| NoticeElement {
            element,
            is_around_steps: around_steps.contains(&element.id()),
            has_any_values: false,
        });
        Some(ShownNotice { kind, elements: elements.collect() })
    });
    notices.collect()
}

/// A notice and the elements inside it, without those that have no text.
fn elements_inside(notice: ElementRef<'_>) -> impl Iterator<Item = ElementRef<'_>> {
    notice.descendants().filter_map(ElementRef::wrap).filter(has_words)
}

/// A rule that hides one of the notices.
fn hiding_rule<'r>(notices: &[ShownNotice<'_>], rules: &'r HidingRules) -> Option<(&'r HidingRule, &'static str)> {
    let mut checked = HashSet::new();
    notices.iter().find_map(|notice| {
        let is_new = |part: &&NoticeElement<'_>| checked.insert((part.element.id(), part.is_around_steps));
        let elements: Vec<NoticeElement<'_>> = notice.elements.iter().filter(is_new).copied().collect();
        Some((rules.hiding(&elements)?, notice.kind.words()))
    })
}

/// Whether an element has text, or elements inside it have.
fn has_words(element: &ElementRef<'_>) -> bool {
    let is_text = |node: &Node| node.as_text().is_some_and(|text| !text.trim().is_empty());
    element.descendants().any(|node| is_text(node.value()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

        /// Whether the page is read in full, or what is known of its fragments is taken over, makes no difference.
        #[test]
        fn known_fragments_have_the_same_notices(
            around in proptest::collection::vec((start_tag(), content(1)), 0..4),
            parts in proptest::collection::vec(content(5), 1..4),
        ) {
            let fragments: Vec<Fragment<'_>> = parts.iter().filter_map(|part| Fragment::read(part, ShapeAttributes::All)).collect();
            let before: String = around.iter().map(|((start, _), content)| format!("{start}{content}")).collect();
            let after: String = around.iter().rev().map(|((_, end), _)| *end).collect();
            let html = format!("<!doctype html><html><body>{before}<section>{}</section>{after}", parts.join("<hr>"));
            let whole = PageNotices::read(html.as_bytes());
            let around = PageNotices::read_around(html.as_bytes(), &fragments, true, ShapeAttributes::All, Scripts::Run);
            let without_shape = |page: &PageNotices| -> Vec<Notice> {
                page.notices.iter().map(|notice| Notice { shape: 0, ..notice.clone() }).collect()
            };
            prop_assert_eq!(without_shape(&whole), without_shape(&around), "{}", html);
            prop_assert_eq!(&whole.steps, &around.steps, "{}", html);
            prop_assert_eq!(&whole.styles, &around.styles, "{}", html);
        }
    }

    /// A rule may hide the notices of one page of each pair and not those of the other.
    #[test]
    fn notices_that_style_sheets_tell_apart_have_other_shapes() {
        let pairs = [
            [
                "<div class=\"a\"><p class=\"caution\">b</p><ol class=\"steps\"></ol></div>",
                "<div class=\"a\"><p class=\"caution\">b</p></div><div class=\"a\"><ol class=\"steps\"></ol></div>",
            ],
            ["<p class=\"caution\">b<i></i></p>", "<p class=\"caution\"><i>b</i></p>"],
            ["<p class=\"caution\">b</p>", "<p class=\"caution c\">b</p>"],
            ["<div><p class=\"caution\">b</p></div>", "<div class=\"c\"><p class=\"caution\">b</p></div>"],
            ["<p class=\"caution\">b</p>", "<p class=\"caution\" title=\"c\">b</p>"],
        ];
        let shape = |html: &str| PageNotices::read(html.as_bytes()).notices[0].shape;
        for [a, b] in pairs {
            assert_ne!(shape(a), shape(b), "{a}\n{b}");
        }
        assert_eq!(shape("<p class=\"caution\">b</p>"), shape("<div>c</div><p class=\"caution\">d e</p><p></p>"));
    }

    fn theme_check(css: &str) -> SafetyCheck {
        SafetyCheck::new(std::iter::once(&Source::new("a.css", css)), std::iter::empty())
    }

    /// Whether a page with this caution is refused, which may stand beside a dialog for practice.
    fn is_refused(check: &SafetyCheck, caution: &str, dialog: &str) -> bool {
        let text = format!("<p class=\"caution\" data-caution=\"{caution}\" data-severity=\"ask\">b</p>");
        let html = format!(
            "<!doctype html><html><body><main><div class=\"cautions\">{text}</div></main>{dialog}</body></html>"
        );
        let required = Required { parts: &[("record.content", &text)], missing_review: None, content: "a.md" };
        check.check(&Source::new("a.html", ""), html.as_bytes(), &required).is_err()
    }

    /// The first page is of another shape only to this rule.
    #[test]
    fn a_rule_for_one_caution_is_found_behind_pages_with_others() {
        let dialog = "<dialog class=\"practice\"><div class=\"card-text practice-stage\"></div></dialog>";
        for selector in [
            ".caution[data-caution=\"b\"]",
            "[data-caution^=b]",
            "p[ data-caution = b ]",
            "[data-caution/**/=b]",
            "[\\64 ata-caution=b]",
            "main .cautions:not([hidden]) > [data-severity=ask][data-caution~=b i]",
        ] {
            let check = theme_check(&format!("{selector} {{ display: none }}"));
            assert!(!is_refused(&check, "a", ""), "{selector}");
            assert!(is_refused(&check, "b", ""), "{selector}");
            let check = theme_check(&format!("dialog {selector} {{ display: none }}"));
            // Notices of other pages are copied there, too.
            for caution in ["a", "b"] {
                assert_eq!(is_refused(&check, caution, dialog), !selector.contains("main"), "{selector}, {caution}");
            }
        }
    }

    #[test]
    fn values_that_no_rule_names_make_no_other_shape() {
        let check = theme_check(".caution[data-severity=avoid] { display: none }");
        let shape = |caution: &str, severity: &str| {
            let html = format!("<p class=\"caution\" data-caution=\"{caution}\" data-severity=\"{severity}\">c</p>");
            PageNotices::read_around(html.as_bytes(), &[], false, check.rules.shape_attributes(), Scripts::Run).notices
                [0]
            .shape
        };
        assert_eq!(shape("a", "ask"), shape("b", "ask"));
        assert_ne!(shape("a", "ask"), shape("a", "modify"));
        let shape_for_all = |caution: &str| {
            PageNotices::read(format!("<p class=\"caution\" data-caution=\"{caution}\">c</p>").as_bytes()).notices[0]
                .shape
        };
        assert_ne!(shape_for_all("a"), shape_for_all("b"));
    }

    type Tags = (&'static str, &'static str);

    fn start_tag() -> impl Strategy<Value = Tags> {
        proptest::sample::select(vec![
            ("<div>", "</div>"),
            ("<div hidden>", "</div>"),
            ("<details>", "</details>"),
            ("<details open>", "</details>"),
            ("<div class=\"caution\">", "</div>"),
            ("<aside class=\"disclaimer\">", "</aside>"),
            ("<div class=\"steps\">", "</div>"),
            ("<ol class=\"steps\"><li>", "</li></ol>"),
            ("<div style=\"opacity: 0\">", "</div>"),
            ("<p>", "</p>"),
            ("<a>", "</a>"),
            ("<style>p { color: red }", "</style>"),
        ])
    }

    /// Text, and elements with text.
    fn content(most: usize) -> impl Strategy<Value = String> {
        let leaf = || (start_tag(), "[a-d] ?").prop_map(|((start, end), text)| format!("{start}{text}{end}"));
        let element = (start_tag(), leaf(), leaf()).prop_map(|((start, end), a, b)| format!("{start}{a}{b}{end}"));
        proptest::collection::vec(prop_oneof![leaf(), element, Just("word ".to_owned())], 0..=most)
            .prop_map(|pieces| pieces.concat())
    }
}
