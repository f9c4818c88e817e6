//! Random secrets and the digests under which they are kept.

/// `N` bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0_u8; N];
    // Without randomness of the operating system nothing here is safe to go on with.
    #[expect(clippy::expect_used, reason = "no secret can be made without the system's randomness")]
    getrandom::fill(&mut bytes).expect("the operating system gives randomness");
    bytes
}

/// A token of 256 bits for cookies, links and feeds, in URL-safe letters.
pub fn token() -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    random::<43>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 63)])).collect()
}

/// A code that people type from paper: 12 letters and digits in three groups, none that look alike
/// (32 letters, 60 bits).
pub fn slip_code() -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    let code: Vec<char> =
        random::<12>().iter().map(|byte| char::from(LETTERS[usize::from(byte & 31)])).collect();
    code.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// What is kept of a secret of full randomness.
pub fn digest(secret: &str) -> String {
    store::sm3_hex(secret.as_bytes())
}

/// A slip code as typed: case and separators do not matter.
pub fn slip_digest(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    digest(&plain.to_ascii_uppercase())
}
