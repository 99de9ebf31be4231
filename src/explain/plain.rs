//! Markdown as text for a terminal: as much of it as the documentation uses.

use super::inline;

const WIDTH: usize = 80;

/// The whole text.
pub(super) fn text(markdown: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut lines = markdown.lines().peekable();
    while let Some(line) = lines.next() {
        if line.trim().is_empty() || line.starts_with("<!--") {
            continue;
        }
        if line.starts_with("```") {
            let code = lines.by_ref().take_while(|line| !line.starts_with("```"));
            blocks.push(code.map(|line| format!("    {line}\n")).collect());
            continue;
        }
        if let Some(title) = line.strip_prefix("# ") {
            blocks.push(inline::text(title).replace('`', "") + "\n");
            continue;
        }
        if line.starts_with('#') {
            blocks.push(inline::text(line.trim_start_matches('#').trim()).to_uppercase() + "\n");
            continue;
        }
        let mut block = vec![line];
        while let Some(line) = lines.next_if(|line| goes_on(line)) {
            block.push(line);
        }
        blocks.push(self::block(&block));
    }
    let mut text = blocks.join("\n");
    while let Some(at) = text.find("\n\n\n") {
        text.remove(at);
    }
    text
}

/// A paragraph in one line.
pub(super) fn line(markdown: &str) -> String {
    inline::text(&markdown.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn goes_on(line: &str) -> bool {
    !line.trim().is_empty() && !line.starts_with("```") && !line.starts_with('#')
}

/// Lines that belong together: code, a table, a list, a paragraph.
fn block(lines: &[&str]) -> String {
    if lines[0].starts_with("    ") {
        return lines.iter().map(|line| format!("{line}\n")).collect();
    }
    if lines[0].starts_with('|') {
        return table(lines);
    }
    let mut items: Vec<String> = vec![String::new()];
    for line in lines {
        match items.last_mut() {
            Some(last) if mark(line).is_none() => {
                last.push(' ');
                last.push_str(line.trim());
            }
            _ => items.push((*line).to_owned()),
        }
    }
    items.iter().filter(|item| !item.is_empty()).map(|item| paragraph(item)).collect()
}

/// The mark of a list's item, with its indent.
fn mark(line: &str) -> Option<usize> {
    let trimmed = line.trim_start();
    let indent = line.len() - trimmed.len();
    let bullet = trimmed.starts_with("* ") || trimmed.starts_with("- ");
    let digits = trimmed.len() - trimmed.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let number = digits > 0 && trimmed[digits..].starts_with(". ");
    if bullet { Some(indent + 2) } else { number.then_some(indent + digits + 2) }
}

fn paragraph(text: &str) -> String {
    let hang = mark(text).unwrap_or_default();
    let (head, rest) = text.split_at(hang);
    wrap(head, &line(rest), hang)
}

/// Words in lines that are not too long. The first begins with `head`, the others with blanks.
fn wrap(head: &str, text: &str, hang: usize) -> String {
    let mut out = head.to_owned();
    let mut column = head.chars().count();
    let mut is_first = true;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if !is_first && column + 1 + length > WIDTH {
            out.push('\n');
            out.push_str(&" ".repeat(hang));
            column = hang;
        } else if !is_first {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
        is_first = false;
    }
    out + "\n"
}

/// Each row of a table as an item of a list, with the names of its columns.
fn table(lines: &[&str]) -> String {
    let mut rows = lines.iter().map(|line| cells(line));
    let names = rows.next().unwrap_or_default();
    let rows = rows.skip(1).map(|row| {
        let cells = row.iter().enumerate().filter(|(_, cell)| !cell.is_empty());
        let lines = cells.map(|(at, cell)| {
            let head = if at == 0 { "* " } else { "  " };
            let name = names.get(at).filter(|name| at > 0 && !name.is_empty());
            let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
            wrap(head, &format!("{name}{cell}"), 2)
        });
        lines.collect::<String>()
    });
    rows.collect()
}

fn cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_matches('|').replace("\\|", "\u{0}");
    line.split('|').map(|cell| self::line(&cell.replace('\u{0}', "|"))).collect()
}

#[test]
fn markdown_becomes_text() {
    let markdown = "# `x`\n\n**Error.** One\nline.\n\n```toml bad\na = 1\n\nb = 2\n```\n\n## What to do\n\n\
        * One\n  more.\n* Two\n\n1. First\n\n| a | b | c |\n|---|---|---|\n| 1 | 2 \\| 3 | |\n\n    raw  text\n";
    let expected = "x\n\nError. One line.\n\n    a = 1\n    \n    b = 2\n\nWHAT TO DO\n\n* One more.\n* Two\n\n\
        1. First\n\n* 1\n  b: 2 | 3\n\n    raw  text\n";
    assert_eq!(text(markdown), expected);
}

#[test]
fn long_lines_are_wrapped() {
    let text = text(&format!("* {}\n", "word ".repeat(40)));
    assert!(text.lines().all(|line| line.len() <= WIDTH), "{text}");
    assert!(text.lines().skip(1).all(|line| line.starts_with("  word")), "{text}");
}
