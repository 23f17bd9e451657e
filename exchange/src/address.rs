//! Addresses of pages, told from words that look like them.

/// Whether a text is an address and nothing else. Names such as `http.Server` are not addresses.
pub(crate) fn is_address(text: &str) -> bool {
    let text = text.trim();
    let after = |scheme: &str| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    (after("http://") || after("https://")) && !text.contains(char::is_whitespace)
}
