//! Closed lists whose members have a stable code (database, JSON) and a Chinese word (pages).
//! One declaration per list; the store, the API and the pages derive from it.

/// An enum with a stable code and a Chinese label for each member.
pub trait Code: Copy + Sized + 'static {
    /// What the list is called in an error text.
    const NAME: &'static str;
    /// Every member, in the order of the declaration.
    const ALL: &'static [Self];
    /// The stable code that the database and the API hold.
    fn code(self) -> &'static str;
    /// The word that a page shows.
    fn label(self) -> &'static str;
    /// The member with this code, if there is one.
    fn from_code(code: &str) -> Option<Self>;
}

/// Declares an enum that implements [`Code`], `Display` (label), serde (code) and `Eq`/`Ord`/`Hash`.
#[macro_export]
macro_rules! codes {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$vmeta:meta])* $variant:ident = $code:literal $label:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $($(#[$vmeta])* #[serde(rename = $code)] $variant,)+ }
        impl $crate::code::Code for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = &[$(Self::$variant,)+];
            fn code(self) -> &'static str { match self { $(Self::$variant => $code,)+ } }
            fn label(self) -> &'static str { match self { $(Self::$variant => $label,)+ } }
            fn from_code(code: &str) -> Option<Self> { match code { $($code => Some(Self::$variant),)+ _ => None } }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str($crate::code::Code::label(*self))
            }
        }
    };
}
