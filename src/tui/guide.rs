//! What the tour says on the way through its one question: a sentence or two for each place, until a notice replaces
//! it.

use super::keymap::Context;

/// What the tour says in a context. None: the place explains itself.
pub(super) fn words(context: Context) -> Option<&'static str> {
    Some(match context {
        Context::Asking => {
            "Tour 1 of 5. A question, as in an interview: think, then t types the answer, s says it aloud. A few words will do."
        }
        Context::Typing => "Tour 2 of 5. The clock tells and never stops you. Write a sentence, then Ctrl-D.",
        Context::Speaking => "Tour 2 of 5. The clock tells and never stops you. Say a sentence, then Enter.",
        Context::Predicting => "Tour 3 of 5. First you say how good it was: that is how one learns to judge oneself.",
        Context::Reveal => {
            "Tour 4 of 5. Now the interviewer's notes: Space said it, ~ partly, m missed; a takes what is mentioned, r: the rest \
             was missing. Enter goes on."
        }
        Context::Rating => {
            "Tour 5 of 5. What your ticks amount to, and when the question would come back. Enter keeps it; 1 to 4 choose."
        }
        Context::Next => "Rated. Here a question can be tried again, edited or taken back. Enter goes on.",
        Context::Summary => {
            "That was all of it, and nothing of this was kept. Enter ends the tour; `hotseat` is the real thing."
        }
        _ => return None,
    })
}
