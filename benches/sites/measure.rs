//! Runs the rounds. In each round every contender in turn builds cold, then without a change and after each edit.

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

use crate::contender::Contender;
use crate::corpus::Corpus;
use crate::figures::{Cost, Measured, Record, Situation};
use crate::writer::{Part, write_apart};

/// The measurements of one size.
#[derive(Clone, Copy)]
pub struct Plan<'a> {
    /// The builds to measure beside the cold one.
    pub situations: &'a [Situation],
    /// Whether to time a copy of the output, for comparison.
    pub is_copied: bool,
    pub rounds: usize,
}

/// A contender in the middle of its rounds.
struct Running {
    contender: Contender,
    /// The site with the edits that this contender has built so far.
    corpus: Corpus,
    record: Record,
}

/// Measures the rounds of a plan, after one round that brings programs and sources into the page cache. A peer that fails is
/// reported once and left out of the following rounds; this program must not fail.
pub fn measure(corpus: Corpus, contenders: Vec<Contender>, plan: Plan<'_>) -> Measured {
    let start = |contender| Running { record: empty_record(&contender), contender, corpus };
    let mut running_contenders: Vec<Running> = contenders.into_iter().map(start).collect();
    let wellpress = running_contenders[0].record.name.clone();
    for round in 0..=plan.rounds {
        running_contenders.retain_mut(|running| {
            let built = if round == 0 { running.build_cold().map(drop) } else { running.build_round(plan) };
            running.contender.clear();
            let Err(error) = built else { return true };
            assert_ne!(running.record.name, wellpress, "{error}");
            println!("{} did not build {} articles: {error}", running.record.name, corpus.articles);
            false
        });
    }
    Measured {
        articles: corpus.articles,
        records: running_contenders.into_iter().map(|running| running.record).collect(),
    }
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

    /// The time to copy the output: the least that any program needs to write these files on this machine.
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
