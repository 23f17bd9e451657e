//! Holds `docs/colours.md` to the theme: how well each style can be read on the backgrounds that people have.

use std::path::Path;
use std::{env, fs};

use ratatui::style::{Color, Style};

use super::theme::Theme;

type Rgb = (u8, u8, u8);

/// A colour scheme of terminals: its name, whether it is light, text, background, and the first eight colours of its palette.
struct Scheme {
    name: &'static str,
    light: bool,
    text: u32,
    background: u32,
    palette: [u32; 8],
}

const SCHEMES: &[Scheme] = &[
    Scheme {
        name: "Solarized Dark",
        light: false,
        text: 0x83_94_96,
        background: 0x00_2b_36,
        palette: [0x07_36_42, 0xdc_32_2f, 0x85_99_00, 0xb5_89_00, 0x26_8b_d2, 0xd3_36_82, 0x2a_a1_98, 0xee_e8_d5],
    },
    Scheme {
        name: "Solarized Light",
        light: true,
        text: 0x65_7b_83,
        background: 0xfd_f6_e3,
        palette: [0x07_36_42, 0xdc_32_2f, 0x85_99_00, 0xb5_89_00, 0x26_8b_d2, 0xd3_36_82, 0x2a_a1_98, 0xee_e8_d5],
    },
    Scheme {
        name: "Gruvbox Dark",
        light: false,
        text: 0xeb_db_b2,
        background: 0x28_28_28,
        palette: [0x28_28_28, 0xcc_24_1d, 0x98_97_1a, 0xd7_99_21, 0x45_85_88, 0xb1_62_86, 0x68_9d_6a, 0xa8_99_84],
    },
    Scheme {
        name: "Gruvbox Light",
        light: true,
        text: 0x3c_38_36,
        background: 0xfb_f1_c7,
        palette: [0xfb_f1_c7, 0xcc_24_1d, 0x98_97_1a, 0xd7_99_21, 0x45_85_88, 0xb1_62_86, 0x68_9d_6a, 0x7c_6f_64],
    },
    Scheme {
        name: "GitHub Light",
        light: true,
        text: 0x24_29_2f,
        background: 0xff_ff_ff,
        palette: [0x24_29_2e, 0xcf_22_2e, 0x11_63_29, 0x4d_2d_00, 0x09_69_da, 0x82_50_df, 0x1b_7c_83, 0x6e_77_81],
    },
    Scheme {
        name: "Linux console",
        light: false,
        text: 0xaa_aa_aa,
        background: 0x00_00_00,
        palette: [0x00_00_00, 0xaa_00_00, 0x00_aa_00, 0xaa_55_00, 0x00_00_aa, 0xaa_00_aa, 0x00_aa_aa, 0xaa_aa_aa],
    },
    Scheme {
        name: "xterm",
        light: true,
        text: 0x00_00_00,
        background: 0xff_ff_ff,
        palette: [0x00_00_00, 0xcd_00_00, 0x00_cd_00, 0xcd_cd_00, 0x00_00_ee, 0xcd_00_cd, 0x00_cd_cd, 0xe5_e5_e5],
    },
];

fn rgb(colour: u32) -> Rgb {
    let [_, red, green, blue] = colour.to_be_bytes();
    (red, green, blue)
}

/// A colour of the 256 that no palette changes: a cube of six steps, then greys.
fn fixed(index: u8) -> Rgb {
    let level = |step: u8| if step == 0 { 0 } else { 55 + step * 40 };
    match index {
        232.. => {
            let grey = 8 + (index - 232) * 10;
            (grey, grey, grey)
        }
        _ => {
            let at = index - 16;
            (level(at / 36), level(at / 6 % 6), level(at % 6))
        }
    }
}

/// What a style looks like in a scheme.
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

/// Relative luminance as WCAG 2 has it.
fn luminance((red, green, blue): Rgb) -> f64 {
    let linear = |part: u8| {
        let part = f64::from(part) / 255.0;
        if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)
}

/// Contrast as WCAG 2 has it, 1 to 21.
fn contrast(one: Rgb, other: Rgb) -> f64 {
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Text, what may be overlooked, accent, good, mind this, bad.
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
