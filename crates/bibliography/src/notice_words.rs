//! The words by which titles, notes, keywords and lists of references say that a work was retracted, and by which a title says that
//! the record is a notice of retraction itself.

use crate::{NoticeKind, Reference, markup};

/// How publishers and databases mark the title of a retracted work. A bare "retracted" may be what the work is about.
const RETRACTED_STARTS: [&str; 6] =
    ["retracted:", "retracted article:", "retracted paper:", "retracted chapter:", "[retracted", "(retracted"];
const RETRACTED_ENDS: [&str; 4] = ["(retracted)", "[retracted]", "(retracted article)", "[retracted article]"];

/// Whether a title in small letters is marked as that of a retracted work.
pub(crate) fn is_title_of_retracted_work(lower_title: &str) -> bool {
    RETRACTED_STARTS.iter().any(|start| lower_title.starts_with(start))
        || RETRACTED_ENDS.iter().any(|end| lower_title.ends_with(end))
        // As Web of Science has it: `(Retracted article. See vol. 3, pg. 4, 2010)`.
        || lower_title.contains("(retracted article. see ")
}

/// The words of databases for a work that was retracted, and for one in doubt.
const RETRACTED_WORDS: [&str; 4] = ["retracted", "retracted publication", "retracted article", "retracted paper"];
const CONCERN_WORDS: &str = "expression of concern";

/// Whether a text says nothing but that the work was retracted or is in doubt.
pub(crate) fn says_only_notice(text: &str) -> bool {
    let words = text.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    RETRACTED_WORDS.contains(&&*words) || words == CONCERN_WORDS
}

/// The notice that the words of a field stand for, such as `Retracted`, PubMed's `Retracted Publication` or `This article has been
/// retracted.` Words about other retractions, as in `Retracted papers in surgery`, are none.
pub(crate) fn kind_of_notice(words: &str) -> Option<NoticeKind> {
    // Few fields of a library are about it.
    if !["etracted", "ETRACTED", "oncern", "ONCERN"].iter().any(|part| words.contains(part)) {
        return None;
    }
    let lower = words.trim_start_matches(['[', '(']).to_lowercase();
    let sentence = lower.split(['.', ';', ':', ',', '(', ')', '[', ']']).next().unwrap_or_default().trim();
    let says_by_whom = ["by", "on", "in", "at"].iter().any(|word| sentence.starts_with(&format!("retracted {word} ")));
    let is_about_this = ["this ", "the article ", "the paper "].iter().any(|start| sentence.starts_with(start));
    let is_passive =
        [" has been retracted", " was retracted", " is retracted"].iter().any(|end| sentence.contains(end));
    if RETRACTED_WORDS.contains(&sentence) || says_by_whom || (is_about_this && is_passive) {
        return Some(NoticeKind::Retracted);
    }
    (sentence == CONCERN_WORDS).then_some(NoticeKind::Concern)
}

/// Whether a type of publication says that the work was retracted, is in doubt, or is a notice of retraction.
pub(crate) fn is_word_for_notice(words: &str) -> bool {
    kind_of_notice(words).is_some() || is_type_of_notice(words)
}

/// The gravest notice that a reference of a list names, as people and databases write it: in brackets, as a sentence, before the
/// title, or as `Retraction in:` with the place of the notice.
///
/// ```
/// use wellpress_bibliography::{NoticeKind, notice_in_text};
///
/// let text = "Lee A. Walking. J Ex 2005;20:187-92. [Retracted]";
/// assert_eq!(notice_in_text(text), Some(NoticeKind::Retracted));
/// assert_eq!(notice_in_text("Lee A. Retracted papers in surgery. J Ex 2005;20:187-92."), None);
/// ```
#[must_use]
pub fn notice_in_text(text: &str) -> Option<NoticeKind> {
    let marked = text.split(['[', '(']).skip(1).filter_map(kind_of_mark);
    let sentences = text
        .split(['.', ']', ')', '"', '\u{201d}', '*'])
        .map(|sentence| sentence.trim_start_matches([' ', '_', '\'', '\u{2018}', '\u{201c}']));
    let said = sentences.filter_map(|sentence| {
        let is_whole = says_only_notice(sentence);
        let lower = sentence.get(..sentence.len().min(60)).unwrap_or(sentence).to_lowercase();
        let begins_title = RETRACTED_STARTS[..4].iter().any(|start| lower.starts_with(start));
        let kind = is_whole.then(|| kind_of_notice(sentence)).flatten();
        kind.or_else(|| (begins_title || names_place_of_notice(&lower)).then_some(NoticeKind::Retracted))
    });
    marked.chain(said).max()
}

/// The notice in a pair of brackets, which a year or a place may follow: `[Retracted 2010]`, `(retracted: Lancet 2010)`.
fn kind_of_mark(behind_bracket: &str) -> Option<NoticeKind> {
    let words = behind_bracket.split([']', ')']).next().unwrap_or_default();
    let lower = words.trim().to_lowercase();
    let is_dated = lower.strip_prefix("retracted ").is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    let is_retracted = is_dated || names_place_of_notice(&lower);
    if is_retracted { Some(NoticeKind::Retracted) } else { kind_of_notice(words) }
}

/// Whether a text in small letters begins as PubMed names the place of a notice: `Retraction in: J Ex 2010;3:4`.
fn names_place_of_notice(lower: &str) -> bool {
    ["retraction in:", "retracted in:", "retracted and republished in:"].iter().any(|start| lower.starts_with(start))
}

/// The words for a retraction with which titles of notices begin, in the languages whose journals have them.
const RETRACTION_WORDS: [&str; 9] = [
    "retraction",
    "rétractation",
    "rétraction",
    "retractación",
    "retracción",
    "retratação",
    "retraktion",
    "withdrawal notice",
    "removal notice",
];
/// Words before them: `Notice of retraction`, `Editorial retraction`, `Nota de retractación`.
const WORDS_BEFORE_RETRACTION: [&str; 13] = [
    "notice of ",
    "statement of ",
    "note of ",
    "letter of ",
    "editorial ",
    "editors' ",
    "editor's ",
    "author ",
    "article ",
    "partial ",
    "nota de ",
    "avis de ",
    "aviso de ",
];
/// The words of databases for a notice, as a type of publication or a keyword.
pub(crate) const TYPES_OF_NOTICES: [&str; 3] = [RETRACTION_OF_PUBLICATION, "Retraction notice", "Notice of retraction"];

/// PubMed's type of publication for a notice.
pub(crate) const RETRACTION_OF_PUBLICATION: &str = "Retraction of Publication";

impl Reference {
    /// Whether the record is a notice of retraction, as PubMed's type of publication or its title says: `Retraction: Walking`,
    /// `Retraction notice to “Walking”`. Some publishers put such a title on the retracted work itself, so that whoever cites it
    /// cites a retraction in both cases. "Retraction of the soft palate" is a title like any other.
    ///
    /// ```
    /// use wellpress_bibliography::parse;
    /// use wellpress_diagnostics::Source;
    ///
    /// let is_notice = |title: &str| {
    ///     parse(&Source::new("a.bib", format!("@book{{a, title = {{{title}}}}}"))).references[0].is_retraction_notice()
    /// };
    /// assert!(is_notice("Retraction: Walking helps"));
    /// assert!(!is_notice("Retraction of the soft palate"));
    /// ```
    #[must_use]
    pub fn is_retraction_notice(&self) -> bool {
        let types = self.keywords.iter().chain(&self.genre).chain(&self.note);
        types.map(|words| words.trim_matches(['[', ']', '(', ')', '.', ' '])).any(is_type_of_notice)
            || self.title.as_ref().is_some_and(|title| is_title_of_notice(title.as_str()))
    }
}

fn is_type_of_notice(words: &str) -> bool {
    TYPES_OF_NOTICES.iter().any(|name| name.eq_ignore_ascii_case(words))
}

fn is_title_of_notice(title: &str) -> bool {
    // Most titles need no copy in small letters.
    if !["etra", "ETRA", "étra", "ÉTRA", "ithdrawal ", "ITHDRAWAL ", "emoval notice", "EMOVAL NOTICE"]
        .iter()
        .any(|part| title.contains(part))
    {
        return false;
    }
    let plain = markup::plain(title).to_lowercase().replace('\u{2019}', "'");
    let lower = plain.trim_end_matches('.');
    // `Walking [Retraction]`, and Web of Science's `Walking (Retraction of vol 3, pg 4, 2010)`.
    lower.ends_with("[retraction]")
        || lower.ends_with("(retraction)")
        || lower.contains("(retraction of vol")
        || begins_as_notice(lower.trim_start_matches(['[', '(', '"', '\u{201c}']))
}

fn begins_as_notice(title: &str) -> bool {
    let before = WORDS_BEFORE_RETRACTION.iter().find(|words| title.starts_with(**words));
    let noun = &title[before.map_or(0, |words| words.len())..];
    let Some(behind) = RETRACTION_WORDS.iter().find_map(|word| noun.strip_prefix(word)) else { return false };
    let names_document = before.is_some_and(|words| words.ends_with(" of ") || words.ends_with(" de "));
    if names_document || noun.starts_with("withdrawal notice") || noun.starts_with("removal notice") {
        return !behind.starts_with(char::is_alphanumeric);
    }
    let next = behind.trim_start();
    let is_divided = next.is_empty()
        || next.starts_with([':', '.', ']', ')', '"', '\u{201c}', '\u{ab}', '\u{2014}', '\u{2013}', '|'])
        || behind.starts_with(" - ");
    is_divided || behind.starts_with(' ') && goes_on_as_notice(next)
}

/// Whether words behind "retraction" name a document: `notice to ..`, `to: ..`, `of “..”`, `for Lee et al.`
fn goes_on_as_notice(words: &str) -> bool {
    let (first, rest) = words.split_once(' ').unwrap_or((words, ""));
    match first.trim_end_matches(':') {
        "notice" | "note" | "statement" | "letter" | "announcement" => true,
        "and" => rest.starts_with("replacement") || rest.starts_with("republication"),
        "to" | "of" | "for" | "on" => {
            first.ends_with(':')
                || rest.starts_with(['"', '\u{201c}', '\u{2018}', '\'', '\u{ab}'])
                || rest.contains(" et al")
                || ["publication", "article", "paper", "the article", "the paper", "an article", "a paper"]
                    .iter()
                    .any(|noun| rest.strip_prefix(noun).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{NoticeKind, is_title_of_notice, notice_in_text};

    #[test]
    fn titles_of_notices_are_told_from_titles_about_retraction() {
        for title in [
            "Retraction: Walking helps",
            "RETRACTION: Walking helps",
            "Removal notice to \u{201c}Walking helps\u{201d}",
            "Article retraction: Walking helps",
            "Retraction notice to \u{201c}Walking helps\u{201d} [J Ex 3 (2019) 1]",
            "Retraction Note: Walking helps",
            "Retraction Note to: Walking helps",
            "Retraction to: Walking helps",
            "Retraction of \u{201c}Walking helps\u{201d}",
            "Retraction of: Walking helps",
            "Retraction for Lee et al., Walking helps",
            "Retraction\u{2014}Walking helps",
            "Retraction \u{2013} Walking helps",
            "Retraction",
            "Notice of Retraction and Replacement. Lee et al. Walking helps",
            "Statement of Retraction: Walking helps",
            "Editorial retraction: Walking helps",
            "Editor\u{2019}s Retraction: Walking helps",
            "[Retraction] Walking helps",
            "Walking helps [Retraction]",
            "Walking helps (Retraction of vol 3, pg 4, 2010)",
            "Nota de retractación: Andar ayuda",
            "Rétractation : marcher aide",
            "Withdrawal notice to \u{201c}Walking helps\u{201d}",
        ] {
            assert!(is_title_of_notice(title), "{title}");
        }
        for title in [
            "Retraction of the soft palate: a trial",
            "Retraction to the midline of the shoulder blade",
            "Retraction for exposure in spinal surgery",
            "Retraction pockets of the ear drum",
            "Retraction notices in nursing: a survey",
            "Scapular retraction: a trial",
            "Tongue retraction",
            "Author retractions in medicine",
            "Withdrawal: a review of nicotine",
            "Retractions in the medical literature",
            "Partial retraction of the lung",
            "Notes on retraction",
            "",
        ] {
            assert!(!is_title_of_notice(title), "{title}");
        }
    }

    #[test]
    fn a_reference_of_a_list_says_that_it_was_retracted() {
        for text in [
            "Lee A. Walking. J Ex 2005;20:187-92. [Retracted]",
            "Lee A. Walking. J Ex 2005;20:187-92 (retracted).",
            "Lee A. Walking. J Ex 2005;20:187-92. RETRACTED.",
            "Lee A. Walking [retracted article]. J Ex 2005;20:187-92.",
            "Lee A. RETRACTED: Walking. J Ex 2005;20:187-92.",
            "Lee, A. (2005). [Retracted] Walking. J Ex, 20, 187\u{2013}92.",
            "Lee A. Walking. J Ex 2005;20:187-92. Retraction in: J Ex 2010;25:3.",
            "Lee A. Walking. J Ex 2005;20:187-92. [Retracted in: J Ex 2010;25:3]",
            "Lee A. Walking (Retracted article. See vol. 25, pg. 3, 2010). J Ex 2005;20:187-92.",
            "Lee A. Walking. J Ex 2005;20:187-92. [retracted 2010]",
            "Lee A. \u{201c}RETRACTED: Walking.\u{201d} J Ex 20 (2005): 187-92.",
            "Lee A. Walking. J Ex 2005;20:187-92. **Retracted**",
        ] {
            assert_eq!(notice_in_text(text), Some(NoticeKind::Retracted), "{text}");
        }
        assert_eq!(notice_in_text("Lee A. Walking. J Ex 2005. [Expression of concern]"), Some(NoticeKind::Concern));
        for text in [
            "Lee A. Retracted papers in surgery. J Ex 2005;20:187-92.",
            "Lee A. Why papers were retracted. J Ex 2005;20:187-92.",
            "Lee A. Scapula (retracted or not) and pain. J Ex 2005;20:187-92.",
            "Lee A. An expression of concern in nursing. J Ex 2005;20:187-92.",
            "Lee A. Retraction in shoulder exercises. J Ex 2005;20:187-92.",
        ] {
            assert_eq!(notice_in_text(text), None, "{text}");
        }
    }
}
