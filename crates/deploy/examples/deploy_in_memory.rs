//! Deploys two versions of a small site to a folder in memory, shows the requests' outcome, and goes back to the first:
//!
//! ```console
//! $ cargo run -p wellpress-deploy --example deploy_in_memory
//! ```

#![expect(clippy::print_stdout, reason = "an example shows its result")]

use std::path::Path;
use std::time::Duration;

use wellpress_deploy::{
    Consent, DeployError, DeployJob, DeployProgress, DeployStep, FolderStore, OutputFolder, TargetStore, Verification,
    objects, publish, rollback,
};
use wellpress_io::artifact::{PublishedFile, SitePath};
use wellpress_io::fs::{Files, Memory};

struct Printed;

impl DeployProgress for Printed {
    fn begin(&self, step: DeployStep, total: usize) {
        println!("  {step:?}: {total}");
    }
    fn advance(&self) {}
}

fn main() -> Result<(), DeployError> {
    let files = Memory::new();
    let store = FolderStore::new(&files, "/srv/www".into());
    let job = DeployJob {
        store: &store,
        id: "example".to_owned(),
        time: "2026-07-01T12:00:00Z".to_owned(),
        keep_releases: 5,
        heartbeat: Duration::from_secs(4),
        consent: Consent::Missing,
        verification: Verification::Unfinished,
        formats: |_| None,
        progress: &Printed,
    };
    for text in ["<h1>Neck pain</h1>", "<h1>Neck pain, explained</h1>"] {
        let path = SitePath::new("index.html").expect("a relative path");
        files
            .create_dir_all(Path::new("/output"))
            .and_then(|()| files.write(Path::new("/output/index.html"), text.as_bytes()))
            .expect("a file system in memory has room");
        let wanted = objects(&[PublishedFile::of(path, text.as_bytes())], &[], store.encoded_placement(), |_| None);
        let outcome = publish(&job, wanted, &OutputFolder { files: &files, folder: "/output".into() })?;
        println!("{outcome:?}");
    }
    println!("{:?}", rollback(&job, None)?);
    let index = files.read(Path::new("/srv/www/index.html")).expect("the site was deployed");
    println!("{}", String::from_utf8_lossy(&index));
    Ok(())
}
