//! The words by which clauses, denials and rejections are recognised.

/// Words after which "not" denies nothing: "not only", "no matter".
pub(super) const NOT_DENIED: &[&str] = &["only", "just", "merely", "simply", "matter", "doubt", "wonder"];

/// Words that begin a new clause wherever they occur.
pub(super) const CLAUSE_WORDS: &[&str] = &[
    "but",
    "so",
    "because",
    "although",
    "though",
    "while",
    "whereas",
    "however",
    "instead",
    "therefore",
    "otherwise",
    "which",
    "until",
    "unless",
    "than",
    "when",
    "if",
    "where",
    "before",
    "after",
    "since",
    "rather",
];

/// Those clause words that may also introduce what is asked or examined, and then belong to the verb before them.
pub(super) const ASKED_ABOUT: &[&str] = &["which", "where", "when", "if"];

/// The verbs that introduce such questions: "check which", "find out if".
pub(super) const ASKS: &[&str] = &[
    "ask", "asked", "asking", "check", "checked", "checking", "count", "find", "know", "look", "looked", "looking",
    "measure", "out", "record", "say", "see", "tell", "track", "verify", "wonder",
];

/// Words that begin a new clause after a comma; so does a verb that says what is done instead. After a comma, any other
/// word continues a list.
pub(super) const AFTER_COMMA: &[&str] = &[
    "i",
    "we",
    "you",
    "they",
    "he",
    "she",
    "it",
    "there",
    "this",
    "that",
    "these",
    "those",
    "then",
    "and",
    "one",
    "my",
    "our",
    "the",
    "a",
    "an",
    "every",
    "everyone",
    "everything",
    "each",
    "only",
    "with",
    "by",
    "to",
    "as",
    "using",
    "in",
    "on",
    "at",
];

/// Subjects: they begin a new clause even without a comma, as in transcripts.
pub(super) const SUBJECTS: &[&str] = &["i", "we", "you", "they", "he", "she"];

/// Words after which a subject continues the clause: "I don't think we need", "not what they asked".
pub(super) const LEADS_ON: &[&str] = &[
    "think",
    "thought",
    "believe",
    "say",
    "said",
    "sure",
    "know",
    "mean",
    "suppose",
    "guess",
    "claim",
    "see",
    "that",
    "what",
    "how",
    "why",
    "who",
    "as",
    "or",
    "nor",
    "and",
    "only",
    "everything",
    "anything",
    "all",
    "thing",
    "things",
    "something",
    "nothing",
];

/// Verbs in the form used to say what one would do. After a comma they begin a new clause.
pub(super) const VERBS: &[&str] = &[
    "accept",
    "add",
    "alert",
    "ask",
    "assign",
    "avoid",
    "batch",
    "block",
    "bound",
    "break",
    "build",
    "cache",
    "call",
    "cap",
    "catch",
    "change",
    "check",
    "choose",
    "claim",
    "close",
    "compare",
    "compute",
    "copy",
    "count",
    "create",
    "cut",
    "decide",
    "delete",
    "do",
    "drop",
    "encrypt",
    "expire",
    "explain",
    "fail",
    "fetch",
    "filter",
    "find",
    "fix",
    "flush",
    "get",
    "give",
    "go",
    "hand",
    "handle",
    "hash",
    "hold",
    "ignore",
    "insert",
    "invalidate",
    "keep",
    "leave",
    "let",
    "limit",
    "load",
    "log",
    "look",
    "make",
    "mark",
    "measure",
    "merge",
    "move",
    "offer",
    "open",
    "page",
    "park",
    "pass",
    "pause",
    "pick",
    "publish",
    "pull",
    "push",
    "put",
    "queue",
    "read",
    "rebuild",
    "record",
    "refresh",
    "reject",
    "remove",
    "replace",
    "replay",
    "report",
    "reserve",
    "restart",
    "retry",
    "return",
    "roll",
    "route",
    "run",
    "say",
    "scale",
    "schedule",
    "send",
    "serve",
    "set",
    "shed",
    "ship",
    "show",
    "sign",
    "skip",
    "split",
    "start",
    "stay",
    "stop",
    "store",
    "switch",
    "take",
    "talk",
    "tell",
    "test",
    "throttle",
    "throw",
    "track",
    "treat",
    "try",
    "turn",
    "use",
    "validate",
    "verify",
    "wait",
    "watch",
    "wrap",
    "write",
];

/// Words that may precede such a verb.
pub(super) const BEFORE_VERBS: &[&str] = &["just", "simply", "always", "better", "please", "first"];

/// Words that begin an object: the word before them is not a noun in a list.
pub(super) const OBJECTS: &[&str] = &[
    "a", "an", "the", "it", "them", "him", "her", "us", "me", "this", "that", "these", "those", "each", "every", "my",
    "our", "your", "their", "its", "his",
];

/// Words that mean "almost none" before "ever" and "any".
pub(super) const SCARCE: &[&str] = &["hardly", "scarcely", "barely", "rarely"];

/// Verbs for what the speaker would rather not do, or did not do, with what follows.
pub(super) const PUT_OFF: &[&str] = &["skip", "avoid", "omit", "ditch", "skipped", "omitted", "ditched"];

/// Verbs that with "against" reject what follows or what was mentioned: "we decided against a canary", "against it".
pub(super) const REFUSES: &[&str] = &["decide", "decided", "chose", "choose", "voted", "argued", "advised", "spoke"];

/// Verbs that reject what "it" stands for.
pub(super) const REFUSED: &[&str] =
    &["rejected", "dropped", "dismissed", "discarded", "abandoned", "scrapped", "shelved"];

/// Verbs that reject their object together with "out": "ruled out".
pub(super) const PUT_OUT: &[&str] = &["ruled", "rule"];

/// Verbs for considering something that may be rejected afterwards.
pub(super) const CONSIDERED: &[&str] =
    &["considered", "consider", "discussed", "evaluated", "weighed", "looked", "thought", "talked", "wanted", "toyed"];

/// Words that stand for something mentioned before.
pub(super) const STANDS_FOR: &[&str] = &["it", "that", "this", "them", "these", "those", "so", "both", "they", "there"];

/// Nouns for something mentioned before.
pub(super) const IDEAS: &[&str] = &["idea", "option", "plan", "thought"];

/// Verbs that stand for another one: "but we did not".
pub(super) const AUXILIARIES: &[&str] = &["do", "did", "does", "have", "had", "was", "were", "could", "would", "can"];

/// Words that call code correct.
pub(super) const RIGHT: &[&str] = &["correct", "fine", "ok", "okay", "right", "good", "alright"];

/// Verbs used with those words, besides forms of "be".
pub(super) const LOOKS: &[&str] = &["is", "are", "look", "seem", "sound"];

/// Words that show that a remedy is meant, and not the code as it is.
pub(super) const CONDITIONS: &[&str] = &["would", "could", "should", "will", "if", "when", "once", "unless", "after"];

/// Verbs after which something may be said to be absent.
pub(super) const SEES: &[&str] = &["see", "find", "found", "spot", "is", "are", "there", "have", "notice"];

/// Faults that code may have.
pub(super) const FAULTS: &[&str] = &[
    "injection",
    "race",
    "leak",
    "deadlock",
    "bug",
    "bugs",
    "problem",
    "problems",
    "issue",
    "issues",
    "vulnerability",
    "overflow",
    "flaw",
    "hole",
    "concern",
    "concerns",
];

/// Verbs followed by what was left out by mistake.
pub(super) const FORGOT: &[&str] = &["forgot", "forget", "forgotten"];

/// Verbs that show that something forgotten is said after all: "I forgot to mention that".
pub(super) const TOLD: &[&str] = &["mention", "say", "add", "tell"];

/// Words for the speaker.
pub(super) const WHO: &[&str] = &["i", "we"];

/// Words that express a plan.
pub(super) const PLANS: &[&str] = &["would", "will", "should"];

/// Words that may stand between the speaker, the plan and the verb of putting off.
pub(super) const NOT_QUITE: &[&str] = &[
    "probably",
    "just",
    "simply",
    "also",
    "definitely",
    "really",
    "still",
    "likely",
    "honestly",
    "maybe",
    "rather",
    "then",
    "completely",
    "totally",
    "had",
    "have",
    "always",
    "often",
    "clean",
    "even",
];

/// Verbs of being, after which a noun describes what precedes: "an outbox is a waste of time".
pub(super) const COPULAS: &[&str] = &["is", "are", "was", "were", "be", "been", "seems", "feels", "looks", "sounds"];

/// Words after a negation for an unnamed thing: "isn't something I'd bother with".
pub(super) const WHATEVER: &[&str] = &["something", "anything", "thing"];

/// Verbs that, after "not something I would", reject what precedes.
pub(super) const WANTS: &[&str] = &[
    "bother",
    "want",
    "reach",
    "worry",
    "consider",
    "add",
    "use",
    "do",
    "touch",
    "care",
    "build",
    "introduce",
    "spend",
    "recommend",
    "go",
];

/// Words that, after a negation, say that something is not there or not needed: "an outbox is not needed".
pub(super) const NEEDS: &[&str] = &[
    "need",
    "needed",
    "necessary",
    "required",
    "exist",
    "exists",
    "used",
    "checked",
    "verified",
    "stored",
    "worth",
    "concern",
    "problem",
    "issue",
    "argument",
    "happen",
    "happens",
    "happened",
    "occur",
    "occurs",
    "matter",
    "matters",
    "apply",
    "applies",
    "discussed",
    "mentioned",
    "covered",
    "considered",
    "relevant",
    "involved",
];

/// Verbs that introduce a mistake, and that candidates leave out when they make it.
pub(super) const TELLS: &[&str] = &[
    "says",
    "say",
    "believes",
    "suggests",
    "proposes",
    "thinks",
    "claims",
    "assumes",
    "wants",
    "takes",
    "calls",
    "names",
    "only",
    "just",
    "without",
    "everything",
    "something",
    "always",
    "because",
    "first",
    "then",
    "instead",
    "rather",
    "nothing",
    "anything",
    "every",
    "any",
    "all",
    "more",
    "way",
];

/// Verbs of requiring: with "no" they do not say that something is missing ("needs no key", "I don't need a key").
pub(super) const REQUIRES: &[&str] =
    &["need", "needs", "needed", "require", "requires", "required", "want", "wants", "wanted"];

/// Words that, before a negation, turn it into a plan: "I would not add".
pub(super) const MODALS: &[&str] = &["would", "should", "will", "could", "shall", "might"];

/// Words that reject what precedes them: "cursors are overkill".
pub(super) const IDLE: &[&str] =
    &["overkill", "unnecessary", "unneeded", "pointless", "useless", "superfluous", "academic", "waste"];

/// Words that introduce a purpose or a place: "a key for refunds".
pub(super) const JOINS: &[&str] = &["for", "on", "in", "of", "at", "to", "between", "here", "there"];

/// Words that begin another noun phrase: what is said of it does not apply to what precedes.
pub(super) const OPENS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "my", "our", "your", "their", "its", "i", "we", "you", "they",
    "it",
];

/// Nouns for other people, whose mistakes are described.
pub(super) const OTHERS: &[&str] = &["somebody", "someone", "predecessor", "predecessors", "colleague", "colleagues"];

/// Words before "people" that also mean others.
pub(super) const MANY: &[&str] = &["most", "many", "some", "other"];

/// Words after other people that show that they ought to do something, or are asked to: that counts as the speaker's
/// own proposal.
pub(super) const PRESCRIBES: &[&str] = &[
    "has", "have", "should", "must", "needs", "need", "can", "could", "would", "will", "to", "who", "from", "and",
    "or", "with",
];

/// Words that, after a negation, say that something does not achieve its purpose.
pub(super) const SHORTFALLS: &[&str] = &[
    "enough", "help", "helped", "helps", "solve", "solved", "solves", "fix", "fixed", "fixes", "work", "worked",
    "works",
];

/// Verbs that, before "anything" in a negation, say that something has no effect.
pub(super) const EFFECTS: &[&str] = &["do", "did", "done", "change", "changed"];

/// Words for what ought not to be done.
pub(super) const BLUNDERS: &[&str] =
    &["mistake", "trap", "wrong", "useless", "pointless", "dangerous", "nonsense", "temptation", "fatal"];

/// Verbs that apply such a word to something.
pub(super) const BLAMES: &[&str] = &["is", "was", "be", "been", "are", "were"];

/// Words before other people that make the clause a condition, which says when something is done.
pub(super) const WHENEVER: &[&str] =
    &["when", "whenever", "if", "once", "until", "unless", "after", "before", "because"];
