use crate::decode::{At, table};
use crate::value::NetworkName;

table! {
    /// The networks that the stack joins.
    pub struct Networks("[networks]") {
        /// Docker networks that exist already, such as your application's. Whatever
        /// must reach your services joins them.
        ///
        /// Example: `shop_default`
        join: Vec<At<NetworkName>>,
    }
}
