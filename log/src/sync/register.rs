//! What has a newest value rather than a history: a setting of the target, a question of the candidate's own bank.
//!
//! Registers of the same key can be joined in any order and any number of times, with the same result. Of two values
//! the one with the later stamp counts. A stamp is the wall clock of the machine, but always later than the stamp of
//! the value it replaces: so a wrong clock can decide between changes made without knowledge of each other, but never
//! undoes one that was made later by somebody who had seen the first. `over` names the versions that a value was made
//! from or has won against; if neither of two values names the other, they were changed on both sides, and the one that
//! loses is returned so that it can be kept.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::machine::MachineId;

/// One version of a value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Register {
    /// The value as JSON. None if it was removed.
    pub value: Option<String>,
    /// When it was changed, in milliseconds since 1970 UTC.
    pub stamp: i64,
    /// The machine that changed it.
    pub machine: MachineId,
    /// The id of this version.
    pub version: String,
    /// The ids of the versions that it replaces.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub over: BTreeSet<String>,
}

impl Register {
    /// A value that replaces `before`, changed at `changed_at` (milliseconds since 1970 UTC) by the clock of `machine`.
    pub fn change(value: Option<String>, changed_at: i64, machine: &MachineId, before: Option<&Self>) -> Self {
        let stamp = before.map_or(changed_at, |before| changed_at.max(before.stamp.saturating_add(1)));
        let mut over = BTreeSet::new();
        if let Some(before) = before {
            over.clone_from(&before.over);
            over.insert(before.version.clone());
        }
        let version = version(machine, stamp, before.map_or("", |before| &before.version), value.as_deref());
        Self { value, stamp, machine: machine.clone(), version, over }
    }

    /// The version that this one was made from, empty if it was the first; its own id was made from it. None if that
    /// version is not among those that it replaces.
    fn made_from(&self) -> Option<&str> {
        let is_it = |before: &&str| version(&self.machine, self.stamp, before, self.value.as_deref()) == self.version;
        self.over.iter().map(String::as_str).chain([""]).find(is_it)
    }

    fn rank(&self) -> (i64, &MachineId, &str, Option<&str>) {
        (self.stamp, &self.machine, &self.version, self.value.as_deref())
    }
}

/// The id of a version: the same change made from the same version has the same one.
fn version(machine: &MachineId, stamp: i64, before: &str, value: Option<&str>) -> String {
    let mut name = sha1_smol::Sha1::new();
    for part in [machine.as_str(), &stamp.to_string(), before] {
        name.update(part.as_bytes());
        name.update(b"\n");
    }
    // A removed value differs from every JSON value, including an empty text.
    name.update(value.unwrap_or("").as_bytes());
    name.digest().to_string()[..16].to_owned()
}

/// All versions of one key, joined.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Joined {
    /// The version that counts.
    pub register: Register,
    /// Versions with other values that were made without knowledge of it. For [`Registers::meet`], also the one that
    /// this machine sent and that lost on another.
    pub lost: Vec<Register>,
}

/// The value of a key on this machine now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Here<'a> {
    /// It cannot be told, or nobody chose it: it counts as unchanged.
    Unknown,
    /// There is none: it was removed, or never existed.
    Nothing,
    /// This JSON value.
    Value(&'a str),
}

impl<'a> Here<'a> {
    /// A known value, or its known absence.
    pub fn of(value: Option<&'a str>) -> Self {
        value.map_or(Self::Nothing, Self::Value)
    }

    /// The value, if it is known and exists.
    pub fn value(self) -> Option<&'a str> {
        if let Self::Value(value) = self { Some(value) } else { None }
    }
}

/// Registers by key, with several versions of a key until they are joined.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Registers(BTreeMap<String, Vec<Register>>);

impl Registers {
    /// Adds a version, unless it is there already; then their `over` sets are united.
    pub fn add(&mut self, key: &str, register: Register) {
        let versions = self.0.entry(key.to_owned()).or_default();
        match versions.iter_mut().find(|known| known.version == register.version && known.value == register.value) {
            Some(known) => known.over.extend(register.over),
            None => versions.push(register),
        }
    }

    /// The keys, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Joins all versions of a key. None if there is no version.
    pub fn join(&self, key: &str) -> Option<Joined> {
        let versions = self.0.get(key)?;
        let winner = versions.iter().max_by(|a, b| a.rank().cmp(&b.rank()))?;
        let replaced: BTreeSet<&String> = versions.iter().flat_map(|register| &register.over).collect();
        let lost = versions.iter().filter(|register| {
            register.version != winner.version
                && !same(register.value.as_deref(), winner.value.as_deref())
                && register.value.is_some()
                && !replaced.contains(&register.version)
        });
        let lost = lost.cloned().collect();
        let mut register = winner.clone();
        register.over.extend(replaced.into_iter().cloned());
        register.over.extend(versions.iter().map(|register| register.version.clone()));
        register.over.remove(&register.version);
        Some(Joined { register, lost })
    }

    /// The value of a key after a round. `base` is the register as of the last round here, `here` is the present value,
    /// and `changed_at` is when it was changed, if it was.
    pub fn meet(
        &self,
        key: &str,
        base: Option<&Register>,
        here: Here<'_>,
        changed_at: i64,
        machine: &MachineId,
    ) -> Option<Joined> {
        let known = base.and_then(|base| base.value.as_deref());
        let mine = if here == Here::Unknown || same(here.value(), known) {
            base.cloned()
        } else {
            Some(Register::change(here.value().map(str::to_owned), changed_at, machine, base))
        };
        let unknown_there = base.filter(|base| base.machine == *machine && mine.as_ref() == Some(base)).cloned();
        let mut all =
            Self(self.0.get_key_value(key).map(|(key, there)| (key.clone(), there.clone())).into_iter().collect());
        if let Some(mine) = mine {
            all.add(key, mine);
        }
        let mut joined = all.join(key)?;
        // Whoever joined the two elsewhere has kept it there; here it is about to vanish.
        joined.lost.extend(unknown_there.filter(|mine| {
            mine.value.is_some()
                && !same(mine.value.as_deref(), joined.register.value.as_deref())
                && !joined.lost.contains(mine)
                && all.was_made_beside(key, &joined.register, mine)
        }));
        Some(joined)
    }

    /// Whether a version was made without knowledge of another one: going back from it, a version is reached that the
    /// other one was made from, too. False if a version on the way is not there any more.
    fn was_made_beside(&self, key: &str, one: &Register, other: &Register) -> bool {
        let versions = self.0.get(key).map_or(&[][..], Vec::as_slice);
        let mut at = one;
        // Each step leads to an older version, so there are no more of them than versions.
        for _ in 0..=versions.len() {
            match at.made_from() {
                None => return false,
                Some(before) if before == other.version => return false,
                Some(before) if before.is_empty() || other.over.contains(before) => return true,
                Some(before) => match versions.iter().find(|version| version.version == before) {
                    Some(next) => at = next,
                    None => return false,
                },
            }
        }
        false
    }

    /// Whether this set already contains everything that the register says.
    pub fn covers(&self, key: &str, register: &Register) -> bool {
        self.0.get(key).is_some_and(|versions| {
            versions.iter().any(|known| {
                known.version == register.version
                    && known.value == register.value
                    && register.over.is_subset(&known.over)
            })
        })
    }
}

/// Whether two JSON texts stand for the same value.
pub fn same(a: Option<&str>, b: Option<&str>) -> bool {
    let value = |text| serde_json::from_str::<Value>(text);
    a == b || a.zip(b).is_some_and(|(a, b)| value(a).ok().zip(value(b).ok()).is_some_and(|(a, b)| a == b))
}
