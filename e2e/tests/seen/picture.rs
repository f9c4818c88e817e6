//! Photos as a phone takes them: drawn by the browser itself, with a capture time put in.

use e2e::{Page, Server};
use std::path::PathBuf;

/// Draws a scene in the page and gives its JPEG as base64.
const DRAW: &str = "(seed => {
  const canvas = document.createElement('canvas');
  canvas.width = 320; canvas.height = 240;
  const pen = canvas.getContext('2d');
  let n = seed;
  const dice = most => { n = (n * 1103515245 + 12345) % 2147483648; return n % most; };
  for (let i = 0; i < 24; i++) {
    pen.fillStyle = `rgb(${dice(256)},${dice(256)},${dice(256)})`;
    pen.fillRect(dice(300) - 40, dice(220) - 40, 30 + dice(160), 30 + dice(120));
  }
  return canvas.toDataURL('image/jpeg', 0.8).split(',')[1];
})";

/// A photo on the disk: the same seed shows the same, `taken` is the capture time as cameras write it.
pub async fn photo(page: &Page, server: &Server, name: &str, seed: u32, taken: &str) -> PathBuf {
    let drawn: String = page.eval(&format!("{DRAW}({seed})")).await;
    let plain = bytes(page, &drawn).await;
    let path = server.data().join("photos").join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(&path, noted(&plain, taken)).unwrap();
    path
}

/// Base64 as bytes.
async fn bytes(page: &Page, text: &str) -> Vec<u8> {
    page.eval(&format!("Array.from(atob('{text}')).map(it => it.charCodeAt(0))")).await
}

/// With an EXIF block that holds DateTimeOriginal and nothing else.
fn noted(plain: &[u8], taken: &str) -> Vec<u8> {
    let entry = |tag: u16, kind: u16, count: u32, value: u32| -> Vec<u8> {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let mut tiff = Vec::from(*b"MM\0\x2a\0\0\0\x08");
    tiff.extend([&1_u16.to_be_bytes()[..], &entry(0x8769, 4, 1, 26), &0_u32.to_be_bytes()].concat());
    tiff.extend([&1_u16.to_be_bytes()[..], &entry(0x9003, 2, 20, 44), &0_u32.to_be_bytes()].concat());
    tiff.extend([taken.as_bytes(), b"\0"].concat());
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, b"Exif\0\0", &tiff, &plain[2..]].concat()
}

/// A day of the page's own calendar, so many days ago, as `2026-06-11`.
pub async fn day(page: &Page, ago: u32) -> String {
    page.eval(&format!("new Date(Date.now() + 8 * 3600000 - {ago} * 86400000).toISOString().slice(0, 10)"))
        .await
}
