//! What every reading must hold, and Word files made of parts: shared by the fuzz targets.

use gongwen::{Reading, Span};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

/// Panics where a span leaves the text, the tree is no tree, or a character of the text belongs to no
/// paragraph.
pub fn holds(reading: &Reading) {
    let chars: Vec<char> = reading.text.chars().collect();
    let plan = &reading.plan;
    let inside = |span: &Span| assert!(span[0] < span[1] && span[1] <= chars.len(), "span {span:?}");
    plan.outline.iter().for_each(|node| inside(&node.span));
    plan.stages.iter().for_each(|stage| inside(&stage.span));
    plan.roster.iter().for_each(|entry| inside(&entry.span));
    plan.measures.iter().for_each(|measure| inside(&measure.span));
    plan.quantities.iter().for_each(|quantity| inside(&quantity.span));
    plan.honours.iter().for_each(|honour| inside(&honour.span));
    for (index, node) in plan.outline.iter().enumerate() {
        assert_eq!(node.id, index + 1, "ids ascend");
        assert!(node.parent.is_none_or(|parent| parent < node.id), "a node stands under a later one");
    }
    let mut kept = vec![false; chars.len()];
    for paragraph in &reading.paragraphs {
        kept[paragraph.span[0]..paragraph.span[1]].fill(true);
    }
    let lost = chars.iter().zip(kept).find(|(c, kept)| !c.is_whitespace() && !kept);
    assert!(lost.is_none(), "lost {lost:?}");
}

/// A Word file of the given parts. `data` is cut at its zero bytes; what a part lacks is left out.
pub fn word(data: &[u8], names: &[&str]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in names.iter().zip(data.split(|byte| *byte == 0)) {
        if writer.start_file(*name, options).is_err() || writer.write_all(content).is_err() {
            return Vec::new();
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

/// Lets panics of the library behind PDF be caught, as they are outside of fuzzing; libFuzzer would abort at
/// once. Our own still abort.
pub fn forgive_pdf() {
    let strict = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        let ours = info.location().is_some_and(|place| place.file().contains("gongwen"));
        if ours {
            strict(info);
        }
    }));
}
