//! The standards that come with the program (`standards/*.toml`). None is used before a bureau
//! takes it over.

use super::file::{File, NotAStandard};

/// Key and text of each.
const FILES: [(&str, &str); 4] = [
    ("example", include_str!("../../../../standards/example.toml")),
    ("shaanxi_provincial", include_str!("../../../../standards/shaanxi_provincial.toml")),
    ("ezhou_municipal", include_str!("../../../../standards/ezhou_municipal.toml")),
    ("handan_monthly", include_str!("../../../../standards/handan_monthly.toml")),
];

/// Every shipped standard with its key, in the order in which a page offers them.
///
/// # Errors
/// None for the files that ship, which a test proves; the type is that of any file.
pub fn shipped() -> Result<Vec<(&'static str, File)>, NotAStandard> {
    FILES.into_iter().map(|(key, text)| Ok((key, File::parse(text)?))).collect()
}
