//! A site in figures, for the dashboard: how its pages stand with their reviewers, how many sources its articles cite, how
//! old these are, how hard the articles read. How they are drawn is for `diagnostics`.

use wellpress_diagnostics::render::html::{Bar, BarChart};
use wellpress_site::check;
use wellpress_site::config::Config;
use wellpress_site::discover::ContentKind;
use wellpress_site::model::Page;
use wellpress_site::resolve::ResolvedSite;

use super::State;
use super::status::state;

/// Bounds of the bars, each up to and with its number.
const SOURCES: [usize; 6] = [0, 2, 5, 10, 20, 40];
const YEARS: [usize; 5] = [1, 3, 5, 7, 10];
const GRADES: [usize; 5] = [4, 6, 8, 10, 12];

/// The figures of a site, withdrawn pages left out.
#[must_use]
pub fn figures(config: &Config, resolved: &ResolvedSite<'_>) -> Vec<BarChart> {
    vec![reviews(config, resolved), citations(resolved), ages(config, resolved), grades(config, resolved)]
}

fn standing<'a>(resolved: &'a ResolvedSite<'_>) -> impl Iterator<Item = &'a Page> {
    resolved.site.pages.iter().map(|page| &**page).filter(|page| !page.is_withdrawn())
}

fn reviews(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let states: Vec<State> =
        standing(resolved).filter_map(Page::editorial).map(|reviewed| state(config, reviewed)).collect();
    let of = |wanted: State| states.iter().filter(|state| **state == wanted).count();
    let bar = |(state, label): (State, &str)| Bar { label: label.to_owned(), count: of(state) };
    let bars = [
        (State::Reviewed, "Reviewed"),
        (State::DueSoon, "Review due soon"),
        (State::Overdue, "Review overdue"),
        (State::Changed, "Changed since the review"),
        (State::Missing, "Not medically reviewed"),
    ];
    BarChart {
        title: "Pages by review",
        label_heading: "State",
        count_heading: "Articles, exercises and programmes",
        bars: bars.map(bar).into(),
    }
}

fn citations(resolved: &ResolvedSite<'_>) -> BarChart {
    let articles = standing(resolved).filter(|page| page.kind == ContentKind::Article);
    let cited =
        articles.map(|page| resolved.pages[page.id.index()].citations.list.len().max(page.body.references.len()));
    BarChart {
        title: "Sources of each article",
        label_heading: "Sources",
        count_heading: "Articles",
        bars: sorted(cited, &SOURCES, ""),
    }
}

/// The age of what pages cite or list, in whole calendar years.
fn ages(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let today = i32::from(config.options.clock.today().0.year());
    let sources = resolved.citation_index.sources.keys().map(|id| resolved.site.library.get(*id));
    let years: Vec<Option<i32>> =
        sources.map(|source| source.issued.as_ref().map(|date| date.end_year.unwrap_or(date.year))).collect();
    let age = |year: &i32| usize::try_from(today - year).unwrap_or(0);
    let mut bars = sorted(years.iter().flatten().map(age), &YEARS, " years");
    bars.push(Bar { label: "No date".to_owned(), count: years.iter().filter(|year| year.is_none()).count() });
    BarChart { title: "Age of the sources", label_heading: "Age", count_heading: "Sources", bars }
}

/// How hard articles read, by years of school; what is above a bound by less than a year is above it.
fn grades(config: &Config, resolved: &ResolvedSite<'_>) -> BarChart {
    let grades = check::reading_grades(config, resolved);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is between the two bounds")]
    let whole = |grade: &f64| grade.ceil().clamp(0.0, 100.0) as usize;
    let mut bars = sorted(grades.iter().flatten().map(whole), &GRADES, "");
    let untold = grades.iter().filter(|grade| grade.is_none()).count();
    bars.push(Bar { label: "Too short, or not English".to_owned(), count: untold });
    BarChart { title: "Reading grades", label_heading: "Grade", count_heading: "Articles", bars }
}

/// How many numbers fall between the bounds, and how many above the last.
fn sorted(numbers: impl Iterator<Item = usize>, bounds: &[usize], unit: &str) -> Vec<Bar> {
    let mut counts = vec![0; bounds.len() + 1];
    for number in numbers {
        counts[bounds.partition_point(|bound| *bound < number)] += 1;
    }
    let label = |place: usize| match (place.checked_sub(1).map(|before| bounds[before] + 1), bounds.get(place)) {
        (None, Some(0)) => format!("0{unit}"),
        (None, Some(to)) => format!("0 to {to}{unit}"),
        (Some(from), Some(to)) => format!("{from} to {to}{unit}"),
        (from, None) => format!("{}{unit} and more", from.unwrap_or(0)),
    };
    counts.iter().enumerate().map(|(place, count)| Bar { label: label(place), count: *count }).collect()
}
