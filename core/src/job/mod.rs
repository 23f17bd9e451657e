//! A job: what its posting asks for, and how that changes the target. Texts go in, decisions come out; nothing here
//! reads a file, a clock or the log.
//!
//! ```text
//! text ──▶ layout ──▶ pieces ──▶ title, parts      headings, items, sentences; what each is about, by the words of
//!                │                                 the phrasebook
//!                └──▶ technologies, vocabulary     the names in them, and what those imply
//!                └──▶ level, archetype ──▶ reading ──▶ wanted      as read, then as the candidate corrects it
//! ```

mod archetype;
mod asked;
mod company;
mod coverage;
mod incoming;
mod interview_day;
mod language;
mod layout;
mod level;
mod notes;
mod page;
mod part;
mod parts;
mod phrasebook;
mod pieces;
mod quoted;
mod reading;
mod technologies;
mod title;
mod vocabulary;
mod wanted;
mod words;

pub use archetype::{ArchetypeRead, largest, leading};
pub use asked::{Likeness, Nearest, read_asked, went_words};
pub use coverage::{Coverage, Covered, TopicCoverage};
pub use incoming::{IncomingError, MOST_RAW, MOST_TEXT, is_pdf, text_of};
pub use interview_day::InterviewDay;
pub use language::Language;
pub use level::{LevelRead, ReadFrom};
pub use notes::{notes_template, questions_to_ask};
pub use page::{EditedJob, from_page, read_archetypes, read_topics, to_page};
pub use part::{Part, Sentence};
pub use quoted::{changes, job_extract, wanted_with};
pub use reading::{Reading, Skill};
pub use vocabulary::Vocabulary;
pub use wanted::JobTarget;
