//! One screen a file. A screen knows what it shows; where a key leads is a route.

mod browse;
mod filters;
mod home;
mod progress;
mod question;
mod recover;
mod sitting;
mod target;
mod topics;

pub use browse::BrowseScreen;
pub use filters::FiltersScreen;
pub use home::HomeScreen;
pub use progress::ProgressScreen;
pub use question::QuestionScreen;
pub use recover::RecoverScreen;
pub use sitting::SittingScreen;
pub use target::TargetScreen;
pub use topics::TopicsScreen;
