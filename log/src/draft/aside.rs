//! The last resort: what cannot be written to the data folder goes to the folder for temporary files.

use std::io;
use std::path::PathBuf;

use hotseat_bank::files;
use serde_json::Value;

use crate::record::Record;
use crate::record_id::RecordId;

/// Writes records to `records.jsonl`, and each draft to `<id>.json` with its text in `<id>.txt`, in a new folder that
/// only the owner can read. Returns the folder's path.
pub fn put_aside(records: &[Record], drafts: &[(RecordId, Vec<u8>)]) -> io::Result<PathBuf> {
    let mut builder = tempfile::Builder::new();
    builder.prefix("hotseat-unsaved-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700));
    // The folder is removed again if not everything can be written.
    let folder = builder.tempdir()?;
    if !records.is_empty() {
        let lines: Result<Vec<String>, _> = records.iter().map(serde_json::to_string).collect();
        files::create(&folder.path().join("records.jsonl"), (lines?.join("\n") + "\n").as_bytes())?;
    }
    for (id, content) in drafts {
        // Ids from elsewhere may contain any character.
        let name: String = id.as_str().chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
        files::create(&folder.path().join(format!("{name}.json")), content)?;
        let text =
            serde_json::from_slice::<Value>(content).ok().and_then(|draft| Some(draft["text"].as_str()?.to_owned()));
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            files::create(&folder.path().join(format!("{name}.txt")), text.as_bytes())?;
        }
    }
    Ok(folder.keep())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{draft, id};

    #[test]
    fn what_is_put_aside_is_private_and_readable() {
        let content = serde_json::to_vec(&draft("one", "my words")).expect("JSON");
        let folder = put_aside(&[], &[(id("../one"), content.clone())]).expect("written");
        assert_eq!(std::fs::read(folder.join("one.json")).expect("read"), content);
        assert_eq!(std::fs::read_to_string(folder.join("one.txt")).expect("read"), "my words");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &std::path::Path| std::fs::metadata(path).expect("there").permissions().mode() & 0o777;
            assert_eq!((mode(&folder), mode(&folder.join("one.txt"))), (0o700, 0o600));
        }
        std::fs::remove_dir_all(folder).expect("removed");
    }
}
