//! Colours and attributes on the terminal's own background; meaning never depends on colour alone.
//!
//! Accents use the terminal's own palette if its background is known. Dim text uses a grey that no palette changes,
//! because the colour that palettes call bright black is the background itself in some of them. How well each can be
//! read is listed in `docs/colours.md`.

use ratatui::style::{Color, Modifier, Style};

use crate::config::ThemeName;

/// A grey that can be read on every dark background, and one for every light background.
const GREY_ON_DARK: Color = Color::Indexed(247);
const GREY_ON_LIGHT: Color = Color::Indexed(241);

/// Accent, dim, good, warn and bad for an unknown background.
const ANYWHERE: [Color; 5] =
    [Color::Indexed(31), Color::Indexed(244), Color::Indexed(64), Color::Indexed(130), Color::Indexed(196)];

/// The styles that screens draw with, named after what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Text of lesser importance.
    pub dim: Style,
    /// What matters most on a screen.
    pub strong: Style,
    /// The one accent: what is chosen, and what a key does.
    pub accent: Style,
    /// Reached, hit, saved.
    pub good: Style,
    /// Needs attention: overtime, half a point.
    pub warn: Style,
    /// Missed, failed, not saved.
    pub bad: Style,
    /// The row under the cursor.
    pub selected: Style,
    /// Words of the answer that say a point.
    pub mentioned: Style,
    /// Words of the answer that come near a point.
    pub touched: Style,
}

/// What is known about the terminal's background.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Background {
    /// Nothing is known.
    #[default]
    Unknown,
    /// It is dark.
    Dark,
    /// It is light.
    Light,
}

impl Background {
    /// What `COLORFGBG` says, which some terminals set to "foreground;background". The terminal itself is not queried:
    /// its answer may come late, or reach whoever reads next.
    pub fn told(colorfgbg: Option<&str>) -> Self {
        let number = colorfgbg.and_then(|value| value.rsplit(';').next()).and_then(|number| number.parse::<u8>().ok());
        match number {
            Some(7 | 9..=15) => Self::Light,
            Some(0..=6 | 8) => Self::Dark,
            _ => Self::Unknown,
        }
    }
}

impl Theme {
    /// Picks a theme. `NO_COLOR` (any value) means mono whatever was asked for, because terminals that honour it drop
    /// our attributes together with our colours.
    pub fn choose(name: ThemeName, no_color: bool, background: Background) -> Self {
        match (name, background) {
            _ if no_color => Self::mono(),
            (ThemeName::Mono, _) => Self::mono(),
            (ThemeName::Light, _) | (ThemeName::Auto, Background::Light) => Self::light(),
            (ThemeName::Dark, _) | (ThemeName::Auto, Background::Dark) => Self::dark(),
            (ThemeName::Auto, Background::Unknown) => Self::anywhere(),
        }
    }

    /// For dark backgrounds.
    pub fn dark() -> Self {
        Self::coloured(Color::Cyan, GREY_ON_DARK, Color::Green, Color::Yellow, Color::Red)
    }

    /// For light backgrounds, on which yellow cannot be read.
    pub fn light() -> Self {
        Self::coloured(Color::Blue, GREY_ON_LIGHT, Color::Green, Color::Magenta, Color::Red)
    }

    /// For an unknown background: colours that palettes do not change, halfway between black and white.
    pub fn anywhere() -> Self {
        let [accent, dim, good, warn, bad] = ANYWHERE;
        Self::coloured(accent, dim, good, warn, bad)
    }

    fn coloured(accent: Color, dim: Color, good: Color, warn: Color, bad: Color) -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(dim),
            strong: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(accent),
            good: Style::new().fg(good),
            warn: Style::new().fg(warn),
            bad: Style::new().fg(bad),
            selected: Style::new().fg(accent).add_modifier(Modifier::BOLD),
            mentioned: Style::new().fg(accent).add_modifier(Modifier::UNDERLINED),
            touched: Style::new().fg(dim).add_modifier(Modifier::UNDERLINED),
        }
    }

    /// No colours at all, only attributes.
    pub fn mono() -> Self {
        let plain = Style::new();
        Self {
            text: plain,
            dim: plain.add_modifier(Modifier::DIM),
            strong: plain.add_modifier(Modifier::BOLD),
            accent: plain.add_modifier(Modifier::BOLD),
            good: plain,
            warn: plain.add_modifier(Modifier::BOLD),
            bad: plain.add_modifier(Modifier::BOLD),
            selected: plain.add_modifier(Modifier::REVERSED),
            mentioned: plain.add_modifier(Modifier::UNDERLINED),
            touched: plain.add_modifier(Modifier::UNDERLINED | Modifier::DIM),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_means_no_colour_at_all() {
        let theme = Theme::choose(ThemeName::Dark, true, Background::Unknown);
        for style in [theme.text, theme.dim, theme.accent, theme.good, theme.warn, theme.bad, theme.selected] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED), "the selection is still visible");
    }

    #[test]
    fn the_background_is_believed_when_the_terminal_tells_it() {
        for (told, background) in [
            (Some("0;15"), Background::Light),
            (Some("0;default;7"), Background::Light),
            (Some("15;0"), Background::Dark),
            (Some("x"), Background::Unknown),
            (Some("0;default"), Background::Unknown),
            (None, Background::Unknown),
        ] {
            assert_eq!(Background::told(told), background, "{told:?}");
        }
        assert_eq!(Theme::choose(ThemeName::Auto, false, Background::Unknown), Theme::anywhere());
        assert_eq!(Theme::choose(ThemeName::Light, false, Background::Dark), Theme::light(), "what is set holds");
    }
}
