//! Hashing passwords with Argon2id: what it asks of the machine is named here and nowhere else, so that whoever hashes
//! brings the memory, and one line can bound it.

use crate::base::{Error, Result, World, limits};
use argon2::password_hash::{Output, ParamsString, PasswordHash, SaltString};
use argon2::{ARGON2ID_IDENT, Algorithm, Argon2, Block, Params, Version};

/// KiB, passes and lanes of a hash: OWASP's first choice for Argon2id.
const COST: (u32, u32, u32) = (19_456, 2, 1);

/// Blocks set aside. Allocators give back to the system at once what is larger than 32 MiB (glibc's
/// `DEFAULT_MMAP_THRESHOLD_MAX`, mallopt(3)), and keep what is smaller; only what a hash touches takes memory.
const SET_ASIDE: usize = 33 * 1024;

/// What hashes are made in, one at a time; made once for many, as taking 19 MiB costs as much as half a hash.
pub struct Memory(Vec<Block>);

impl Memory {
    /// Takes nothing before the first hash.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    fn hash(&mut self, params: Params, password: &str, salt: &[u8], out: &mut [u8]) -> argon2::Result<()> {
        if self.0.len() < params.block_count() {
            self.0.reserve_exact(SET_ASIDE.max(params.block_count()));
            self.0.resize_with(params.block_count(), Block::default);
        }
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        argon2.hash_password_into_with_memory(password.as_bytes(), salt, out, &mut self.0)
    }
}

impl Default for Memory {
    fn default() -> Self {
        Self::new()
    }
}

/// Whether a text is long enough to be a password, and short enough to be hashed.
pub fn check_password(password: &str) -> Result<()> {
    if limits::PASSWORD_CHARS.contains(&password.chars().count()) {
        return Ok(());
    }
    Err(Error::invalid("invalid_password").because("a password has 10 to 256 characters"))
}

/// Hashes a password, in PHC form. It takes tens of milliseconds on purpose: never run it inside a command.
pub fn hash_password(world: &dyn World, password: &str, memory: &mut Memory) -> Result<String> {
    check_password(password)?;
    let wrong = |e: &dyn std::fmt::Display| Error::internal(format!("a password can't be hashed: {e}"));
    let mut salt = [0; 16];
    world.fill(&mut salt);
    let (kib, passes, lanes) = COST;
    let params = Params::new(kib, passes, lanes, None).map_err(|e| wrong(&e))?;
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    let written = ParamsString::try_from(&params).map_err(|e| wrong(&e))?;
    memory.hash(params, password, &salt, &mut out).map_err(|e| wrong(&e))?;
    let salt = SaltString::encode_b64(&salt).map_err(|e| wrong(&e))?;
    let made = PasswordHash {
        algorithm: ARGON2ID_IDENT,
        version: Some(Version::V0x13.into()),
        params: written,
        salt: Some(salt.as_salt()),
        hash: Some(Output::new(&out).map_err(|e| wrong(&e))?),
    };
    Ok(made.to_string())
}

/// Checks a password against a hash, or against nothing in the same time, so that nobody learns who exists.
pub fn verify_password(hash: Option<&str>, password: &str, memory: &mut Memory) -> Result<bool> {
    const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHRzb21lc2FsdA$\
                          AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let damaged = |e: &dyn std::fmt::Display| Error::internal(format!("a stored password hash is damaged: {e}"));
    let kept = PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(|e| damaged(&e))?;
    let (ARGON2ID_IDENT, Some(19), Some(salt), Some(expected)) = (kept.algorithm, kept.version, kept.salt, kept.hash)
    else {
        return Err(damaged(&"it is not what Argon2id makes"));
    };
    let params = Params::try_from(&kept).map_err(|e| damaged(&e))?;
    let mut salted = [0; 64];
    let salt = salt.decode_b64(&mut salted).map_err(|e| damaged(&e))?;
    let mut out = [0; Params::DEFAULT_OUTPUT_LEN];
    memory.hash(params, password, salt, &mut out).map_err(|e| damaged(&e))?;
    // Output compares in constant time.
    Ok(Output::new(&out).map_err(|e| damaged(&e))? == expected && hash.is_some())
}
