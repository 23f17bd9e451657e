//! The memory model of this user: the recall at which questions come back, what that costs, and how it is fitted.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::config::{Change, RETENTION};
use crate::engine::{Engine, MemoryFacts};
use crate::history::Work;
use crate::memory::fit::OFFER_FROM;
use crate::moment::Moment;
use crate::tui::keymap::{Action, Context};
use crate::tui::screen::{Cx, Effect, Form, Look, Route, Screen};
use crate::tui::widgets::{MEASURE, Prose, Scroll, below, count, first_row, percent, text_below};

/// Desired retentions whose cost is listed beside that of the one being tried.
const BESIDE: [f64; 4] = [0.80, 0.85, 0.90, 0.95];

/// Facts about the memory model, and a desired retention being tried.
#[derive(Debug)]
pub struct MemoryScreen {
    facts: Result<MemoryFacts, String>,
    retention: f64,
    /// Reviews per day at the retention being tried.
    cost: f64,
    beside: Vec<(f64, f64)>,
    fitting: bool,
    scroll: Scroll,
    /// Whether the retention being tried differs from the one in force.
    changed: bool,
}

impl MemoryScreen {
    /// Reads the log. The retention is the one in force, or one that a lost program left while it was being tried.
    pub fn new(engine: &Engine, now: Moment) -> Self {
        let retention: f64 = engine.left_form(Work::Memory).unwrap_or(engine.config().desired_retention);
        let retention = retention.clamp(RETENTION.0, RETENTION.1);
        let mut screen = Self {
            facts: Err(String::new()),
            retention,
            cost: 0.0,
            beside: Vec::new(),
            fitting: false,
            scroll: Scroll::default(),
            changed: false,
        };
        screen.changed = !screen.is_kept(engine);
        screen.read(engine, now);
        screen
    }

    fn read(&mut self, engine: &Engine, now: Moment) {
        self.facts = engine.figures().memory_facts().map_err(|error| error.to_string());
        self.beside = BESIDE.iter().map(|&at| (at, engine.figures().reviews_a_day_at(at, now))).collect();
        self.cost = engine.figures().reviews_a_day_at(self.retention, now);
    }

    fn is_kept(&self, engine: &Engine) -> bool {
        (self.retention - engine.config().desired_retention).abs() < 1e-6
    }

    fn aim_at(&mut self, retention: f64, cx: &Cx<'_>) {
        self.retention = retention;
        self.cost = cx.engine.figures().reviews_a_day_at(retention, cx.now);
    }

    fn keep(&self, cx: &mut Cx<'_>) {
        cx.effects.push(Effect::ChangeSetting(Change::to_retention(self.retention)));
        cx.say("Kept. All days on which questions come back have moved.");
    }

    fn key(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        match action {
            Action::Left | Action::Right => {
                let step = if action == Action::Right { 0.01 } else { -0.01 };
                let percent = ((self.retention + step) * 100.0).round();
                self.aim_at((percent / 100.0).clamp(RETENTION.0, RETENTION.1), cx);
            }
            Action::Accept if self.is_kept(cx.engine) => return Route::Back,
            Action::Accept => self.keep(cx),
            Action::Fit if !self.offers(Action::Fit) => {
                cx.say(self.why_no_fit());
            }
            Action::Fit => {
                self.fitting = true;
                cx.effects.push(Effect::Fit);
            }
            // What was tried last goes first; the next press takes the fit back.
            Action::Undo if self.changed => self.aim_at(cx.engine.config().desired_retention, cx),
            Action::Undo if self.offers(Action::Undo) => {
                cx.effects.push(Effect::RevertWeights);
                cx.say("Back to the weights before the fit.");
            }
            Action::Undo => cx.say("The default weights are in force; there is nothing to go back to."),
            Action::Back => {
                if !self.is_kept(cx.engine) {
                    self.keep(cx);
                }
                return Route::Back;
            }
            _ => self.scroll.act(action),
        }
        Route::Stay
    }

    /// Why fitting is not offered now, as the page says it.
    fn why_no_fit(&self) -> String {
        match &self.facts {
            _ if self.fitting => "It is being fitted.".to_owned(),
            Ok(facts) if facts.judgements < OFFER_FROM => {
                format!("There is too little to fit to yet: {} of {OFFER_FROM} judgements.", facts.judgements)
            }
            Ok(_) => "Fitted or tried already; it is offered again with a third more judgements.".to_owned(),
            Err(error) => error.clone(),
        }
    }

    fn prose(&self, look: &Look<'_>, width: u16) -> Prose<'static> {
        let theme = look.theme;
        let mut prose = Prose::new(width);
        let beside: Vec<String> =
            self.beside.iter().map(|(at, cost)| format!("{} at {}", a_day(*cost), percent(*at))).collect();
        let cost = format!(
            "A question comes back when its recall has fallen to this. About {} reviews a day over the next 30 days ({}).",
            a_day(self.cost),
            beside.join(", ")
        );
        prose = prose.paragraph(&cost, theme.dim).gap();
        let facts = match &self.facts {
            Ok(facts) => facts,
            Err(error) => return prose.paragraph(error, theme.warn),
        };
        let found = &facts.retention;
        let said = match found.retention {
            Some(share) => format!(
                "True retention {} of {}, aim {}.",
                percent(share),
                count(found.reviews as usize, "review"),
                percent(found.desired)
            ),
            None => format!("True retention: {}, too few to tell.", count(found.reviews as usize, "review")),
        };
        prose = prose.paragraph(&said, theme.text);
        if let Some(drift) = found.drift {
            let way = match (drift < 0.0, facts.offers_fit) {
                (true, true) => "You forget more than the model expects: f fits it to you; or you rate too kindly.",
                (true, false) => "You forget more than the model expects, or you rate too kindly.",
                (false, true) => {
                    "You remember more than the model expects: f fits it to you, and questions come back less often."
                }
                (false, false) => "You remember more than the model expects.",
            };
            prose = prose.paragraph(way, theme.warn);
        }
        prose = prose.gap();
        let weights = if facts.personal {
            "The model is fitted to you. u goes back to how it was before."
        } else {
            "The model has its default weights, made from many people's reviews."
        };
        prose = prose.paragraph(weights, theme.text);
        let offer = if self.fitting {
            "Fitting in the background; you may go on meanwhile.".to_owned()
        } else if facts.offers_fit {
            format!(
                "There are {}: f tries whether fitting foretells you better, and keeps it only then.",
                judged(facts)
            )
        } else if facts.judgements < OFFER_FROM {
            format!("Fitting is offered from {OFFER_FROM} judgements on; there are {}.", facts.judgements)
        } else {
            format!("Fitted or tried already; {} so far. It is offered again with a third more.", judged(facts))
        };
        prose.paragraph(&offer, if facts.offers_fit { theme.good } else { theme.dim })
    }
}

fn judged(facts: &MemoryFacts) -> String {
    count(facts.judgements, "judgement")
}

fn a_day(reviews: f64) -> String {
    if reviews < 9.95 { format!("{reviews:.1}") } else { format!("{reviews:.0}") }
}

impl Screen for MemoryScreen {
    fn context(&self) -> Context {
        Context::Memory
    }

    fn offers(&self, action: Action) -> bool {
        match action {
            Action::Fit => !self.fitting && self.facts.as_ref().is_ok_and(|facts| facts.offers_fit),
            Action::Undo => self.changed || self.facts.as_ref().is_ok_and(|facts| facts.personal),
            _ => true,
        }
    }

    fn label(&self, action: Action) -> Option<&'static str> {
        match action {
            Action::Accept if !self.changed => Some("back"),
            Action::Back if self.changed => Some("keep"),
            Action::Undo if self.changed => Some("as it was"),
            _ => None,
        }
    }

    fn is_page(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Route {
        let route = self.key(action, cx);
        self.changed = !self.is_kept(cx.engine);
        route
    }

    fn changed(&mut self, cx: &mut Cx<'_>) {
        self.fitting = false;
        self.changed = !self.is_kept(cx.engine);
        self.read(cx.engine, cx.now);
    }

    fn form(&self, engine: &Engine) -> Option<Form> {
        Form::new(Work::Memory, &self.retention).filter(|_| !self.is_kept(engine))
    }

    fn view(&self, look: &Look<'_>, frame: &mut Frame<'_>, area: Rect) {
        let theme = look.theme;
        frame.render_widget(Line::styled(" Memory", theme.strong), first_row(area));
        if !self.is_kept(look.engine) {
            let tried = Line::styled("tried, kept when you leave ", theme.warn).right_aligned();
            frame.render_widget(tried, first_row(area));
        }
        let top = below(area, if area.height >= 14 { 2 } else { 1 });
        let line = format!(" ▸ Recall aimed at  ‹ {} ›", percent(self.retention));
        frame.render_widget(Span::styled(line, theme.selected), first_row(top));
        let body = text_below(top, 2);
        let body = Rect { width: body.width.min(MEASURE), ..body };
        self.prose(look, body.width).draw(frame, body, &self.scroll, theme.dim);
    }
}
