//! The shell of an HTML page: a single file with its own styles that loads nothing from elsewhere.

use super::html;

/// The style sheet: for screens of any width, light or dark, and for print.
const STYLE: &str = include_str!("page.css");

/// A whole page around a body that is already HTML. `sounds` says whether there are recordings in it or beside it.
pub fn page(title: &str, body: &str, sounds: bool) -> String {
    let media = if sounds { "; media-src data: 'self' file:" } else { "" };
    let title = html(&crate::text::one_line(title));
    // Even if some markup slipped through, this policy keeps a browser from loading or running anything.
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'{media}\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n\
         <body>\n{body}</body>\n</html>\n"
    )
}

/// A table that scrolls sideways if it is wider than the screen; its caption is for screen readers. Cells must be HTML
/// already; the first cell of each row is its header. `numbers` are the columns to be aligned right.
pub fn table(caption: &str, head: &[&str], rows: &[Vec<String>], numbers: &[usize]) -> String {
    let class = |i: usize| if numbers.contains(&i) { " class=\"n\"" } else { "" };
    let head: String =
        head.iter().enumerate().map(|(i, cell)| format!("<th scope=\"col\"{}>{}</th>", class(i), html(cell))).collect();
    let rows: String = rows
        .iter()
        .map(|cells| {
            let cells: String = cells
                .iter()
                .enumerate()
                .map(|(i, cell)| match i {
                    0 => format!("<th scope=\"row\">{cell}</th>"),
                    _ => format!("<td{}>{cell}</td>", class(i)),
                })
                .collect();
            format!("<tr>{cells}</tr>\n")
        })
        .collect();
    let caption = html(caption);
    format!(
        "<div class=\"scroll\" role=\"region\" aria-label=\"{caption}\" tabindex=\"0\">\n<table>\n\
         <caption class=\"hidden\">{caption}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>\n"
    )
}

/// A bar for a share of 0 to 1. It is hidden from screen readers, because the number is next to it.
pub fn meter(share: f64) -> String {
    format!(
        "<span class=\"meter\" aria-hidden=\"true\"><i style=\"width:{:.0}%\"></i></span>",
        share.clamp(0.0, 1.0) * 100.0
    )
}

/// A section with a heading; `body` is already HTML.
pub fn section(id: &str, title: &str, body: &str) -> String {
    format!("<section aria-labelledby=\"{id}\">\n<h2 id=\"{id}\">{}</h2>\n{body}</section>\n", html(title))
}

/// A remark in small print.
pub fn aside(text: &str) -> String {
    format!("<p class=\"aside\">{}</p>\n", html(text))
}

/// A picture with its caption, or the text `otherwise` if there is no picture.
pub fn figure_or(picture: Option<&str>, caption: &str, otherwise: &str) -> String {
    picture.map_or_else(|| aside(otherwise), |picture| figure(picture, caption))
}

/// A picture (already HTML) with its caption.
pub fn figure(picture: &str, caption: &str) -> String {
    format!("<figure>\n{picture}<figcaption>{}</figcaption>\n</figure>\n", html(caption))
}
