//! The words by which clauses, denials and what is put away are told.

/// Words after which "not" denies nothing: "not only", "no matter".
pub(super) const NOT_DENIED: &[&str] = &["only", "just", "merely", "simply", "matter", "doubt", "wonder"];

/// Words that begin a new clause wherever they stand.
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

/// Those of them that may begin what is asked or looked at, and then belong to the verb before them.
pub(super) const ASKED_ABOUT: &[&str] = &["which", "where", "when", "if"];

/// Such verbs: "check which", "find out if".
pub(super) const ASKS: &[&str] = &[
    "ask", "asked", "asking", "check", "checked", "checking", "count", "find", "know", "look", "looked", "looking",
    "measure", "out", "record", "say", "see", "tell", "track", "verify", "wonder",
];

/// Words that begin a new clause after a comma, and so does a verb that says what is done instead. After a comma followed by anything else a list goes on.
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

/// Who does something: such a word begins a new clause even where nobody has put a comma, as in what was spoken.
pub(super) const SUBJECTS: &[&str] = &["i", "we", "you", "they", "he", "she"];

/// Words after which a subject belongs to what was begun: "I don't think we need", "not what they asked".
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

/// Verbs as they are used to say what one would do. After a comma they begin a new clause.
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

/// Words that may stand before such a verb.
pub(super) const BEFORE_VERBS: &[&str] = &["just", "simply", "always", "better", "please", "first"];

/// Words that begin what a verb is done to: before them stands no noun of a list.
pub(super) const OBJECTS: &[&str] = &[
    "a", "an", "the", "it", "them", "him", "her", "us", "me", "this", "that", "these", "those", "each", "every", "my",
    "our", "your", "their", "its", "his",
];

/// Words that say of what follows that there is hardly any of it, before "ever" and "any".
pub(super) const SCARCE: &[&str] = &["hardly", "scarcely", "barely", "rarely"];

/// What the speaker would rather not do with what follows, or did not do.
pub(super) const PUT_OFF: &[&str] = &["skip", "avoid", "omit", "ditch", "skipped", "omitted", "ditched"];

/// Verbs that put away what follows "against", or what was spoken of: "we decided against a canary", "against it".
pub(super) const REFUSES: &[&str] = &["decide", "decided", "chose", "choose", "voted", "argued", "advised", "spoke"];

/// Verbs that put away what "it" stands for.
pub(super) const REFUSED: &[&str] =
    &["rejected", "dropped", "dismissed", "discarded", "abandoned", "scrapped", "shelved"];

/// Verbs that put away what they are about with "out": "ruled out".
pub(super) const PUT_OUT: &[&str] = &["ruled", "rule"];

/// With which something is looked at that may be put away afterwards.
pub(super) const CONSIDERED: &[&str] =
    &["considered", "consider", "discussed", "evaluated", "weighed", "looked", "thought", "talked", "wanted", "toyed"];

/// Words that stand for what was spoken of.
pub(super) const STANDS_FOR: &[&str] = &["it", "that", "this", "them", "these", "those", "so", "both", "they", "there"];

/// Nouns for what was spoken of.
pub(super) const IDEAS: &[&str] = &["idea", "option", "plan", "thought"];

/// Verbs that stand for another one: "but we did not".
pub(super) const AUXILIARIES: &[&str] = &["do", "did", "does", "have", "had", "was", "were", "could", "would", "can"];

/// What is said of code that is as it should be.
pub(super) const RIGHT: &[&str] = &["correct", "fine", "ok", "okay", "right", "good", "alright"];

/// Verbs with which that is said, beside those for being something.
pub(super) const LOOKS: &[&str] = &["is", "are", "look", "seem", "sound"];

/// With which a remedy is spoken of, and not the code.
pub(super) const CONDITIONS: &[&str] = &["would", "could", "should", "will", "if", "when", "once", "unless", "after"];

/// After which it is said that something is not there.
pub(super) const SEES: &[&str] = &["see", "find", "found", "spot", "is", "are", "there", "have", "notice"];

/// What is wrong with code.
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

/// What was left out by mistake follows.
pub(super) const FORGOT: &[&str] = &["forgot", "forget", "forgotten"];

/// What is said at last, though it was forgotten: "I forgot to mention that".
pub(super) const TOLD: &[&str] = &["mention", "say", "add", "tell"];

/// Who speaks.
pub(super) const WHO: &[&str] = &["i", "we"];

/// Words with which a plan is made.
pub(super) const PLANS: &[&str] = &["would", "will", "should"];

/// Words that may stand between a speaker, a plan and what is put off.
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

/// Verbs for being something, after which a noun says what stands before: "an outbox is a waste of time".
pub(super) const COPULAS: &[&str] = &["is", "are", "was", "were", "be", "been", "seems", "feels", "looks", "sounds"];

/// After a negation, whatever it may be: "isn't something I'd bother with".
pub(super) const WHATEVER: &[&str] = &["something", "anything", "thing"];

/// What a speaker does not do with what is not "something I would".
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

/// What is not there, when a negation and one of these follow: "an outbox is not needed".
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

/// Words with which a mistake is told, and which nobody says who makes it.
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

/// What is not said to be missing though it says "no": "needs no key", "I don't need a key".
pub(super) const REQUIRES: &[&str] =
    &["need", "needs", "needed", "require", "requires", "required", "want", "wants", "wanted"];

/// Words before a negation that make it speak of what somebody would do: "I would not add".
pub(super) const MODALS: &[&str] = &["would", "should", "will", "could", "shall", "might"];

/// Words that put away what stands before: "cursors are overkill".
pub(super) const IDLE: &[&str] =
    &["overkill", "unnecessary", "unneeded", "pointless", "useless", "superfluous", "academic", "waste"];

/// Words that begin what something is for or where it is: "a key for refunds".
pub(super) const JOINS: &[&str] = &["for", "on", "in", "of", "at", "to", "between", "here", "there"];

/// Words that begin another noun: what is said of it is not said of what stands before.
pub(super) const OPENS: &[&str] = &[
    "the", "a", "an", "this", "that", "these", "those", "my", "our", "your", "their", "its", "i", "we", "you", "they",
    "it",
];

/// Others, of whom it is told what they do wrong.
pub(super) const OTHERS: &[&str] = &["somebody", "someone", "predecessor", "predecessors", "colleague", "colleagues"];

/// Before "people": others, too.
pub(super) const MANY: &[&str] = &["most", "many", "some", "other"];

/// What follows somebody who ought to do something, or is asked to: what is said of them is meant.
pub(super) const PRESCRIBES: &[&str] = &[
    "has", "have", "should", "must", "needs", "need", "can", "could", "would", "will", "to", "who", "from", "and",
    "or", "with",
];

/// What does not come of something, after a negation.
pub(super) const SHORTFALLS: &[&str] = &[
    "enough", "help", "helped", "helps", "solve", "solved", "solves", "fix", "fixed", "fixes", "work", "worked",
    "works",
];

/// Before "anything": nothing comes of it.
pub(super) const EFFECTS: &[&str] = &["do", "did", "done", "change", "changed"];

/// What somebody calls what ought not to be done.
pub(super) const BLUNDERS: &[&str] =
    &["mistake", "trap", "wrong", "useless", "pointless", "dangerous", "nonsense", "temptation", "fatal"];

/// Says that something is one.
pub(super) const BLAMES: &[&str] = &["is", "was", "be", "been", "are", "were"];

/// Before others: when something is done that is meant.
pub(super) const WHENEVER: &[&str] =
    &["when", "whenever", "if", "once", "until", "unless", "after", "before", "because"];
