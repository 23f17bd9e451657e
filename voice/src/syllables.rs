//! Estimates from loudness alone how many syllables were spoken, by counting nuclei as in de Jong & Wempe 2009 (doi
//! 10.3758/BRM.41.2.385). A nucleus is a peak of loudness that stands out from the dips on either side.

/// A peak more than this below the loud ones (decibels) is not a syllable.
const BELOW_LOUD: f32 = 25.0;

/// How far the loudness has to fall before another peak counts (decibels).
const DIP: f32 = 2.0;

/// Counts the nuclei in the loudness of 16 ms frames, in decibels; only frames where `speech` is true count.
pub(super) fn nuclei(loudness: &[f32], speech: &[bool]) -> usize {
    let smooth = smoothed(loudness);
    let mut spoken: Vec<f32> = smooth.iter().zip(speech).filter(|(_, on)| **on).map(|(db, _)| *db).collect();
    if spoken.is_empty() {
        return 0;
    }
    let loud_at = spoken.len() * 19 / 20;
    let (_, loud, _) = spoken.select_nth_unstable_by(loud_at, f32::total_cmp);
    let threshold = *loud - BELOW_LOUD;
    let (mut count, mut dip, mut peak) = (0, f32::NEG_INFINITY, None::<f32>);
    for (&db, &on) in smooth.iter().zip(speech) {
        let db = if on { db } else { f32::NEG_INFINITY };
        match peak {
            // Rising, or not far enough down yet.
            Some(top) if db >= top => peak = Some(db),
            Some(top) if db <= top - DIP => {
                count += usize::from(top >= threshold);
                (peak, dip) = (None, db);
            }
            Some(_) => {}
            None if db >= dip + DIP => peak = Some(db),
            None => dip = dip.min(db),
        }
    }
    count + usize::from(peak.is_some_and(|top| top >= threshold))
}

/// The mean over a window of 48 ms, weighted 1 2 1. It removes the ripple of single pitch periods and keeps syllables.
fn smoothed(loudness: &[f32]) -> Vec<f32> {
    let at = |n: usize| loudness[n.min(loudness.len() - 1)];
    (0..loudness.len()).map(|n| (at(n.saturating_sub(1)) + 2.0 * at(n) + at(n + 1)) / 4.0).collect()
}
