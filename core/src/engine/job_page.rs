//! The page of a job: what is opened in an editor, and what happens to what comes back. A page that cannot be understood
//! is kept, and the next edit of the same job goes on with it, with what is wrong on its top.

use std::path::PathBuf;

use super::{Engine, Job, Jobs};
use crate::files;
use crate::history::RecordId;
use crate::job::{EditedJob, from_page, to_page};
use crate::moment::Moment;
use crate::text::one_line;

/// The longest kept page that is opened again, in bytes.
const MOST_KEPT: u64 = 1 << 20;

/// How the first line of a page begins that could not be saved.
const NOT_SAVED: &str = "% Not saved: ";

/// A page for an editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageText {
    /// The text to open in the editor.
    pub text: String,
    /// Whether the page could not be saved last time.
    pub unsaved: bool,
}

impl Jobs<'_> {
    /// The page to open: the one that could not be saved last time, or else what is known of the job.
    pub fn page(self, job: &Job) -> PageText {
        let kept = self.kept_page(&job.id).and_then(|path| files::read(&path, MOST_KEPT).ok());
        match kept.and_then(|bytes| String::from_utf8(bytes).ok()) {
            Some(text) => PageText { text, unsaved: true },
            None => PageText { text: to_page(&job.facts, &job.read_target(), &job.target), unsaved: false },
        }
    }

    /// Where a page that could not be saved is kept. None if there is no disk.
    fn kept_page(self, id: &RecordId) -> Option<PathBuf> {
        let plain = |c: char| if c.is_ascii_alphanumeric() || c == '-' { c } else { '_' };
        let name: String = id.as_str().chars().map(plain).collect();
        Some(self.engine.paths.as_ref()?.unsaved_jobs().join(format!("{name}.txt")))
    }
}

impl Engine {
    /// Saves a page of a job that came back from an editor, if it was changed. Returns a sentence. A page that cannot be
    /// understood is kept with the error on its top, and opened again the next time; an empty one changes nothing, and
    /// throws a kept one away.
    pub fn keep_job_page(
        &mut self,
        id: &RecordId,
        before: &PageText,
        page: &str,
        now: Moment,
    ) -> Result<String, String> {
        if !before.unsaved && page.trim_end() == before.text.trim_end() {
            return Ok("Nothing was changed.".to_owned());
        }
        let job = self.jobs().find(Some(id.as_str()), now).map_err(|error| error.to_string())?;
        let written = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with('%');
        if !page.lines().any(written) {
            self.drop_kept(id);
            return Ok("The page is empty, so nothing was changed.".to_owned());
        }
        // The line of the error stands on the page already when its lines are counted.
        let bare = page.strip_prefix(NOT_SAVED).map_or(page, |rest| rest.split_once('\n').map_or("", |(_, rest)| rest));
        let topped = format!("{NOT_SAVED}\n{bare}");
        let edited = from_page(&topped, &job.read_target(), now.calendar_day())
            .and_then(|edited| self.check_topics(&edited.wanted).map(|()| edited));
        let saved = edited.and_then(|EditedJob { facts, wanted }| {
            self.correct_job(&job, facts, wanted, now).map_err(|error| error.to_string())
        });
        if let Err(problem) = saved {
            return Err(self.page_not_saved(id, &one_line(&problem), bare));
        }
        self.drop_kept(id);
        Ok(if job.current { "Saved; the target follows it.".to_owned() } else { "Saved.".to_owned() })
    }

    fn drop_kept(&self, id: &RecordId) {
        if let Some(kept) = self.jobs().kept_page(id) {
            // A page left behind is opened once more, which does no harm.
            let _ = std::fs::remove_file(kept);
        }
    }

    /// Keeps a page that could not be saved. Returns a sentence that says so.
    fn page_not_saved(&self, id: &RecordId, problem: &str, page: &str) -> String {
        let Some(path) = self.jobs().kept_page(id) else { return format!("Not saved: {problem}.") };
        let text = format!("{NOT_SAVED}{problem}. Mend it below, or empty the page to throw it away.\n{page}");
        let folder = path.parent().map_or(Ok(()), files::create_private_dir);
        match folder.and_then(|()| files::replace(&path, text.as_bytes())) {
            Ok(()) => format!("Not saved: {problem}. Your page is kept: edit it again to mend it."),
            Err(lost) => format!("Not saved: {problem}. Your page could not be kept either: {lost}."),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Paths;
    use crate::history::JobFacts;
    use crate::testing::noon;

    #[test]
    fn a_page_that_cannot_be_saved_is_opened_again_with_the_error_on_top() {
        let home = tempfile::tempdir().expect("a folder");
        let mut engine = Engine::open(Paths::find(Some(home.path())).expect("folders"), noon()).expect("opened");
        let posting = "# Staff Engineer at Acme\nRequirements:\n- Kafka, Go\n";
        let job = engine.jobs().preview(posting, &JobFacts::default(), noon());
        engine.add_job(&job, noon()).expect("saved");
        let open = |engine: &Engine| {
            let job = engine.jobs().find(None, noon()).expect("current");
            engine.jobs().page(&job)
        };
        let first = open(&engine);
        assert!(!first.unsaved);
        let wrong = first.text.replace("level: staff", "level: god").replace("company: Acme", "company: Acme Ltd");
        let said = engine.keep_job_page(&job.id, &first, &wrong, noon()).expect_err("no level");
        assert!(said.contains("Your page is kept"), "{said}");
        let second = open(&engine);
        assert!(second.unsaved && second.text.starts_with("% Not saved: line ") && second.text.contains("Acme Ltd"));
        let line = second.text.lines().position(|line| line == "level: god").expect("there") + 1;
        assert!(second.text.starts_with(&format!("% Not saved: line {line}: \"god\"")), "{}", second.text);
        // Closed as it is, it stays; mended, it is saved and gone.
        engine.keep_job_page(&job.id, &second, &second.text, noon()).expect_err("still wrong");
        let third = open(&engine);
        assert_eq!(third, second);
        engine.keep_job_page(&job.id, &third, &third.text.replace("god", "senior"), noon()).expect("saved");
        let job = engine.jobs().find(None, noon()).expect("current");
        assert_eq!((job.facts.company.as_str(), job.target.level), ("Acme Ltd", crate::bank::Level::Senior));
        assert!(!open(&engine).unsaved);
    }

    #[test]
    fn an_empty_page_changes_nothing_and_throws_a_kept_one_away() {
        let home = tempfile::tempdir().expect("a folder");
        let mut engine = Engine::open(Paths::find(Some(home.path())).expect("folders"), noon()).expect("opened");
        let facts = JobFacts { company: "Acme".into(), ..JobFacts::default() };
        let job = engine.jobs().preview("Requirements:\n- Kafka, Go\n", &facts, noon());
        engine.add_job(&job, noon()).expect("saved");
        let page = engine.jobs().page(&job);
        engine.keep_job_page(&job.id, &page, "level: god", noon()).expect_err("no level");
        let kept = engine.jobs().page(&job);
        assert!(kept.unsaved);
        engine.keep_job_page(&job.id, &kept, "% nothing\n\n", noon()).expect("nothing");
        assert!(!engine.jobs().page(&job).unsaved);
        assert_eq!(engine.jobs().find(None, noon()).expect("current").facts.company, "Acme");
    }
}
