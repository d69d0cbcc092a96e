//! The rounds: in each, every contender in turn builds cold, then with nothing changed and after each edit.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::contender::Contender;
use crate::corpus::Corpus;
use crate::figures::{Cost, Measured, Record, Situation};
use crate::writer::{Part, write_apart};

/// What is measured of one size.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// Builds beside the cold one.
    pub situations: &'a [Situation],
    /// Whether a copy of the output is, to compare.
    pub is_copied: bool,
    /// How many rounds are.
    pub rounds: usize,
}

/// A contender in the middle of its rounds.
struct Running {
    contender: Contender,
    /// Its articles, as often edited as it has built.
    corpus: Corpus,
    record: Record,
}

/// Measures so many rounds, after one that brings programs and sources into memory. A peer that fails is told and left
/// out from then on.
pub fn measure(corpus: Corpus, contenders: Vec<Contender>, plan: Plan<'_>) -> Measured {
    let start = |contender| Running { record: empty_record(&contender), contender, corpus };
    let mut all: Vec<Running> = contenders.into_iter().map(start).collect();
    let own = all[0].record.name.clone();
    for round in 0..=plan.rounds {
        all.retain_mut(|running| {
            let built = if round == 0 { running.build_cold().map(drop) } else { running.build_round(plan) };
            running.contender.clear();
            let Err(why) = built else { return true };
            assert_ne!(running.record.name, own, "{why}");
            println!("{} did not build {} articles: {why}", running.record.name, corpus.articles);
            false
        });
    }
    Measured { articles: corpus.articles, records: all.into_iter().map(|running| running.record).collect() }
}

fn empty_record(contender: &Contender) -> Record {
    let (name, version) = (contender.name.clone(), contender.version.clone());
    Record { name, version, rounds: Vec::new(), copies: Vec::new() }
}

impl Running {
    fn build_cold(&self) -> Result<Cost, String> {
        self.contender.clear();
        self.contender.build(&self.corpus)
    }

    fn build_round(&mut self, plan: Plan<'_>) -> Result<(), String> {
        let mut costs = BTreeMap::from([(Situation::Cold, self.build_cold()?)]);
        if plan.is_copied {
            self.record.copies.push(self.time_copy());
        }
        for situation in plan.situations.iter().filter(|situation| **situation != Situation::Cold) {
            self.edit(*situation);
            costs.insert(*situation, self.contender.build(&self.corpus)?);
        }
        self.record.rounds.push(costs);
        Ok(())
    }

    fn edit(&mut self, situation: Situation) {
        match situation {
            Situation::Cold | Situation::Nothing => {}
            Situation::Paragraph => {
                self.corpus.paragraph += 1;
                write_apart(&self.contender, &self.corpus, Part::Paragraph);
            }
            Situation::Title => {
                self.corpus.title += 1;
                write_apart(&self.contender, &self.corpus, Part::Title);
            }
        }
    }

    /// How long it takes to copy what was built: what writing so many files costs anybody here.
    fn time_copy(&self) -> Duration {
        let copy = self.contender.output.with_extension("copy");
        let begin = Instant::now();
        let status = Command::new("cp").arg("-r").arg(&self.contender.output).arg(&copy).status().unwrap();
        let wall = begin.elapsed();
        assert!(status.success(), "`cp -r` failed");
        fs::remove_dir_all(&copy).unwrap();
        wall
    }
}
