//! Turns LaTeX formulas into readable text: letters, symbols, superscripts and subscripts. Anything more complex stays
//! as it is written.

const NAMES: [(&str, &str); 84] = [
    ("alpha", "α"),
    ("beta", "β"),
    ("gamma", "γ"),
    ("delta", "δ"),
    ("epsilon", "ε"),
    ("varepsilon", "ε"),
    ("zeta", "ζ"),
    ("eta", "η"),
    ("theta", "θ"),
    ("kappa", "κ"),
    ("lambda", "λ"),
    ("mu", "μ"),
    ("nu", "ν"),
    ("xi", "ξ"),
    ("pi", "π"),
    ("rho", "ρ"),
    ("sigma", "σ"),
    ("tau", "τ"),
    ("phi", "φ"),
    ("varphi", "φ"),
    ("chi", "χ"),
    ("psi", "ψ"),
    ("omega", "ω"),
    ("Gamma", "Γ"),
    ("Delta", "Δ"),
    ("Theta", "Θ"),
    ("Lambda", "Λ"),
    ("Xi", "Ξ"),
    ("Pi", "Π"),
    ("Sigma", "Σ"),
    ("Phi", "Φ"),
    ("Psi", "Ψ"),
    ("Omega", "Ω"),
    ("cdot", "·"),
    ("times", "×"),
    ("div", "÷"),
    ("pm", "±"),
    ("leq", "≤"),
    ("le", "≤"),
    ("geq", "≥"),
    ("ge", "≥"),
    ("neq", "≠"),
    ("ne", "≠"),
    ("approx", "≈"),
    ("equiv", "≡"),
    ("sim", "~"),
    ("infty", "∞"),
    ("sum", "∑"),
    ("prod", "∏"),
    ("int", "∫"),
    ("partial", "∂"),
    ("nabla", "∇"),
    ("in", "∈"),
    ("notin", "∉"),
    ("subset", "⊂"),
    ("subseteq", "⊆"),
    ("cup", "∪"),
    ("cap", "∩"),
    ("emptyset", "∅"),
    ("forall", "∀"),
    ("exists", "∃"),
    ("neg", "¬"),
    ("land", "∧"),
    ("wedge", "∧"),
    ("lor", "∨"),
    ("vee", "∨"),
    ("to", "→"),
    ("rightarrow", "→"),
    ("leftarrow", "←"),
    ("Rightarrow", "⇒"),
    ("implies", "⇒"),
    ("iff", "⇔"),
    ("mapsto", "↦"),
    ("ldots", "…"),
    ("dots", "…"),
    ("cdots", "…"),
    ("lfloor", "⌊"),
    ("rfloor", "⌋"),
    ("lceil", "⌈"),
    ("rceil", "⌉"),
    ("mid", "|"),
    ("ll", "≪"),
    ("gg", "≫"),
    ("quad", " "),
];

/// Commands that only format their argument, or whose name is the word itself.
const PLAIN: [&str; 30] = [
    "text",
    "mathrm",
    "mathbf",
    "mathit",
    "mathcal",
    "mathbb",
    "textbf",
    "textit",
    "texttt",
    "operatorname",
    "left",
    "right",
    "big",
    "Big",
    "displaystyle",
    "limits",
    "bar",
    "hat",
    "vec",
    "log",
    "ln",
    "exp",
    "sin",
    "cos",
    "tan",
    "min",
    "max",
    "lim",
    "argmax",
    "argmin",
];

/// The deepest nesting of braces that is converted.
const MAX_DEPTH: usize = 16;

/// Whether a text between dollar signs is a formula rather than the text between two prices.
pub(super) fn is_formula(text: &str) -> bool {
    let short = text.chars().count() <= 3 && text.chars().all(char::is_alphabetic);
    short || text.contains(['\\', '^', '_', '=', '{']) || (text.contains('(') && !text.contains(' '))
}

/// A text with the formulas between the usual markers of cards made readable.
pub(super) fn in_text(text: &str) -> String {
    const MARKS: [(&str, &str); 5] =
        [("\\(", "\\)"), ("\\[", "\\]"), ("[latex]", "[/latex]"), ("[$$]", "[/$$]"), ("[$]", "[/$]")];
    if !text.contains("\\(") && !text.contains("\\[") && !text.contains("[latex]") && !text.contains("[$") {
        return text.to_owned();
    }
    let mut out = text.to_owned();
    for (open, close) in MARKS {
        let mut rest = std::mem::take(&mut out);
        while let Some((before, after)) = rest.split_once(open) {
            let Some((formula, tail)) = after.split_once(close) else { break };
            out.push_str(before);
            out.push_str(&to_text(formula.trim().trim_matches('$')));
            rest = tail.to_owned();
        }
        out.push_str(&rest);
    }
    out
}

/// A formula as text.
pub(super) fn to_text(formula: &str) -> String {
    let mut out = String::with_capacity(formula.len());
    write(formula, 0, &mut out);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn write(formula: &str, depth: usize, out: &mut String) {
    let mut rest = formula;
    while let Some(c) = rest.chars().next() {
        let after = &rest[c.len_utf8()..];
        rest = match c {
            '\\' => command(after, depth, out),
            '^' | '_' => {
                let (inner, tail) = argument(after);
                let mut text = String::new();
                deeper(inner, depth, &mut text);
                let moved: Option<String> = text.chars().map(if c == '^' { raised } else { lowered }).collect();
                match moved {
                    Some(moved) => out.push_str(&moved),
                    None if text.chars().count() > 1 => out.push_str(&format!("{c}({text})")),
                    None => out.push_str(&format!("{c}{text}")),
                }
                tail
            }
            '{' | '}' => after,
            '~' => {
                out.push(' ');
                after
            }
            c => {
                out.push(c);
                after
            }
        };
    }
}

/// Whether a piece of a formula needs no brackets: a number, a letter, or a root of one.
fn is_one(text: &str) -> bool {
    let rest = text.strip_prefix('√').unwrap_or(text);
    rest.chars().count() < 2
        || rest.chars().all(|c| c.is_ascii_digit())
        || (rest.len() < text.len() && rest.starts_with('('))
}

fn deeper(inner: &str, depth: usize, out: &mut String) {
    if depth < MAX_DEPTH {
        write(inner, depth + 1, out);
    } else {
        out.push_str(inner);
    }
}

/// Converts the command after a backslash. Returns the rest of the formula.
fn command<'a>(after: &'a str, depth: usize, out: &mut String) -> &'a str {
    let length = after.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, rest) = after.split_at(length);
    if name.is_empty() {
        let mut chars = after.chars();
        match chars.next() {
            Some(',' | ';' | ':' | '!' | ' ' | '\\') => out.push(' '),
            Some('(' | ')' | '[' | ']') | None => {}
            Some(c) => out.push(c),
        }
        return chars.as_str();
    }
    let one = |text: &str| {
        let mut inner = String::new();
        deeper(text, depth, &mut inner);
        if is_one(&inner) { inner } else { format!("({inner})") }
    };
    match name {
        "frac" | "dfrac" | "tfrac" => {
            let (above, rest) = argument(rest);
            let (below, rest) = argument(rest);
            out.push_str(&format!("{}/{}", one(above), one(below)));
            rest
        }
        "sqrt" => {
            let (inner, rest) = argument(rest);
            out.push_str(&format!("√{}", one(inner)));
            rest
        }
        name if PLAIN.contains(&name) => {
            if !rest.starts_with('{') && !matches!(name, "left" | "right" | "big" | "Big" | "displaystyle" | "limits") {
                out.push_str(name);
            }
            rest
        }
        name => {
            if let Some((_, sign)) = NAMES.iter().find(|(known, _)| *known == name) {
                out.push_str(sign);
                return rest;
            }
            // Anything that is more than a symbol keeps its braces.
            let (inner, tail) = if rest.starts_with('{') { argument(rest) } else { ("", rest) };
            let braces = if inner.is_empty() { String::new() } else { format!("{{{inner}}}") };
            out.push_str(&format!("\\{name}{braces}"));
            tail
        }
    }
}

/// The content of the braces at the start of a text, or else its first symbol; and the rest.
fn argument(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    if !text.starts_with('{') {
        let end = match text.strip_prefix('\\') {
            Some(name) => 1 + name.bytes().take_while(u8::is_ascii_alphabetic).count(),
            None => text.chars().next().map_or(0, char::len_utf8),
        };
        return text.split_at(end.min(text.len()));
    }
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'{' => depth += 1,
            b'}' => depth -= 1,
            _ => continue,
        }
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    (&text[1..], "")
}

fn raised(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4' => '⁴',
        '5' => '⁵',
        '6' => '⁶',
        '7' => '⁷',
        '8' => '⁸',
        '9' => '⁹',
        '+' => '⁺',
        '-' => '⁻',
        'n' => 'ⁿ',
        'i' => 'ⁱ',
        'T' => 'ᵀ',
        'k' => 'ᵏ',
        'x' => 'ˣ',
        _ => return None,
    })
}

fn lowered(c: char) -> Option<char> {
    Some(match c {
        '0' => '₀',
        '1' => '₁',
        '2' => '₂',
        '3' => '₃',
        '4' => '₄',
        '5' => '₅',
        '6' => '₆',
        '7' => '₇',
        '8' => '₈',
        '9' => '₉',
        '+' => '₊',
        '-' => '₋',
        'i' => 'ᵢ',
        'j' => 'ⱼ',
        'n' => 'ₙ',
        'k' => 'ₖ',
        'm' => 'ₘ',
        't' => 'ₜ',
        'x' => 'ₓ',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn simple_formulas_can_be_read() {
        for (formula, text) in [
            (r"O(n^2)", "O(n²)"),
            (r"O(n \log n)", "O(n log n)"),
            (r"\alpha_i \leq \frac{1}{2}", "αᵢ ≤ 1/2"),
            (r"\frac{a+b}{\sqrt{c}}", "(a+b)/√c"),
            (r"e^{-\lambda t}", "e^(-λ t)"),
            (r"\text{P}(A \mid B) = 0", "P(A | B) = 0"),
            (r"2^{10} \cdot x_{n+1}", "2¹⁰ · xₙ₊₁"),
            (r"\unknown{x}", r"\unknown{x}"),
        ] {
            assert_eq!(to_text(formula), text, "{formula}");
        }
        assert!(is_formula("x") && is_formula(r"\alpha") && is_formula("O(n)") && !is_formula("5 and "));
    }

    proptest! {
        #[test]
        fn any_formula_is_taken(formula in r"[\\{}^_a-z0-9 é∑]{0,80}") {
            to_text(&formula);
        }
    }
}
