//! What differs from one operating system to the next: how a file is opened without hanging, who may read what is
//! made, swapping two folders, flushing a file system. Unix through rustix, the rest through the standard library.

#![expect(clippy::disallowed_methods, reason = "the room for the disk")]

pub(super) use system::{create_file, create_folder, exchange, identity, open_to_read, publish_file, sync_filesystem};

/// What to do with a symbolic link at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Links {
    Follow,
    Refuse,
}

#[cfg(unix)]
mod system {
    use std::fs::{File, Metadata};
    use std::io;
    use std::os::unix::fs::MetadataExt;
    use std::path::Path;
    use std::sync::OnceLock;

    use rustix::fs::{Mode, OFlags};

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

    /// Inode and time of the last change, which no program can set back: a file that took the place of another, or was
    /// given an old date, has another number.
    pub(in super::super) fn identity(metadata: &Metadata) -> u64 {
        let nanoseconds = metadata.ctime().wrapping_mul(1_000_000_000).wrapping_add(metadata.ctime_nsec());
        metadata.ino().rotate_left(40) ^ nanoseconds.cast_unsigned()
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
        use rustix::fs::{CWD, RenameFlags};
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
    use std::fs::{File, Metadata, OpenOptions};
    use std::io;
    use std::path::Path;

    use super::Links;

    pub(in super::super) fn open_to_read(path: &Path, links: Links) -> io::Result<File> {
        if links == Links::Refuse && std::fs::symlink_metadata(path)?.is_symlink() {
            return Err(io::ErrorKind::InvalidInput.into());
        }
        File::open(path)
    }

    pub(in super::super) fn identity(_metadata: &Metadata) -> u64 {
        0
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
