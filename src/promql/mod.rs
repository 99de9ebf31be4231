//! PromQL, as far as stackgen has to understand it.
