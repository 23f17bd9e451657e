//! A curve of shares over days, in columns of blocks. It needs no colour.

/// Columns of the scale at the left.
const SCALE: usize = 6;

/// Draws shares from 0 to 1 as columns of this many rows, with a broken line behind them at `level`. If there are more
/// values than columns, some are left out, but never the last.
pub fn curve(values: &[f64], level: f64, width: usize, rows: usize) -> Vec<String> {
    const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
    let room = width.saturating_sub(SCALE);
    if values.is_empty() || room == 0 || rows == 0 {
        return Vec::new();
    }
    let shown = values.len().min(room);
    let sampled: Vec<usize> =
        (1..=shown).map(|n| (n * values.len()).div_ceil(shown) - 1).map(|at| eighths(values[at], rows)).collect();
    let level = eighths(level, rows).saturating_sub(1) / 8;
    (0..rows)
        .rev()
        .map(|row| {
            let scale = match row {
                0 => "0 %",
                row if row + 1 == rows => "100 %",
                _ => "",
            };
            let cells: String = sampled
                .iter()
                .map(|filled| match filled.saturating_sub(8 * row) {
                    0 if row == level => '┄',
                    0 => ' ',
                    eighths => EIGHTHS[eighths.min(8) - 1],
                })
                .collect();
            format!("{scale:>5} {}", cells.trim_end())
        })
        .collect()
}

fn eighths(share: f64, rows: usize) -> usize {
    super::cells(share, 8 * rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_rises_from_the_level_to_its_end() {
        assert_eq!(curve(&[0.25, 0.5, 1.0], 0.75, 40, 4), ["100 %   █", "      ┄┄█", "       ██", "  0 % ███"]);
        assert_eq!(curve(&[0.0, 0.0, 1.0], 0.0, 8, 1), ["  0 % ┄█"], "the last is always there");
        assert_eq!(curve(&[], 0.0, 40, 4), [""; 0]);
        assert_eq!(curve(&[0.5], 0.0, 6, 4), [""; 0]);
    }
}
