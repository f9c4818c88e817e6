//! What a keyboard sends for a key: code, key and virtual key number as Chromium expects them.
//! A US layout; text in Chinese is typed with `Page::type_text`.

/// One key with its modifiers.
#[derive(Debug, PartialEq, Eq)]
pub struct Key {
    pub key: String,
    pub code: String,
    pub number: u32,
    /// What the key types; nothing for Escape or with Ctrl.
    pub text: Option<String>,
    /// Alt 1, Ctrl 2, Meta 4, Shift 8.
    pub modifiers: u32,
}

/// Reads `Enter`, `j`, `?`, `Ctrl+S`, `Shift+Tab`.
pub fn parse(name: &str) -> Result<Key, String> {
    let mut modifiers = 0;
    let mut rest = name;
    while let Some((modifier, tail)) = rest.split_once('+').filter(|(_, tail)| !tail.is_empty()) {
        modifiers |= match modifier {
            "Alt" => 1,
            "Ctrl" => 2,
            "Meta" => 4,
            "Shift" => 8,
            _ => return Err(format!("no modifier is called {modifier:?}; there are Alt, Ctrl, Meta, Shift")),
        };
        rest = tail;
    }
    let mut key = named(rest).or_else(|| single(rest)).ok_or_else(|| format!("no key is called {rest:?}"))?;
    key.modifiers |= modifiers;
    if key.modifiers & 7 != 0 {
        key.text = None;
    }
    Ok(key)
}

fn named(name: &str) -> Option<Key> {
    let (number, text) = match name {
        "Backspace" => (8, None),
        "Tab" => (9, None),
        "Enter" => (13, Some("\r")),
        "Escape" => (27, None),
        "Space" => (32, Some(" ")),
        "PageUp" => (33, None),
        "PageDown" => (34, None),
        "End" => (35, None),
        "Home" => (36, None),
        "ArrowLeft" => (37, None),
        "ArrowUp" => (38, None),
        "ArrowRight" => (39, None),
        "ArrowDown" => (40, None),
        "Delete" => (46, None),
        _ => return None,
    };
    let key = if name == "Space" { " " } else { name };
    Some(Key { key: key.into(), code: name.into(), number, text: text.map(Into::into), modifiers: 0 })
}

fn single(name: &str) -> Option<Key> {
    let mut characters = name.chars();
    let character = characters.next().filter(|_| characters.next().is_none())?;
    let (code, number, shift) = place(character)?;
    Some(Key {
        key: character.into(),
        code,
        number,
        text: Some(character.into()),
        modifiers: if shift { 8 } else { 0 },
    })
}

/// Where a character lies on the keyboard, and whether Shift is held for it.
fn place(character: char) -> Option<(String, u32, bool)> {
    /// Unshifted and shifted character, code, number.
    const SIGNS: [(char, char, &str, u32); 11] = [
        ('`', '~', "Backquote", 192),
        ('-', '_', "Minus", 189),
        ('=', '+', "Equal", 187),
        ('[', '{', "BracketLeft", 219),
        (']', '}', "BracketRight", 221),
        ('\\', '|', "Backslash", 220),
        (';', ':', "Semicolon", 186),
        ('\'', '"', "Quote", 222),
        (',', '<', "Comma", 188),
        ('.', '>', "Period", 190),
        ('/', '?', "Slash", 191),
    ];
    if character.is_ascii_alphabetic() {
        let upper = character.to_ascii_uppercase();
        return Some((format!("Key{upper}"), u32::from(upper), character.is_ascii_uppercase()));
    }
    if character.is_ascii_digit() {
        return Some((format!("Digit{character}"), u32::from(character), false));
    }
    SIGNS
        .iter()
        .find(|(plain, shifted, ..)| character == *plain || character == *shifted)
        .map(|&(plain, _, code, number)| (code.to_owned(), number, character != plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_what_a_keyboard_sends() {
        let check = |name, key, code, number, text: Option<&str>, modifiers| {
            let expected = Key {
                key: String::from(key),
                code: String::from(code),
                number,
                text: text.map(Into::into),
                modifiers,
            };
            assert_eq!(parse(name).unwrap(), expected, "{name}");
        };
        check("Enter", "Enter", "Enter", 13, Some("\r"), 0);
        check("j", "j", "KeyJ", 74, Some("j"), 0);
        check("?", "?", "Slash", 191, Some("?"), 8);
        check("+", "+", "Equal", 187, Some("+"), 8);
        check("Ctrl+s", "s", "KeyS", 83, None, 2);
        check("Shift+Tab", "Tab", "Tab", 9, None, 8);
        check("Space", " ", "Space", 32, Some(" "), 0);
    }

    #[test]
    fn an_unknown_key_is_refused() {
        assert!(parse("Strg+s").is_err());
        assert!(parse("提").is_err());
    }
}
