//! Pictures as they are kept, of people and custom emoji: taken as they are, and bounded.
//!
//! Nothing is decoded or scaled in this process: a decoder is the classic way in, and browsers scale well. How much a
//! browser will have to decode is judged before a picture is kept (`pictures`).

use super::pictures;
use crate::base::{Error, Result, limits};
use crate::store::records::photo::{Photo, PhotoKind, PhotoOf, PhotoPart};
use crate::store::{Tx, View};

/// Keeps a picture in place of the one before, and gives the end of its address. How many bytes it may have is for the caller.
pub fn keep(tx: &mut Tx, of: PhotoOf, mark: &[u8; 16], bytes: &[u8]) -> Result<String> {
    let kind = pictures::judge(bytes)?;
    clear(tx, of)?;
    let mut parts = 0;
    for part in bytes.chunks(limits::PHOTO_PART_BYTES) {
        tx.put(&Photo::part(of, parts), &PhotoPart { bytes: part.to_vec() })?;
        parts += 1;
    }
    let mark = data_encoding::HEXLOWER.encode(mark);
    tx.put(&Photo::at(of), &Photo { mark: mark.clone(), kind, parts })?;
    Ok(mark)
}

/// A picture by the end of its address.
pub fn show(view: &View, of: PhotoOf, mark: &str) -> Result<Option<(PhotoKind, Vec<u8>)>> {
    let Some(photo) = view.get(&Photo::at(of))?.filter(|photo| photo.mark == mark) else { return Ok(None) };
    let mut bytes = Vec::new();
    for number in 0..photo.parts {
        let part = view.get(&Photo::part(of, number))?;
        bytes.extend(part.ok_or_else(|| Error::internal("a picture has lost a row"))?.bytes);
    }
    Ok(Some((photo.kind, bytes)))
}

/// Takes a picture away, if there is one.
pub fn clear(tx: &mut Tx, of: PhotoOf) -> Result<()> {
    if let Some(photo) = tx.get(&Photo::at(of))? {
        (0..photo.parts).for_each(|number| tx.delete(&Photo::part(of, number)));
        tx.delete(&Photo::at(of));
    }
    Ok(())
}
