//! Syntax colours for snippets: the grammar says what a word is, the theme says how that looks.

use std::str::FromStr as _;
use std::sync::LazyLock;

use ratatui::style::Style;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::theme::Theme;
use crate::bank::Snippet;

/// The longest snippet, in lines, that is coloured; longer ones stay plain.
const MAX_LINES: usize = 500;

/// The longest line, in bytes, of a snippet that is coloured. A grammar may scan the rest of a line at each of its
/// characters.
const MAX_LINE: usize = 1_000;

/// What a stretch of code is, as far as colours tell it apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// Names, operators, everything else.
    Plain,
    /// Keywords of the language.
    Keyword,
    /// String literals.
    Text,
    /// Numbers and other constants.
    Constant,
    /// The name of what is being defined or called.
    Name,
    /// Comments.
    Comment,
}

impl Class {
    /// The style of the theme for this class.
    pub fn style(self, theme: &Theme) -> Style {
        match self {
            Self::Plain => theme.text,
            Self::Keyword => theme.accent,
            Self::Text => theme.good,
            Self::Constant => theme.warn,
            Self::Name => theme.strong,
            Self::Comment => theme.dim,
        }
    }
}

/// A snippet, ready to be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Code {
    /// The coloured stretches of each line, with tabs as four blanks.
    pub lines: Vec<Vec<(Class, String)>>,
    /// Whether its columns carry meaning, as in a query plan, figures or the output of a program. Its lines are never
    /// wrapped.
    pub is_table: bool,
}

impl Code {
    /// Whether there is no line in it.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }
}

/// Languages of snippets that are not code: their lines keep their columns.
const TABLES: [&str; 12] =
    ["", "text", "txt", "plain", "plaintext", "console", "output", "log", "plan", "explain", "csv", "tsv"];

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// Scopes and their classes, in order. Going from the innermost scope outwards, the first one found here decides.
static SCOPES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let named = [
        ("comment", Class::Comment),
        ("string", Class::Text),
        ("constant", Class::Constant),
        ("keyword.operator", Class::Plain),
        ("keyword", Class::Keyword),
        ("storage", Class::Keyword),
        ("entity.name", Class::Name),
        ("support.function", Class::Name),
        ("variable.function", Class::Name),
    ];
    named.into_iter().filter_map(|(name, class)| Some((Scope::from_str(name).ok()?, class))).collect()
});

/// A snippet without colours, with tabs as four blanks.
pub fn plain(snippet: &Snippet) -> Code {
    let lines = snippet.code.lines().map(|line| vec![(Class::Plain, line.replace('\t', "    "))]).collect();
    Code { lines, is_table: TABLES.contains(&snippet.language.trim().to_lowercase().as_str()) }
}

/// Splits a snippet into coloured stretches. It stays plain if no grammar is known for its language, or if it is too
/// long.
pub fn highlight(snippet: &Snippet) -> Code {
    let lines: Vec<String> = snippet.code.lines().map(|line| line.replace('\t', "    ")).collect();
    let short = lines.len() <= MAX_LINES && lines.iter().all(|line| line.len() <= MAX_LINE);
    let code = plain(snippet);
    let Some(syntax) = syntax(&snippet.language).filter(|_| short) else { return code };
    let mut parser = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    Code { lines: lines.iter().map(|line| stretches(line, &mut parser, &mut stack)).collect(), ..code }
}

fn stretches(line: &str, parser: &mut ParseState, stack: &mut ScopeStack) -> Vec<(Class, String)> {
    // A line that the grammar cannot parse stays plain.
    let ops = parser.parse_line(&format!("{line}\n"), &SYNTAXES).unwrap_or_default();
    let mut found: Vec<(Class, String)> = Vec::new();
    let mut from = 0;
    let mut put = |class: Class, text: &str| match found.last_mut() {
        _ if text.is_empty() => {}
        Some((last, before)) if *last == class => before.push_str(text),
        _ => found.push((class, text.to_owned())),
    };
    for (at, op) in ops {
        let at = at.min(line.len());
        put(class(stack), line.get(from..at).unwrap_or_default());
        from = at;
        if stack.apply(&op).is_err() {
            break;
        }
    }
    put(class(stack), line.get(from..).unwrap_or_default());
    found
}

fn class(stack: &ScopeStack) -> Class {
    let inner_first = stack.as_slice().iter().rev();
    inner_first
        .filter_map(|scope| SCOPES.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope)))
        .map(|(_, class)| *class)
        .next()
        .unwrap_or(Class::Plain)
}

/// The grammar of a language by its common name. A language that has none uses that of its nearest relative.
fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name = match language.to_lowercase().as_str() {
        "typescript" | "ts" | "javascript" | "js" | "node" => "js".to_owned(),
        "csharp" | "c#" | "cs" => "cs".to_owned(),
        "kotlin" => "java".to_owned(),
        "shell" | "bash" => "sh".to_owned(),
        other => other.to_owned(),
    };
    SYNTAXES.find_syntax_by_token(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(language: &str, code: &str) -> Vec<Vec<(Class, String)>> {
        highlight(&Snippet { language: language.into(), code: code.into() }).lines
    }

    #[test]
    fn what_is_no_code_keeps_its_columns() {
        let is_table = |language: &str| highlight(&Snippet { language: language.into(), code: "x".into() }).is_table;
        assert!(is_table("text") && is_table("Console") && is_table(""));
        assert!(!is_table("rust") && !is_table("klingon"));
    }

    #[test]
    fn words_strings_and_remarks_are_told_apart() {
        let code = lines("python", "def pay(x):\n\treturn \"ok\" # 1\n");
        assert!(code[0].contains(&(Class::Keyword, "def".into())), "{code:?}");
        assert!(code[0].contains(&(Class::Name, "pay".into())), "{code:?}");
        assert_eq!(code[1][0], (Class::Plain, "    ".into()), "{code:?}");
        assert!(code[1].iter().any(|(class, text)| *class == Class::Text && text.contains("ok")), "{code:?}");
        assert!(code[1].iter().any(|(class, text)| *class == Class::Comment && text.contains("# 1")), "{code:?}");
    }

    #[test]
    fn every_language_of_the_bank_has_a_grammar() {
        for language in ["java", "python", "javascript", "typescript", "go", "rust", "csharp", "sql"] {
            assert!(syntax(language).is_some(), "{language}");
        }
    }

    #[test]
    fn what_would_take_long_stays_plain() {
        for code in ["f(\"a\", ".repeat(20_000), "return 1\n".repeat(MAX_LINES + 1)] {
            assert!(lines("js", &code).iter().flatten().all(|(class, _)| *class == Class::Plain));
        }
    }

    #[test]
    fn unknown_languages_stay_whole() {
        assert_eq!(lines("klingon", "a\tb"), [[(Class::Plain, "a    b".into())]]);
    }

    #[test]
    fn nothing_is_lost_on_the_way() {
        let text = "fn main() {\n    let s = \"ä\\n\"; // 東京\n\n}\n";
        let code = lines("rust", text);
        let joined: Vec<String> =
            code.iter().map(|line| line.iter().map(|(_, text)| text.as_str()).collect()).collect();
        assert_eq!(joined, text.lines().collect::<Vec<_>>());
    }
}
