//! The picture of whoever has none: drawn from the id, so that everybody keeps theirs, and programs that expect an
//! address of a picture get one. It shows nothing that the id does not say.

use crate::base::{Error, Result};
use png::{BitDepth, ColorType, Encoder};

/// Fields in a row and in a column; the right half mirrors the left one.
const FIELDS: usize = 5;
/// Pixels of a field: with half a field around, a picture is 480 wide, a multiple of eight.
const FIELD: usize = 80;
/// Pixels in a row and in a column.
const SIDE: usize = FIELD * (FIELDS + 1);
/// Ink that stands out from the paper, and from white, by at least 4.5 to 1, which is what text asks for; none is the web
/// client's accent, which means that something can be done. Its `model/drawn.ts` draws the same.
const INKS: [[u8; 3]; 12] = [
    [0x6b, 0x3f, 0xb5],
    [0x1f, 0x7a, 0x3d],
    [0xb3, 0x26, 0x1e],
    [0x3d, 0x5a, 0x80],
    [0x67, 0x4b, 0x1b],
    [0xa8, 0x2d, 0x66],
    [0x8a, 0x55, 0x00],
    [0x1d, 0x5f, 0xa8],
    [0x2d, 0x3a, 0x8c],
    [0x5f, 0x6b, 0x12],
    [0x9c, 0x3d, 0x12],
    [0x5b, 0x55, 0x70],
];
const PAPER: [u8; 3] = [0xf4, 0xf2, 0xee];

/// A PNG drawn from an id.
pub fn draw(id: &str) -> Result<Vec<u8>> {
    let seed = hash(id);
    let ink = INKS[(seed >> 32) as usize % INKS.len()];
    let row: Vec<Vec<u8>> = (0..FIELDS).map(|y| line(|x| inked(seed, x, y))).collect();
    let blank = line(|_| false);
    let rows =
        (0..SIDE).map(|y| (y.checked_sub(FIELD / 2).map(|y| y / FIELD)).and_then(|y| row.get(y)).unwrap_or(&blank));
    let pixels: Vec<u8> = rows.flatten().copied().collect();
    let side = SIDE as u32;
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, side, side);
    encoder.set_color(ColorType::Indexed);
    encoder.set_depth(BitDepth::One);
    encoder.set_palette([PAPER, ink].concat());
    let failed = |e| Error::internal(format!("a picture can't be drawn: {e}"));
    let mut writer = encoder.write_header().map_err(failed)?;
    writer.write_image_data(&pixels).map_err(failed)?;
    writer.finish().map_err(failed)?;
    Ok(bytes)
}

/// One row of pixels, a bit each.
fn line(inked: impl Fn(usize) -> bool) -> Vec<u8> {
    let pixel = |x: usize| x.checked_sub(FIELD / 2).map(|x| x / FIELD).filter(|x| *x < FIELDS).is_some_and(&inked);
    (0..SIDE / 8).map(|byte| (0..8).fold(0, |bits, bit| bits << 1 | u8::from(pixel(byte * 8 + bit)))).collect()
}

/// Whether a field is inked. The middle always has one, so no picture is empty.
fn inked(seed: u64, x: usize, y: usize) -> bool {
    let half = x.min(FIELDS - 1 - x);
    seed >> (half * FIELDS + y) & 1 == 1 || (x, y) == (FIELDS / 2, FIELDS / 2)
}

/// FNV-1a and a last mixing, by which neighbouring ids look unlike each other. No secret hangs on it.
fn hash(id: &str) -> u64 {
    let fnv = id.bytes().fold(0xcbf2_9ce4_8422_2325, |h: u64, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3));
    let mixed = (fnv ^ fnv >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed ^ mixed >> 29
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::id::UserId;
    use crate::base::world::SystemWorld;
    use std::collections::HashSet;

    #[test]
    fn a_drawing_is_a_picture_and_always_the_same_one() {
        let drawn = draw("U0ADA").unwrap();
        assert_eq!(drawn, draw("U0ADA").unwrap());
        let mut read = png::Decoder::new(std::io::Cursor::new(&drawn)).read_info().unwrap();
        let mut pixels = vec![0; read.output_buffer_size().unwrap()];
        let shown = read.next_frame(&mut pixels).unwrap();
        assert_eq!((shown.width, shown.height), (480, 480));
        assert!(pixels.iter().any(|byte| *byte != pixels[0]), "something is drawn");
        assert!(drawn.len() < 2_048, "{} bytes", drawn.len());
    }

    #[test]
    fn people_are_told_apart() {
        let drawn: HashSet<_> = (0..64).map(|_| draw(&UserId::mint(&SystemWorld).to_string()).unwrap()).collect();
        assert_eq!(drawn.len(), 64);
    }
}
