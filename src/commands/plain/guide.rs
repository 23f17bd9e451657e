//! What the tour says on the way through its single question, line by line, before each step.

use crate::session::News;

/// The words for the step that comes now; `None` if it needs no explanation.
pub(super) fn words(news: &News) -> Option<&'static str> {
    Some(match news {
        News::Asked => {
            "Tour, 1 of 5: a question, as in an interview. Think, then type the answer, or say it aloud. A few words will do."
        }
        News::Giving => "Tour, 2 of 5: the clock tells and never stops you. Answer in a sentence.",
        News::Given => "Tour, 3 of 5: first you say how good it was. That is how one learns to judge oneself.",
        News::Opened => "Tour, 4 of 5: the interviewer's notes, point by point. Say for each whether it was there.",
        News::Rating => "Tour, 5 of 5: what that amounts to, and when the question would come back.",
        News::Ended => "That was all of it, and nothing of this was kept. `hotseat drill --plain` is the real thing.",
        _ => return None,
    })
}
