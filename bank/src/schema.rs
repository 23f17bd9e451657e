//! The JSON Schema of a bank file, which editors use to complete and check what authors write. It is generated from the
//! types and kept up to date by the test below; the program itself does not use it.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs};

use schemars::{JsonSchema, generate::SchemaSettings};
use serde_json::Value;

use super::loops::Loop;
use super::manifest::{Concept, Dimension, Manifest, Prompts, Targets, Topic};
use super::question::Question;

/// Questions for Hotseat: a topic file of a folder, a bank in a single file, or the `bank.json` of a folder.
#[derive(JsonSchema)]
#[schemars(title = "Hotseat bank", deny_unknown_fields)]
#[allow(dead_code)]
struct BankFile {
    /// This schema, so that editors find it.
    #[schemars(rename = "$schema")]
    schema: Option<String>,
    /// The name that question names begin with. It never changes: history hangs on it.
    #[schemars(regex(pattern = r"^[^\s/]+$"))]
    bank: Option<String>,
    /// The topic of all questions in this file.
    topic: Option<String>,
    /// The questions.
    questions: Option<Vec<Question>>,
    /// What people read for the bank.
    name: Option<String>,
    /// Which edition.
    version: Option<String>,
    /// Under which licence, as an SPDX expression.
    licence: Option<String>,
    /// Topics in the order in which people see them.
    topics: Option<Vec<Topic>>,
    /// The shared vocabulary of points.
    concepts: Option<Vec<Concept>>,
    /// Shapes of interview processes (`bank.json` only).
    loops: Option<Vec<Loop>>,
    /// The lines of scorecards (`bank.json` only).
    dimensions: Option<Vec<Dimension>>,
    /// What can be asked after any answer (`bank.json` only).
    prompts: Option<Prompts>,
    /// How many questions the bank means to have (`bank.json` only).
    targets: Option<Targets>,
    /// Ids that were once others, old to new: of a question `"old": "new"`, of a point `"question/old": "question/new"`
    /// (`bank.json` only).
    renamed: Option<BTreeMap<String, String>>,
}

fn schema_of<T: JsonSchema>() -> Value {
    SchemaSettings::draft2020_12().for_deserialize().into_generator().into_root_schema_for::<T>().to_value()
}

#[test]
fn the_schema_in_the_repository_is_that_of_the_types() {
    let schema = serde_json::to_string_pretty(&schema_of::<BankFile>()).expect("JSON") + "\n";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema/bank.schema.json");
    if env::var_os("UPDATE_SCHEMA").is_some() {
        fs::create_dir_all(path.parent().expect("a folder")).and_then(|()| fs::write(&path, &schema)).expect("written");
    }
    let there = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(
        there == schema,
        "schema/bank.schema.json is not that of the types; write it with: UPDATE_SCHEMA=1 cargo test -p hotseat-bank --lib schema"
    );
}

#[test]
fn the_schema_knows_every_field_of_a_manifest() {
    let names =
        |schema: &Value| schema["properties"].as_object().expect("an object").keys().cloned().collect::<Vec<_>>();
    let known = names(&schema_of::<BankFile>());
    for field in names(&schema_of::<Manifest>()) {
        assert!(known.contains(&field), "{field}");
    }
}
