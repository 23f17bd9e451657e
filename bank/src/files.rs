//! Writes files so that they are complete, private and really on the disk.

use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

#[cfg(any(test, feature = "testing"))]
pub mod faults;

/// Called before each step of writing; in tests, the nth call fails (`faults`).
#[cfg(not(any(test, feature = "testing")))]
pub fn step() -> io::Result<()> {
    Ok(())
}

#[cfg(any(test, feature = "testing"))]
pub use faults::step;

/// Creates a folder and its parents, readable by the owner only.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    if !path.is_dir() {
        step()?;
    }
    builder.create(path)
}

/// Opens a new file for writing, readable by the owner only. Fails with [`io::ErrorKind::AlreadyExists`] if the name is
/// taken.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    step()?;
    options.open(path)
}

/// Writes a new file as a whole, readable by the owner only: it exists with all of its content, or not at all. Fails
/// with [`io::ErrorKind::AlreadyExists`] if the name is taken.
pub fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.take_free_place()
}

/// Replaces a file as a whole, readable by the owner only: a crash leaves the old content or the new, never a part.
/// When this returns, the content and the folder entry are on the disk.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.take_place()
}

/// Replaces a file as a whole, readable by the owner only, without waiting for the disk: a program that is killed
/// leaves the old content or the new; after a power cut there may be neither.
pub fn replace_unsynced(path: &Path, content: &[u8]) -> io::Result<()> {
    step()?;
    beside(path, ".hotseat-", content)?.persist(path).map(drop).map_err(|error| error.error)
}

/// Reads a regular file of at most `most` bytes. Anything else is not even opened: a pipe would block, and some devices
/// never end.
pub fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    fs::metadata(path).and_then(|found| plain(&found))?;
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, format!("it is larger than {} KiB", most >> 10)));
    }
    Ok(bytes)
}

/// Fails if the path is something other than a regular file. A missing file is fine.
pub fn refuse_special(path: &Path) -> io::Result<()> {
    match fs::metadata(path) {
        Ok(found) => plain(&found),
        Err(_) => Ok(()),
    }
}

fn plain(found: &fs::Metadata) -> io::Result<()> {
    match found {
        found if found.is_file() => Ok(()),
        found if found.is_dir() => Err(io::Error::new(io::ErrorKind::IsADirectory, "it is a folder")),
        _ => Err(io::Error::new(io::ErrorKind::InvalidInput, "it is a pipe or a device, and no plain file")),
    }
}

/// Saves what the user wants in a file of their choice, readable by the owner only. A link stays a link, and its target
/// is written. Fails with [`io::ErrorKind::AlreadyExists`] if the file exists and `over` does not allow replacing it,
/// and with another error if the path is not a regular file. Either the file has all of its content, or it is
/// unchanged.
pub fn save(path: &Path, content: &[u8], over: bool) -> io::Result<()> {
    refuse_special(path)?;
    let path = behind_links(path)?;
    if over { replace(&path, content) } else { create(&path, content) }
}

/// Follows links to the final path, which may not exist yet.
pub fn behind_links(path: &Path) -> io::Result<PathBuf> {
    /// The most links that Linux follows.
    const MAX_LINKS: usize = 40;
    let mut path = std::path::absolute(path)?;
    for _ in 0..MAX_LINKS {
        // Any other problem with the path is reported when it is written.
        let Ok(next) = fs::read_link(&path) else { return Ok(path) };
        path = path.parent().map_or_else(|| next.clone(), |folder| folder.join(&next));
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "its links lead in a circle"))
}

/// New content for a file, on the disk but not yet in its place. Dropping it leaves nothing behind.
#[derive(Debug)]
pub struct Staged {
    temporary: NamedTempFile,
    path: PathBuf,
}

/// Writes the new content to a temporary file beside the target. Refuses to replace a pipe, a device or a folder: a
/// privileged user would otherwise replace a device of the whole machine. If several files belong together, stage all
/// of them before the first takes its place, so that a full disk leaves every one unchanged.
pub fn stage(path: &Path, content: &[u8]) -> io::Result<Staged> {
    stage_as(path, ".hotseat-", content)
}

/// The same with a temporary name that begins with `prefix`, so that a leftover file shows whose it was.
pub fn stage_as(path: &Path, prefix: &str, content: &[u8]) -> io::Result<Staged> {
    let temporary = beside(path, prefix, content)?;
    step()?;
    temporary.as_file().sync_all()?;
    Ok(Staged { temporary, path: path.to_owned() })
}

/// Writes the new content to a temporary file beside the target, without syncing it.
fn beside(path: &Path, prefix: &str, content: &[u8]) -> io::Result<NamedTempFile> {
    let folder = path.parent().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a file needs a folder"))?;
    match fs::symlink_metadata(path) {
        // A link is replaced itself, wherever it leads.
        Ok(found) if found.is_symlink() => {}
        Ok(found) => plain(&found)?,
        Err(_) => {}
    }
    step()?;
    // tempfile creates its files with mode 0600.
    let mut temporary = tempfile::Builder::new().prefix(prefix).tempfile_in(folder)?;
    step()?;
    temporary.write_all(content)?;
    Ok(temporary)
}

impl Staged {
    /// Replaces the file. When this returns, the folder entry is on the disk.
    pub fn take_place(self) -> io::Result<()> {
        let path = self.path.clone();
        self.take_place_unsynced()?;
        path.parent().map_or(Ok(()), sync_dir)
    }

    /// Replaces the file without syncing the folder: the caller calls [`sync_dir`] once for all files in it.
    pub fn take_place_unsynced(self) -> io::Result<()> {
        step()?;
        self.temporary.persist(&self.path).map(drop).map_err(|error| error.error)
    }

    /// Puts the file in place if the name is free. When this returns, the folder entry is on the disk.
    fn take_free_place(self) -> io::Result<()> {
        step()?;
        self.temporary.persist_noclobber(&self.path).map_err(|error| error.error)?;
        self.path.parent().map_or(Ok(()), sync_dir)
    }
}

/// Makes a created, renamed or removed folder entry durable. Does nothing on systems where folders cannot be opened.
pub fn sync_dir(folder: &Path) -> io::Result<()> {
    step()?;
    if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_replaced_file_is_whole_and_private() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("draft.json");
        replace(&path, b"first").expect("written");
        replace(&path, b"second").expect("replaced");
        assert_eq!(fs::read(&path).expect("read"), b"second");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(&path).expect("metadata").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
    }

    #[test]
    fn any_step_may_fail_and_a_file_stays_whole() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("below").join("file");
        let write =
            |content: &[u8]| create_private_dir(&folder.path().join("below")).and_then(|()| replace(&path, content));
        let tries = faults::each(|fault| {
            let _ = fs::remove_dir_all(folder.path().join("below"));
            let failed = fault.during(|| write(b"first"));
            let there = fs::read(&path).ok();
            // The folder entry may be the only thing that did not reach the disk.
            assert!(there.is_none() || there.as_deref() == Some(b"first"), "{fault:?}: {there:?}");
            assert!(failed.is_err() || there.is_some(), "{fault:?}");
            write(b"first").expect("the next try");
            let failed = fault.during(|| write(b"second"));
            let there = fs::read(&path).expect("one or the other");
            assert!(there == b"second" || failed.is_err() && there == b"first", "{fault:?}");
            let failed = fault.during(|| save(&path, b"third", false));
            assert!(failed.is_err() && fs::read(&path).expect("there") == there, "{fault:?}");
            let failed = fault.during(|| replace_unsynced(&path, b"fourth"));
            assert_eq!(fs::read(&path).expect("there") == b"fourth", failed.is_ok(), "{fault:?}");
            assert_eq!(fs::read_dir(folder.path().join("below")).expect("listed").count(), 1, "{fault:?}: left over");
        });
        assert_eq!(tries, 6, "a folder, a file begun, written, on the disk, in its place, and its entry on the disk");
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_keeps_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let (socket, link) = (folder.path().join("socket"), folder.path().join("link"));
        let _bound = std::os::unix::net::UnixListener::bind(&socket).expect("bound");
        assert_eq!(replace(&socket, b"text").expect_err("no file").kind(), io::ErrorKind::InvalidInput);
        assert_eq!(replace(folder.path(), b"text").expect_err("a folder").kind(), io::ErrorKind::IsADirectory);
        std::os::unix::fs::symlink(&socket, &link).expect("linked");
        replace(&link, b"text").expect("the link itself is replaced");
        assert!(link.is_file() && !link.is_symlink() && !socket.is_file());
    }

    #[test]
    fn a_new_file_takes_nobodys_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.html");
        create(&path, b"first").expect("written");
        assert_eq!(create(&path, b"second").expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("read"), b"first");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link_and_what_it_leads_to_is_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("real")).expect("a folder");
        std::os::unix::fs::symlink("real/file", at("second")).expect("a link");
        std::os::unix::fs::symlink("second", at("first")).expect("a link");
        save(&at("first"), b"one", false).expect("the link led nowhere");
        assert_eq!(save(&at("first"), b"two", false).expect_err("there").kind(), io::ErrorKind::AlreadyExists);
        save(&at("first"), b"two", true).expect("wanted");
        assert_eq!(fs::read(at("real/file")).expect("read"), b"two");
        assert!(at("first").is_symlink() && at("second").is_symlink());
        std::os::unix::fs::symlink("circle", at("circle")).expect("a link");
        assert!(save(&at("circle"), b"x", true).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 4);
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_plain_file_is_neither_read_nor_written() {
        let folder = tempfile::tempdir().expect("a folder");
        for path in [folder.path(), Path::new("/dev/null"), Path::new("/dev/zero")] {
            assert!(
                read(path, 10).is_err() && save(path, b"x", true).is_err() && refuse_special(path).is_err(),
                "{path:?}"
            );
        }
        let path = folder.path().join("file");
        assert!(refuse_special(&path).is_ok());
        fs::write(&path, "0123456789").expect("written");
        assert_eq!(read(&path, 10).expect("read"), b"0123456789");
        assert_eq!(read(&path, 9).expect_err("one too many").kind(), io::ErrorKind::FileTooLarge);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("taken");
        fs::create_dir(&path).expect("a folder in the way");
        assert!(replace(&path, b"content").is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}
