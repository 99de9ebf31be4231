//! Bytes of a file into text, or what they are instead.

/// What is wrong with bytes that are not a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoText {
    /// UTF-16, as some editors on Windows write it.
    Utf16,
    /// Something else that is not UTF-8, such as Latin-1.
    Encoding,
    /// Not text at all.
    Binary,
}

impl NoText {
    /// What the file is, after "FILE is ".
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Utf16 => "UTF-16 text",
            Self::Encoding => "not UTF-8 text",
            Self::Binary => "a binary file",
        }
    }

    /// What to do.
    pub(super) fn help(self) -> &'static str {
        match self {
            Self::Utf16 | Self::Encoding => "save it as UTF-8; Compose reads only that",
            Self::Binary => "name the application's Compose file instead",
        }
    }
}

/// The text of a file, without a byte order mark.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, NoText> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(NoText::Utf16);
    }
    // Without a mark, every second byte of a Latin text in UTF-16 is zero.
    let head = &bytes[..bytes.len().min(1024)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    if even + odd > 0 {
        let is_most = even.max(odd) * 10 > head.len() * 4;
        return Err(if is_most && even.min(odd) == 0 { NoText::Utf16 } else { NoText::Binary });
    }
    match String::from_utf8(bytes) {
        Ok(text) if text.contains('\0') => Err(NoText::Binary),
        Ok(text) => Ok(match text.strip_prefix('\u{feff}') {
            Some(rest) => rest.to_owned(),
            None => text,
        }),
        Err(error) => {
            let bytes = error.into_bytes();
            let odd = |byte: &&u8| **byte < 0x20 && !b"\t\r\n\x0c\x1b".contains(byte);
            let is_binary = bytes.iter().take(1024).filter(odd).count() > 0;
            Err(if is_binary { NoText::Binary } else { NoText::Encoding })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn case(bytes: &[u8], expected: Result<&str, NoText>) {
        assert_eq!(text(bytes.to_vec()), expected.map(str::to_owned));
    }

    #[test]
    fn bytes_are_text_or_something_else() {
        case(b"a: b\r\n", Ok("a: b\r\n"));
        case("\u{feff}a: ü".as_bytes(), Ok("a: ü"));
        case(b"\xff\xfea\0:\0", Err(NoText::Utf16));
        case(b"\xfe\xff\0a\0:", Err(NoText::Utf16));
        case(b"a\0:\0 \0b\0", Err(NoText::Utf16));
        case(b"a: \xfcbung\n", Err(NoText::Encoding));
        case(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0", Err(NoText::Binary));
        case(b"\x89PNG\r\n\x1a\n\xff\x01", Err(NoText::Binary));
        case(b"", Ok(""));
    }
}
