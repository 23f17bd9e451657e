//! One screen a file. A screen knows what it shows; where a key leads is a route.

mod answer_page;
mod asked;
mod browse;
mod filters;
mod home;
mod import;
mod listening;
mod lost;
mod memory;
mod mock;
mod plan;
mod progress;
mod question;
mod recover;
mod retired;
mod reveal;
mod sitting;
mod speaking;
mod target;
mod told;
mod topics;

pub use browse::BrowseScreen;
pub use filters::FiltersScreen;
pub use home::HomeScreen;
pub use import::ImportScreen;
pub use lost::offer as lost_history;
pub use memory::MemoryScreen;
pub use mock::{CardScreen, DebriefScreen, MockScreen, MocksScreen, OfferScreen};
pub use plan::PlanScreen;
pub use progress::ProgressScreen;
pub use question::QuestionScreen;
pub use recover::RecoverScreen;
pub use retired::RetiredScreen;
pub use sitting::SittingScreen;
pub use target::TargetScreen;
pub use topics::TopicsScreen;
