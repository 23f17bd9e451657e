//! Answers by somebody who had read the question and nothing else: what they say must show, and what they merely sound
//! like must not.

use hotseat::assess::coverage;
use hotseat::bank::Library;

const ANSWERS: &[(&str, &str)] = &[
    (
        "backend/delivery-guarantees-basics",
        "Most brokers promise at least once delivery. If my consumer does the work and crashes before it acknowledges the \
         message, the broker thinks nobody handled it and hands it out again once the visibility timeout is over. The same \
         happens on a rebalance, or when the producer itself resends after a lost ack. So duplicates are normal and I don't \
         try to stop them on the wire. I make processing idempotent: each message has an id, I insert it into a processed \
         table with a unique constraint in the same transaction as the change to the balance. When the insert conflicts, I \
         ack and skip. If there's an outside call like charging a card, I pass the message id as idempotency key. We saw \
         around 0.1 percent duplicates. Cost is one more row per message, purged after seven days.",
    ),
    (
        "backend/composite-column-order",
        "I'd create a b-tree on country, type, created_at descending. Equality columns go first, because then the matching \
         rows sit next to each other, and the range column last. As the index is already ordered by date inside country and \
         type, Postgres can read the first twenty entries and stop, no sort step. If I put the date first it'd have to scan \
         ninety days of everything and filter. Between country and type the order doesn't matter for this query, so I choose \
         by what other queries use the prefix. I would check with explain analyze and buffers. Could include the selected \
         columns for an index only scan, but each index slows down inserts, so I'd look at which ones are unused.",
    ),
    (
        "backend/partial-downstream-failure",
        "First I ask which of the five are really needed. For the mandatory ones we fail fast with an error, for the \
         optional ones like recommendations we leave the box out or show a cached value. I call them in parallel, each with \
         its own timeout, say 200 ms, out of a total budget of 500 ms. A circuit breaker per dependency so a dead one \
         doesn't hold threads, and separate connection pools so one slow service can't eat all workers. Retry at most once \
         with jitter, only for idempotent reads, and only if there's time left. I'd measure how often the degraded page is \
         served and alert on it. And test by injecting latency.",
    ),
    (
        "backend/obs-log-or-metric",
        "If I want to know how much or how often, over time, it's a metric: cheap, aggregated, I can alert on it. When I \
         need to know what exactly happened to this one order, it's a log line with the order id. High cardinality stuff \
         like user ids must not be a label as each value is a new time series and prometheus blows up. Logs cost by volume \
         so we sample the debug ones and keep them for two weeks. Errors go into both: a counter for the alert and a \
         structured log with trace id to look up.",
    ),
];

const WAFFLE: &str = "Well, that is a really good question and it depends on a lot of factors. In general I would look at \
    best practices, talk to the team and make sure the solution is scalable, robust and maintainable. There are many tools \
    out there, like Redis, Kafka and Kubernetes, and we always picked the right one for the job. I would monitor \
    everything and add logs and tests so nothing goes wrong.";

#[test]
fn good_answers_show_their_points_and_waffle_shows_none() {
    let library = Library::builtin();
    for (id, answer) in ANSWERS {
        let question = library.question(&id.parse().expect("a name")).expect("a built-in question");
        let mentioned = |text: &str| coverage(&question, text).iter().filter(|mention| mention.mentioned).count();
        let points = question.look_for.len();
        assert!(mentioned(answer) * 2 >= points, "{id}: {} of {points}", mentioned(answer));
        assert!(mentioned(WAFFLE) * 10 <= points, "{id}: {} of {points} by waffle", mentioned(WAFFLE));
    }
}
