use crate::decode::{At, table};
use crate::value::NetworkName;

table! {
    /// The networks that the stack joins.
    pub struct Networks("[networks]") {
        /// Docker networks that already exist, such as your application's. The containers that must
        /// reach your services join them.
        ///
        /// Example: `shop_default`
        join: Vec<At<NetworkName>>,
    }
}
