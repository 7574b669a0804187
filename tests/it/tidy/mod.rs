//! Tidiness as a test: imports go down only, files keep their size, nothing panics by habit, every dependency has its
//! reason. Old sins stand in lists that may only shrink: an exception that is no longer needed fails too.

mod circles;
mod imports;
mod manners;
mod paths;
mod reasons;
mod size;
mod source;
mod weakenings;
