//! Writing files so that they are whole, private and really on the disk.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use tempfile::NamedTempFile;

/// Creates a folder and its parents, readable by the owner alone.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::DirBuilderExt as _;
        builder.mode(0o700);
    }
    builder.create(path)
}

/// Opens a new file for writing, readable by the owner alone. Fails with [`io::ErrorKind::AlreadyExists`] where there is
/// something of that name.
pub fn create_private(path: &Path) -> io::Result<File> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes a new file as a whole, readable by the owner alone: it is there with all of its content, or not at all. Fails
/// with [`io::ErrorKind::AlreadyExists`] where there is something of that name.
pub fn create(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.take_free_place()
}

/// Replaces a file as a whole, readable by the owner alone: a crash leaves the old content or the new, never a part.
/// On return the content and the folder entry are on the disk.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    stage(path, content)?.take_place()
}

/// New content of a file, on the disk and not yet in its place. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Staged {
    temporary: NamedTempFile,
    path: PathBuf,
}

/// Writes what a file is going to hold beside it. Where several files belong together, all are staged before the first
/// takes its place, so that a full disk leaves every one of them as it was.
pub fn stage(path: &Path, content: &[u8]) -> io::Result<Staged> {
    let folder = path.parent().ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a file needs a folder"))?;
    // tempfile creates its files with mode 0600.
    let mut temporary = tempfile::Builder::new().prefix(".hotseat-").tempfile_in(folder)?;
    temporary.write_all(content)?;
    temporary.as_file().sync_all()?;
    Ok(Staged { temporary, path: path.to_owned() })
}

impl Staged {
    /// Replaces the file. On return the folder entry is on the disk.
    pub fn take_place(self) -> io::Result<()> {
        self.temporary.persist(&self.path).map_err(|error| error.error)?;
        self.path.parent().map_or(Ok(()), sync_dir)
    }

    /// Takes a place where there is nothing yet. On return the folder entry is on the disk.
    fn take_free_place(self) -> io::Result<()> {
        self.temporary.persist_noclobber(&self.path).map_err(|error| error.error)?;
        self.path.parent().map_or(Ok(()), sync_dir)
    }
}

/// Makes a created, renamed or removed entry of a folder durable. Nothing to do where folders cannot be opened.
pub fn sync_dir(folder: &Path) -> io::Result<()> {
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
    fn a_new_file_takes_nobodys_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.html");
        create(&path, b"first").expect("written");
        assert_eq!(create(&path, b"second").expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&path).expect("read"), b"first");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
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
