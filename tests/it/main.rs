mod postgres;
mod store_conformance;
