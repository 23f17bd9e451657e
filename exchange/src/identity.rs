//! Recognises which question of a bank an incoming one is. Its history depends on that, so the criteria go from sure to
//! likely: the id that the program gave it, a permanent name from another program, the same question in the same
//! source, the same row of that source, a renamed source, and finally other words at the same place.

mod bank;
mod mended;
#[cfg(test)]
mod tests;

use std::collections::{HashMap, HashSet};

use hotseat_bank::{QuestionId, text};

use super::likeness::Wordings;
use super::names::{IdsOfWords, guid, hash, id_of_guid, slug};
use super::sink::{Item, Known};
use super::store::OwnBank;
use bank::{There, prompt_marks};

/// The least likeness between questions whose rows have the same name in different sources; anything below is another
/// question.
const ALIKE: f64 = 0.4;

/// An incoming question and what it was recognised as.
#[derive(Clone, Debug)]
pub(super) struct Found {
    /// Its id in the bank.
    pub(super) id: String,
    /// Its place in the bank, as the numbers of file and question; `None` if it is new.
    pub(super) place: Option<(usize, usize)>,
    /// Whether it was recognised by words that are alike but not the same.
    pub(super) mended: bool,
}

/// A source of the import, and the source that questions of the bank came from.
type Sources = (String, Option<String>);

/// An incoming question, one of the bank, and whether both say the same.
type Pair = (usize, usize, bool);

/// The hash that stands for a source in the records of past imports.
pub(super) fn mark_of_source(scope: &str) -> String {
    hash(scope, 12)
}

/// The hash that stands for a row of a source there.
pub(super) fn mark_of_row(row: &str) -> String {
    hash(&format!("row {row}"), 12)
}

/// Recognises all questions that come into a bank, in their order. Also returns those of the bank that once came from
/// the same sources and are no longer in them. Questions in `apart` are never matched by likeness.
pub(super) fn find(items: &[Item], bank: &OwnBank, name: &str, apart: &[QuestionId]) -> (Vec<Found>, Vec<QuestionId>) {
    let mut search = Search::new(items, bank, name);
    if search.there.is_empty() {
        return (search.named(), Vec::new());
    }
    search.by_name();
    search.in_its_source(true);
    search.in_its_source(false);
    search.by_row();
    search.in_another_source();
    let apart: HashSet<&str> = apart.iter().filter(|id| id.bank() == name).map(QuestionId::slug).collect();
    search.mended(&apart);
    let gone = search.gone();
    (search.named(), gone)
}

struct Search<'a> {
    items: &'a [Item],
    /// The source of each item, as a hash.
    scopes: Vec<String>,
    name: &'a str,
    there: Vec<There<'a>>,
    by_id: HashMap<String, usize>,
    /// Questions of the bank by their source and what they ask.
    in_source: HashMap<(String, String), Vec<usize>>,
    /// Questions of the bank by their source and the name of their row.
    rows: HashMap<(String, String), usize>,
    taken: Vec<bool>,
    /// For each item, the question of the bank that it is.
    found: Vec<Option<usize>>,
    mended: Vec<bool>,
    /// Sources of the import, each with the name that the bank knows it by.
    renamed: HashSet<(String, String)>,
}

impl<'a> Search<'a> {
    fn new(items: &'a [Item], bank: &'a OwnBank, name: &'a str) -> Self {
        let there = There::all(bank);
        let by_id = there.iter().enumerate().map(|(i, there)| (there.id.clone(), i)).collect();
        let mut in_source: HashMap<(String, String), Vec<usize>> = HashMap::new();
        for (i, one) in there.iter().enumerate() {
            let scope = one.scope.clone().unwrap_or_default();
            for key in one.keys() {
                in_source.entry((scope.clone(), key)).or_default().push(i);
            }
        }
        let row = |(i, there): (usize, &There<'_>)| Some(((there.scope.clone()?, there.row.clone()?), i));
        let rows = there.iter().enumerate().filter_map(row).collect();
        let mut known = HashMap::new();
        let scopes = items
            .iter()
            .map(|item| known.entry(item.scope.clone()).or_insert_with(|| mark_of_source(&item.scope)).clone())
            .collect();
        let (taken, found, mended) = (vec![false; there.len()], vec![None; items.len()], vec![false; items.len()]);
        let renamed = HashSet::new();
        Self { items, scopes, name, there, by_id, in_source, rows, taken, found, mended, renamed }
    }

    fn claim(&mut self, item: usize, there: usize) {
        self.found[item] = Some(there);
        self.taken[there] = true;
    }

    /// Items that are recognised by what they ask or by their row, and have not been matched yet.
    fn open(&self) -> Vec<usize> {
        let by_words = |i: &usize| matches!(self.items[*i].known, Known::Asked | Known::Row(_));
        (0..self.items.len()).filter(by_words).filter(|i| self.found[*i].is_none()).collect()
    }

    /// Matches by id and by permanent name.
    fn by_name(&mut self) {
        // The names that our own export gives them in decks; only computed when a deck comes in.
        let mut exported: Option<HashMap<String, usize>> = None;
        for (i, item) in self.items.iter().enumerate() {
            let there = match &item.known {
                Known::Id(id) => self.by_id.get(id).copied(),
                Known::Guid(theirs) => self.by_id.get(&id_of_guid(theirs)).copied().or_else(|| {
                    let named = |there: &There<'_>| guid(&QuestionId::new(self.name, &there.id));
                    let exported = exported.get_or_insert_with(|| self.there.iter().map(named).zip(0..).collect());
                    exported.get(theirs).copied()
                }),
                Known::Row(_) | Known::Asked => None,
            };
            if let Some(there) = there.filter(|there| !self.taken[*there]) {
                self.found[i] = Some(there);
                self.taken[there] = true;
            }
        }
    }

    /// Matches the same question in the same source, on the first pass only under the same topic.
    fn in_its_source(&mut self, same_topic: bool) {
        for i in self.open() {
            let item = &self.items[i];
            let topic = item.topic();
            let keys = [item.asked.clone(), prompt_marks(&item.fields)];
            let candidates = keys.into_iter().filter_map(|key| self.in_source.get(&(self.scopes[i].clone(), key)));
            let free = |there: &&usize| !self.taken[**there] && (!same_topic || self.there[**there].topic == topic);
            let mut found = candidates.flatten().find(free).copied();
            if found.is_none() && !same_topic {
                // The words were changed here, and the record of the import was lost.
                let id = IdsOfWords::of(&item.prompt()).first();
                let same = |there: &usize| self.there[*there].scope.as_ref() == Some(&self.scopes[i]);
                found = self.by_id.get(&id).copied().filter(same).filter(|there| !self.taken[*there]);
            }
            if let Some(there) = found {
                self.claim(i, there);
            }
        }
    }

    /// Matches the same row of the same source, whatever its words. A row of another source only counts if it asks
    /// something alike and its name is more than a running number.
    fn by_row(&mut self) {
        let wordings = Wordings::default();
        let mut pairs = Vec::new();
        for i in self.open() {
            let Known::Row(row) = &self.items[i].known else { continue };
            let Some(there) = self.row(row, &self.scopes[i]) else { continue };
            let alike = wordings.likeness(&self.items[i].prompt(), &self.there[there].prompt) >= ALIKE;
            pairs.push((i, there, self.is_of(there, &self.scopes[i]), alike, is_running(row)));
        }
        // If several rows of a file ask nothing that they asked before, it is another file of the same name.
        let is_other = |scope: &str| {
            let rows = || pairs.iter().filter(|(i, _, same, ..)| *same && self.scopes[*i] == scope);
            let known = (0..self.items.len()).any(|i| self.found[i].is_some() && self.scopes[i] == scope);
            !known && rows().count() > 1 && !rows().any(|(.., alike, _)| *alike)
        };
        let others: HashSet<String> = pairs
            .iter()
            .map(|(i, ..)| self.scopes[*i].clone())
            .collect::<HashSet<_>>()
            .into_iter()
            .filter(|s| is_other(s))
            .collect();
        for (i, there, same, alike, running) in pairs {
            let fits = if same { !others.contains(&self.scopes[i]) } else { alike && !running };
            if fits && !self.taken[there] {
                self.claim(i, there);
            }
        }
    }

    fn row(&self, row: &str, scope: &str) -> Option<usize> {
        let remembered = self.rows.get(&(scope.to_owned(), mark_of_row(row))).copied();
        let remembered = remembered.filter(|there| !self.taken[*there]);
        remembered.or_else(|| self.by_id.get(&slug(row)).copied()).filter(|there| !self.taken[*there])
    }

    fn is_of(&self, there: usize, scope: &str) -> bool {
        self.there[there].scope.as_deref() == Some(scope)
    }

    /// Recognises a source under another name: most of its questions are there, and most of those word for word. A
    /// single question of another source is matched if it says the same; one that was written here is matched if it
    /// asks the same.
    fn in_another_source(&mut self) {
        let alive: HashSet<&String> = self.scopes.iter().collect();
        let mut anywhere: HashMap<String, Vec<usize>> = HashMap::new();
        for (i, one) in self.there.iter().enumerate() {
            if !one.scope.as_ref().is_some_and(|scope| alive.contains(scope)) {
                one.keys().into_iter().for_each(|key| anywhere.entry(key).or_default().push(i));
            }
        }
        let mut groups: HashMap<Sources, Vec<Pair>> = HashMap::new();
        let open = self.open();
        for &i in &open {
            let item = &self.items[i];
            let keys = [item.asked.clone(), prompt_marks(&item.fields)];
            let candidates: Vec<usize> = keys
                .iter()
                .filter_map(|key| anywhere.get(key))
                .flatten()
                .copied()
                .filter(|t| !self.taken[*t])
                .collect();
            let same_topic = candidates.iter().find(|there| self.there[**there].topic == item.topic());
            if let Some(&there) = same_topic.or(candidates.first()) {
                let pair = (i, there, self.there[there].says_the_same(&item.fields));
                groups.entry((self.scopes[i].clone(), self.there[there].scope.clone())).or_default().push(pair);
            }
        }
        let mut groups: Vec<_> = groups.into_iter().collect();
        groups.sort_by(|a, b| b.1.len().cmp(&a.1.len()).then_with(|| a.0.cmp(&b.0)));
        for ((scope, theirs), pairs) in groups {
            let all = open.iter().filter(|i| self.scopes[**i] == scope).count();
            let of_theirs = self.there.iter().filter(|there| there.scope == theirs).count();
            let equal = pairs.iter().filter(|(_, _, same)| *same).count();
            let renamed = equal * 2 >= pairs.len() && (pairs.len() * 2 >= all || pairs.len() * 2 >= of_theirs);
            for (i, there, same) in pairs {
                if !self.taken[there] && self.found[i].is_none() && (same || renamed || theirs.is_none()) {
                    self.claim(i, there);
                }
            }
            if let Some(theirs) = theirs.filter(|_| renamed) {
                self.renamed.insert((scope, theirs));
            }
        }
    }

    /// Questions that came from a source of this import and match nothing in it. Retired ones are left out.
    fn gone(&self) -> Vec<QuestionId> {
        let sources: HashSet<&String> = self.scopes.iter().collect();
        let is_gone = |(there, taken): &(&There<'_>, &bool)| {
            !**taken && !there.is_retired() && there.scope.as_ref().is_some_and(|scope| sources.contains(scope))
        };
        let gone = self.there.iter().zip(&self.taken).filter(is_gone);
        gone.map(|(there, _)| QuestionId::new(self.name, &there.id)).collect()
    }

    /// Gives each item an id: that of the question it was recognised as, or a new one.
    fn named(self) -> Vec<Found> {
        let mut used: HashSet<String> = self.by_id.keys().cloned().collect();
        let mut out = Vec::with_capacity(self.items.len());
        for (i, item) in self.items.iter().enumerate() {
            if let Some(there) = self.found[i] {
                let there = &self.there[there];
                out.push(Found { id: there.id.clone(), place: Some(there.place), mended: self.mended[i] });
                continue;
            }
            let topic = item.topic();
            let words = IdsOfWords::of(&item.prompt());
            let named = match &item.known {
                Known::Id(id) => Some(id.clone()),
                Known::Guid(guid) => Some(id_of_guid(guid)),
                Known::Row(row) if !is_running(row) => Some(slug(row)),
                Known::Row(_) | Known::Asked => None,
            };
            let last = || words.ending(&hash(&format!("{} {topic} {}", item.asked, item.scope), 8));
            let fine = |id: &String| {
                !id.is_empty() && !id.chars().any(|c| c == '/' || c.is_whitespace() || text::is_unsafe(c))
            };
            let more = (2..).map(|n| format!("{}-{n}", last()));
            // Each is only made when those before it are taken.
            let id = named
                .into_iter()
                .chain(std::iter::once_with(|| words.first()))
                .chain(std::iter::once_with(|| words.apart(&topic)))
                .chain(std::iter::once_with(last))
                .chain(more)
                .find(|id| fine(id) && !used.contains(id));
            let id = id.unwrap_or_default();
            used.insert(id.clone());
            out.push(Found { id, place: None, mended: false });
        }
        out
    }
}

/// Whether the name of a row is hardly more than a number, as rows have in any table.
fn is_running(row: &str) -> bool {
    row.chars().any(char::is_numeric) && row.chars().filter(|c| c.is_alphabetic()).count() <= 3
}
