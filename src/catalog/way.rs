use crate::decode::{Listed, choice, table};
use crate::value::{Key, Line, Name};

table! {
    /// How alerts can reach people.
    pub struct Ways("ways") {
        /// The ways, by the type of their receiver, in the order in which they are offered.
        ways: Listed<Name, Way>,
    }
}

table! {
    /// One way to reach people: a receiver of some type.
    pub struct Way("a way") {
        /// What it is, for people: `Slack: one channel`.
        title: Line,
        /// What a spec calls the receiver.
        receiver: Name,
        /// The keys that take a secret's file, each with the file.
        secrets: Listed<Key, Line>,
        /// Where its secret comes from, in one sentence.
        obtain: Option<Line>,
        /// The keys that a person decides.
        asks: Listed<Key, AskedKey>,
    }
}

table! {
    /// A key that a person decides.
    pub struct AskedKey("a question") {
        /// The question.
        question: Line,
        /// Why it is asked, in one line.
        why: Line,
        /// The answer, if none is given.
        default: Option<Line>,
        /// An answer as somebody would give it.
        example: Line,
        /// What the answer becomes in a spec.
        kind: AskedKind = AskedKind::Text,
        /// The section of a spec that has the key, if it is not the receiver's own.
        section: Option<Key>,
        /// A comment above the key, on what else may be needed.
        remark: Option<Line>,
    }
}

choice! {
    /// What an answer becomes in a spec.
    pub enum AskedKind("a kind of answer") {
        /// A string.
        Text = "text",
        /// A list of strings; commas separate them.
        List = "list",
        /// A whole number.
        Integer = "integer",
    }
}
