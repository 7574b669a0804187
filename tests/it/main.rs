mod postgres;
mod store_conformance;
mod store_crash;
mod store_disk;
mod store_faults;
mod store_postgres;
