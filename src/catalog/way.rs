use super::{Offer, ReceiverType};
use crate::value::{Key, Line};

/// A way to reach people: a type of receiver that `stackgen init` offers.
#[derive(Clone, Debug)]
pub struct Way {
    /// What is said and asked.
    pub offer: Offer,
    /// The keys that take a secret's file, each with the file.
    pub secrets: Vec<(Key, Line)>,
}

impl Way {
    /// That of a type of receiver, if it is offered.
    pub fn of(receiver: &ReceiverType) -> Option<Self> {
        let secrets = receiver.secret_files().map(|(key, file)| (key.clone(), file.clone()));
        Some(Self { offer: receiver.offer.clone()?, secrets: secrets.collect() })
    }
}
