//! The measured costs of builds, and the ratios between programs. Tables and plot read them here.

use std::collections::BTreeMap;
use std::time::Duration;

use clap::ValueEnum;

use crate::writer::name;

/// The state of the site before a build, compared with the build before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, ValueEnum)]
pub enum Situation {
    /// Neither output nor caches of an earlier build.
    Cold,
    /// No file has changed.
    Nothing,
    /// One paragraph of one article has changed.
    Paragraph,
    /// The title of one source has changed.
    Title,
}

/// Time, memory and files of one build.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    /// Time from start to end.
    pub wall: Duration,
    /// User and system time, summed over all cores.
    pub processor: Duration,
    /// Peak of resident memory, in bytes.
    pub memory: u64,
    /// The output after the build.
    pub output: OutputSize,
}

/// The size of an output.
#[derive(Debug, Clone, Copy, Default)]
pub struct OutputSize {
    pub files: usize,
    pub bytes: u64,
}

/// A figure by which programs are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Time from start to end.
    Wall(Situation),
    /// User and system time of a cold build.
    Processor,
    /// Peak of memory of a cold build.
    Memory,
}

/// All measured builds of one program at one size.
#[derive(Debug, Clone)]
pub struct Record {
    /// The name in the tables.
    pub name: String,
    pub version: Option<String>,
    /// Whether it makes an index for search.
    pub has_search: bool,
    /// The costs of each round, by situation.
    pub rounds: Vec<BTreeMap<Situation, Cost>>,
    /// Time to copy its output with `cp -r`, by round.
    pub copies: Vec<Duration>,
}

/// The records of all programs at one size.
#[derive(Debug, Clone)]
pub struct Measured {
    pub articles: usize,
    /// The first is of this program.
    pub records: Vec<Record>,
}

impl Situation {
    /// All situations, in the order in which a round measures them.
    pub const ALL: [Self; 4] = [Self::Cold, Self::Nothing, Self::Paragraph, Self::Title];

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
    /// All figures, in the order of the tables.
    pub const ALL: [Self; 6] = [
        Self::Wall(Situation::Cold),
        Self::Wall(Situation::Nothing),
        Self::Wall(Situation::Paragraph),
        Self::Wall(Situation::Title),
        Self::Processor,
        Self::Memory,
    ];

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
    /// The median over the rounds. `None` if it was not measured.
    pub fn figure(&self, figure: Figure) -> Option<f64> {
        median(self.rounds.iter().filter_map(|round| figure.of(round)))
    }

    /// A figure as a share of another program's: the median of the ratios of each round, because both programs of a round meet
    /// the same load of the machine. `None` if either was not measured.
    pub fn ratio(&self, figure: Figure, base: &Self) -> Option<f64> {
        let rounds = self.rounds.iter().zip(&base.rounds);
        median(rounds.filter_map(|(round, base_round)| Some(figure.of(round)? / figure.of(base_round)?)))
    }

    /// The time of a build as a share of the same program's cold build.
    pub fn ratio_to_cold(&self, situation: Situation) -> Option<f64> {
        let cold = Figure::Wall(Situation::Cold);
        let rounds = self.rounds.iter();
        median(rounds.filter_map(|round| Some(Figure::Wall(situation).of(round)? / cold.of(round)?)))
    }

    /// The time of a cold build as a multiple of the time to copy its output.
    pub fn ratio_to_copy(&self) -> Option<f64> {
        let rounds = self.rounds.iter().zip(&self.copies);
        median(rounds.filter_map(|(round, copy)| Some(Figure::Wall(Situation::Cold).of(round)? / copy.as_secs_f64())))
    }

    /// What a cold build writes.
    pub fn output(&self) -> Option<OutputSize> {
        self.rounds.last()?.get(&Situation::Cold).map(|cost| cost.output)
    }
}

impl Measured {
    /// The program that the others are compared with: Hugo, or this program if Hugo did not build.
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
