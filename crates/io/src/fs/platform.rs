//! What differs from one operating system to the next: how a file is opened without hanging, how what is in a folder is
//! looked at, who may read what is made, swapping two folders, flushing a file system. Unix through rustix, the rest
//! through the standard library.

#![expect(clippy::disallowed_methods, reason = "the room for the disk")]

use std::fs::FileType;

use super::EntryKind;

pub(super) use system::{
    Folder, create_file, create_folder, exchange, look_at, open_to_lock, open_to_read, publish_file, sync_filesystem,
};

/// What the standard library says that something is.
pub(super) fn kind_of(kind: FileType) -> EntryKind {
    match kind {
        kind if kind.is_file() => EntryKind::File,
        kind if kind.is_dir() => EntryKind::Folder,
        kind if kind.is_symlink() => EntryKind::Symlink,
        _ => EntryKind::Special,
    }
}

/// What to do with a symbolic link at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Follow,
    Refuse,
}

#[cfg(unix)]
mod system {
    use std::ffi::OsString;
    use std::fs::File;
    use std::io;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::ffi::OsStringExt;
    use std::path::Path;
    use std::sync::OnceLock;
    use std::time::{Duration, SystemTime};

    use rustix::fs::{AtFlags, CWD, FileType, Mode, OFlags, Stat};

    use super::super::{EntryKind, FileStamp};
    use super::Links;

    const FILE_MODE: Mode = Mode::from_raw_mode(0o644);
    const FOLDER_MODE: Mode = Mode::from_raw_mode(0o755);

    /// Opens without waiting for the other end of a FIFO and without making a terminal our own.
    pub(in super::super) fn open_to_read(path: &Path, links: Links) -> io::Result<File> {
        let follow = match links {
            Links::Follow => OFlags::empty(),
            Links::Refuse => OFlags::NOFOLLOW,
        };
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | follow;
        Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// A file that is held while it is open. What else has its name is an error: a FIFO is not waited for, and a link
    /// makes no file elsewhere.
    pub(in super::super) fn open_to_lock(path: &Path) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOFOLLOW;
        Ok(File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?))
    }

    /// A new file to write to, with the person's umask.
    pub(in super::super) fn create_file(path: &Path) -> io::Result<File> {
        open_new(path, Mode::from_raw_mode(0o666))
    }

    /// A new file to write to, 0644 whatever the umask.
    pub(in super::super) fn publish_file(path: &Path) -> io::Result<File> {
        let file = open_new(path, FILE_MODE)?;
        if umask_interferes() {
            rustix::fs::fchmod(&file, FILE_MODE)?;
        }
        Ok(file)
    }

    /// A new folder, 0755 whatever the umask.
    pub(in super::super) fn create_folder(path: &Path) -> io::Result<()> {
        rustix::fs::mkdir(path, FOLDER_MODE)?;
        if umask_interferes() {
            rustix::fs::chmod(path, FOLDER_MODE)?;
        }
        Ok(())
    }

    /// What stands at `path`; a link is not followed.
    pub(in super::super) fn look_at(path: &Path) -> io::Result<(EntryKind, FileStamp)> {
        look_below(CWD, path)
    }

    /// An open folder: from it the way to what is in it is short, and nobody can put another in its place meanwhile.
    #[derive(Debug)]
    pub(in super::super) struct Folder(OwnedFd);

    impl Folder {
        /// A link in its place is not followed.
        pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
            open_folder(CWD, path)
        }

        /// One that is below it.
        pub(in super::super) fn open_below(&self, path: &Path) -> io::Result<Self> {
            open_folder(&self.0, path)
        }

        /// The names of what is in it, in any order.
        pub(in super::super) fn names(&self) -> io::Result<Vec<OsString>> {
            let mut names = Vec::new();
            each_name(&self.0, |name| {
                if !matches!(name, b"." | b"..") {
                    names.push(OsString::from_vec(name.to_vec()));
                }
            })?;
            Ok(names)
        }

        /// What stands at a path below it; a link is not followed.
        pub(in super::super) fn look_at(&self, path: &Path) -> io::Result<(EntryKind, FileStamp)> {
            look_below(&self.0, path)
        }

        /// What the disk says of the folder itself.
        pub(in super::super) fn look(&self) -> io::Result<(EntryKind, FileStamp)> {
            Ok(look_of(&rustix::fs::fstat(&self.0)?))
        }
    }

    fn open_folder(parent: impl AsFd, path: &Path) -> io::Result<Folder> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(Folder(rustix::fs::openat(parent, path, flags, Mode::empty())?))
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn each_name(folder: &OwnedFd, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(32 << 10);
        let mut entries = rustix::fs::RawDir::new(folder, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            each(entry?.file_name().to_bytes());
        }
        Ok(())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn each_name(folder: &OwnedFd, mut each: impl FnMut(&[u8])) -> io::Result<()> {
        for entry in rustix::fs::Dir::read_from(folder)? {
            each(entry?.file_name().to_bytes());
        }
        Ok(())
    }

    fn look_below(folder: impl AsFd, path: &Path) -> io::Result<(EntryKind, FileStamp)> {
        Ok(look_of(&rustix::fs::statat(folder, path, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    fn look_of(stat: &Stat) -> (EntryKind, FileStamp) {
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Symlink,
            _ => EntryKind::Special,
        };
        let size = if kind == EntryKind::File { stat.st_size as u64 } else { 0 };
        (kind, FileStamp { size, modified: modified(stat), identity: identity(stat) })
    }

    #[allow(clippy::unnecessary_cast, reason = "the types of the fields differ by platform")]
    fn modified(stat: &Stat) -> Option<SystemTime> {
        let seconds = Duration::from_secs(stat.st_mtime.unsigned_abs() as u64);
        let whole = match stat.st_mtime {
            0.. => SystemTime::UNIX_EPOCH.checked_add(seconds),
            _ => SystemTime::UNIX_EPOCH.checked_sub(seconds),
        };
        whole?.checked_add(Duration::from_nanos(stat.st_mtime_nsec as u64))
    }

    /// Inode and time of the last change, which no program can set back: a file that took the place of another, or was
    /// given an old date, has another number.
    #[allow(clippy::unnecessary_cast, reason = "the types of the fields differ by platform")]
    fn identity(stat: &Stat) -> u64 {
        let nanoseconds = (stat.st_ctime as u64).wrapping_mul(1_000_000_000).wrapping_add(stat.st_ctime_nsec as u64);
        (stat.st_ino as u64).rotate_left(40) ^ nanoseconds
    }

    fn open_new(path: &Path, mode: Mode) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::CREATE | OFlags::EXCL;
        Ok(File::from(rustix::fs::open(path, flags, mode)?))
    }

    /// Whether the umask takes away a bit of 0644 or 0755. Asked once: setting the mode of each file anyway would
    /// cost a tenth of the whole write. The kernel tells without our having to change it; where it does not, yes.
    fn umask_interferes() -> bool {
        static ANSWER: OnceLock<bool> = OnceLock::new();
        *ANSWER.get_or_init(|| umask().is_none_or(|mask| mask & 0o755 != 0))
    }

    fn umask() -> Option<u32> {
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let digits = status.lines().find_map(|line| line.strip_prefix("Umask:"))?;
        u32::from_str_radix(digits.trim(), 8).ok()
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(in super::super) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
        use rustix::fs::RenameFlags;
        use rustix::io::Errno;
        rustix::fs::renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| match error {
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::Error::new(io::ErrorKind::Unsupported, error),
            error => error.into(),
        })
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(in super::super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(in super::super) fn sync_filesystem(path: &Path) -> io::Result<()> {
        Ok(rustix::fs::syncfs(open_to_read(path, Links::Follow)?)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub(in super::super) fn sync_filesystem(_path: &Path) -> io::Result<()> {
        rustix::fs::sync();
        Ok(())
    }
}

#[cfg(not(unix))]
mod system {
    use std::ffi::OsString;
    use std::fs::{File, OpenOptions};
    use std::io;
    use std::path::{Path, PathBuf};

    use super::super::{EntryKind, FileStamp};
    use super::Links;

    pub(in super::super) fn open_to_read(path: &Path, links: Links) -> io::Result<File> {
        if links == Links::Refuse && std::fs::symlink_metadata(path)?.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        File::open(path)
    }

    pub(in super::super) fn look_at(path: &Path) -> io::Result<(EntryKind, FileStamp)> {
        let metadata = std::fs::symlink_metadata(path)?;
        let kind = super::kind_of(metadata.file_type());
        let size = if kind == EntryKind::File { metadata.len() } else { 0 };
        Ok((kind, FileStamp { size, modified: metadata.modified().ok(), identity: 0 }))
    }

    #[derive(Debug)]
    pub(in super::super) struct Folder(PathBuf);

    impl Folder {
        pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
            match std::fs::symlink_metadata(path)?.is_dir() {
                true => Ok(Self(path.to_path_buf())),
                false => Err(io::ErrorKind::NotADirectory.into()),
            }
        }

        pub(in super::super) fn open_below(&self, path: &Path) -> io::Result<Self> {
            Self::open(&self.0.join(path))
        }

        pub(in super::super) fn names(&self) -> io::Result<Vec<OsString>> {
            std::fs::read_dir(&self.0)?.map(|entry| Ok(entry?.file_name())).collect()
        }

        pub(in super::super) fn look_at(&self, path: &Path) -> io::Result<(EntryKind, FileStamp)> {
            look_at(&self.0.join(path))
        }

        pub(in super::super) fn look(&self) -> io::Result<(EntryKind, FileStamp)> {
            look_at(&self.0)
        }
    }

    pub(in super::super) fn open_to_lock(path: &Path) -> io::Result<File> {
        OpenOptions::new().create(true).truncate(false).write(true).open(path)
    }

    pub(in super::super) fn create_file(path: &Path) -> io::Result<File> {
        OpenOptions::new().write(true).create_new(true).open(path)
    }

    pub(in super::super) fn publish_file(path: &Path) -> io::Result<File> {
        create_file(path)
    }

    pub(in super::super) fn create_folder(path: &Path) -> io::Result<()> {
        std::fs::create_dir(path)
    }

    pub(in super::super) fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(in super::super) fn sync_filesystem(_path: &Path) -> io::Result<()> {
        Ok(())
    }
}
