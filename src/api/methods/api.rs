//! `api.*`

use crate::api::call::{Call, Refusal};
use crate::base::Error;
use serde_json::{Value, json};

/// `api.test`: says that the server is there, and what it was sent.
pub async fn test(call: &Call) -> Result<Value, Refusal> {
    match call.args.text("error") {
        Some(code) => Err(Error { code: code.into(), ..Error::invalid("") }.into()),
        None => Ok(json!({ "args": call.args.all() })),
    }
}
