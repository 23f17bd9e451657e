//! Colours and attributes. Sixteen ANSI colours on the terminal's own background; meaning never hangs on colour alone.

use ratatui::style::{Color, Modifier, Style};

use crate::config::ThemeName;

/// The styles that screens draw with, by what they mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Ordinary text.
    pub text: Style,
    /// Text that may be overlooked.
    pub dim: Style,
    /// What matters most on a screen.
    pub strong: Style,
    /// The one accent: what is chosen, what a key does.
    pub accent: Style,
    /// Reached, hit, saved.
    pub good: Style,
    /// Mind this: overtime, half a point.
    pub warn: Style,
    /// Missed, failed, not saved.
    pub bad: Style,
    /// The row under the cursor.
    pub selected: Style,
    /// Words of the answer that stand for a point.
    pub mentioned: Style,
    /// Words of the answer that come near one.
    pub touched: Style,
}

impl Theme {
    /// Picks a theme. `NO_COLOR` (any value) means mono, whatever was asked for, because terminals that honour it drop
    /// our attributes together with our colours. `light_background` is what `COLORFGBG` says, if anything.
    pub fn choose(name: ThemeName, no_color: bool, light_background: bool) -> Self {
        match name {
            _ if no_color => Self::mono(),
            ThemeName::Mono => Self::mono(),
            ThemeName::Light => Self::light(),
            ThemeName::Auto if light_background => Self::light(),
            ThemeName::Auto | ThemeName::Dark => Self::dark(),
        }
    }

    /// For dark backgrounds.
    pub fn dark() -> Self {
        Self::coloured(Color::Cyan, Color::DarkGray, Color::Yellow)
    }

    /// For light backgrounds, on which yellow and bright grey cannot be read.
    pub fn light() -> Self {
        Self::coloured(Color::Blue, Color::DarkGray, Color::Magenta)
    }

    fn coloured(accent: Color, dim: Color, warn: Color) -> Self {
        Self {
            text: Style::new(),
            dim: Style::new().fg(dim),
            strong: Style::new().add_modifier(Modifier::BOLD),
            accent: Style::new().fg(accent),
            good: Style::new().fg(Color::Green),
            warn: Style::new().fg(warn),
            bad: Style::new().fg(Color::Red),
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

/// Whether `COLORFGBG`, which some terminals set to "foreground;background", names a light background.
pub fn is_light_background(colorfgbg: Option<&str>) -> bool {
    let background = colorfgbg.and_then(|value| value.rsplit(';').next()).and_then(|number| number.parse::<u8>().ok());
    matches!(background, Some(7 | 9..=15))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_color_means_no_colour_at_all() {
        let theme = Theme::choose(ThemeName::Dark, true, false);
        for style in [theme.text, theme.dim, theme.accent, theme.good, theme.warn, theme.bad, theme.selected] {
            assert_eq!((style.fg, style.bg), (None, None));
        }
        assert!(theme.selected.add_modifier.contains(Modifier::REVERSED), "the selection is still visible");
    }

    #[test]
    fn the_background_is_believed_when_the_terminal_tells_it() {
        assert!(is_light_background(Some("0;15")) && is_light_background(Some("0;default;7")));
        assert!(!is_light_background(Some("15;0")) && !is_light_background(Some("x")) && !is_light_background(None));
    }
}
