//! Where the panels of a dashboard stand: rows of 24 columns, without holes.

use super::model::GridPos;

/// Grafana lays panels out on a grid of this many columns.
const COLUMNS: u32 = 24;

/// The places of panels of these widths and heights, in their order.
///
/// A row takes panels of one height, each of two columns at least, until the next one does not fit. One that is not full is widened.
/// Its panels join the row above instead if none of that row would lose more than a third of its
/// width: three panels of 12 columns become one row of three, rather than two and a very wide one.
pub(super) fn places(sizes: &[(u32, u32)]) -> Vec<GridPos> {
    let mut all = Vec::with_capacity(sizes.len());
    let mut y = 0;
    for row in rows(sizes) {
        let (widths, height) = (filled(&row.widths), row.height);
        let mut x = 0;
        for w in widths {
            all.push(GridPos { x, y, w, h: height });
            x += w;
        }
        y += height;
    }
    all
}

/// Panels side by side.
struct Row {
    /// Their widths as they are wanted.
    widths: Vec<u32>,
    height: u32,
}

impl Row {
    fn width(&self) -> u32 {
        self.widths.iter().sum()
    }
}

fn rows(sizes: &[(u32, u32)]) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (width, height) in sizes {
        let (width, height) = ((*width).clamp(2, COLUMNS), (*height).max(1));
        match rows.last_mut() {
            Some(row) if row.height == height && row.width() + width <= COLUMNS => {
                row.widths.push(width);
            }
            _ => {
                if let Some(last) = rows.pop() {
                    close(&mut rows, last);
                }
                rows.push(Row { widths: vec![width], height });
            }
        }
    }
    if let Some(last) = rows.pop() {
        close(&mut rows, last);
    }
    rows
}

/// Adds a row that gets no more panels.
fn close(rows: &mut Vec<Row>, row: Row) {
    if let Some(above) = rows.last_mut() {
        let (wanted, lonely) = (above.width() + row.width(), row.width() < COLUMNS);
        if lonely && above.height == row.height && 2 * wanted <= 3 * COLUMNS {
            above.widths.extend(row.widths);
            return;
        }
    }
    rows.push(row);
}

/// The widths in the same proportions, so that together they fill a row.
fn filled(widths: &[u32]) -> Vec<u32> {
    let wanted: u32 = widths.iter().sum();
    let mut seen = 0;
    let mut begins = 0;
    let one = |width: &u32| {
        seen += width;
        let ends = (COLUMNS * seen + wanted / 2) / wanted;
        let width = ends - begins;
        begins = ends;
        width
    };
    widths.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `x,y,w,h` of each.
    #[track_caller]
    fn case(sizes: &[(u32, u32)], expected: &str) {
        let places = places(sizes);
        let shown: Vec<_> =
            places.iter().map(|at| format!("{},{},{},{}", at.x, at.y, at.w, at.h)).collect();
        assert_eq!(shown.join(" "), expected);
    }

    #[test]
    fn rows_are_full() {
        case(&[], "");
        case(&[(12, 8)], "0,0,24,8");
        case(&[(12, 8), (12, 8)], "0,0,12,8 12,0,12,8");
        case(&[(12, 8); 3], "0,0,8,8 8,0,8,8 16,0,8,8");
        case(&[(6, 4); 5], "0,0,5,4 5,0,5,4 10,0,4,4 14,0,5,4 19,0,5,4");
        case(&[(6, 4), (6, 4), (12, 8)], "0,0,12,4 12,0,12,4 0,4,24,8");
        case(&[(12, 8), (6, 4), (12, 8)], "0,0,24,8 0,8,24,4 0,12,24,8");
        case(&[(24, 8), (12, 8)], "0,0,16,8 16,0,8,8");
        case(&[(99, 0)], "0,0,24,1");
    }

    /// All combinations of sizes that panels have, up to six of them.
    #[test]
    fn there_are_no_holes_and_no_overlaps_whatever_is_chosen() {
        let kinds = [(6, 4), (8, 8), (12, 8), (24, 8), (7, 5)];
        for count in 0..=6_u32 {
            for mut number in 0..5_usize.pow(count) {
                let mut sizes = Vec::new();
                for _ in 0..count {
                    sizes.push(kinds[number % 5]);
                    number /= 5;
                }
                full(&places(&sizes), &sizes);
            }
        }
    }

    #[track_caller]
    fn full(places: &[GridPos], sizes: &[(u32, u32)]) {
        assert_eq!(places.len(), sizes.len());
        let height = places.iter().map(|at| at.y + at.h).max().unwrap_or(0);
        let mut cells = vec![false; (COLUMNS * height) as usize];
        for at in places {
            assert!(at.w > 0 && at.x + at.w <= COLUMNS, "{sizes:?}");
            for (x, y) in (at.x..at.x + at.w).flat_map(|x| (at.y..at.y + at.h).map(move |y| (x, y)))
            {
                let cell = &mut cells[(y * COLUMNS + x) as usize];
                assert!(!*cell, "{sizes:?} overlap");
                *cell = true;
            }
        }
        assert!(cells.into_iter().all(|taken| taken), "{sizes:?} leave a hole");
    }
}
