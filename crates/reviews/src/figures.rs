//! Counts for the dashboard and the report as a page: review states, sources of each article, ages of the sources, reading
//! grades. Drawing the charts is left to `wellpress_diagnostics`.

use wellpress_diagnostics::render::html::{Bar, BarChart};

use wellpress_site::config::Config;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;
use wellpress_site::sections::ContentKind;

use crate::ReviewState;
use crate::status::review_state;

/// Upper bounds of the bars; a number equal to a bound belongs to its bar.
const SOURCE_BOUNDS: [usize; 6] = [0, 2, 5, 10, 20, 40];
const YEAR_BOUNDS: [usize; 5] = [1, 3, 5, 7, 10];
const GRADE_BOUNDS: [usize; 5] = [4, 6, 8, 10, 12];

/// The charts of a site. Withdrawn pages do not count.
#[must_use]
pub fn figures(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<BarChart> {
    vec![
        review_states(config, resolved),
        source_counts(resolved),
        source_ages(config, resolved),
        grades(config, resolved),
    ]
}

fn pages_in_force<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = &'a Page> {
    let pages = resolved.site.pages.iter().map(|page| &**page);
    pages.filter(|page| !page.is_withdrawn() && !page.is_easy_read())
}

fn review_states(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let states: Vec<ReviewState> = pages_in_force(resolved)
        .filter_map(|page| Some(review_state(config, resolved, page, page.editorial()?)))
        .collect();
    let bars = [
        (ReviewState::Reviewed, "Reviewed"),
        (ReviewState::DueSoon, "Review due soon"),
        (ReviewState::Overdue, "Review overdue"),
        (ReviewState::Changed, "Changed since the review"),
        (ReviewState::Missing, "Not medically reviewed"),
    ];
    let bars = bars.map(|(state, label)| {
        let count = states.iter().filter(|other_state| **other_state == state).count();
        Bar { label: label.to_owned(), count }
    });
    BarChart {
        title: "Pages by review",
        label_heading: "State",
        count_heading: "Articles, exercises and programmes",
        bars: bars.into(),
    }
}

fn source_counts(resolved: &ResolvedSite<'_>) -> BarChart {
    let articles = pages_in_force(resolved).filter(|page| page.kind == ContentKind::Article);
    // An article may have a list of references written by hand instead of citations.
    let counts = articles.map(|page| resolved.pages[page.id].citations.list.len().max(page.body.references.len()));
    BarChart {
        title: "Sources of each article",
        label_heading: "Sources",
        count_heading: "Articles",
        bars: histogram(counts, &SOURCE_BOUNDS, ""),
    }
}

/// The age in calendar years of each source that a page cites or lists.
fn source_ages(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let this_year = i32::from(config.options.clock.today().0.year());
    let sources = resolved.citation_index.sources.keys().map(|id| resolved.site.library.get(*id));
    let years: Vec<Option<i32>> =
        sources.map(|source| source.issued.as_ref().map(|date| date.end_year.unwrap_or(date.year))).collect();
    // A source of next year, which journals publish online ahead, is new: age 0.
    let ages = years.iter().flatten().map(|year| usize::try_from(this_year - year).unwrap_or(0));
    let mut bars = histogram(ages, &YEAR_BOUNDS, " years");
    bars.push(Bar { label: "No date".to_owned(), count: years.iter().filter(|year| year.is_none()).count() });
    BarChart { title: "Age of the sources", label_heading: "Age", count_heading: "Sources", bars }
}

/// The reading grades of articles, in years of school. Grades are rounded up: 8.1 is harder than grade 8.
fn grades(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let grades = wellpress_check::reading_grades(config, resolved);
    let mut bars = histogram(grades.iter().flatten().copied().map(rounded_up), &GRADE_BOUNDS, "");
    let unknown = grades.iter().filter(|grade| grade.is_none()).count();
    bars.push(Bar { label: "Too short, or not English".to_owned(), count: unknown });
    BarChart { title: "Reading grades", label_heading: "Grade", count_heading: "Articles", bars }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between the two bounds")]
fn rounded_up(grade: f64) -> usize {
    grade.ceil().clamp(0.0, 100.0) as usize
}

/// Counts the numbers up to each bound, and those above the last, in a bar each.
fn histogram(numbers: impl Iterator<Item = usize>, bounds: &[usize], unit: &str) -> Vec<Bar> {
    let mut counts = vec![0; bounds.len() + 1];
    for number in numbers {
        counts[bounds.partition_point(|bound| *bound < number)] += 1;
    }
    let bars = counts.into_iter().enumerate();
    bars.map(|(index, count)| Bar { label: bar_label(index, bounds, unit), count }).collect()
}

fn bar_label(index: usize, bounds: &[usize], unit: &str) -> String {
    let from = index.checked_sub(1).map_or(0, |previous| bounds[previous] + 1);
    match bounds.get(index) {
        Some(to) if *to == from && from == 0 => format!("0{unit}"),
        Some(to) => format!("{from} to {to}{unit}"),
        None => format!("{from}{unit} and more"),
    }
}
