//! The operations of [`Disk`](super::Disk) that differ from one operating system to the next: opening a file without hanging,
//! looking at the entries of a folder, the permissions of new files, swapping two folders, flushing a file system. Unix uses
//! rustix, everything else the standard library.

use std::fs::FileType;

use super::EntryKind;

pub(super) use system::{
    OpenFolder, create_file, create_folder, exchange, open_to_lock, open_to_read, publish_file, status, sync_filesystem,
};

pub(super) fn kind_of(file_type: FileType) -> EntryKind {
    match file_type {
        file_type if file_type.is_file() => EntryKind::File,
        file_type if file_type.is_dir() => EntryKind::Folder,
        file_type if file_type.is_symlink() => EntryKind::Symlink,
        _ => EntryKind::Special,
    }
}

/// Whether a symbolic link at the end of a path is followed.
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

    use super::super::{EntryKind, FileStamp, Status};
    use super::Links;

    /// The modes of published files and folders: a web server of another user must be able to read them.
    const FILE_MODE: Mode = Mode::from_raw_mode(0o644);
    const FOLDER_MODE: Mode = Mode::from_raw_mode(0o755);

    /// Opens without waiting for the other end of a FIFO, and without making a terminal the program's controlling terminal.
    pub(in super::super) fn open_to_read(path: &Path, links: Links) -> io::Result<File> {
        let follow = match links {
            Links::Follow => OFlags::empty(),
            Links::Refuse => OFlags::NOFOLLOW,
        };
        let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOCTTY | follow;
        Ok(File::from(rustix::fs::open(path, flags, Mode::empty())?))
    }

    /// Opens or creates a lock file. Anything else with its name is an error: a FIFO is not waited for, and a link does not
    /// create a file elsewhere.
    pub(in super::super) fn open_to_lock(path: &Path) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOFOLLOW;
        Ok(File::from(rustix::fs::open(path, flags, Mode::from_raw_mode(0o666))?))
    }

    /// Creates a file with the permissions that the umask leaves.
    pub(in super::super) fn create_file(path: &Path) -> io::Result<File> {
        open_new(path, Mode::from_raw_mode(0o666))
    }

    /// Creates a file with mode 0644, whatever the umask.
    pub(in super::super) fn publish_file(path: &Path) -> io::Result<File> {
        let file = open_new(path, FILE_MODE)?;
        if umask_interferes() {
            rustix::fs::fchmod(&file, FILE_MODE)?;
        }
        Ok(file)
    }

    /// Creates a folder with mode 0755, whatever the umask.
    pub(in super::super) fn create_folder(path: &Path) -> io::Result<()> {
        rustix::fs::mkdir(path, FOLDER_MODE)?;
        if umask_interferes() {
            rustix::fs::chmod(path, FOLDER_MODE)?;
        }
        Ok(())
    }

    /// Kind and stamp of what is at `path`; a link is not followed.
    pub(in super::super) fn status(path: &Path) -> io::Result<Status> {
        status_at(CWD, path)
    }

    /// An open folder. Paths below it are looked up from it, which is faster than from the root of the file system, and
    /// nobody can put another folder in its place meanwhile.
    #[derive(Debug)]
    pub(in super::super) struct OpenFolder(OwnedFd);

    impl OpenFolder {
        /// Opens a folder; a link to a folder is an error.
        pub(in super::super) fn open(path: &Path) -> io::Result<Self> {
            open_folder(CWD, path)
        }

        pub(in super::super) fn open_below(&self, path: &Path) -> io::Result<Self> {
            open_folder(&self.0, path)
        }

        /// The names of the entries, in any order.
        pub(in super::super) fn names(&self) -> io::Result<Vec<OsString>> {
            let mut names = Vec::new();
            for_each_name(&self.0, |name| {
                if !matches!(name, b"." | b"..") {
                    names.push(OsString::from_vec(name.to_vec()));
                }
            })?;
            Ok(names)
        }

        /// Kind and stamp of what is at a path below the folder; a link is not followed.
        pub(in super::super) fn status_below(&self, path: &Path) -> io::Result<Status> {
            status_at(&self.0, path)
        }

        /// Kind and stamp of the folder itself.
        pub(in super::super) fn status(&self) -> io::Result<Status> {
            Ok(status_of(&rustix::fs::fstat(&self.0)?))
        }
    }

    fn open_folder(parent: impl AsFd, path: &Path) -> io::Result<OpenFolder> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        Ok(OpenFolder(rustix::fs::openat(parent, path, flags, Mode::empty())?))
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    fn for_each_name(folder: &OwnedFd, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
        let mut buffer = Vec::with_capacity(32 << 10);
        let mut entries = rustix::fs::RawDir::new(folder, buffer.spare_capacity_mut());
        while let Some(entry) = entries.next() {
            visit(entry?.file_name().to_bytes());
        }
        Ok(())
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    fn for_each_name(folder: &OwnedFd, mut visit: impl FnMut(&[u8])) -> io::Result<()> {
        for entry in rustix::fs::Dir::read_from(folder)? {
            visit(entry?.file_name().to_bytes());
        }
        Ok(())
    }

    fn status_at(folder: impl AsFd, path: &Path) -> io::Result<Status> {
        Ok(status_of(&rustix::fs::statat(folder, path, AtFlags::SYMLINK_NOFOLLOW)?))
    }

    fn status_of(stat: &Stat) -> Status {
        let kind = match FileType::from_raw_mode(stat.st_mode) {
            FileType::RegularFile => EntryKind::File,
            FileType::Directory => EntryKind::Folder,
            FileType::Symlink => EntryKind::Symlink,
            _ => EntryKind::Special,
        };
        let size = if kind == EntryKind::File { stat.st_size as u64 } else { 0 };
        Status { kind, stamp: FileStamp { size, modified: modified(stat), identity: identity(stat) } }
    }

    #[allow(clippy::unnecessary_cast, reason = "the types of the fields differ by platform")]
    fn modified(stat: &Stat) -> Option<SystemTime> {
        let seconds = Duration::from_secs(stat.st_mtime.unsigned_abs() as u64);
        // A file may claim any date, also one before 1970.
        let whole = match stat.st_mtime {
            0.. => SystemTime::UNIX_EPOCH.checked_add(seconds),
            _ => SystemTime::UNIX_EPOCH.checked_sub(seconds),
        };
        whole?.checked_add(Duration::from_nanos(stat.st_mtime_nsec as u64))
    }

    /// The inode mixed with the time of the last change of data or metadata, which no program can set back. A file that took
    /// the place of another, or was given an old date, has another number.
    #[allow(clippy::unnecessary_cast, reason = "the types of the fields differ by platform")]
    fn identity(stat: &Stat) -> u64 {
        let nanoseconds = (stat.st_ctime as u64).wrapping_mul(1_000_000_000).wrapping_add(stat.st_ctime_nsec as u64);
        (stat.st_ino as u64).rotate_left(40) ^ nanoseconds
    }

    fn open_new(path: &Path, mode: Mode) -> io::Result<File> {
        let flags = OFlags::WRONLY | OFlags::CLOEXEC | OFlags::CREATE | OFlags::EXCL;
        Ok(File::from(rustix::fs::open(path, flags, mode)?))
    }

    /// Whether the umask takes away a bit of 0644 or 0755; if the umask is unknown, it may. Asked once, because setting the mode of
    /// each file and folder would be eight calls of the system for each article.
    fn umask_interferes() -> bool {
        static INTERFERES: OnceLock<bool> = OnceLock::new();
        *INTERFERES.get_or_init(|| umask().is_none_or(|mask| mask & 0o755 != 0))
    }

    #[expect(clippy::disallowed_methods, reason = "reads a file of the system, and none of a site")]
    fn umask() -> Option<u32> {
        // The system call `umask` tells the mask only by setting another, which other threads would see.
        let status = std::fs::read_to_string("/proc/self/status").ok()?;
        let digits = status.lines().find_map(|line| line.strip_prefix("Umask:"))?;
        u32::from_str_radix(digits.trim(), 8).ok()
    }

    #[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
    pub(in super::super) fn exchange(first: &Path, second: &Path) -> io::Result<()> {
        use rustix::fs::RenameFlags;
        use rustix::io::Errno;
        rustix::fs::renameat_with(CWD, first, CWD, second, RenameFlags::EXCHANGE).map_err(|error| match error {
            // Kernels and file systems that cannot exchange say so in three ways.
            Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP => io::Error::new(io::ErrorKind::Unsupported, error),
            error => error.into(),
        })
    }

    #[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
    pub(in super::super) fn exchange(_first: &Path, _second: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    #[cfg(any(target_os = "linux", target_os = "android"))]
    pub(in super::super) fn sync_filesystem(path: &Path) -> io::Result<()> {
        Ok(rustix::fs::syncfs(open_to_read(path, Links::Follow)?)?)
    }

    #[cfg(not(any(target_os = "linux", target_os = "android")))]
    pub(in super::super) fn sync_filesystem(_path: &Path) -> io::Result<()> {
        // `syncfs` is Linux's own. Elsewhere all file systems are flushed.
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

    use super::super::{EntryKind, FileStamp, Status};
    use super::Links;

    pub(in super::super) fn open_to_read(path: &Path, links: Links) -> io::Result<File> {
        if links == Links::Refuse && std::fs::symlink_metadata(path)?.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        File::open(path)
    }

    pub(in super::super) fn status(path: &Path) -> io::Result<Status> {
        let metadata = std::fs::symlink_metadata(path)?;
        let kind = super::kind_of(metadata.file_type());
        let size = if kind == EntryKind::File { metadata.len() } else { 0 };
        Ok(Status { kind, stamp: FileStamp { size, modified: metadata.modified().ok(), identity: 0 } })
    }

    #[derive(Debug)]
    pub(in super::super) struct OpenFolder(PathBuf);

    impl OpenFolder {
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

        pub(in super::super) fn status_below(&self, path: &Path) -> io::Result<Status> {
            status(&self.0.join(path))
        }

        pub(in super::super) fn status(&self) -> io::Result<Status> {
            status(&self.0)
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

    pub(in super::super) fn exchange(_first: &Path, _second: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub(in super::super) fn sync_filesystem(_path: &Path) -> io::Result<()> {
        Ok(())
    }
}
