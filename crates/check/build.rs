//! Compiles the rules on sentences, the files of the folder `rules`, so that the program reads no YAML when it starts.

#![expect(clippy::disallowed_methods, reason = "a build script reads the sources")]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

use wellpress_wording::{Language, RuleFile, RuleSet};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=rules");
    let (mut rules, mut paths, mut languages) = (Vec::new(), Vec::new(), Vec::new());
    for path in sorted_files(Path::new("rules"))? {
        let text = fs::read_to_string(&path)?;
        let parsed = if path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("language.")) {
            Language::parse(&text).map(|language| languages.push(language))
        } else {
            RuleFile::parse(&text).map(|rule| {
                paths.push(path.clone());
                rules.push(rule);
            })
        };
        parsed.map_err(|error| format!("{}:{error}", path.display()))?;
    }
    let set = RuleSet::compile(&rules, languages).map_err(|errors| {
        let lines = errors.iter().map(|error| format!("{}:{}", paths[error.file].display(), error.error));
        lines.collect::<Vec<_>>().join("\n")
    })?;
    let output = PathBuf::from(env::var("OUT_DIR")?).join("rules.bin");
    fs::write(output, set.to_bytes())?;
    Ok(())
}

fn sorted_files(folder: &Path) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    let mut files = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>, std::io::Error>>()?;
    files.sort();
    Ok(files)
}
