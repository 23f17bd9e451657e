//! `hotseat numbers`: the sheet of numbers worth knowing.

use super::Exit;
use super::out::show;
use crate::bank::numbers;

/// Prints the sheet.
pub fn run(json: bool) -> anyhow::Result<Exit> {
    let sheet = numbers();
    show(json, sheet, |out| {
        out.line(&sheet.title)?;
        for section in &sheet.sections {
            out.line(format!("\n{}", section.title))?;
            let width = section.rows.iter().map(|row| row.name.chars().count()).max().unwrap_or(0);
            for row in &section.rows {
                out.line(format!("  {:<width$}  {}", row.name, row.value))?;
                if !row.note.is_empty() {
                    out.line(format!("  {:<width$}  {}", "", row.note))?;
                }
                let year = row.year.map_or(String::new(), |year| format!("{year}: "));
                out.line(format!("  {:<width$}  ({year}{})", "", row.source))?;
            }
        }
        Ok(())
    })
}
