//! Checks `docs/colours.md` against the theme: how well each style can be read on common backgrounds.

use std::path::Path;
use std::{env, fs};

use ratatui::style::{Color, Style};

use super::theme::Theme;

type Rgb = (u8, u8, u8);

/// A terminal colour scheme: its name, whether it is light, text, background, and the first eight colours of its
/// palette.
struct Scheme {
    name: &'static str,
    light: bool,
    text: u32,
    background: u32,
    palette: [u32; 8],
}

/// The eight colours that the light and the dark variant share.
const SOLARIZED: [u32; 8] =
    [0x0007_3642, 0x00dc_322f, 0x0085_9900, 0x00b5_8900, 0x0026_8bd2, 0x00d3_3682, 0x002a_a198, 0x00ee_e8d5];

const SCHEMES: &[Scheme] = &[
    Scheme { name: "Solarized Dark", light: false, text: 0x0083_9496, background: 0x0000_2b36, palette: SOLARIZED },
    Scheme { name: "Solarized Light", light: true, text: 0x0065_7b83, background: 0x00fd_f6e3, palette: SOLARIZED },
    Scheme {
        name: "Gruvbox Dark",
        light: false,
        text: 0x00eb_dbb2,
        background: 0x0028_2828,
        palette: [
            0x0028_2828,
            0x00cc_241d,
            0x0098_971a,
            0x00d7_9921,
            0x0045_8588,
            0x00b1_6286,
            0x0068_9d6a,
            0x00a8_9984,
        ],
    },
    Scheme {
        name: "Gruvbox Light",
        light: true,
        text: 0x003c_3836,
        background: 0x00fb_f1c7,
        palette: [
            0x00fb_f1c7,
            0x00cc_241d,
            0x0098_971a,
            0x00d7_9921,
            0x0045_8588,
            0x00b1_6286,
            0x0068_9d6a,
            0x007c_6f64,
        ],
    },
    Scheme {
        name: "GitHub Light",
        light: true,
        text: 0x0024_292f,
        background: 0x00ff_ffff,
        palette: [
            0x0024_292e,
            0x00cf_222e,
            0x0011_6329,
            0x004d_2d00,
            0x0009_69da,
            0x0082_50df,
            0x001b_7c83,
            0x006e_7781,
        ],
    },
    Scheme {
        name: "Linux console",
        light: false,
        text: 0x00aa_aaaa,
        background: 0x0000_0000,
        palette: [
            0x0000_0000,
            0x00aa_0000,
            0x0000_aa00,
            0x00aa_5500,
            0x0000_00aa,
            0x00aa_00aa,
            0x0000_aaaa,
            0x00aa_aaaa,
        ],
    },
    Scheme {
        name: "xterm",
        light: true,
        text: 0x0000_0000,
        background: 0x00ff_ffff,
        palette: [
            0x0000_0000,
            0x00cd_0000,
            0x0000_cd00,
            0x00cd_cd00,
            0x0000_00ee,
            0x00cd_00cd,
            0x0000_cdcd,
            0x00e5_e5e5,
        ],
    },
];

fn rgb(colour: u32) -> Rgb {
    let [_, red, green, blue] = colour.to_be_bytes();
    (red, green, blue)
}

/// One of the 240 indexed colours above the palette, from index 16: a cube of six steps per channel, then greys.
fn fixed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
    if index >= 232 {
        let grey = 8 + (index - 232) * 10;
        return (grey, grey, grey);
    }
    let at = index - 16;
    (level(at / 36), level(at / 6 % 6), level(at % 6))
}

/// The colour that a style has in a scheme.
fn shown(style: Style, scheme: &Scheme) -> Rgb {
    let ansi = |index: usize| rgb(scheme.palette[index]);
    match style.fg {
        None | Some(Color::Reset) => rgb(scheme.text),
        Some(Color::Red) => ansi(1),
        Some(Color::Green) => ansi(2),
        Some(Color::Yellow) => ansi(3),
        Some(Color::Blue) => ansi(4),
        Some(Color::Magenta) => ansi(5),
        Some(Color::Cyan) => ansi(6),
        Some(Color::Indexed(index @ 16..)) => fixed(index),
        Some(other) => panic!("a colour that is not known everywhere: {other}"),
    }
}

/// Relative luminance as WCAG 2 defines it.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast ratio as WCAG 2 defines it, 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// The contrast of each style with the background: text, dim, accent, good, warn, bad.
fn ratios(theme: &Theme, scheme: &Scheme) -> [f64; 6] {
    let ground = rgb(scheme.background);
    [theme.text, theme.dim, theme.accent, theme.good, theme.warn, theme.bad]
        .map(|style| contrast(shown(style, scheme), ground))
}

fn fitting(scheme: &Scheme) -> (&'static str, Theme) {
    if scheme.light { ("light", Theme::light()) } else { ("dark", Theme::dark()) }
}

fn page() -> String {
    let mut page = String::from(
        "# Colours\n\nHow well each style can be read: its contrast with the background, from 1 (the same) to 21 (black on white), \
         as WCAG 2 counts it. For running text 4.5 is asked for, for what is large or may be overlooked 3. The table is made from \
         the theme's own colours by `src/tui/contrast.rs`.\n\n\
         The theme is `auto` unless `theme` in the settings, or `T` on Home, says otherwise. With `auto` the background is known \
         where the terminal sets `COLORFGBG`; else the colours are `auto`'s own, which can be read on light and dark alike. \
         Secondary text has a grey that no palette changes; accents of `dark` and `light` are the palette's. With `mono` or \
         `NO_COLOR` there are attributes only.\n\n\
         | Terminal | Theme | Text | Secondary | Accent | Good | Mind | Bad |\n|---|---|---|---|---|---|---|---|\n",
    );
    for scheme in SCHEMES {
        let (name, theme) = fitting(scheme);
        for (name, theme) in [(name, theme), ("auto, unknown", Theme::anywhere())] {
            let cells = ratios(&theme, scheme).map(|ratio| format!("{ratio:.1}"));
            page.push_str(&format!("| {} | {name} | {} |\n", scheme.name, cells.join(" | ")));
        }
    }
    page.push_str(
        "\nThe Linux console has sixteen colours and takes the nearest one for a grey: there secondary text looks like text. Where \
         an accent of your palette is hard to read, `theme = \"mono\"` does without.\n",
    );
    page
}

#[test]
fn the_page_of_colours_is_that_of_the_theme() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/colours.md");
    let page = page();
    if env::var_os("UPDATE_COLOURS").is_some() {
        fs::write(&path, &page).expect("written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        there == page,
        "docs/colours.md is not that of the theme; write it with: UPDATE_COLOURS=1 cargo test --lib contrast"
    );
}

#[test]
fn secondary_text_can_be_read_everywhere() {
    for scheme in SCHEMES {
        let (name, theme) = fitting(scheme);
        let dim = ratios(&theme, scheme)[1];
        assert!(dim >= 4.5, "{name} on {}: {dim:.2}", scheme.name);
        for (style, ratio) in
            ["dim", "accent", "good", "warn", "bad"].iter().zip(&ratios(&Theme::anywhere(), scheme)[1..])
        {
            assert!(*ratio >= 3.0, "{style} on {}: {ratio:.2}", scheme.name);
        }
    }
}

#[test]
fn contrast_is_counted_as_the_standard_has_it() {
    assert!((contrast((0, 0, 0), (255, 255, 255)) - 21.0).abs() < 1e-9);
    assert!((contrast((0x77, 0x77, 0x77), (255, 255, 255)) - 4.48).abs() < 0.01);
}
