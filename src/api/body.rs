//! Reading a request's body: bounded in size and time, in whichever of Slack's four forms it comes.

use super::args::Args;
use crate::base::{Error, Result};
use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::{Bytes, BytesMut, Payload};
use futures_util::{StreamExt, stream};
use serde_json::Value;
use std::time::Duration;

/// How long a body may take to arrive: a slow sender must not hold memory for ever.
const BODY_TIME: Duration = Duration::from_secs(30);

/// A request's arguments, and Slack's warnings about how they were sent.
pub struct Read {
    /// The arguments, the query's first.
    pub args: Args,
    /// `missing_charset` or `superfluous_charset`.
    pub warning: Option<&'static str>,
    /// Bytes of the body.
    pub bytes: usize,
    /// A token in the query, which is refused: it would stand in every proxy's log.
    pub token_in_query: bool,
}

/// How many bytes a body has, as far as it says so before it comes.
pub fn declared(request: &HttpRequest) -> Option<usize> {
    request.headers().get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Reads query and body; a body that has more than `most` bytes, or says that it will, is refused.
pub async fn read(request: &HttpRequest, payload: Payload, most: usize) -> Result<Read> {
    if declared(request).is_some_and(|bytes| bytes > most) {
        return Err(too_large(most));
    }

    let mut args = Args::default();
    let query = form(request.query_string().as_bytes())?;
    let token_in_query = query.iter().any(|(name, _)| name == "token");
    args.extend(query.into_iter().filter(|(name, _)| name != "token"));
    let bytes = collect(payload, most).await?;
    let size = bytes.len();
    let kind = request.headers().get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("");
    let kind = kind.to_ascii_lowercase();
    let mut warning = None;
    if kind.starts_with("application/json") {
        // slack_sdk sends some calls as JSON with an empty body.
        if !bytes.iter().all(u8::is_ascii_whitespace) {
            args.extend(object(&bytes)?);
        }
        warning = (!kind.contains("charset")).then_some("missing_charset");
    } else if kind.starts_with("multipart/form-data") {
        multipart(request, bytes, &mut args).await?;
    } else if kind.is_empty() || kind.starts_with("application/x-www-form-urlencoded") {
        args.extend(form(&bytes)?);
        warning = kind.contains("charset").then_some("superfluous_charset");
    } else if !bytes.is_empty() {
        return Err(Error::invalid("invalid_post_type").because("send a form, multipart or JSON"));
    }
    Ok(Read { args, warning, bytes: size, token_in_query })
}

/// All bytes of a body that has at most so many.
pub async fn collect(payload: Payload, most: usize) -> Result<Bytes> {
    let late = |_| Error::invalid("request_timeout").because("the body took longer than 30 seconds");
    tokio::time::timeout(BODY_TIME, gather(payload, most)).await.map_err(late)?
}

async fn gather(mut payload: Payload, most: usize) -> Result<Bytes> {
    let mut bytes = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::invalid("invalid_form_data").because("the body was cut off"))?;
        if bytes.len() + chunk.len() > most {
            return Err(too_large(most));
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes.freeze())
}

fn too_large(most: usize) -> Error {
    Error::limit("request_too_large").because(format!("this body has at most {most} bytes"))
}

fn form(bytes: &[u8]) -> Result<Vec<(String, Value)>> {
    let pairs: Vec<(String, String)> = serde_urlencoded::from_bytes(bytes)
        .map_err(|_| Error::invalid("invalid_form_data").because("the form is not URL-encoded UTF-8"))?;
    Ok(pairs.into_iter().map(|(name, value)| (name, Value::String(value))).collect())
}

fn object(bytes: &[u8]) -> Result<serde_json::Map<String, Value>> {
    match serde_json::from_slice(bytes) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err(Error::invalid("json_not_object")),
        Err(e) => Err(Error::invalid("invalid_json").because(e.to_string())),
    }
}

async fn multipart(request: &HttpRequest, bytes: Bytes, args: &mut Args) -> Result<()> {
    let bad = || Error::invalid("invalid_form_data").because("the multipart body is malformed");
    let body = stream::once(async move { Ok::<_, actix_web::error::PayloadError>(bytes) });
    let mut parts = actix_multipart::Multipart::new(request.headers(), Box::pin(body));
    while let Some(part) = parts.next().await {
        let mut part = part.map_err(|_| bad())?;
        let Some(name) = part.name().map(str::to_owned) else { continue };
        let named = part.content_disposition().is_some_and(|d| d.get_filename().is_some());
        let mut value = BytesMut::new();
        while let Some(chunk) = part.next().await {
            value.extend_from_slice(&chunk.map_err(|_| bad())?);
        }
        // What has a file's name, or is not text, is a file.
        match String::from_utf8(value.to_vec()) {
            Ok(text) if !named => args.extend([(name, Value::String(text))]),
            _ => args.attach(name, value.freeze()),
        }
    }
    Ok(())
}
