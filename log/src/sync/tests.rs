//! Machines that practise, sync and are set back, over folders whose files may suffer anything.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::testing::{Counting, attempt, bury, judgement, undo};
use crate::{History, Record};

/// A machine with its home and its replica of the shared folder.
struct Machine {
    history: History,
    home: TempDir,
    shared: PathBuf,
    /// The values of its user, by key.
    values: BTreeMap<String, String>,
    /// How far its clock is off, in milliseconds.
    skew: i64,
    /// The values that lost when registers were joined.
    kept: Vec<String>,
}

struct Snapshot {
    export: Vec<u8>,
    state: Option<Vec<u8>>,
    values: BTreeMap<String, String>,
}

fn open(shared: &Path) -> Result<Folder, SyncError> {
    Folder::open(shared, Arc::new(InTheClear))
}

fn export(history: &History) -> Vec<u8> {
    let mut out = Vec::new();
    history.export(&mut out).expect("written");
    out
}

impl Machine {
    fn new(shared: PathBuf, skew: i64) -> Self {
        fs::create_dir_all(&shared).expect("created");
        Self {
            history: History::in_memory().expect("opened"),
            home: tempfile::tempdir().expect("a folder"),
            shared,
            values: BTreeMap::new(),
            skew,
            kept: Vec::new(),
        }
    }

    fn add(&mut self, record: Record) {
        self.history.append(&[record], &Counting).expect("saved");
    }

    /// Runs a round at this time, in milliseconds.
    fn round(&mut self, now: i64) -> (Taken, Present, Sent) {
        self.try_round(now).expect("nobody else, and a disk that takes it")
    }

    fn try_round(&mut self, now: i64) -> Result<(Taken, Present, Sent), SyncError> {
        let folder = open(&self.shared)?;
        let mut round = Round::begin(self.home.path(), folder, Duration::ZERO, &mut self.history, &Counting)?;
        let Round { local, present, taken, .. } = &mut round;
        let keys: Vec<String> = present
            .registers
            .keys()
            .chain(local.registers.keys().map(String::as_str))
            .chain(self.values.keys().map(String::as_str))
            .map(str::to_owned)
            .collect();
        for key in keys {
            let here = Here::of(self.values.get(&key).map(String::as_str));
            let base = local.registers.get(&key);
            let joined = present.registers.meet(&key, base, here, now + self.skew, &local.machine);
            let Some(Joined { register, lost }) = joined else { continue };
            self.kept.extend(lost.into_iter().filter_map(|lost| lost.value));
            match &register.value {
                Some(value) => drop(self.values.insert(key.clone(), value.clone())),
                None => drop(self.values.remove(&key)),
            }
            local.registers.insert(key, register);
        }
        let (taken, present) = (taken.clone(), present.clone());
        let sent = round.finish(&self.history, SystemTime::now())?;
        Ok((taken, present, sent))
    }

    fn snapshot(&self) -> Snapshot {
        Snapshot {
            export: export(&self.history),
            state: fs::read(self.home.path().join("state.json")).ok(),
            values: self.values.clone(),
        }
    }

    /// Sets the home back to an earlier state.
    fn restore(&mut self, snapshot: &Snapshot) {
        self.history = History::in_memory().expect("opened");
        self.history.import(&*snapshot.export, "snapshot", &Counting).expect("imported");
        let state = self.home.path().join("state.json");
        match &snapshot.state {
            Some(bytes) => fs::write(state, bytes).expect("written"),
            None => drop(fs::remove_file(state)),
        }
        self.values.clone_from(&snapshot.values);
    }
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> =
        fs::read_dir(folder).expect("listed").map(|entry| entry.expect("an entry").path()).collect();
    found.sort();
    found
}

/// Several machines, and the names of all records ever appended.
struct World {
    machines: Vec<Machine>,
    appended: Vec<String>,
    now: i64,
    _folder: TempDir,
}

#[derive(Clone, Debug)]
enum Op {
    Answer(usize),
    Judge(usize, usize),
    TakeBack(usize, usize),
    Bury(usize),
    Set(usize, u8, u16),
    Remove(usize, u8),
    Round(usize),
    /// A file is copied from one replica to another, completely or only its beginning.
    Deliver(usize, usize, usize, bool),
    /// All files are copied.
    DeliverAll(usize, usize),
    Duplicate(usize, usize),
    Delete(usize, usize),
    Cut(usize, usize),
    /// A replica loses all its files.
    Empty(usize),
}

fn op() -> impl Strategy<Value = Op> {
    let machine = 0..3_usize;
    let pick = any::<usize>();
    prop_oneof![
        12 => machine.clone().prop_map(Op::Answer),
        12 => (machine.clone(), pick).prop_map(|(m, n)| Op::Judge(m, n)),
        2 => (machine.clone(), pick).prop_map(|(m, n)| Op::TakeBack(m, n)),
        2 => machine.clone().prop_map(Op::Bury),
        6 => (machine.clone(), 0..4_u8, any::<u16>()).prop_map(|(m, k, v)| Op::Set(m, k, v)),
        1 => (machine.clone(), 0..4_u8).prop_map(|(m, k)| Op::Remove(m, k)),
        4 => machine.clone().prop_map(Op::Round),
        4 => (machine.clone(), machine.clone(), pick, any::<bool>()).prop_map(|(a, b, n, w)| Op::Deliver(a, b, n, w)),
        1 => (machine.clone(), machine.clone()).prop_map(|(a, b)| Op::DeliverAll(a, b)),
        1 => (machine.clone(), pick).prop_map(|(m, n)| Op::Duplicate(m, n)),
        1 => (machine.clone(), pick).prop_map(|(m, n)| Op::Delete(m, n)),
        1 => (machine.clone(), pick).prop_map(|(m, n)| Op::Cut(m, n)),
        1 => machine.prop_map(Op::Empty),
    ]
}

impl World {
    /// Machines with a folder each.
    fn apart() -> Self {
        Self::over(|folder, i| folder.join(format!("shared{i}")))
    }

    /// Machines that share one folder.
    fn together() -> Self {
        Self::over(|folder, _| folder.join("shared"))
    }

    fn over(shared: impl Fn(&Path, usize) -> PathBuf) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let skews = [0, 70 * 365 * 86_400_000, -365 * 86_400_000];
        let machines =
            skews.iter().enumerate().map(|(i, skew)| Machine::new(shared(folder.path(), i), *skew)).collect();
        Self { machines, appended: Vec::new(), now: 1_800_000_000_000, _folder: folder }
    }

    fn add(&mut self, m: usize, make: impl FnOnce(&str, i64) -> Record) {
        let number = self.appended.len();
        let name = format!("r{number}");
        // Answers of one evening, by clocks that are wrong.
        let hours = i64::try_from(number * 7 % 400).expect("small");
        self.machines[m].add(make(&name, hours));
        self.appended.push(name);
    }

    fn earlier(&self, n: usize) -> Option<String> {
        let len = self.appended.len();
        (len > 0).then(|| self.appended[n % len].clone())
    }

    fn file(&self, m: usize, n: usize) -> Option<PathBuf> {
        let files = files(&self.machines[m].shared);
        (!files.is_empty()).then(|| files[n % files.len()].clone())
    }

    fn play(&mut self, op: &Op) {
        self.now += 1_000;
        match *op {
            Op::Answer(m) => self.add(m, |name, at| attempt(name, &format!("b/q{}", name.len()), at)),
            Op::Judge(m, n) => {
                let Some(of) = self.earlier(n) else { return };
                let rating = u8::try_from(n % 4 + 1).expect("small");
                self.add(m, |name, at| judgement(name, &of, &format!("b/q{}", of.len()), at, rating));
            }
            Op::TakeBack(m, n) => {
                let Some(of) = self.earlier(n) else { return };
                self.add(m, |name, at| undo(name, &of, at));
            }
            Op::Bury(m) => self.add(m, |name, at| bury(name, "b/q2", at)),
            Op::Set(m, key, value) => {
                self.machines[m].values.insert(format!("key{key}"), value.to_string());
            }
            Op::Remove(m, key) => drop(self.machines[m].values.remove(&format!("key{key}"))),
            Op::Round(m) => {
                let now = self.now;
                let (taken, ..) = self.machines[m].round(now);
                assert_eq!((taken.clashes.len(), taken.unread), (0, 0));
            }
            Op::Deliver(from, to, n, whole) => {
                let Some(file) = self.file(from, n) else { return };
                let dest = self.machines[to].shared.join(file.file_name().expect("a name"));
                let bytes = fs::read(file).expect("read");
                // A partial copy never replaces a complete file.
                if whole || !dest.exists() {
                    fs::write(dest, &bytes[..if whole { bytes.len() } else { n % bytes.len().max(1) }])
                        .expect("written");
                }
            }
            Op::DeliverAll(from, to) => self.deliver_all(from, to),
            Op::Duplicate(m, n) => {
                let Some(file) = self.file(m, n) else { return };
                let name = file.file_stem().and_then(|stem| stem.to_str()).expect("text");
                if name.len() < 100 {
                    fs::copy(&file, file.with_file_name(format!("{name} (conflicted copy).jsonl"))).expect("copied");
                }
            }
            Op::Delete(m, n) => {
                let Some(file) = self.file(m, n) else { return };
                fs::remove_file(file).expect("removed");
            }
            Op::Cut(m, n) => {
                let Some(file) = self.file(m, n) else { return };
                let bytes = fs::read(&file).expect("read");
                fs::write(file, &bytes[..bytes.len() / 2]).expect("written");
            }
            Op::Empty(m) => {
                for file in files(&self.machines[m].shared) {
                    fs::remove_file(file).expect("gone");
                }
            }
        }
    }

    fn deliver_all(&self, from: usize, to: usize) {
        for file in files(&self.machines[from].shared) {
            let dest = self.machines[to].shared.join(file.file_name().expect("a name"));
            let bytes = fs::read(&file).expect("read");
            if fs::read(&dest).map_or(0, |there| there.len()) < bytes.len() {
                fs::write(dest, bytes).expect("written");
            }
        }
    }

    /// Delivers everything to every machine and has all of them sync.
    fn settle(&mut self) {
        for _ in 0..2 {
            for m in 0..self.machines.len() {
                self.now += 1_000;
                let now = self.now;
                self.machines[m].round(now);
                for other in 0..self.machines.len() {
                    if self.machines[m].shared != self.machines[other].shared {
                        self.deliver_all(m, other);
                        self.deliver_all(other, m);
                    }
                }
            }
        }
    }

    /// All machines hold the same, which is everything that was ever saved.
    fn agree(&self) {
        let first = &self.machines[0];
        let lines = export(&first.history);
        for name in &self.appended {
            assert!(first.history.contains(&crate::testing::id(name)).expect("read"), "{name} is lost");
        }
        assert_eq!(lines.split(|byte| *byte == b'\n').count() - 1, self.appended.len(), "none is there twice");
        let state = |machine: &Machine| Local::read(machine.home.path()).expect("read").registers;
        for machine in &self.machines {
            assert_eq!(export(&machine.history), lines);
            assert_eq!(machine.history.standings().expect("read"), first.history.standings().expect("read"));
            assert!(machine.history.check_rebuild(&Counting).expect("checked").is_empty());
            assert_eq!(machine.values, first.values);
            assert_eq!(state(machine), state(first));
        }
    }
}

/// This many operations; the same seed gives the same ones.
fn drawn(seed: u8, count: usize) -> Vec<Op> {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[seed; 32]);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let op = op();
    (0..count).map(|_| op.new_tree(&mut runner).expect("drawn").current()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever happens to files, and in whichever order, all machines end up with everything.
    #[test]
    fn all_orders_come_to_the_same(ops in prop::collection::vec(op(), 0..120), apart in any::<bool>()) {
        let mut world = if apart { World::apart() } else { World::together() };
        for op in &ops {
            world.play(op);
        }
        world.settle();
        world.agree();
    }

    /// A change wins over what it was made from, whatever the clocks say, and the order of joining does not matter.
    #[test]
    fn registers_join_in_any_order(stamps in prop::collection::vec((0..3_usize, 0_i64..50, 0..8_usize), 1..8), seed in any::<u64>()) {
        let machines = [MachineId::fresh(), MachineId::fresh(), MachineId::fresh()];
        let mut all: Vec<Register> = Vec::new();
        for (i, (machine, stamp, from)) in stamps.iter().enumerate() {
            let before = (*from < all.len()).then(|| all[*from].clone());
            all.push(Register::change(Some(i.to_string()), *stamp, &machines[*machine], before.as_ref()));
        }
        let join = |order: &[Register]| {
            let mut registers = Registers::default();
            for register in order {
                registers.add("k", register.clone());
            }
            registers.join("k").expect("some").register
        };
        let expected = join(&all);
        for register in &all {
            prop_assert!(!register.over.contains(&expected.version), "{register:?} was made from the winner");
        }
        let mut shuffled = all.clone();
        let len = shuffled.len();
        for i in 0..len {
            shuffled.swap(i, usize::try_from(seed % len as u64).expect("small"));
        }
        prop_assert_eq!(join(&shuffled), expected.clone());
        // Joining in two steps gives the same result.
        let half = join(&shuffled[..len.div_ceil(2)]);
        let mut rest = shuffled[len.div_ceil(2)..].to_vec();
        rest.push(half);
        prop_assert_eq!(join(&rest), expected);
    }
}

/// Ten thousand operations altogether: half of them here, half below.
#[test]
fn thousands_of_operations_over_replicas_that_files_get_to_in_any_order() {
    long(1, World::apart());
}

#[test]
fn thousands_of_operations_over_one_folder() {
    long(2, World::together());
}

fn long(seed: u8, mut world: World) {
    for op in drawn(seed, 5_000) {
        world.play(&op);
    }
    world.settle();
    world.agree();
}

#[test]
fn a_machine_that_was_set_back_gets_everything_again_and_overwrites_nothing() {
    let mut world = World::together();
    for round in 0..12_u8 {
        let m = usize::from(round % 3);
        for op in drawn(round, 30) {
            // Operations that destroy files are left out: what is neither in the folder nor on a machine any more is
            // gone for good.
            if !matches!(op, Op::Delete(..) | Op::Cut(..) | Op::Empty(..)) {
                world.play(&op);
            }
        }
        let before = world.machines[m].snapshot();
        world.play(&Op::Set(m, 0, u16::from(round)));
        world.play(&Op::Answer(m));
        world.play(&Op::Round(m));
        let there = files(&world.machines[m].shared);
        world.machines[m].restore(&before);
        world.play(&Op::Answer(m));
        world.play(&Op::Round(m));
        for file in there {
            assert!(file.exists(), "{}", file.display());
        }
    }
    world.settle();
    world.agree();
}

#[test]
fn what_was_changed_on_both_sides_is_handed_out_once_and_lost_nowhere() {
    let mut world = World::together();
    world.play(&Op::Set(0, 0, 1));
    world.settle();
    world.play(&Op::Set(0, 0, 2));
    world.play(&Op::Set(2, 0, 3));
    world.settle();
    world.agree();
    let kept: Vec<&String> = world.machines.iter().flat_map(|machine| &machine.kept).collect();
    let won = world.machines[0].values["key0"].clone();
    let lost = if won == "2" { "3" } else { "2" };
    assert_eq!(kept, [lost], "the other one won: {won}");
    // A change made with knowledge of the other is no conflict, even if the clock is a year slow.
    world.play(&Op::Set(2, 0, 4));
    world.settle();
    assert_eq!(world.machines[0].values["key0"], "4");
    assert_eq!(world.machines.iter().map(|machine| machine.kept.len()).sum::<usize>(), 1);
}

#[test]
fn many_files_are_packed_and_the_old_ones_go_a_round_later() {
    let mut world = World::together();
    let mut most = 0;
    for _ in 0..200 {
        world.play(&Op::Answer(0));
        world.play(&Op::Round(0));
        most = most.max(files(&world.machines[0].shared).len());
    }
    assert!((60..=70).contains(&most), "{most}");
    world.settle();
    world.agree();
}

#[test]
fn a_file_cut_anywhere_is_told_from_a_whole_one() {
    let mut world = World::together();
    (0..3).for_each(|_| world.play(&Op::Answer(0)));
    world.play(&Op::Set(0, 1, 7));
    world.play(&Op::Round(0));
    let file = files(&world.machines[0].shared).remove(0);
    let whole = fs::read(&file).expect("read");
    for length in 0..whole.len() {
        assert_eq!(Segment::decode(&whole[..length]), Err(SegmentError::NotWhole), "cut at {length}");
        let mut zeros = whole.clone();
        zeros[length..].fill(0);
        assert_eq!(Segment::decode(&zeros), Err(SegmentError::NotWhole), "zeros from {length}");
    }
    let segment = Segment::decode(&whole).expect("whole");
    assert_eq!(segment.encode(), whole);
    let windows = String::from_utf8(whole.clone()).expect("text").replace('\n', "\r\n");
    assert_eq!(Segment::decode(windows.as_bytes()).as_ref(), Ok(&segment));
    let newer = String::from_utf8(whole).expect("text").replacen("\"version\":1", "\"version\":9", 1);
    assert_eq!(Segment::decode(newer.as_bytes()), Err(SegmentError::Newer { found: 9 }));
    assert_eq!(Segment::decode(b"# Notes\n"), Err(SegmentError::Foreign));
    // A file cut short is reported, and is neither taken in part nor a reason to stop; what it held is written again.
    fs::write(&file, "{\"hotseat\":\"sy").expect("cut");
    let now = world.now;
    let (_, present, sent) = world.machines[0].round(now);
    assert_eq!(present.issues.len(), 1);
    assert!(present.issues[0].to_string().contains("not whole"), "{}", present.issues[0]);
    assert_eq!(sent, Sent { records: 3, registers: 1, files: 1 });
    world.settle();
    world.agree();
}

#[test]
fn what_a_newer_version_wrote_waits_and_stops_nothing() {
    let mut world = World::together();
    world.play(&Op::Answer(0));
    world.play(&Op::Round(0));
    let record = |id: &str, json: &str| Line::Record { id: id.to_owned(), json: json.to_owned() };
    let lines = vec![
        Line::Unknown("{\"dream\":1}".to_owned()),
        record("n", r#"{"id":"n","type":"dream","at":"2026-11-22T13:00:00Z","day":"2026-11-22"}"#),
        record("r0", r#"{"id":"r0","type":"undo","at":"2026-11-22T13:00:00Z","day":"2026-11-22","record":"x"}"#),
    ];
    let folder = open(&world.machines[0].shared).expect("there");
    folder.write(&MachineId::fresh(), &mut 0, lines).expect("written");
    let now = world.now;
    let (taken, present, sent) = world.machines[0].round(now);
    assert_eq!(taken, Taken { new: 0, clashes: vec!["r0".to_owned()], unread: 1 });
    assert_eq!((present.unknown, sent), (1, Sent::default()));
    world.settle();
    assert_eq!(world.machines[0].history.attempts(&crate::AttemptFilter::default()).expect("read").len(), 1);
}

#[cfg(unix)]
#[test]
fn every_step_of_a_round_may_fail() {
    use hotseat_bank::files::faults;
    for first in [true, false] {
        let tries = faults::each(|fault| {
            let mut world = World::together();
            if !first {
                world.play(&Op::Answer(0));
                world.settle();
            }
            for op in [Op::Answer(0), Op::Answer(1), Op::Set(0, 1, 7), Op::Set(1, 1, 8), Op::Round(1)] {
                world.play(&op);
            }
            let now = world.now + 500;
            let machine = &mut world.machines[0];
            // It may succeed or fail.
            let _ = fault.during(|| machine.try_round(now));
            for file in files(&machine.shared) {
                assert!(!file.to_string_lossy().contains("/.hotseat"), "{fault:?}: {} is left over", file.display());
            }
            world.settle();
            world.agree();
        });
        assert!(tries >= 9, "{tries}");
    }
}

#[test]
fn other_things_in_the_folder_are_left_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let mut world = World::together();
    let shared = world.machines[0].shared.clone();
    fs::write(shared.join("my hotseat-notes.txt"), "mine").expect("written");
    fs::create_dir(shared.join("hotseat-folder")).expect("created");
    std::os::unix::fs::symlink("/dev/zero", shared.join("hotseat-link.jsonl")).expect("linked");
    fs::File::create(shared.join("hotseat-giant.jsonl")).and_then(|file| file.set_len(1 << 40)).expect("sparse");
    world.play(&Op::Answer(0));
    let now = world.now;
    let (_, present, _) = world.machines[0].round(now);
    let issues: Vec<_> = present.issues.iter().map(|issue| issue.name.as_str()).collect();
    assert_eq!(issues, ["hotseat-giant.jsonl"]);
    let ours: Vec<_> = files(&shared).into_iter().filter(|path| path.extension().is_some()).collect();
    let mode = |path: &Path| fs::symlink_metadata(path).expect("there").permissions().mode() & 0o777;
    assert!(ours.iter().any(|path| mode(path) == 0o600), "{ours:?}");
    assert!(matches!(open(&shared.join("none")), Err(SyncError::NoFolder(_))));
    assert!(matches!(open(&shared.join("my hotseat-notes.txt")), Err(SyncError::NotAFolder(_))));
}
