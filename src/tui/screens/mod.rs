//! One screen a file. A screen knows what it shows; where a key leads is a route.

mod browse;
mod filters;
mod home;
mod import;
mod progress;
mod recover;
mod retired;
mod sitting;
mod target;
mod topics;

pub use browse::BrowseScreen;
pub use filters::FiltersScreen;
pub use home::HomeScreen;
pub use import::ImportScreen;
pub use progress::ProgressScreen;
pub use recover::RecoverScreen;
pub use retired::RetiredScreen;
pub use sitting::SittingScreen;
pub use target::TargetScreen;
pub use topics::TopicsScreen;
