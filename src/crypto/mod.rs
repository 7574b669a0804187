//! Level 2: the key ring, the providers of the root key, and the sealing of records.
