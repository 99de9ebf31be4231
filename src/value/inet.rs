use std::net::Ipv4Addr;

/// An IPv4 address in any spelling that the C library takes (`inet_aton`): one to four numbers, each
/// decimal, octal (`0177`) or hexadecimal (`0x7f`); the last fills what the others leave.
/// `127.1`, `0x7f.1` and `2130706433` are all `127.0.0.1`.
pub(super) fn inet_aton(text: &str) -> Option<Ipv4Addr> {
    let parts: Vec<u32> = text.split('.').map(number).collect::<Option<_>>()?;
    let (last, first) = parts.split_last()?;
    if first.len() > 3 || first.iter().any(|part| *part > 0xff) {
        return None;
    }
    let bytes = 4 - u32::try_from(first.len()).ok()?;
    if bytes < 4 && *last >= 1 << (8 * bytes) {
        return None;
    }
    let head = first.iter().zip([24, 16, 8]).fold(0, |sum, (part, shift)| sum | part << shift);
    Some(Ipv4Addr::from(head | last))
}

fn number(text: &str) -> Option<u32> {
    let (digits, radix) = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        Some(digits) => (digits, 16),
        None if text.len() > 1 && text.starts_with('0') => (&text[1..], 8),
        None => (text, 10),
    };
    // A sign is no digit, although Rust reads it.
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_alphanumeric());
    plain.then(|| u32::from_str_radix(digits, radix).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings() {
        let case = |text: &str, expected: Option<[u8; 4]>| {
            assert_eq!(inet_aton(text), expected.map(Ipv4Addr::from), "{text}");
        };
        for text in ["127.1", "127.0.1", "0x7f.1", "0X7F.0.0.1", "0177.0.0.1", "2130706433"] {
            case(text, Some([127, 0, 0, 1]));
        }
        case("0x7f000001", Some([127, 0, 0, 1]));
        case("017700000001", Some([127, 0, 0, 1]));
        case("0", Some([0, 0, 0, 0]));
        case("10.1", Some([10, 0, 0, 1]));
        case("10.258", Some([10, 0, 1, 2]));
        case("1.2.3.4", Some([1, 2, 3, 4]));
        for text in ["", ".", "1.", "1.2.3.4.5", "256.1", "1.2.3.256", "09", "0x", "4294967296"] {
            case(text, None);
        }
        for text in ["backend", "1a", "+1", "-1", "0xg", "10.16777216"] {
            case(text, None);
        }
    }
}
