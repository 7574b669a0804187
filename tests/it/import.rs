//! A Slack export comes in whole: everything counted on both sides, stopped and resumed, refused when it is not one.

mod again;
mod apart;
mod export;
mod killed;
mod malformed;
mod oddities;
mod revised;
mod stories;
mod whole;
mod world;
