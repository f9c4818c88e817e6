//! Fonts of the machine: the files of a folder beside the free faces that the program holds.

use crate::command::plan::reason;
use crate::stop::Stop;
use gongwen_pdf::Fonts;
use std::path::{Path, PathBuf};

/// Largest font file; the largest faces of the whole of Unicode have half of it.
const FILE_LIMIT: u64 = 128 << 20;

/// The folder of fonts in a data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("fonts")
}

/// The embedded faces and every .ttf, .otf and .ttc file of the folder, by name. A folder that was not asked for may
/// be missing.
pub fn load(folder: &Path, asked: bool) -> Result<Fonts, Stop> {
    let mut fonts = Fonts::embedded();
    if !asked && !folder.exists() {
        return Ok(fonts);
    }
    let broken = |path: &Path, error: &std::io::Error| {
        Stop::input(format!("无法读取字体“{}”：{}。", path.display(), reason(error)))
    };
    let entries = std::fs::read_dir(folder).map_err(|error| broken(folder, &error))?;
    let mut files: Vec<PathBuf> =
        entries.flatten().map(|entry| entry.path()).filter(|it| is_font(it)).collect();
    files.sort();
    for path in files {
        let size = std::fs::metadata(&path).map_err(|error| broken(&path, &error))?.len();
        if size > FILE_LIMIT {
            return Err(Stop::input(format!("字体“{}”超过 {} MB。", path.display(), FILE_LIMIT >> 20)));
        }
        let bytes = std::fs::read(&path).map_err(|error| broken(&path, &error))?;
        fonts.add(bytes).map_err(|error| Stop::input(format!("“{}”{error}", path.display())))?;
    }
    Ok(fonts)
}

fn is_font(path: &Path) -> bool {
    let end = path.extension().map(|end| end.to_string_lossy().to_lowercase());
    path.is_file() && matches!(end.as_deref(), Some("ttf" | "otf" | "ttc"))
}
