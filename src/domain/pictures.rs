//! What a picture says of itself: its format, its size and how many frames it has, read from the way its file is built.
//!
//! Nothing is decoded: each format is a row of pieces that name their own length, and those are walked to the end. So
//! a file that is cut short, or whose parts contradict its head, is found before a browser is made to believe it.

use crate::base::{Error, Result, limits};
use crate::store::records::photo::PhotoKind;

/// What is wrong with a picture that can't be walked to its end.
const CUT: &str = "the picture is cut short";
const LIES: &str = "the parts of the picture contradict its head";

/// A picture as far as it was walked.
struct Walk {
    /// Pixels in a row, pixels in a column: the whole picture's.
    size: (u32, u32),
    /// How many times pixels are drawn: frames of an animation, passes over a JPEG.
    frames: usize,
}

/// The format of a picture that every browser shows in bounded time and memory. Its name and what the client calls it do
/// not count.
///
/// # Errors
/// `bad_image` for what is no whole picture, `too_large` for too many pixels, `too_many_frames`: Slack's.
pub fn judge(bytes: &[u8]) -> Result<PhotoKind> {
    let kind = kind(bytes).ok_or_else(|| bad("send a PNG, JPEG, GIF or WebP in the multipart field `image`"))?;
    let walk = match kind {
        PhotoKind::Png => png(bytes)?,
        PhotoKind::Jpeg => jpeg(bytes)?,
        PhotoKind::Gif => gif(bytes)?,
        PhotoKind::Webp => webp(bytes)?,
    };
    if walk.frames == 0 {
        return Err(bad("the picture is empty"));
    }
    Ok(kind)
}

fn bad(why: &'static str) -> Error {
    Error::invalid("bad_image").because(why)
}

/// Which format a picture has, by its first bytes.
fn kind(bytes: &[u8]) -> Option<PhotoKind> {
    let webp = bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP");
    match bytes {
        _ if bytes.starts_with(b"\x89PNG\r\n\x1a\n") => Some(PhotoKind::Png),
        _ if bytes.starts_with(b"\xff\xd8\xff") => Some(PhotoKind::Jpeg),
        _ if bytes.starts_with(b"GIF87a") || bytes.starts_with(b"GIF89a") => Some(PhotoKind::Gif),
        _ if webp => Some(PhotoKind::Webp),
        _ => None,
    }
}

impl Walk {
    /// The head was read: it names the size of the whole picture.
    fn new(width: u32, height: u32) -> Result<Self> {
        let most = limits::PICTURE_SIDE;
        if width == 0 || height == 0 {
            return Err(bad("the picture has no pixels"));
        }
        if width > most || height > most {
            let why =
                format!("the picture has {width} x {height} pixels, {most} x {most} are taken: scale it down first");
            return Err(Error::limit("too_large").because(why));
        }
        Ok(Self { size: (width, height), frames: 0 })
    }

    /// One more frame, which lies within the picture.
    fn frame(&mut self, at: (u32, u32), size: (u32, u32)) -> Result<()> {
        let within = |at: u32, side: u32, whole: u32| side > 0 && at.checked_add(side).is_some_and(|end| end <= whole);
        if !within(at.0, size.0, self.size.0) || !within(at.1, size.1, self.size.1) {
            return Err(bad(LIES));
        }
        self.frames += 1;
        if self.frames > limits::PICTURE_FRAMES {
            let why = format!("a picture has at most {} frames: leave some out", limits::PICTURE_FRAMES);
            return Err(Error::limit("too_many_frames").because(why));
        }
        Ok(())
    }
}

/// What is left of a file.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, many: usize) -> Result<&'a [u8]> {
        let (taken, left) = self.0.split_at_checked(many).ok_or_else(|| bad(CUT))?;
        self.0 = left;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N]> {
        self.take(N)?.try_into().map_err(|_| bad(CUT))
    }

    fn byte(&mut self) -> Result<u8> {
        self.array::<1>().map(|[byte]| byte)
    }

    fn big16(&mut self) -> Result<u32> {
        self.array().map(|bytes| u16::from_be_bytes(bytes).into())
    }

    fn big32(&mut self) -> Result<u32> {
        self.array().map(u32::from_be_bytes)
    }

    fn little16(&mut self) -> Result<u32> {
        self.array().map(|bytes| u16::from_le_bytes(bytes).into())
    }

    fn little24(&mut self) -> Result<u32> {
        self.array().map(|[a, b, c]| u32::from_le_bytes([a, b, c, 0]))
    }

    fn little32(&mut self) -> Result<u32> {
        self.array().map(u32::from_le_bytes)
    }
}

fn length(size: u32) -> usize {
    usize::try_from(size).unwrap_or(usize::MAX)
}

/// PNG: chunks, the head first and an end; an animation's frames have a chunk each beside what it says their number is.
fn png(bytes: &[u8]) -> Result<Walk> {
    let mut rest = Rest(bytes);
    rest.take(8)?;
    let mut walk: Option<Walk> = None;
    let (mut told, mut pixels) = (None, false);
    loop {
        let size = length(rest.big32()?);
        let name = rest.array::<4>()?;
        let mut body = Rest(rest.take(size)?);
        rest.take(4)?;
        match (&name, &mut walk) {
            (b"IHDR", None) => walk = Some(Walk::new(body.big32()?, body.big32()?)?),
            (b"IHDR", Some(_)) | (_, None) => return Err(bad(LIES)),
            (b"acTL", Some(_)) => told = Some(length(body.big32()?)),
            (b"fcTL", Some(walk)) => {
                body.take(4)?;
                let size = (body.big32()?, body.big32()?);
                walk.frame((body.big32()?, body.big32()?), size)?;
            }
            (b"IDAT", _) => pixels |= size > 0,
            (b"IEND", _) => break,
            _ => {}
        }
    }
    let mut walk = walk.filter(|_| pixels).ok_or_else(|| bad(CUT))?;
    match told {
        None => walk.frames = 1,
        Some(told) if told != walk.frames => return Err(bad(LIES)),
        Some(_) => {}
    }
    Ok(walk)
}

/// GIF: a head, then frames and extensions, each in small blocks, and an end.
fn gif(bytes: &[u8]) -> Result<Walk> {
    let mut rest = Rest(bytes);
    rest.take(6)?;
    let mut walk = Walk::new(rest.little16()?, rest.little16()?)?;
    let colours = rest.byte()?;
    rest.take(2)?;
    palette(&mut rest, colours)?;
    loop {
        match rest.byte()? {
            0x2c => {
                let at = (rest.little16()?, rest.little16()?);
                walk.frame(at, (rest.little16()?, rest.little16()?))?;
                let colours = rest.byte()?;
                palette(&mut rest, colours)?;
                rest.take(1)?;
                blocks(&mut rest)?;
            }
            0x21 => {
                rest.take(1)?;
                blocks(&mut rest)?;
            }
            0x3b => return Ok(walk),
            _ => return Err(bad(CUT)),
        }
    }
}

fn palette(rest: &mut Rest, flags: u8) -> Result<()> {
    let colours = if flags & 0x80 == 0 { 0 } else { 2 << (flags & 7) };
    rest.take(3 * colours).map(drop)
}

/// Blocks that say their length in a byte, up to an empty one.
fn blocks(rest: &mut Rest) -> Result<()> {
    loop {
        match rest.byte()? {
            0 => return Ok(()),
            size => drop(rest.take(size.into())?),
        }
    }
}

/// JPEG: segments behind markers, the pixels in one or more passes between them, and an end.
fn jpeg(bytes: &[u8]) -> Result<Walk> {
    let mut rest = Rest(bytes);
    rest.take(2)?;
    let mut walk: Option<Walk> = None;
    loop {
        let marker = marker(&mut rest)?;
        // The end, and markers that stand alone.
        match marker {
            0xd9 => return walk.ok_or_else(|| bad(CUT)),
            0x01 | 0xd0..=0xd7 => continue,
            _ => {}
        }
        let size = length(rest.big16()?).checked_sub(2).ok_or_else(|| bad(LIES))?;
        let mut body = Rest(rest.take(size)?);
        match (marker, &mut walk) {
            (0xc4 | 0xc8 | 0xcc, _) => {}
            (0xc0..=0xcf, None) => {
                body.take(1)?;
                let height = body.big16()?;
                walk = Some(Walk::new(body.big16()?, height)?);
            }
            // A second head, and a height that follows later.
            (0xc0..=0xcf | 0xdc, _) | (0xda, None) => return Err(bad(LIES)),
            (0xda, Some(walk)) => {
                walk.frame((0, 0), walk.size)?;
                pass(&mut rest);
            }
            _ => {}
        }
    }
}

/// A marker; any number of fill bytes may stand before it.
fn marker(rest: &mut Rest) -> Result<u8> {
    if rest.byte()? != 0xff {
        return Err(bad(CUT));
    }
    loop {
        match rest.byte()? {
            0xff => {}
            marker => return Ok(marker),
        }
    }
}

/// Passes over pixels, up to the marker of what follows: between them stand stuffed bytes and restart markers only.
fn pass(rest: &mut Rest) {
    let follows = |pair: &[u8]| pair[0] == 0xff && !matches!(pair[1], 0 | 0xd0..=0xd7);
    let end = rest.0.windows(2).position(follows).unwrap_or(rest.0.len());
    rest.0 = &rest.0[end..];
}

/// WebP: chunks within one; either the pixels alone, or a head and then pixels or frames.
fn webp(bytes: &[u8]) -> Result<Walk> {
    let mut rest = Rest(bytes);
    rest.take(4)?;
    let size = length(rest.little32()?);
    rest = Rest(rest.take(size)?);
    rest.take(4)?;
    let mut walk: Option<Walk> = None;
    while !rest.0.is_empty() {
        let (name, mut body) = chunk(&mut rest)?;
        match (&name, &mut walk) {
            (b"VP8X", None) => {
                body.take(4)?;
                walk = Some(Walk::new(body.little24()? + 1, body.little24()? + 1)?);
            }
            (b"VP8X", Some(_)) => return Err(bad(LIES)),
            (b"ANMF", Some(walk)) => {
                let at = (body.little24()? * 2, body.little24()? * 2);
                let size = (body.little24()? + 1, body.little24()? + 1);
                body.take(4)?;
                walk.frame(at, size)?;
                framed(&mut body, size)?;
            }
            (b"VP8 " | b"VP8L", walk) => {
                let size = pixels(&name, &mut body)?;
                let whole = match walk {
                    Some(walk) if walk.size != size => return Err(bad(LIES)),
                    Some(walk) => walk,
                    None => walk.insert(Walk::new(size.0, size.1)?),
                };
                whole.frame((0, 0), size)?;
            }
            (_, None) => return Err(bad(LIES)),
            _ => {}
        }
    }
    walk.ok_or_else(|| bad(CUT))
}

fn chunk<'a>(rest: &mut Rest<'a>) -> Result<([u8; 4], Rest<'a>)> {
    let name = rest.array::<4>()?;
    let size = length(rest.little32()?);
    let body = Rest(rest.take(size)?);
    // A chunk of odd length is followed by one byte; the last one's some programs leave out.
    rest.0 = rest.0.get(size % 2..).unwrap_or_default();
    Ok((name, body))
}

/// The pixels of one frame of an animation are as many as the frame says.
fn framed(body: &mut Rest, size: (u32, u32)) -> Result<()> {
    let mut drawn = 0;
    while !body.0.is_empty() {
        let (name, mut inner) = chunk(body)?;
        if matches!(&name, b"VP8 " | b"VP8L") {
            drawn += 1;
            if pixels(&name, &mut inner)? != size {
                return Err(bad(LIES));
            }
        }
    }
    if drawn == 1 { Ok(()) } else { Err(bad(LIES)) }
}

/// The size at the head of a stream of pixels: 14 bits each way.
fn pixels(name: &[u8; 4], body: &mut Rest) -> Result<(u32, u32)> {
    const BITS: u32 = 0x3fff;
    if name == b"VP8L" {
        if body.byte()? != 0x2f {
            return Err(bad(LIES));
        }
        let packed = body.little32()?;
        return Ok(((packed & BITS) + 1, (packed >> 14 & BITS) + 1));
    }
    body.take(3)?;
    if body.take(3)? != b"\x9d\x01\x2a" {
        return Err(bad(LIES));
    }
    Ok((body.little16()? & BITS, body.little16()? & BITS))
}

#[cfg(test)]
mod tests;
