//! [`Rounds`]: waits for edits, builds, tells. It begins with the first edit that it hears of, and what comes while it
//! builds is for the next round, so a burst of saves costs two or three builds and ends in the last.

use std::collections::{BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use wellpress_diagnostics::render::Summary;
use wellpress_io::fs::{EntryKind, Files};

use crate::pipeline::Stage;

use super::build::{Built, Edits, Workshop};
use super::finding;
use super::reload::News;
use super::shelf::Difference;
use super::state::State;
use super::watch::{Places, Signal, Unwatched, Watch};
use super::{Ended, Observer, Round};

/// How long a file may be half-saved before what is wrong with it counts. The next edit ends the wait.
const PATIENCE: Duration = Duration::from_millis(100);

/// How often that is waited for.
const TRIES: usize = 2;

/// How often a build that met an edit halfway is made again before it counts.
const REBUILDS: usize = 5;

/// The loop of a preview.
pub(super) struct Rounds {
    /// The disk.
    pub files: Arc<dyn Files>,
    /// What builds.
    pub workshop: Workshop,
    /// What the server shows.
    pub state: Arc<State>,
    /// What the site is made of.
    pub places: Places,
    /// What watches that.
    pub watch: Watch,
    /// What it tells.
    pub signals: Receiver<Signal>,
    /// Who is told of builds.
    pub observer: Box<dyn Observer>,
    /// Monotonic time, from any point.
    pub clock: fn() -> Duration,
}

/// Whether the preview goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Heard {
    /// With edits.
    Edits,
    /// With none.
    Nothing,
    /// It does not.
    Stop,
}

impl Rounds {
    /// Builds, and builds again with each edit, until the preview ends.
    pub fn run(mut self) {
        let mut edits = Edits::everything();
        loop {
            if self.round(&mut edits) == Heard::Stop {
                return;
            }
            edits = Edits::default();
            while edits == Edits::default() {
                let Ok(signal) = self.signals.recv() else { return };
                if self.take(signal, &mut edits) == Heard::Stop {
                    return;
                }
            }
        }
    }

    /// One build, as soon as the files that were edited are whole.
    fn round(&mut self, edits: &mut Edits) -> Heard {
        let mut was_half_saved = self.is_half_saved(edits);
        for _ in 0..TRIES {
            if !was_half_saved {
                break;
            }
            if self.wait_briefly(edits) == Heard::Stop {
                return Heard::Stop;
            }
            was_half_saved = self.is_half_saved(edits);
        }
        let started = (self.clock)();
        let has_folder = edits.names.iter().any(|name| self.kind(name) == Some(EntryKind::Folder));
        let mut built = self.workshop.build(edits, &*self.observer);
        for _ in 0..REBUILDS {
            // What is wrong, in whatever file, may come of one that is half-saved, or of a folder that is being deleted. A
            // new folder may have been filled before anybody watched it. What has gone meanwhile was put in the place of
            // another, of which nobody has told yet.
            let is_blamed = built.blamed().any(|file| !edits.names.is_empty() || self.kind(file).is_none());
            let is_doubtful = has_folder || is_blamed || (!was_half_saved && self.is_half_saved(edits));
            match is_doubtful.then(|| self.wait_briefly(edits)) {
                Some(Heard::Stop) => return Heard::Stop,
                Some(Heard::Edits) => built = self.workshop.build(edits, &*self.observer),
                Some(Heard::Nothing) if has_folder => {
                    built = self.workshop.build(edits, &*self.observer);
                    break;
                }
                Some(Heard::Nothing) | None => break,
            }
        }
        let took = (self.clock)().saturating_sub(started);
        self.tell(built, edits, took);
        Heard::Edits
    }

    /// Whether a file that was edited is empty, or gone for the moment between two steps of a save.
    fn is_half_saved(&self, edits: &Edits) -> bool {
        is_amid_a_save(&self.stand(edits))
    }

    /// How the files stand that were edited.
    fn stand<'a>(&self, edits: &'a Edits) -> Vec<(&'a str, Stands)> {
        let stands = |name: &String| match self.kind(name) {
            Some(EntryKind::File) if self.files.read_limited(&self.path(name), 0).is_ok() => Stands::Empty,
            Some(_) => Stands::Whole,
            None => Stands::Gone,
        };
        edits.names.iter().map(|name| (name.as_str(), stands(name))).collect()
    }

    fn path(&self, name: &str) -> PathBuf {
        self.workshop.editor.root.join(Path::new(name))
    }

    fn kind(&self, name: &str) -> Option<EntryKind> {
        self.files.kind(&self.path(name)).ok()
    }

    /// Waits for the next edit, for a moment.
    fn wait_briefly(&mut self, edits: &mut Edits) -> Heard {
        self.observer.begin(Stage::Wait);
        match self.signals.recv_timeout(PATIENCE) {
            Ok(signal) => self.take(signal, edits),
            Err(RecvTimeoutError::Timeout) => Heard::Nothing,
            Err(RecvTimeoutError::Disconnected) => Heard::Stop,
        }
    }

    /// Adds what a signal tells, and all that have come since.
    fn take(&mut self, first: Signal, edits: &mut Edits) -> Heard {
        let before = edits.clone();
        let mut touched = Vec::new();
        let mut next = Some(first);
        while let Some(signal) = next {
            match signal {
                Signal::Touched(paths) => touched.extend(paths),
                Signal::Lost => {
                    edits.is_all = true;
                    touched.extend(self.workshop.editor.root.ancestors().last().map(Path::to_owned));
                }
                Signal::Trouble(message) => self.observer.trouble(&message),
                Signal::Blind(why) => self.look_instead(&why),
                Signal::Stop => return Heard::Stop,
            }
            next = self.signals.try_recv().ok();
        }
        edits.is_all = edits.is_all || touched.iter().any(|path| self.places.is_above(path));
        edits.names.extend(touched.iter().filter_map(|path| self.places.find(path)));
        self.renew(&touched);
        if *edits == before && touched.iter().all(|path| self.places.find(path).is_none()) {
            Heard::Nothing
        } else {
            Heard::Edits
        }
    }

    /// Watches what there is now.
    fn renew(&mut self, touched: &[PathBuf]) {
        match self.watch.renew(&*self.files, &self.places, touched) {
            Ok(()) => {}
            Err(Unwatched::Blind(why)) => self.look_instead(&why),
            Err(Unwatched::Other(message)) => self.observer.trouble(&message),
        }
    }

    /// Looks for edits from here on, where the system tells of no more folders.
    fn look_instead(&mut self, why: &str) {
        match self.watch.look_instead(&self.files, &self.places, self.clock) {
            Ok(false) => {}
            Ok(true) => {
                self.observer.trouble(&format!("{why}; until then edits are looked for several times a second"));
            }
            Err(error) => self.observer.trouble(&format!("{why}; edits cannot be looked for either: {error}")),
        }
    }

    /// Gives a build to the server and tells of it.
    fn tell(&mut self, built: Built, edits: &Edits, took: Duration) {
        if built.shelf.is_some() || !built.named.is_empty() {
            self.places.name(built.named);
            self.renew(&[]);
        }
        let (is_built, editor) = (built.shelf.is_some(), &self.workshop.editor);
        let difference = built.shelf.map(|shelf| self.state.show(shelf)).unwrap_or_default();
        let report = Arc::new(self.state.with_damage(built.report));
        let Summary { errors, warnings, .. } = Summary::of(&report);
        let is_sound = is_built && errors == 0;
        let failing = match is_sound {
            true => finding::none(),
            false => finding::list(&report, built.least, finding::OVERLAID, editor),
        };
        let desk = self.state.desk().after(built.overview, report.clone(), editor.clone(), is_built);
        let is_news = self.state.put_on_desk(desk);
        let pages = if edits.names.is_empty() { built.pages } else { difference.pages.len() };
        if is_news || !difference.is_empty() {
            let edited = self.page_of(edits, &difference);
            let (ok, seconds) = (is_sound, took.as_secs_f64());
            self.state.hub.publish(News { ok, seconds, errors, warnings, findings: failing, difference, edited });
        }
        let ended = if is_built { Ended::Built { pages } } else { Ended::Stopped };
        let edited = remaining(&self.stand(edits)).into_iter().map(str::to_owned).collect();
        self.observer.built(&Round { edited, ended, took, report });
    }

    /// The page that is written in a file that was edited; where that is several, one that shows otherwise now.
    fn page_of(&self, edits: &Edits, difference: &Difference) -> Option<String> {
        let desk = self.state.desk();
        let pages: Vec<&str> = edits.names.iter().filter_map(|name| desk.overview.page_of(name)).collect();
        let changed = pages.iter().find(|page| difference.pages.iter().any(|changed| changed == *page));
        changed.or(pages.first()).map(|page| (*page).to_owned())
    }
}

/// How a file stands that was edited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    Whole,
    Empty,
    Gone,
}

/// Whether a save of these files, by their names, is not at its end.
fn is_amid_a_save(edited: &[(&str, Stands)]) -> bool {
    let there = remaining(edited);
    let is_under_way = |(name, stands): &(&str, Stands)| *stands != Stands::Whole && there.contains(name);
    edited.iter().any(is_under_way)
}

/// All but those that are gone from a folder in which another was edited and is whole, for they have been moved there: many
/// editors write a file of another name and put it in the place of the one edited.
fn remaining<'a>(edited: &[(&'a str, Stands)]) -> BTreeSet<&'a str> {
    let whole = edited.iter().filter(|(_, stands)| *stands == Stands::Whole);
    let taken_over: HashSet<&str> = whole.map(|(name, _)| folder(name)).collect();
    let is_moved = |name: &str, stands| stands == Stands::Gone && taken_over.contains(folder(name));
    edited.iter().filter(|(name, stands)| !is_moved(name, *stands)).map(|(name, _)| *name).collect()
}

fn folder(name: &str) -> &str {
    name.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[cfg(test)]
mod tests {
    use super::{Stands, is_amid_a_save, remaining};

    #[test]
    fn a_save_ends_where_the_file_is_whole_or_another_took_its_place() {
        use Stands::{Empty, Gone, Whole};
        assert!(!is_amid_a_save(&[("content/a.md", Whole)]));
        assert!(is_amid_a_save(&[("content/a.md", Empty)]));
        assert!(is_amid_a_save(&[("content/a.md", Gone)]));
        assert!(!is_amid_a_save(&[("content/a.md", Whole), ("content/sedAbX", Gone)]));
        assert!(is_amid_a_save(&[("content/a.md", Empty), ("content/sedAbX", Gone)]));
        assert!(is_amid_a_save(&[("content/b/a.md", Whole), ("content/a.md", Gone)]), "in another folder");
        let saved_by_moving = [("content/a.md", Whole), ("content/sedAbX", Gone), ("static/a.png", Gone)];
        assert_eq!(Vec::from_iter(remaining(&saved_by_moving)), ["content/a.md", "static/a.png"]);
    }
}
