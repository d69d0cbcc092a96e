//! Measures generators in rounds: in each, one after another builds cold, then once per situation of the plan.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::corpus::Corpus;
use crate::figures::{Cost, Measured, Record, Situation};
use crate::generator::SiteGenerator;
use crate::writer::{Part, write_in_own_process};

/// What to measure at one size.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// The builds to measure beside the cold one.
    pub situations: &'a [Situation],
    /// Whether to time a copy of the output, for comparison.
    pub times_copy: bool,
    pub rounds: usize,
}

/// A generator in the middle of its rounds.
struct Participant {
    generator: SiteGenerator,
    /// The site with the edits that this generator has built so far.
    corpus: Corpus,
    record: Record,
}

/// Measures the rounds of a plan. A round of cold builds before them warms up: its figures are dropped, and it brings
/// programs and sources into the page cache.
///
/// `generators` begins with wellpress, which must not fail. Another that fails is reported, and left out of the following
/// rounds and of the result.
pub fn measure(corpus: Corpus, generators: Vec<SiteGenerator>, plan: Plan<'_>) -> Measured {
    let start = |generator| Participant { record: empty_record(&generator), generator, corpus };
    let mut participants: Vec<Participant> = generators.into_iter().map(start).collect();
    let wellpress = participants[0].record.name.clone();
    for round in 0..=plan.rounds {
        participants.retain_mut(|participant| {
            let built = if round == 0 { participant.build_cold().map(drop) } else { participant.build_round(plan) };
            // Not to hold the outputs of all generators in memory at once.
            participant.generator.clear();
            let Err(error) = built else { return true };
            let name = &participant.record.name;
            assert_ne!(*name, wellpress, "wellpress did not build {} articles: {error}", corpus.articles);
            println!("{name} is left out, because it did not build {} articles: {error}", corpus.articles);
            false
        });
    }
    let records = participants.into_iter().map(|participant| participant.record).collect();
    Measured { articles: corpus.articles, records }
}

fn empty_record(generator: &SiteGenerator) -> Record {
    let (name, version) = (generator.name.clone(), generator.version.clone());
    Record { name, version, has_search: generator.has_search, rounds: Vec::new(), copies: Vec::new() }
}

impl Participant {
    /// Builds without the output and caches of an earlier build.
    fn build_cold(&self) -> Result<Cost, String> {
        self.generator.clear();
        self.generator.build(&self.corpus)
    }

    fn build_round(&mut self, plan: Plan<'_>) -> Result<(), String> {
        let mut costs = BTreeMap::from([(Situation::Cold, self.build_cold()?)]);
        if plan.times_copy {
            self.record.copies.push(self.time_copy());
        }
        for situation in plan.situations.iter().filter(|situation| **situation != Situation::Cold) {
            self.edit(*situation);
            costs.insert(*situation, self.generator.build(&self.corpus)?);
        }
        self.record.rounds.push(costs);
        Ok(())
    }

    fn edit(&mut self, situation: Situation) {
        match situation {
            Situation::Cold | Situation::Nothing => {}
            Situation::Paragraph => {
                self.corpus.paragraph_edits += 1;
                write_in_own_process(&self.generator, &self.corpus, Part::Paragraph);
            }
            Situation::Title => {
                self.corpus.title_edits += 1;
                write_in_own_process(&self.generator, &self.corpus, Part::Title);
            }
        }
    }

    /// The time that `cp -r` takes for the output, as a measure of what it costs to write these files on this machine.
    fn time_copy(&self) -> Duration {
        let copy = self.generator.output.with_extension("copy");
        let begin = Instant::now();
        let status = Command::new("cp").arg("-r").arg(&self.generator.output).arg(&copy).status().unwrap();
        let wall = begin.elapsed();
        assert!(status.success(), "`cp -r` failed");
        fs::remove_dir_all(&copy).unwrap();
        wall
    }
}
