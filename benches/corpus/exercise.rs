//! The text of an exercise, as its own page or as finished text in an article.

use fastrand::Rng;

use super::dialect::{Dialect, Front};
use super::{Corpus, words};

const DOSE: &str = "sets: 2, reps: \"8-10\", hold: \"10 s\"";

/// The texts of an exercise, which are the same on its page and in articles.
struct Exercise {
    title: String,
    description: String,
    advice: String,
    region: &'static str,
    muscle: &'static str,
    intro: String,
    steps: String,
    note: String,
}

/// The source file of an exercise's page.
pub fn page(corpus: &Corpus, dialect: Dialect, number: usize) -> String {
    let exercise = exercise(&mut corpus.rng(8, number), number);
    let [topic, condition] = [number, number + 1].map(|number| Corpus::topic(corpus.topic_of(number)));
    let front = Front {
        title: exercise.title.clone(),
        description: exercise.description.clone(),
        date: Some("2021-03-04".to_owned()),
        topics: vec![topic],
        ..Front::default()
    };
    if !dialect.has_records() {
        return format!("{}{}", dialect.front_matter(&front), exercise.ready("##"));
    }
    let more = format!(
        "position: standing\nlevel: beginner\nkind: strength\nregions: [{}]\nmuscles: [{}]\ndose: {{{DOSE}}}\n\
         cautions:\n  - condition: {condition}\n    advice: \"{}\"\n",
        exercise.region, exercise.muscle, exercise.advice,
    );
    let front = Front { authors: vec![Corpus::person(number % corpus.people())], more, ..front };
    format!("{}{}", dialect.front_matter(&front), exercise.how("##"))
}

/// An exercise as finished text for an article. Its title is a heading of level 3.
pub fn ready_text(corpus: &Corpus, number: usize) -> String {
    let exercise = exercise(&mut corpus.rng(8, number), number);
    format!("### {}\n\n{}", exercise.title, exercise.ready("####"))
}

fn exercise(rng: &mut Rng, number: usize) -> Exercise {
    Exercise {
        title: format!("{} {number}", words::title(rng, 2)),
        description: words::sentence(rng, &[]).replace('*', ""),
        advice: words::sentence(rng, &[]).replace('*', ""),
        region: words::word(rng),
        muscle: words::word(rng),
        intro: words::paragraph(rng, 2),
        steps: (0..5).map(|_| format!("1. {}\n", words::sentence(rng, &[]))).collect(),
        note: words::paragraph(rng, 1),
    }
}

impl Exercise {
    fn how(&self, heading: &str) -> String {
        format!("{}\n\n{heading} How to do it\n\n{}\n{}\n\n", self.intro, self.steps, self.note)
    }

    fn ready(&self, heading: &str) -> String {
        format!("**Dose:** {DOSE}\n\n> **Caution:** {}\n\n{}", self.advice, self.how(heading))
    }
}
