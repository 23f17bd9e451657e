//! JSON into types, with the place of what does not fit.
//!
//! There is one way for all of them, through text: each further way to read a type is all of that type's code once more.
//! What is read a hundred thousand times in a row goes its own way.

use std::fmt;

use serde::de::DeserializeOwned;
use serde_json::Value;

/// What does not fit.
#[derive(Debug)]
pub struct Misfit {
    path: String,
    error: serde_json::Error,
}

impl Misfit {
    /// Path of the field; none: it is the whole.
    pub fn field(&self) -> Option<&str> {
        (self.path != ".").then_some(self.path.as_str())
    }

    /// What was found, with line and column.
    pub fn found(&self) -> String {
        self.error.to_string()
    }

    fn without_position(self) -> Unfit {
        let found = self.error.to_string();
        let problem = found.rsplit_once(" at line ").map_or(found.as_str(), |(problem, _)| problem).to_owned();
        Unfit { path: self.path, problem }
    }
}

/// What of a value does not fit: the path of the field, unless it is the whole, and what was found.
#[derive(Debug)]
pub struct Unfit {
    path: String,
    problem: String,
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path == "." { f.write_str(&self.problem) } else { write!(f, "{}: {}", self.path, self.problem) }
    }
}

/// Reads a type from a whole text.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Misfit> {
    let mut json = serde_json::Deserializer::from_str(text);
    let value = serde_path_to_error::deserialize(&mut json)
        .map_err(|error| Misfit { path: error.path().to_string(), error: error.into_inner() })?;
    json.end().map_err(|error| Misfit { path: ".".to_owned(), error })?;
    Ok(value)
}

/// Reads a type from a value.
pub fn of_value<T: DeserializeOwned>(value: &Value) -> Result<T, Unfit> {
    read(&value.to_string()).map_err(Misfit::without_position)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;

    type Lists = BTreeMap<String, Vec<u8>>;

    #[test]
    fn what_does_not_fit_is_named_with_its_place() {
        let misfit = read::<Lists>("{\"a\": [1],\n \"b\": [2, 300]}").expect_err("too large");
        assert_eq!(misfit.field(), Some("b[1]"));
        assert_eq!(misfit.found(), "invalid value: integer `300`, expected u8 at line 2 column 13");
        let whole = read::<Lists>("{} {}").expect_err("two of them");
        assert_eq!((whole.field(), whole.found().as_str()), (None, "trailing characters at line 1 column 4"));
    }

    #[test]
    fn a_value_has_no_lines() {
        assert_eq!(of_value::<Lists>(&json!({"a": [1]})).expect("fits")["a"], [1]);
        let unfit = of_value::<Lists>(&json!({"b": "two at line 3"})).expect_err("a text");
        assert_eq!(unfit.to_string(), "b: invalid type: string \"two at line 3\", expected a sequence");
        let whole = of_value::<Lists>(&json!(7)).expect_err("a number");
        assert_eq!(whole.to_string(), "invalid type: integer `7`, expected a map");
    }

    #[test]
    fn numbers_survive_the_way_through_text() {
        for number in [0.1 + 0.2, f64::MIN_POSITIVE, 1e300, -0.0] {
            assert_eq!(of_value::<f64>(&json!(number)).expect("a number").to_bits(), number.to_bits());
        }
        assert_eq!(of_value::<u64>(&json!(u64::MAX)).expect("a number"), u64::MAX);
    }
}
