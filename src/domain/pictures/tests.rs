use super::*;

/// Small pictures that programs in use have written, each with how often pixels are drawn.
const SAMPLES: &[(&str, PhotoKind, usize, &[u8])] = &[
    ("still.png", PhotoKind::Png, 1, include_bytes!("samples/still.png")),
    ("moving.png", PhotoKind::Png, 3, include_bytes!("samples/moving.png")),
    ("moving-default.png", PhotoKind::Png, 2, include_bytes!("samples/moving-default.png")),
    ("still.jpg", PhotoKind::Jpeg, 1, include_bytes!("samples/still.jpg")),
    ("cmyk.jpg", PhotoKind::Jpeg, 1, include_bytes!("samples/cmyk.jpg")),
    ("restart.jpg", PhotoKind::Jpeg, 1, include_bytes!("samples/restart.jpg")),
    ("progressive.jpg", PhotoKind::Jpeg, 10, include_bytes!("samples/progressive.jpg")),
    ("still.gif", PhotoKind::Gif, 1, include_bytes!("samples/still.gif")),
    ("moving.gif", PhotoKind::Gif, 3, include_bytes!("samples/moving.gif")),
    ("lossy.webp", PhotoKind::Webp, 1, include_bytes!("samples/lossy.webp")),
    ("lossless.webp", PhotoKind::Webp, 1, include_bytes!("samples/lossless.webp")),
    ("alpha.webp", PhotoKind::Webp, 1, include_bytes!("samples/alpha.webp")),
    ("exif.webp", PhotoKind::Webp, 1, include_bytes!("samples/exif.webp")),
    ("moving.webp", PhotoKind::Webp, 3, include_bytes!("samples/moving.webp")),
];

fn sample(name: &str) -> Vec<u8> {
    SAMPLES.iter().find(|sample| sample.0 == name).unwrap().3.to_vec()
}

/// Where these bytes stand in a picture, first.
fn place(picture: &[u8], what: &[u8]) -> usize {
    picture.windows(what.len()).position(|window| window == what).unwrap()
}

fn patched(name: &str, at: impl Fn(&[u8]) -> usize, with: &[u8]) -> Vec<u8> {
    let mut picture = sample(name);
    let at = at(&picture);
    picture[at..at + with.len()].copy_from_slice(with);
    picture
}

fn code(picture: &[u8]) -> String {
    judge(picture).unwrap_err().code.into_owned()
}

#[test]
fn what_programs_write_is_taken_and_its_frames_are_counted() {
    for (name, kind, frames, picture) in SAMPLES {
        assert_eq!(judge(picture), Ok(*kind), "{name}");
        let walk = match kind {
            PhotoKind::Png => png(picture),
            PhotoKind::Jpeg => jpeg(picture),
            PhotoKind::Gif => gif(picture),
            PhotoKind::Webp => webp(picture),
        };
        assert_eq!(walk.unwrap().frames, *frames, "{name}");
        // Cameras and editors append things; no browser looks at them.
        assert_eq!(judge(&[picture, &b"behind the end"[..]].concat()), Ok(*kind), "{name}");
    }
}

#[test]
fn a_picture_that_is_cut_anywhere_is_refused() {
    for (name, _, _, picture) in SAMPLES {
        for end in 0..picture.len() {
            assert_eq!(code(&picture[..end]), "bad_image", "{name} cut at {end}");
        }
    }
    for bytes in [&b"<svg onload=x>"[..], b"<!doctype html>", b"RIFF\x04\0\0\0WAVE", b"BM", b"\0\0\0\x1cftypavif"] {
        assert_eq!(code(bytes), "bad_image");
    }
}

#[test]
fn what_stands_in_a_picture_never_stops_the_server() {
    for (_, _, _, picture) in SAMPLES {
        for at in 0..picture.len() {
            for bits in [0x01, 0x80, 0xff] {
                let mut other = picture.to_vec();
                other[at] ^= bits;
                // Taken or refused: it comes back.
                let _ = judge(&other);
            }
        }
    }
}

#[test]
fn a_head_that_claims_too_much_is_refused_before_anything_is_decoded() {
    let head = |name: &'static [u8], on: usize| move |picture: &[u8]| place(picture, name) + on;
    let claims = [
        patched("still.png", head(b"IHDR", 4), &32_000_u32.to_be_bytes()),
        patched("moving.png", head(b"IHDR", 8), &2_049_u32.to_be_bytes()),
        patched("still.jpg", head(b"\xff\xc0", 5), &32_000_u16.to_be_bytes()),
        patched("progressive.jpg", head(b"\xff\xc2", 7), &2_049_u16.to_be_bytes()),
        patched("moving.gif", head(b"GIF89a", 6), &32_000_u16.to_le_bytes()),
        patched("lossy.webp", head(b"\x9d\x01\x2a", 3), &16_000_u16.to_le_bytes()),
        patched("lossless.webp", head(b"VP8L", 9), &0x0fff_ffff_u32.to_le_bytes()),
        patched("alpha.webp", head(b"VP8X", 12), &[0xff, 0xff, 0xff]),
        patched("moving.webp", head(b"VP8X", 15), &[0x00, 0x08, 0]),
    ];
    for (at, claim) in claims.iter().enumerate() {
        let refused = judge(claim).unwrap_err();
        assert_eq!((at, &*refused.code), (at, "too_large"));
        assert!(refused.detail.contains("2048 x 2048") && refused.detail.contains("scale it down"), "{refused}");
    }
    let most = limits::PICTURE_SIDE.to_be_bytes();
    let still = patched("still.png", head(b"IHDR", 4), &[most, most].concat());
    assert_eq!(judge(&still), Ok(PhotoKind::Png), "as large as may be");
}

#[test]
fn a_head_that_claims_too_little_is_refused() {
    let on = |name: &'static [u8], on: usize| move |picture: &[u8]| place(picture, name) + on;
    for lie in [
        patched("still.png", on(b"IHDR", 4), &0_u32.to_be_bytes()),
        patched("moving.png", on(b"IHDR", 4), &1_u32.to_be_bytes()),
        patched("moving.png", on(b"acTL", 4), &2_u32.to_be_bytes()),
        patched("moving.png", on(b"fcTL", 8), &32_000_u32.to_be_bytes()),
        patched("moving.png", on(b"fcTL", 16), &u32::MAX.to_be_bytes()),
        patched("still.jpg", on(b"\xff\xc0", 5), &0_u16.to_be_bytes()),
        patched("still.gif", on(b"GIF8", 6), &1_u16.to_le_bytes()),
        patched("alpha.webp", on(b"VP8X", 12), &[1, 0, 0]),
        patched("alpha.webp", on(b"\x9d\x01\x2a", 3), &16_000_u16.to_le_bytes()),
        patched("moving.webp", on(b"ANMF", 8), &[0xff, 0xff, 0xff]),
        patched("moving.webp", on(b"VP8X", 12), &[0, 0, 0]),
    ] {
        assert_eq!(code(&lie), "bad_image");
    }
    let twice = |name: &str, from: &[u8], many: usize| {
        let mut picture = sample(name);
        let at = place(&picture, from);
        let again = picture[at..at + many].to_vec();
        picture.splice(at..at, again);
        picture
    };
    assert_eq!(code(&twice("still.jpg", b"\xff\xc0", 19)), "bad_image", "two heads");
}

#[test]
fn frames_are_bounded() {
    let again = |name: &str, from: usize, to: usize, times: usize| {
        let picture = sample(name);
        [&picture[..from], &picture[from..to].repeat(times), &picture[to..]].concat()
    };
    let most = limits::PICTURE_FRAMES;
    let gif = sample("still.gif");
    // From the frame's own mark to the end mark.
    let frame = place(&gif, b",\0\0\0\0");
    assert_eq!(judge(&again("still.gif", frame, gif.len() - 1, most)), Ok(PhotoKind::Gif));
    assert_eq!(code(&again("still.gif", frame, gif.len() - 1, most + 1)), "too_many_frames");

    let jpeg = sample("still.jpg");
    let scan = place(&jpeg, b"\xff\xda");
    assert_eq!(judge(&again("still.jpg", scan, jpeg.len() - 2, most)), Ok(PhotoKind::Jpeg));
    assert_eq!(code(&again("still.jpg", scan, jpeg.len() - 2, most + 1)), "too_many_frames");

    let png = sample("moving.png");
    let control = place(&png, b"fcTL") - 4;
    // A control chunk has 26 bytes, its length, its name and its sum.
    assert_eq!(code(&again("moving.png", control, control + 38, most + 1)), "too_many_frames");

    let mut webp = sample("moving.webp");
    let first = place(&webp, b"ANMF");
    let size = u32::from_le_bytes(webp[first + 4..first + 8].try_into().unwrap()) as usize;
    let frame = webp[first..first + 8 + size + size % 2].to_vec();
    webp.extend(frame.repeat(most));
    let whole = u32::try_from(webp.len() - 8).unwrap();
    webp[4..8].copy_from_slice(&whole.to_le_bytes());
    assert_eq!(code(&webp), "too_many_frames");
}
