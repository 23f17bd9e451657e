//! The log as JSON Lines: one record a line, in order. An import reads an export back byte for byte.

use std::io::Write;

use hotseat_bank::text::terminal_safe_json;

use super::connection::History;
use super::error::HistoryError;

impl History {
    /// Writes the whole log, one record a line, and returns the number of records. Control characters, which must not
    /// reach a terminal, are written as `\u` and four hexadecimal digits.
    pub fn export(&self, out: &mut dyn Write) -> Result<u64, HistoryError> {
        let mut count = 0;
        let mut stopped = Ok(());
        self.reading(|conn| {
            let mut statement = conn.prepare("SELECT json FROM record ORDER BY at_us, id")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let line = terminal_safe_json(row.get_ref(0)?.as_str()?);
                stopped = out.write_all(line.as_bytes()).and_then(|()| out.write_all(b"\n"));
                if stopped.is_err() {
                    break;
                }
                count += 1;
            }
            Ok(())
        })?;
        stopped.and_then(|()| out.flush()).map_err(HistoryError::Output)?;
        Ok(count)
    }
}
