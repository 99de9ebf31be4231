use super::{Kind, Rendered, scalar};
use minijinja::Value;

/// Lines behind those of the template. Where a file has hundreds of them that are much the same, this
/// takes a fifth of what the template would: most of that goes into finding the way from one line to
/// the next.
///
/// What stands before a value is YAML as it is: indentation, a dash, a key with its colon.
impl Rendered {
    /// A line without a value.
    pub fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    /// A comment, whose text may be any.
    pub fn comment(&mut self, before: &str, text: &str) {
        self.text.push_str(before);
        self.text.push_str(&scalar::comment(text));
        self.text.push('\n');
    }

    /// A line that ends with a text.
    pub fn text(&mut self, before: &str, value: &str) {
        self.text.push_str(before);
        scalar::flow(&mut self.text, value);
        self.end(value, Kind::Text);
    }

    /// A line that ends with a number.
    pub fn number(&mut self, before: &str, value: f64) {
        // As templates write it.
        let value = Value::from(value).to_string();
        self.text.push_str(before);
        self.text.push_str(&value);
        self.end(&value, Kind::NumberOrTruth);
    }

    /// A line with a key that is a value, too, and a text.
    pub fn pair(&mut self, indent: &str, key: &str, value: &str) {
        self.key(indent, key);
        self.text(" ", value);
    }

    /// A key and a text on lines of its own, if it has several, indented by two more spaces.
    pub fn block(&mut self, indent: &str, key: &str, value: &str) {
        self.key(indent, key);
        self.text.push(' ');
        self.text.push_str(&scalar::block(value, indent.len() + 2));
        self.end(value, Kind::Text);
    }

    fn key(&mut self, indent: &str, key: &str) {
        self.text.push_str(indent);
        self.text.push_str(&scalar::key(key));
        self.text.push(':');
        self.scalars.push(key, Kind::Text);
    }

    fn end(&mut self, value: &str, kind: Kind) {
        self.text.push('\n');
        self.scalars.push(value, kind);
    }
}

#[cfg(test)]
mod tests {
    use crate::template::{Context, Engine};

    #[test]
    fn lines_are_what_a_template_would_write() {
        let texts = ["x", "a: b", "it's \"so\"", "two\nlines", "", "yes", "{{ $value }}", "\u{85}"];
        let numbers = [0.0, 1.0, -2.5, 1e21, 1e-7, 0.1 + 0.2];
        let mut engine = Engine::new();
        let source = "a:\n{% for text in texts %}\n  - {= text =}\n{% endfor %}\n\
                      {% for number in numbers %}\n  - {= number =}\n{% endfor %}\n\
                      {% for text in texts %}\n  - k: v\n    {= text | key =}: {= text =}\n{% endfor %}\n\
                      {% for text in texts %}\n  - k: v\n    {= text | key =}: {= text | block(6) =}\n{% endfor %}\n\
                      {% for text in texts %}\n# {= text | comment =}\n{% endfor %}\n";
        engine.add("all.yml", source).unwrap();
        engine.add("head.yml", "a:\n").unwrap();
        let context = Context::default().with("texts", texts).with("numbers", numbers);
        let all = engine.file("all.yml", &context).unwrap();
        let mut ours = engine.file("head.yml", &context).unwrap();
        for text in texts {
            ours.text("  - ", text);
        }
        for number in numbers {
            ours.number("  - ", number);
        }
        for text in texts {
            ours.line("  - k: v");
            ours.pair("    ", text, text);
        }
        for text in texts {
            ours.line("  - k: v");
            ours.block("    ", text, text);
        }
        for text in texts {
            ours.comment("# ", text);
        }
        assert_eq!(ours.text, all.text);
        assert!(ours.scalars.iter().eq(all.scalars.iter()));
    }
}
