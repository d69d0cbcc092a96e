//! Decides whether the record that a service gives for an identifier describes another work than the entry that has the
//! identifier. Its output is yes or no; the fields in which the records of one work differ are for [`super::compare`].
//!
//! A single wrong detail makes no other work, since authors mistype each of them. So the rule weighs three pieces of
//! evidence against each other: how far the titles agree, whether the records have authors in common, and how many of
//! four details of the place contradict each other. The details are the journal, the volume, the first page, and the
//! year if it is off by more than one. A detail that one of the two does not name contradicts nothing. The less titles
//! and authors agree, the fewer contradictions make the record one of another work:
//!
//! | titles | authors in common | authors unknown | no author in common |
//! | --- | --- | --- | --- |
//! | the same | 4 | 3 | 1 |
//! | nearly the same: without the subtitle, or with a misprint | 3 | 2 | 0 |
//! | nearly the same, with another number | 1 | 1 | 0 |
//! | in other words | 2 | 0 | 0 |
//!
//! The reasons, line by line: one title stands above many works (`Osteoporosis`), and other people in another journal
//! wrote another of them. Without its subtitle a title names a subject, on which other people wrote as well. A title
//! with another number or year is that of the next part, edition or update, by the same authors. A title in other words
//! can be that of a preprint with its own title, which differs from the article in nothing but the journal.
//!
//! A volume and a first page that are both the same are no coincidence. They outweigh the journal and the year, so that
//! only a title that differs by more than a misprint, together with other authors, makes another work: two letters on
//! one page.
//!
//! A comment on the work or an erratum repeats the title of the work and often its authors. If only one of the two
//! titles is that of such a record, they are one work only if they have authors in common and the same pages.
//!
//! In doubt the rule says another work. The author of the library then looks it up once in vain, while a patch
//! would write a wrong work that is taken for the right one into the library.

use super::names::has_people;
use super::numbers::{first_pages_agree, pages_agree, volumes_agree};
use super::spelling::{ascii_letters, ascii_words, is_acronym, is_same_text};
use super::{PublicationYears, both, containers_agree, known_years, titles_agree};
use crate::{ContributorName, Reference, Title, markup};

/// From here on two titles or names are the same text with misprints; from 0 to 1. Titles on one subject share about
/// half of their pairs of letters.
const LEAST_SIMILARITY: f64 = 0.75;

/// How titles of records about another work begin, or end behind the title of that work: its comments, errata, replies and
/// notices of retraction. `RETRACTED: ..` is missing: publishers put it before the title of the work itself.
const RESPONSES: [&str; 24] = [
    "addendum",
    "author correction",
    "author reply",
    "author response",
    "authors reply",
    "authors response",
    "comment",
    "commentary",
    "comments",
    "correction",
    "corrections",
    "corrigendum",
    "erratum",
    "expression of concern",
    "in reply",
    "in response",
    "letter",
    "letter to the editor",
    "notice of retraction",
    "publisher correction",
    "re",
    "reply",
    "response",
    "retraction",
];

/// How far two titles agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TitleAgreement {
    /// The same text, in any spelling.
    Same,
    /// One title is the other without its subtitle, or has a misprint.
    NearlySame,
    /// Nearly the same, but each title has a number that the other has not.
    OtherNumber,
    /// Other words.
    OtherWords,
}

/// Whether two records have authors in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AuthorAgreement {
    /// The first author of one is an author of the other, or half of the shorter list are authors of both.
    InCommon,
    /// A record has no author, or one names people and the other only their organisation.
    Unknown,
    /// All names differ by more than a misprint.
    NoneInCommon,
}

/// Whether the record describes another work than the entry, by the rule of this module.
pub(super) fn is_other_work(entry: &Reference, record: &Reference, years: PublicationYears) -> bool {
    let Some((title, other_title)) = both(&entry.title, &record.title) else { return false };
    let authors = author_agreement(&entry.authors, &record.authors);
    if is_response(&markup::plain(title)) != is_response(&markup::plain(other_title)) {
        let has_same_pages = both(&entry.pages, &record.pages).is_some_and(|(a, b)| pages_agree(a, b));
        return authors == AuthorAgreement::NoneInCommon || !has_same_pages;
    }
    let titles = title_agreement(title, other_title);
    if is_same_place(entry, record) {
        let has_other_title = matches!(titles, TitleAgreement::OtherNumber | TitleAgreement::OtherWords);
        return has_other_title && authors == AuthorAgreement::NoneInCommon;
    }
    contradictions(entry, record, years) >= sufficient_contradictions(titles, authors)
}

/// The number of details that have to contradict each other; the table of this module.
fn sufficient_contradictions(titles: TitleAgreement, authors: AuthorAgreement) -> usize {
    let [in_common, unknown, none_in_common] = match titles {
        TitleAgreement::Same => [4, 3, 1],
        TitleAgreement::NearlySame => [3, 2, 0],
        TitleAgreement::OtherNumber => [1, 1, 0],
        TitleAgreement::OtherWords => [2, 0, 0],
    };
    match authors {
        AuthorAgreement::InCommon => in_common,
        AuthorAgreement::Unknown => unknown,
        AuthorAgreement::NoneInCommon => none_in_common,
    }
}

/// How many of journal, volume, first page and year contradict each other.
fn contradictions(entry: &Reference, record: &Reference, years: PublicationYears) -> usize {
    let has_other_pages = both(&entry.pages, &record.pages).is_some_and(|(a, b)| !first_pages_agree(a, b));
    let has_other_year = both(&entry.issued, &record.issued)
        .is_some_and(|(a, b)| known_years(b, years).iter().all(|year| year.abs_diff(a.year) > 1));
    let details = [!containers_agree(entry, record), !volumes_agree(entry, record), has_other_pages, has_other_year];
    details.into_iter().filter(|contradicts| *contradicts).count()
}

/// Whether both records name the volume and the first page, and both are the same.
fn is_same_place(entry: &Reference, record: &Reference) -> bool {
    both(&entry.volume, &record.volume).is_some()
        && volumes_agree(entry, record)
        && both(&entry.pages, &record.pages).is_some_and(|(a, b)| first_pages_agree(a, b))
}

fn title_agreement(first: &Title, second: &Title) -> TitleAgreement {
    let [first_text, second_text] = [first, second].map(|title| markup::plain(title));
    if is_same_text(&first_text, &second_text) {
        return TitleAgreement::Same;
    }
    let [first_words, second_words] = [&first_text, &second_text].map(|text| ascii_words(text));
    let [first_numbers, second_numbers] = [&first_words, &second_words].map(|words| numbers(words));
    let [first_letters, second_letters] = [&first_words, &second_words].map(|words| without_numbers(words));
    let is_near =
        titles_agree(first, second) || strsim::sorensen_dice(&first_letters, &second_letters) >= LEAST_SIMILARITY;
    if !is_near {
        TitleAgreement::OtherWords
    } else if has_more(&first_numbers, &second_numbers) && has_more(&second_numbers, &first_numbers) {
        TitleAgreement::OtherNumber
    } else {
        TitleAgreement::NearlySame
    }
}

/// Whether some of the numbers are not among the others.
fn has_more(some: &[&str], others: &[&str]) -> bool {
    some.iter().any(|number| !others.contains(number))
}

/// Whether a title is that of a record about another work. A title can begin with these words and be a work of its own
/// (`Response to exercise in old age`), so this says something only beside another title, without them.
fn is_response(title: &str) -> bool {
    // An apostrophe is no end of a word: `Authors' reply`, `Author's reply`.
    let title = title.replace("'s", "s").replace("\u{2019}s", "s");
    let parts = title.split([':', '.', '?', '[', '(']).map(|part| ascii_words(part).join(" "));
    parts.enumerate().any(|(index, part)| {
        RESPONSES.iter().any(|response| {
            part.strip_prefix(response).is_some_and(|rest| rest.is_empty() || (index == 0 && has_subject(rest)))
        })
    })
}

/// Whether the words behind one such as `reply` say what it is about.
fn has_subject(rest: &str) -> bool {
    [" to", " on", " of", " no"].iter().any(|start| rest.starts_with(start))
}

/// The numbers in a title, years among them: `2017`, and the `19` of `covid19`.
fn numbers(words: &[String]) -> Vec<&str> {
    let parts = words.iter().flat_map(|word| word.split(|c: char| !c.is_ascii_digit()));
    parts.filter(|part| !part.is_empty()).collect()
}

/// The letters of a title without its numbers.
fn without_numbers(words: &[String]) -> String {
    words.iter().flat_map(|word| word.chars()).filter(|c| !c.is_ascii_digit()).collect()
}

fn author_agreement(entry: &[ContributorName], record: &[ContributorName]) -> AuthorAgreement {
    let [entry, record] = [entry, record].map(named_authors);
    let (Some(first), Some(other_first)) = (entry.first(), record.first()) else { return AuthorAgreement::Unknown };
    let (shorter, longer) = if entry.len() <= record.len() { (&entry, &record) } else { (&record, &entry) };
    let shared = shorter.iter().filter(|name| is_among(name, longer)).count();
    if is_among(first, &record) || is_among(other_first, &entry) || shared * 2 >= shorter.len() {
        AuthorAgreement::InCommon
    } else if has_people(entry) == has_people(record) {
        AuthorAgreement::NoneInCommon
    } else {
        AuthorAgreement::Unknown
    }
}

fn is_among(name: &ContributorName, others: &[&ContributorName]) -> bool {
    others.iter().any(|other| is_same_contributor(name, other))
}

/// The authors without "and others" and without empty names.
fn named_authors(authors: &[ContributorName]) -> Vec<&ContributorName> {
    authors.iter().filter(|author| !ascii_letters(&author.display_family()).is_empty()).collect()
}

/// Whether two names can be those of one person or organisation: a misprint, a part of a double name, given and family
/// name in the other order, or the initials of an organisation. Given names do not count, because many records have
/// them wrong.
fn is_same_contributor(first: &ContributorName, second: &ContributorName) -> bool {
    let [family, other_family] = [first, second].map(|name| ascii_letters(&name.display_family()));
    strsim::normalized_damerau_levenshtein(&family, &other_family) >= LEAST_SIMILARITY
        || is_part_of(first, second)
        || is_part_of(second, first)
        || are_initials_of(first, second)
        || are_initials_of(second, first)
}

/// Whether each word of a family name or of an organisation's name is in another whole name, as `Smith` is in
/// `Smith-Jones, Ann`.
fn is_part_of(name: &ContributorName, other: &ContributorName) -> bool {
    let other_words = ascii_words(&other.in_full());
    ascii_words(&name.display_family()).iter().all(|word| other_words.contains(word))
}

/// Whether a name stands for that of an organisation.
fn are_initials_of(name: &ContributorName, other: &ContributorName) -> bool {
    matches!(other, ContributorName::Organisation(full) if is_acronym(&name.display_family(), &ascii_words(full)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(fields: &str) -> Reference {
        let text = format!("@article{{a, {fields}}}");
        crate::parse(&wellpress_diagnostics::Source::new("a.bib", text)).references.remove(0)
    }

    /// Whether the two are of different works. Which of them is the entry must not matter.
    fn are_other_works(first: &str, second: &str) -> bool {
        let [first_record, second_record] = [first, second].map(record);
        let [verdict, reverse] = [(&first_record, &second_record), (&second_record, &first_record)]
            .map(|(entry, record)| is_other_work(entry, record, PublicationYears::default()));
        assert_eq!(verdict, reverse, "{first} | {second}");
        verdict
    }

    const TRIAL: &str = "title={Walking and the health of backs: a randomised trial}, \
         author={Lee, A. and May, B. and Roe, C.}, journal={Journal of Examples}, year=2021, volume=7, pages={11--19}";

    /// Pairs of different works.
    const OTHER_WORKS: &[(&str, &str)] = &[
        // Another trial with the main title, with and without the places.
        (
            "title={Yoga for low back pain}, author={Sherman, K. J.}, year=2011, journal={Arch Intern Med}",
            "title={Yoga for low back pain: a trial}, author={Tilbrook, H. E.}, year=2011, journal={Ann Intern Med}",
        ),
        (
            "title={Yoga for low back pain}, author={Sherman, K. J. and Cherkin, D.}, year=2011, \
             volume=171, pages={2019--26}",
            "title={Yoga for low back pain: a trial}, author={Tilbrook, H. E. and Cox, H.}, year=2011, \
             volume=155, pages={569--78}",
        ),
        (
            "title={Yoga for low back pain}, author={Sherman, K. J.}, year=2011",
            "title={Yoga for low back pain: a trial}, author={Tilbrook, H. E.}, year=2011",
        ),
        // The next edition of the same authors.
        (
            "title={Osteoporosis guideline 2017 update}, author={{Bone Group}}, journal={Arch Osteoporos}, \
             year=2017, volume=12, pages={43}",
            "title={Osteoporosis guideline 2022 update}, author={{Bone Group}}, journal={Arch Osteoporos}, \
             year=2022, volume=17, pages={58}",
        ),
        (
            "title={Osteoporosis guideline 2017 update}, author={{Bone Group}}, journal={Arch Osteoporos}, year=2017",
            "title={Osteoporosis guideline 2022 update}, author={{Bone Group}}, journal={Arch Osteoporos}, year=2022",
        ),
        (
            "title={Global burden of back pain, 1990--2017}, author={Wu, A. and March, L.}, year=2020, \
             volume=8, pages={299}",
            "title={Global burden of back pain, 1990--2020}, author={March, L. and Wu, A.}, year=2023, \
             volume=5, pages={e316}",
        ),
        // One title above two works.
        (
            "title={Osteoporosis}, author={Sambrook, P. and Cooper, C.}, journal={The Lancet}, \
             year=2006, volume=367, pages={2010--8}",
            "title={Osteoporosis}, author={Compston, J. E.}, journal={The Lancet}, year=2019, \
             volume=393, pages={364--76}",
        ),
        (
            "title={Low back pain}, author={Deyo, R.}, journal={N Engl J Med}",
            "title={Low back pain}, author={Chou, R.}, journal={Ann Intern Med}",
        ),
        // The same people on another subject.
        (
            "title={Risk factors for hip fracture}, author={Cummings, S. R.}, journal={N Engl J Med}, \
             year=1995, volume=332",
            "title={Alendronate for low bone density}, author={Cummings, S. R.}, journal={JAMA}, \
             year=1998, volume=280",
        ),
        // The next article of the issue.
        (
            "title={What low back pain is}, author={Hartvigsen, J.}, journal={The Lancet}, year=2018, \
             volume=391, pages={2356--67}",
            "title={Prevention of low back pain}, author={Foster, N. E.}, journal={The Lancet}, \
             year=2018, volume=391, pages={2368--83}",
        ),
        // Two letters on one page.
        (
            "title={Walking and backs}, author={Lee, A.}, journal={Spine}, volume=3, pages={58}",
            "title={Tea for the heart}, author={May, B.}, journal={Spine}, volume=3, pages={58}",
        ),
        // Nothing but a title, and the record has another one.
        ("title={Bone health}", "title={Exercise therapy for low back pain}, author={Hayden, J.}, year=2021"),
        // The statement of every year, under one title.
        (
            "title={Standards of care}, author={{Diabetes Group}}, journal={Diabetes Care}, year=2019, \
             volume=42, pages={S1}",
            "title={Standards of care}, author={{Diabetes Group}}, journal={Clin Diabetes}, year=2022, \
             volume=40, pages={10}",
        ),
        (
            "title={Standards of care}, journal={Diabetes Care}, year=2019, volume=42, pages={1}",
            "title={Standards of care}, journal={Diabetes Care}, year=2022, volume=45, pages={9}, author={Lee, A.}",
        ),
        // A conference abstract with the main title, and the article.
        (
            "title={Walking and backs}, author={Lee, A.}, journal={Spine}, year=2015, volume=3, pages={S58}",
            "title={Walking and backs: a trial}, author={Lee, A.}, journal={Pain}, year=2018, \
             volume=40, pages={1--9}",
        ),
    ];

    /// Pairs of an entry with mistakes, or in another spelling, and the record of its work.
    const ONE_WORK: &[(&str, &str)] = &[
        // A preprint under another title.
        (
            "title={Does walking help?}, author={Lee, A. and May, B.}, journal={medRxiv}, year=2020",
            "title={Walking and the health of backs}, author={Lee, A. and May, B.}, journal={Pain}, \
             year=2021, volume=7, pages={11}",
        ),
        // The only author under another surname, in a journal and without the subtitle.
        (
            "title={Walking and backs}, author={Lee, A.}, journal={Spine}, year=2015, volume=3, pages={58--61}",
            "title={Walking and backs: a trial}, author={Poe, A.}, journal={Spine}, year=2015, volume=3, pages={58}",
        ),
        (
            "title={Walking and backs}, author={Smith, Ann}, journal={Spine}, year=2015",
            "title={Walking and backs: a trial}, author={Smith-Jones, Ann}, journal={Spine}, year=2016",
        ),
        // Transliterated names.
        (
            "title={Walking and backs}, author={Щукин, А.}, year=2015",
            "title={Walking and backs}, author={Schtschukin, A.}, year=2015",
        ),
        (
            "title={Walking and backs}, author={Wei, Zhang}, year=2015",
            "title={Walking and backs: a trial}, author={Zhang, Wei}, year=2015",
        ),
        // Organisations.
        (
            "title={Guidelines on walking}, author={WHO}, year=2020, journal={WHO Report}",
            "title={Guidelines on walking: at a glance}, author={{World Health Organization}}, year=2021",
        ),
        (
            "title={Low back pain}, author={{NICE}}, year=2016",
            "title={Low back pain: assessment}, \
             author={{National Institute for Health and Care Excellence}}, year=2016",
        ),
        (
            "title={Guidelines on walking}, author={{Centers for Disease Control}}, year=2020",
            "title={Guidelines on walking: a summary}, \
             author={{Centers for Disease Control and Prevention}}, year=2020",
        ),
        // A misprint in a number alone.
        (
            "title={Yoga in 12 weeks}, author={Lee, A.}, journal={Spine}, year=2015, volume=3",
            "title={Yoga in 21 weeks}, author={Lee, A.}, journal={Spine}, year=2015, volume=3, pages={58}",
        ),
    ];

    /// Texts of [`TRIAL`] with what an author may have instead.
    const MISTAKES: &[(&str, &str)] = &[
        // One wrong detail.
        ("year=2021", "year=2012"),
        ("year=2021", "year=2020"),
        ("Journal of Examples", "Journal of Exams"),
        ("volume=7", "volume=17"),
        ("{11--19}", "{111--19}"),
        ("{11--19}", "{11--91}"),
        (": a randomised trial", ""),
        ("health of backs", "health of necks"),
        // Authors.
        ("Lee, A.", "Lewandowska, A."),
        ("Lee, A. and May, B. and Roe, C.", "Lewandowska, A."),
        ("Lee, A. and May, B. and Roe, C.", "May, B. and others"),
        ("author={Lee, A. and May, B. and Roe, C.}, ", ""),
        ("{Lee, A. and May, B. and Roe, C.}", "{{The Walking Group}}"),
        // A preprint.
        ("{Journal of Examples}, year=2021, volume=7, pages={11--19}", "{medRxiv}, year=2020"),
        ("{Journal of Examples}, year=2021, volume=7, pages={11--19}", "{bioRxiv}, year=2018, pages={2018.03.01.123}"),
        // Spellings of the place.
        ("volume=7, pages={11--19}", "volume={7 Suppl 2}, pages={S11--S19}"),
        ("pages={11--19}", "pages={11-9; discussion 20}"),
    ];

    #[test]
    fn other_works_have_more_than_one_detail_against_them() {
        for (first, second) in OTHER_WORKS {
            assert!(are_other_works(first, second), "{first} | {second}");
        }
    }

    #[test]
    fn a_mistake_in_an_entry_makes_no_other_work() {
        for (right, wrong) in MISTAKES {
            assert_eq!(TRIAL.matches(*right).count(), 1, "{right}");
            assert!(!are_other_works(TRIAL, &TRIAL.replace(right, wrong)), "{right} | {wrong}");
        }
        for (first, second) in ONE_WORK {
            assert!(!are_other_works(first, second), "{first} | {second}");
        }
    }

    #[test]
    fn a_comment_is_another_work_unless_authors_and_pages_are_the_same() {
        let comment = TRIAL.replace("title={", "title={Comment on: ");
        assert!(!are_other_works(TRIAL, &comment), "the entry has the title of the work");
        assert!(are_other_works(TRIAL, &comment.replace("{11--19}", "{99}")));
        assert!(are_other_works(TRIAL, &comment.replace(", pages={11--19}", "")));
        assert!(are_other_works(TRIAL, &comment.replace("Lee, A. and May, B. and Roe, C.", "Poe, C.")));
        assert!(!are_other_works(TRIAL, &TRIAL.replace("title={", "title={RETRACTED: ")), "the work itself");
    }

    #[test]
    fn a_year_of_the_record_counts_online_and_in_print() {
        let entry = record("title={Low back pain}, author={Deyo, R.}, year=2017");
        let printed = record("title={Low back pain}, author={Chou, R.}, year=2021");
        let years = |online| PublicationYears { online, print: Some(2021) };
        assert!(is_other_work(&entry, &printed, years(None)));
        assert!(!is_other_work(&entry, &printed, years(Some(2018))), "only the author differs");
    }

    #[test]
    fn a_title_with_another_number_is_told_from_a_misprint() {
        let agreement = |first: &str, second: &str| title_agreement(&first.into(), &second.into());
        for (first, second, expected) in [
            ("Vitamin D and bone", "Vitamin-D & Bone", TitleAgreement::Same),
            ("Exercise in 2017", "Exercise in 2017: a review of 9 trials", TitleAgreement::NearlySame),
            ("The PRISMA statement", "The PRISMA 2020 statement", TitleAgreement::NearlySame),
            ("Covid-19 and backs", "Covid19 and back", TitleAgreement::NearlySame),
            ("Exercise, part 2", "Exercise, part 4", TitleAgreement::OtherNumber),
            ("Exercise in 12 weeks", "Exercise in 24 weeks", TitleAgreement::OtherNumber),
            ("Exercise in 12 weeks", "Diet in 24 months", TitleAgreement::OtherWords),
        ] {
            assert_eq!(agreement(first, second), expected, "{first} | {second}");
        }
    }

    #[test]
    fn titles_of_comments_and_errata_are_known() {
        for title in [
            "Comment on: Walking and backs",
            "Comment on \u{201c}Walking and backs\u{201d}",
            "Erratum: Walking and backs",
            "Erratum to: Walking and backs",
            "Correction to: Walking and backs",
            "Correction: Walking and backs",
            "Reply to Comment on Walking and backs",
            "Response to Walking and backs",
            "Retraction: Walking and backs",
            "Retraction note to: Walking and backs",
            "Authors\u{2019} reply: Walking and backs",
            "Walking and backs: authors\u{2019} reply",
            "Walking and backs. Reply.",
            "Walking and backs [Comment]",
            "Re: Walking and backs",
        ] {
            assert!(is_response(title), "{title}");
        }
        for title in [
            "Walking and backs",
            "RETRACTED: Walking and backs",
            "Retracted Article: Walking",
            "Research on backs",
            "Responses of bone to walking",
            "Letters of a walker",
            "Walking: response of bone",
            "Walking and backs: dose\u{2013}response",
            "Re-evaluating backs",
            "",
        ] {
            assert!(!is_response(title), "{title}");
        }
    }
}
