//! Every question with its state: listed, sorted, and searched as somebody types.
//!
//! What the index knows of a question (prompt, topic, name, tags) is searched at once, within a key press. Points and own
//! answers are looked through by another thread, which posts what it finds ([`Seeker`]).

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

/// What a list shows and how: enough to come back to it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct View {
    /// Which questions.
    pub filter: Filter,
    /// What is searched for.
    pub text: String,
    /// Only questions in this state.
    pub state: Option<State>,
    /// In which order.
    pub sort: Sort,
    /// Whether the preview is open; none: where there is room beside the list.
    pub preview: Option<bool>,
    /// The question under the cursor.
    pub at: Option<QuestionId>,
}
