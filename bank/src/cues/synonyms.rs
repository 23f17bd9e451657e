//! Words that say the same in the trade and in everyday speech: who has read a point knows "invalidate", who answers
//! says "throw away". They only support what is touched; what is mentioned takes the words of a cue.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::words::Lexicon;

/// Groups of words that stand for each other in any form. A hyphen joins words that belong together, with at most two
/// others in between: "throw it all away". A word may be in several groups; they do not run into each other.
const GROUPS: &[&str] = &[
    // Data and where it is kept.
    "stale outdated old out-date",
    "staleness old outdated stale",
    "fresh current up-date newest",
    "ttl lifetime expire expiry short-time run-out max-age",
    "invalidate evict purge flush delete remove throw-away get-rid",
    "delete remove erase purge drop discard throw-away get-rid wipe clean-up",
    "remove delete take-out take-away drop throw-away get-rid",
    "document page article text file",
    "row record entry line",
    "column field attribute property",
    "duplicate twice double",
    "deduplicate duplicate twice unique",
    "replica follower secondary standby",
    "primary leader master",
    "backup dump snapshot",
    "restore recover bring-back put-back get-back backup",
    "migration migrate move",
    "partition shard slice",
    "batch chunk portion bunch",
    "append-only immutable never-change never-remove",
    "immutable unchanged never-change",
    "store database",
    "persist save write-down",
    "history past earlier",
    "archive cold-storage",
    // Work that is done together, in turn, again.
    "lock mutex exclusive",
    "block hang stuck wait",
    "waiter queue-up line wait",
    "backlog lag behind pile-up queue",
    "message event mail notification",
    "consumer reader subscriber listener",
    "producer writer publisher sender",
    "atomic all-or-nothing together",
    "rollback revert undo back-out go-back old-version previous",
    "revert rollback undo put-back",
    "idempotent twice repeat safe-repeat same-again",
    "retry again repeat try-again resend attempt",
    "attempt try retry",
    "backoff back-off longer wait",
    "jitter random scatter spread",
    "timeout deadline time-limit give-up",
    "deadline timeout time-limit due date",
    "cancel abort stop call-off",
    "limit cap bound maximum ceiling quota most",
    "bound limit cap maximum size",
    "throttle pace slow-down limit",
    "shed reject refuse turn-away drop",
    "reject refuse turn-away deny decline",
    "refuse reject turn-away decline",
    "overload saturate swamp exhaust full",
    "saturation full limit exhaust queue",
    "exhaust run-out full use-up",
    "concurrent parallel same-time simultaneous at-once same-moment",
    "parallel same-time at-once concurrent",
    "race same-moment same-time overtake collide",
    "conflict collide clash",
    "stampede all-once everybody-same herd rush",
    "order sequence turn",
    "handover handoff handshake hand-over pass-on",
    "drain run-dry let-finish",
    "pause stop wait hold",
    "resume go-on continue pick-up",
    "checkpoint progress where-was",
    "rebuild recompute refill load-again fetch-again build-again",
    "replay again reprocess",
    "background later worker separate-job",
    "asynchronous later background",
    "job task script cron",
    "nightly night daily",
    "schedule plan cron",
    // What goes wrong, and how it is seen.
    "crash die fall-over go-down panic",
    "outage down incident failure",
    "unavailable unreachable",
    "leak pile-up forever stay",
    "memory heap ram",
    "latency response-time slow delay",
    "slow take-long crawl latency",
    "percentile p99 p95 tail slowest",
    "peak rush spike burst busiest",
    "load traffic volume",
    "bottleneck tight limit slowest",
    "metric graph chart figure number dashboard",
    "dashboard graph chart",
    "figure number",
    "measure count number profile",
    "measurement measure number",
    "alert alarm page notify warn",
    "log write-down record",
    "monitor watch observe keep-eye",
    "detect notice discover spot see",
    "notice see spot saw",
    "reproduce happen-again make-happen recreate trigger own-machine",
    "visible see show saw",
    "cause reason why culprit",
    "narrow halve bisect rule-out",
    "fence one-place limit",
    "expiry lifetime run-out ttl",
    "quarantine flaky",
    "hypothesis suspect suspicion guess idea theory",
    "suspect suspicion guess think",
    "evidence proof fact number data saw",
    "verify check confirm prove make-sure",
    "confirm check prove sure",
    "prove show proof test",
    "reconcile compare add-up recount match",
    "compare against beside difference",
    "difference differ compare",
    "validate check validation rule",
    "symptom problem complaint",
    "edge odd corner zero negative extreme boundary",
    "damage harm hurt break",
    "harm damage hurt affect",
    "affect hit hurt concern",
    "impact effect harm",
    "extent how-many how-far which",
    "share percent",
    "lose gone miss",
    "corrupt wrong broken",
    // Safety.
    "permission allow right may access",
    "authorise allow permission right check-may",
    "authorisation allow permission right",
    "policy rule allow check",
    "administrator admin",
    "authenticate login sign-in password",
    "credential password secret login",
    "secret password credential",
    "expose leak reveal give-away",
    "attacker stranger hacker malicious somebody-else",
    "tenant customer organisation company",
    "breach leak personal-data",
    "privacy personal-data",
    "ownership belong own",
    "audit look-who trail search",
    "forge fake pretend",
    // Programs.
    "customer user client buyer",
    "caller client consumer",
    "endpoint route url path",
    "response answer reply",
    "error failure fault exception",
    "deploy release rollout ship go-live put-out bring-out",
    "release ship deploy version go-live",
    "flag toggle switch",
    "disable turn-off switch-off",
    "enable turn-on switch-on",
    "optional less-important",
    "canary gradually one-percent few-user small-share step-step",
    "gradually step little-by-little slowly percent",
    "configuration setting",
    "pod instance machine node server",
    "instance machine server copy",
    "restart reboot start-again bounce",
    "shutdown stop end terminate",
    "graceful clean",
    "probe health-check heartbeat",
    "dependency depend need rely",
    "cycle ring circle circular each-other",
    "layer tier level bottom",
    "lower bottom below",
    "upper higher above",
    "fallback default instead degrade",
    "degrade fallback turn-off leave-out",
    "contract agreement schema interface",
    "compatible both-version old-new works-with",
    "additive add-first add-column",
    "destructive drop remove",
    "mock stub fake",
    "regression break-again come-back",
    "refactor restructure rewrite",
    "readable understand clear",
    "output come-out",
    "constraint unique rule check index",
    "pagination page cursor",
    "threshold bar limit cut-off",
    "similar alike close near",
    "similarity alike close meaning",
    "capacity headroom room spare",
    "headroom spare reserve room grow",
    "growth grow more bigger",
    "failover switch-over take-over",
    "quorum majority",
    "region datacentre",
    "cheap little-cost inexpensive",
    "cost price money expensive",
    "expensive cost money price",
    "budget money",
    "trade-off price downside cost",
    "exact same identical",
    "cold nothing scratch",
    "partial incomplete part-missing half",
    "barrier wall fence",
    "filter condition where",
    "compress shrink zip small",
    "absence off switch-off turn-off",
    "interim moment meantime freeze temporary",
    "meantime moment interim",
    "spreadsheet sheet list table page",
    "dice coin toss random",
    "head start begin",
    "skip leave-out left-out pass-over",
    "repeatable again run-again twice",
    "effect mail call outside",
    "alongside beside next-each",
    "contiguous next-each beside",
    "invariant rule must-hold",
    "cart basket",
    "propose offer suggest could-do",
    "offer propose suggest could",
    "postpone tomorrow next-week later",
    "minimum smallest least",
    "estimate guess sum",
    "responsibility belong own charge",
    "trust believe",
    "visible everyone-see see show",
    "stub fake mock",
    "isolate own separate apart",
    "unbounded thousand no-limit for-ever",
    "unpaged everything whole all-there",
    "sponsor boss ceo",
    "warm preload",
    "hot popular busy",
    "mitigate stop-bleeding turn-off relief",
    "reversible undo back safe",
    "temporary tonight meantime short-term",
    "drill practise rehearse exercise try-out",
    "rehearse practise drill try-out try-before",
    "runbook instruction guide playbook page",
    // People.
    "owner responsible belong charge",
    "responsible own charge owner",
    "colleague teammate coworker engineer developer",
    "manager lead boss",
    "sponsor boss manager ceo director",
    "lead boss manager",
    "stakeholder product sales finance",
    "product business sales",
    "escalate call ring reach get-hold",
    "agree agreement settle deal okay",
    "object against disagree",
    "decision decide choose choice",
    "decide choose pick",
    "alternative option other-way",
    "option alternative offer either",
    "scope leave-out",
    "success goal target",
    "target goal aim half",
    "criterion condition rule",
    "early soon once straight same-day",
    "immediately at-once straight-away right-away",
    "regularly once-while every weekly monthly year",
    "document write-down note wiki page",
    "timeline time note",
    "timestamp time beside",
    "inform tell let-know announce write",
    "communicate tell inform let-know",
    "tell said say inform",
    "concrete specific example case",
    "example case instance",
    "private alone two-us one-one coffee",
    "mistake error fault wrong slip",
    "admit own-up confess honest",
    "honest frank open admit",
    "lesson learn taught",
    "promise commit",
    "review look-over second-pair four-eye second-person",
    "version piece slice",
    "usable ship",
    "demo show present",
    "risk danger could-happen",
    "legal law lawyer",
    "feedback criticism",
    "reaction felt offended",
    "range band bracket between",
    "band range bracket",
    "salary pay compensation",
    "market city other-pay",
    "ready available",
    "estimate roughly guess calculate",
    "assumption assume guess",
    "follow-up later afterwards",
    "habit routine rule",
    "elsewhere other-team other-place",
    "post-mortem retrospective write-up",
];

/// For the mark of each word's stem, the groups that it is in.
static BY_MARK: LazyLock<HashMap<u32, Vec<&'static str>>> = LazyLock::new(|| {
    let mut lexicon = Lexicon::new();
    let mut groups: HashMap<u32, Vec<&'static str>> = HashMap::new();
    for group in GROUPS {
        for word in group.split(' ').filter(|word| !word.contains('-')) {
            let stem = lexicon.stem(word);
            groups.entry(lexicon.mark(stem)).or_default().push(group);
        }
    }
    groups
});

/// What else says the same as the stem with this mark: the stems of a word or of several that belong together.
pub(super) fn of(stem: u32, lexicon: &mut Lexicon) -> Vec<Vec<u32>> {
    let mut others: Vec<Vec<u32>> = Vec::new();
    for member in BY_MARK.get(&lexicon.mark(stem)).into_iter().flatten().flat_map(|group| group.split(' ')) {
        let words: Vec<u32> = member.split('-').map(|word| lexicon.stem(word)).collect();
        if words != [stem] && !others.contains(&words) {
            others.push(words);
        }
    }
    others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_group_stand_for_each_other_in_any_form() {
        let mut lexicon = Lexicon::new();
        let (ttl, lifetimes, stale) = (lexicon.stem("ttl"), lexicon.stem("lifetimes"), lexicon.stem("stale"));
        assert!(of(ttl, &mut lexicon).contains(&vec![lifetimes]));
        assert!(of(lifetimes, &mut lexicon).contains(&vec![ttl]));
        assert!(!of(ttl, &mut lexicon).contains(&vec![stale]), "groups do not run into each other");
        let apart = vec![lexicon.stem("throws"), lexicon.stem("away")];
        let delete = lexicon.stem("deleted");
        assert!(of(delete, &mut lexicon).contains(&apart));
    }

    #[test]
    fn each_group_is_made_of_at_least_two_plain_words() {
        for group in GROUPS {
            assert!(group.split(' ').count() > 1, "{group}");
            assert!(
                group.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b" -".contains(&byte)),
                "{group}"
            );
        }
    }
}
