//! Every question with its state: listed, sorted, and searched while somebody types.
//!
//! What the index holds of a question (prompt, topic, name, tags) is searched at once, within a key press. Points and
//! own answers are searched by another thread, which posts what it finds ([`Seeker`]).

mod catalogue;
mod look;
mod notes;
mod query;
mod sort;

use serde::{Deserialize, Serialize};

use crate::bank::{Filter, QuestionId};

pub use catalogue::{Catalogue, CatalogueRow, Counts, Scores, State};
pub use look::{Ask, Findings, Hit, Looker, Seeker, Via};
pub use query::{Finder, Query};
pub use sort::Sort;

/// What a list shows and how; enough to restore it later.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Which questions are listed.
    pub filter: Filter,
    /// The search text; empty if nothing is searched for.
    pub text: String,
    /// Lists only questions in this state; `None` means any state.
    pub state: Option<State>,
    /// The order of the list.
    pub sort: Sort,
    /// Whether the preview is open; `None` means that it opens if there is room beside the list.
    pub preview: Option<bool>,
    /// The question under the cursor.
    pub at: Option<QuestionId>,
}
