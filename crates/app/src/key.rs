//! The key outside the database: it wraps personal keys, keys the audit digests and the blind
//! indexes, and peppers passwords. Lost key, lost personal fields: set-up prints a recovery sheet.

use crate::{Error, Result, secret};
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use std::fs;
use std::io::Write;
use std::path::Path;
use store::SealedPhone;

/// Keys derived from the one in the key file.
#[derive(Clone)]
pub struct Keys {
    root: [u8; 32],
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys")
    }
}

impl Keys {
    /// Reads the key file, or makes it with mode 0600 if it is not there.
    pub fn open(path: &Path) -> Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Self::parse(&text).ok_or_else(|| {
                Error::unfit(format!(
                    "密钥文件 {} 的内容不完整，请用恢复单上的密钥还原后再启动。",
                    path.display()
                ))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(path),
            Err(error) => Err(Error::unfit(format!("无法读取密钥文件 {}：{error}。", path.display()))),
        }
    }

    /// Reads the key file; a missing one is refused.
    pub fn existing(path: &Path) -> Result<Self> {
        if path.exists() {
            Self::open(path)
        } else {
            Err(Error::unfit(format!("没有找到密钥文件 {}。请按恢复单还原密钥后再操作。", path.display())))
        }
    }

    fn create(path: &Path) -> Result<Self> {
        use std::os::unix::fs::OpenOptionsExt;
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| Error::fault("key folder", error))?;
        }
        let keys = Self { root: secret::random() };
        let mut file = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path)
            .map_err(|error| Error::unfit(format!("无法建立密钥文件 {}：{error}。", path.display())))?;
        file.write_all(keys.sheet().as_bytes())
            .and_then(|()| file.sync_all())
            .map_err(|error| Error::fault("key file", error))?;
        Ok(keys)
    }

    /// Keys of a test.
    pub fn for_testing() -> Self {
        Self { root: [7; 32] }
    }

    /// The text of the key file and of the recovery sheet.
    pub fn sheet(&self) -> String {
        let hex: String = self.root.iter().map(|byte| format!("{byte:02x}")).collect();
        let groups: Vec<&str> = (0..16).map(|i| &hex[i * 4..i * 4 + 4]).collect();
        format!("wenming-key-1 {}\n", groups.join("-"))
    }

    fn parse(text: &str) -> Option<Self> {
        let hex: Vec<u8> =
            text.trim().strip_prefix("wenming-key-1 ")?.bytes().filter(u8::is_ascii_hexdigit).collect();
        let mut root = [0_u8; 32];
        if hex.len() != 64 {
            return None;
        }
        for (byte, pair) in root.iter_mut().zip(hex.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self { root })
    }

    fn derive(&self, purpose: &str) -> [u8; 32] {
        let hex = store::hmac_hex(&self.root, purpose.as_bytes());
        let mut key = [0_u8; 32];
        for (byte, pair) in key.iter_mut().zip(hex.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).unwrap_or("0");
            *byte = u8::from_str_radix(pair, 16).unwrap_or(0);
        }
        key
    }

    /// Key of the digests in the audit chain.
    pub fn audit(&self) -> [u8; 32] {
        self.derive("audit")
    }

    /// Key of the anchors outside the database.
    pub fn anchor(&self) -> [u8; 32] {
        self.derive("anchor")
    }

    /// Pepper of the password hashes.
    pub fn pepper(&self) -> [u8; 32] {
        self.derive("pepper")
    }

    /// The keyed blind index of a phone number.
    pub fn phone_index(&self, phone: &str) -> String {
        store::hmac_hex(&self.derive("phone"), phone.as_bytes())
    }

    /// Encrypts a phone number under a fresh key of its person, wrapped by ours.
    pub fn seal_phone(&self, phone: &str) -> Result<SealedPhone> {
        let own: [u8; 32] = secret::random();
        Ok(SealedPhone {
            wrapped_key: seal(&self.derive("wrap"), &own)?,
            phone: seal(&own, phone.as_bytes())?,
            index: self.phone_index(phone),
        })
    }

    /// Encrypts a file that holds personal values, e.g. an uploaded roster.
    pub fn seal_file(&self, plain: &[u8]) -> Result<Vec<u8>> {
        seal(&self.derive("file"), plain)
    }

    /// The bytes of a sealed file.
    pub fn open_file(&self, sealed: &[u8]) -> Result<Vec<u8>> {
        unseal(&self.derive("file"), sealed)
    }

    /// The phone number in clear; the caller audits the reading.
    pub fn open_phone(&self, sealed: &SealedPhone) -> Result<String> {
        let own = unseal(&self.derive("wrap"), &sealed.wrapped_key)?;
        let own: [u8; 32] = own.try_into().map_err(|_| Error::fault("phone key", "length"))?;
        let phone = unseal(&own, &sealed.phone)?;
        String::from_utf8(phone).map_err(|error| Error::fault("phone", error))
    }
}

fn seal(key: &[u8; 32], plain: &[u8]) -> Result<Vec<u8>> {
    let nonce: [u8; 24] = secret::random();
    let sealed = XChaCha20Poly1305::new(key.into())
        .encrypt(XNonce::from_slice(&nonce), plain)
        .map_err(|_| Error::fault("seal", "cipher"))?;
    Ok([nonce.as_slice(), &sealed].concat())
}

fn unseal(key: &[u8; 32], sealed: &[u8]) -> Result<Vec<u8>> {
    let (nonce, body) = sealed.split_at_checked(24).ok_or_else(|| Error::fault("unseal", "too short"))?;
    XChaCha20Poly1305::new(key.into())
        .decrypt(XNonce::from_slice(nonce), body)
        .map_err(|_| Error::fault("unseal", "wrong key or damaged"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_file_survives_its_round_trip() {
        let keys = Keys::for_testing();
        assert_eq!(Keys::parse(&keys.sheet()).map(|k| k.root), Some(keys.root));
        assert!(Keys::parse("wenming-key-1 1234").is_none());
    }

    #[test]
    fn a_phone_number_opens_only_with_the_key() {
        let keys = Keys::for_testing();
        let sealed = keys.seal_phone("13812345678").unwrap();
        assert_eq!(keys.open_phone(&sealed).unwrap(), "13812345678");
        assert!(Keys { root: [8; 32] }.open_phone(&sealed).is_err());
    }
}
