//! Looking for a text in files, in every form it may have been written in.

use data_encoding::{BASE64_NOPAD, BASE64URL_NOPAD, HEXLOWER, HEXUPPER};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// The first bytes of a needle, by which it is found.
const HEAD: usize = 8;

/// Texts to look for, in all their forms.
#[derive(Default)]
pub struct Scanner {
    /// By the first bytes: the whole needle, and what it stands for.
    needles: HashMap<[u8; HEAD], Vec<(Vec<u8>, String)>>,
}

impl Scanner {
    /// A scanner for these texts, each with a word that says what it is.
    pub fn new(texts: &[(String, String)]) -> Self {
        let mut scanner = Self::default();
        for (what, text) in texts {
            for case in [text.clone(), text.to_lowercase(), text.to_uppercase()] {
                for (form, needle) in forms(&case) {
                    scanner.add(needle, format!("{what} as {form}"));
                }
            }
        }
        scanner
    }

    fn add(&mut self, needle: Vec<u8>, what: String) {
        let head = *needle.first_chunk().expect("a canary is longer than this");
        let known = self.needles.entry(head).or_default();
        if known.iter().all(|(n, _)| *n != needle) {
            known.push((needle, what));
        }
    }

    /// What of it stands in these bytes.
    pub fn find(&self, bytes: &[u8]) -> Vec<String> {
        let mut found = Vec::new();
        for (at, window) in bytes.windows(HEAD).enumerate() {
            let Some(needles) = self.needles.get(window) else { continue };
            found.extend(needles.iter().filter(|(n, _)| bytes[at..].starts_with(n)).map(|(_, what)| what.clone()));
        }
        found
    }

    /// What of it stands in the files below a directory, their names included; and how many bytes that were.
    pub fn find_below(&self, directory: &Path) -> (Vec<String>, usize) {
        let (mut found, mut size) = (Vec::new(), 0);
        for path in files(directory) {
            let bytes = std::fs::read(&path).unwrap();
            size += bytes.len();
            let name = path.to_string_lossy().into_owned();
            let hits = self.find(&bytes).into_iter().chain(self.find(name.as_bytes()));
            found.extend(hits.map(|hit| format!("{name}: {hit}")));
        }
        (found, size)
    }
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(directory).unwrap().map(|e| e.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// The forms a text may be written in.
fn forms(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let bytes = text.as_bytes();
    let wide: Vec<u16> = text.encode_utf16().collect();
    let mut forms = vec![
        ("UTF-8", bytes.to_vec()),
        ("UTF-16LE", wide.iter().flat_map(|u| u.to_le_bytes()).collect()),
        ("UTF-16BE", wide.iter().flat_map(|u| u.to_be_bytes()).collect()),
        ("hex", HEXLOWER.encode(bytes).into_bytes()),
        ("HEX", HEXUPPER.encode(bytes).into_bytes()),
    ];
    for before in 0..3 {
        // Base64 writes the same bytes in three ways, by what stands before them; the ends belong to neighbours too.
        let shifted = [vec![0; before], bytes.to_vec()].concat();
        let (skip, whole) = ((before * 8).div_ceil(6), shifted.len() * 8 / 6);
        forms.push(("base64", BASE64_NOPAD.encode(&shifted).as_bytes()[skip..whole].to_vec()));
        forms.push(("base64url", BASE64URL_NOPAD.encode(&shifted).as_bytes()[skip..whole].to_vec()));
    }
    forms
}

#[test]
fn the_scanner_finds_what_was_planted_in_a_plain_file() {
    let text = "canary7f3k2q6w5e4r3t2y".to_owned();
    let scanner = Scanner::new(&[("a note".to_owned(), text.clone())]);
    let wide: Vec<u16> = text.encode_utf16().collect();
    let base64 = |before: &str| BASE64_NOPAD.encode(format!("{before}{text} and more").as_bytes()).into_bytes();
    let planted: [(&str, Vec<u8>); 9] = [
        ("UTF-8", text.clone().into_bytes()),
        ("UTF-8", text.to_uppercase().into_bytes()),
        ("UTF-16LE", wide.iter().flat_map(|u| u.to_le_bytes()).collect()),
        ("UTF-16BE", wide.iter().flat_map(|u| u.to_be_bytes()).collect()),
        ("hex", HEXLOWER.encode(text.as_bytes()).into_bytes()),
        ("HEX", HEXUPPER.encode(text.as_bytes()).into_bytes()),
        ("base64", base64("")),
        ("base64", base64("a")),
        ("base64", base64("ab")),
    ];
    for (form, bytes) in planted {
        let directory = tempfile::tempdir().unwrap();
        std::fs::create_dir(directory.path().join("deep")).unwrap();
        let noise: Vec<u8> = (0..40_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        assert_eq!(scanner.find(&noise), Vec::<String>::new());
        let file = [&noise[..], &bytes, &noise].concat();
        std::fs::write(directory.path().join("deep/file"), file).unwrap();
        let (found, _) = scanner.find_below(directory.path());
        // Wide letters beside a zero may read in both orders; the right one must be among them.
        assert!(found.iter().any(|hit| hit.ends_with(&format!("a note as {form}"))), "{form}: {found:?}");
    }
}
