//! Measures time and memory of builds of whole sites, beside other generators with the same articles. Prints tables of figures
//! and ratios; it has no thresholds and cannot fail on a slow build.
//!
//! `cargo bench --bench sites -- --articles 1000 --with as-installed,hugo,zola,eleventy,blades,bare-loop`. Every generator builds in memory
//! (`/dev/shm` if it exists) and takes turns with the others, so that other load of the machine slows all alike. A ratio is the
//! median of the ratios of all rounds. `benches/install_generators.sh` installs the others. `--against` names another build of this program,
//! to measure a change. `docs/speed.md` says what is measured and why.

#![expect(clippy::print_stdout, reason = "it prints figures")]
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on has nothing to print")]
#![expect(clippy::disallowed_methods, reason = "it writes sites, starts programs and takes the time")]
#![expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "figures")]

mod generator;
#[path = "../corpus/mod.rs"]
mod corpus;
mod figures;
mod bare_loop;
mod measure;
mod other_generators;
mod plot;
mod tables;
mod writer;

use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Parser, ValueEnum};

use corpus::{Corpus, Dialect};
use figures::{Measured, Situation};
use generator::SiteGenerator;
use measure::Plan;
use other_generators::OtherGenerator;
use writer::Part;

// The same allocator as in the program, for the bare loop that this binary also is.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Measure whole sites
#[derive(Debug, Parser)]
struct Arguments {
    /// How many articles; repeat for several sizes
    #[arg(long, default_values_t = [1000])]
    articles: Vec<usize>,
    /// How many rounds are measured; one more comes before
    #[arg(long, default_value_t = 3)]
    runs: usize,
    /// Who else builds the same articles
    #[arg(long, value_enum, value_delimiter = ',', value_name = "WHO")]
    with: Vec<OtherGenerator>,
    /// Leave one out where there are more articles, such as `hugo=10000`
    #[arg(long, value_name = "WHO=N", value_parser = other_generators::limit)]
    up_to: Vec<(OtherGenerator, usize)>,
    /// Copy what was built, to compare, up to so many articles: beyond, two of them may not fit into memory
    #[arg(long, value_name = "N", default_value_t = usize::MAX, hide_default_value = true)]
    copy_up_to: usize,
    /// What is measured; cold builds always are
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = Situation::ALL, hide_default_value = true)]
    only: Vec<Situation>,
    /// Another build of wellpress to compare with
    #[arg(long, value_name = "PROGRAM")]
    against: Vec<PathBuf>,
    /// Also measure how long an edit takes to show in a browser
    #[arg(long)]
    serve: bool,
    /// Put the ratios into this file, between its two marks
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Draw the ratios as an SVG
    #[arg(long, value_name = "FILE")]
    plot: Option<PathBuf>,
    /// Only write the sites, below this folder
    #[arg(long, value_name = "DIR")]
    write: Option<PathBuf>,
    /// Only write a part of a site
    #[arg(long = writer::FLAG, hide = true, num_args = 6)]
    be_writer: Vec<String>,
    /// Only be the bare loop, from a site's root to its output
    #[arg(long, hide = true, num_args = 2, value_names = ["ROOT", "OUTPUT"])]
    be_bare_loop: Vec<PathBuf>,
    /// What `cargo bench` says to every bench
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() {
    let arguments = Arguments::parse();
    if let [root, output] = arguments.be_bare_loop.as_slice() {
        return bare_loop::build(root, output).unwrap();
    }
    if !arguments.be_writer.is_empty() {
        return writer::run_from_arguments(&arguments.be_writer);
    }
    if let Some(folder) = &arguments.write {
        return arguments.articles.iter().for_each(|articles| write_all(*articles, folder));
    }
    if let Some(path) = &arguments.report {
        // Before hours of measuring, because a file without the two marks cannot take the report.
        tables::split_at_marks(path).unwrap();
    }
    let measured_sizes: Vec<Measured> = arguments.articles.iter().map(|articles| run(&arguments, *articles)).collect();
    let report = tables::report(&measured_sizes, arguments.runs);
    println!("\n{report}");
    if let Some(path) = &arguments.report {
        tables::write_report(path, &report).unwrap();
    }
    if let Some(path) = &arguments.plot {
        let base = measured_sizes[0].base().name.clone();
        let comparable: Vec<Measured> =
            measured_sizes.into_iter().filter(|measured| measured.base().name == base).collect();
        std::fs::write(path, plot::draw(&comparable)).unwrap();
    }
}

/// Measures one size in a temporary folder.
fn run(arguments: &Arguments, articles: usize) -> Measured {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    let builder = builder.prefix("wellpress-bench-");
    let folder = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() }.unwrap();
    let corpus = Corpus::new(articles);
    let generators = generators(arguments, articles, folder.path());
    generators.iter().for_each(|generator| writer::write_in_own_process(generator, &corpus, Part::Site));
    generators.iter().for_each(SiteGenerator::finish_site);
    let wellpress_root = generators[0].root.clone();
    let plan =
        Plan { situations: &arguments.only, times_copy: articles <= arguments.copy_up_to, rounds: arguments.runs };
    let measured = measure::measure(corpus, generators, plan);
    tables::print_figures(&measured);
    if arguments.serve {
        measure_preview(&wellpress_root);
    }
    measured
}

fn generators(arguments: &Arguments, articles: usize, folder: &Path) -> Vec<SiteGenerator> {
    let program = Path::new(env!("CARGO_BIN_EXE_wellpress"));
    let mut generators = vec![SiteGenerator::wellpress("wellpress", program, folder)];
    for (number, program) in arguments.against.iter().enumerate() {
        generators.push(SiteGenerator::wellpress(&format!("before-{}", number + 1), program, folder));
    }
    let is_left_out =
        |other_generator| arguments.up_to.iter().any(|(limited, most)| *limited == other_generator && articles > *most);
    for other_generator in arguments.with.iter().copied().filter(|other_generator| !is_left_out(*other_generator)) {
        match other_generator.generator(folder) {
            Some(generator) => generators.push(generator),
            None => println!(
                "{} is not there: `benches/install_generators.sh` installs it into target/generators",
                other_generator.title()
            ),
        }
    }
    generators
}

fn write_all(articles: usize, folder: &Path) {
    for dialect in Dialect::value_variants() {
        let root = folder.join(articles.to_string()).join(writer::name(*dialect));
        Corpus::new(articles).write(*dialect, &corpus::below(&root)).unwrap();
    }
}

/// Measures the time from a save until a browser shows the edit. The script of the preview's tests does it and prints the times.
fn measure_preview(root: &Path) {
    let project = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tool = project.join("tests/browser/latency.mjs");
    if !tool.is_file() {
        return println!("there is no tests/browser/latency.mjs, so the preview is not measured");
    }
    println!("\nFrom a save to the page in a browser:");
    let program = env!("CARGO_BIN_EXE_wellpress");
    match Command::new("node").arg(tool).arg(root).env("WELLPRESS", program).current_dir(project).status() {
        Ok(status) if status.success() => {}
        Ok(status) => println!("the preview was not measured: {status}"),
        Err(error) => println!("the preview was not measured: cannot start `node`: {error}"),
    }
}
