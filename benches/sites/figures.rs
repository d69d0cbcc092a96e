//! What was measured, and the ratios between.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::ValueEnum;

use crate::writer::name;

/// What a build finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Situation {
    /// Nothing from a build before.
    Cold,
    /// Everything as it was.
    Nothing,
    /// One paragraph of one article is another.
    Paragraph,
    /// One source has another title.
    Title,
}

/// What one build took.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// By the clock.
    pub wall: Duration,
    /// Of all processors.
    pub processor: Duration,
    /// The most at a time, in bytes.
    pub memory: u64,
    /// How many files there are afterwards.
    pub files: usize,
}

/// What is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// By the clock.
    Wall(Situation),
    /// Of all processors, cold.
    Processor,
    /// The most at a time, cold.
    Memory,
}

/// The builds of one program.
#[derive(Debug, Clone)]
pub struct Record {
    /// As the tables show it.
    pub name: String,
    /// Its version.
    pub version: Option<String>,
    /// By round.
    pub rounds: Vec<BTreeMap<Situation, Cost>>,
    /// How long it took to copy its output with `cp -r`, by round.
    pub copies: Vec<Duration>,
}

/// One size.
#[derive(Debug, Clone)]
pub struct Measured {
    /// How many articles.
    pub articles: usize,
    /// This program first.
    pub records: Vec<Record>,
}

impl Situation {
    /// All of them, in the order in which they are measured.
    pub const ALL: [Self; 4] = [Self::Cold, Self::Nothing, Self::Paragraph, Self::Title];

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Cold => "cold build",
            Self::Nothing => "nothing changed",
            Self::Paragraph => "one paragraph edited",
            Self::Title => "one source's title changed",
        }
    }
}

impl std::fmt::Display for Situation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&name(*self))
    }
}

impl Figure {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Wall(Situation::Cold),
        Self::Wall(Situation::Nothing),
        Self::Wall(Situation::Paragraph),
        Self::Wall(Situation::Title),
        Self::Processor,
        Self::Memory,
    ];

    /// For people.
    pub fn title(self) -> &'static str {
        match self {
            Self::Wall(situation) => situation.title(),
            Self::Processor => "processor time, cold",
            Self::Memory => "peak memory, cold",
        }
    }

    fn of(self, round: &BTreeMap<Situation, Cost>) -> Option<f64> {
        match self {
            Self::Wall(situation) => Some(round.get(&situation)?.wall.as_secs_f64()),
            Self::Processor => Some(round.get(&Situation::Cold)?.processor.as_secs_f64()),
            Self::Memory => Some(round.get(&Situation::Cold)?.memory as f64),
        }
    }
}

impl Record {
    /// The median over the rounds; `None` where it was not measured.
    pub fn figure(&self, figure: Figure) -> Option<f64> {
        median(self.rounds.iter().filter_map(|round| figure.of(round)))
    }

    /// A figure as a share of another program's, round by round; `None` where either was not measured.
    pub fn ratio(&self, figure: Figure, base: &Self) -> Option<f64> {
        let rounds = self.rounds.iter().zip(&base.rounds);
        median(rounds.filter_map(|(own, theirs)| Some(figure.of(own)? / figure.of(theirs)?)))
    }

    /// A build as a share of the same program's cold one.
    pub fn ratio_to_cold(&self, situation: Situation) -> Option<f64> {
        let cold = Figure::Wall(Situation::Cold);
        let rounds = self.rounds.iter();
        median(rounds.filter_map(|round| Some(Figure::Wall(situation).of(round)? / cold.of(round)?)))
    }

    /// A cold build as a multiple of a copy of what it made.
    pub fn ratio_to_copy(&self) -> Option<f64> {
        let rounds = self.rounds.iter().zip(&self.copies);
        median(rounds.filter_map(|(round, copy)| Some(Figure::Wall(Situation::Cold).of(round)? / copy.as_secs_f64())))
    }

    /// How many files a cold build makes.
    pub fn files(&self) -> Option<usize> {
        self.rounds.last()?.get(&Situation::Cold).map(|cost| cost.files)
    }
}

impl Measured {
    /// Whom the others are compared with: Hugo, or this program where Hugo did not build.
    pub fn base(&self) -> &Record {
        self.records.iter().find(|record| record.name == "Hugo").unwrap_or(&self.records[0])
    }
}

fn median(values: impl Iterator<Item = f64>) -> Option<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_unstable_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    Some(f64::midpoint(values[(values.len() - 1) / 2], upper))
}
