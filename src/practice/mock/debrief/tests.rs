//! Ticks, numbers, and what comes of them.
