/// Bytes as hexadecimal digits in lower case, two of them for each.
pub fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 0xf]);
    digits.map(|digit| char::from(DIGITS[usize::from(digit)])).collect()
}

#[test]
fn every_byte_has_two_digits() {
    assert_eq!(hex(&[0, 1, 0x9a, 0xff]), "00019aff");
    assert_eq!(hex(&[]), "");
}
