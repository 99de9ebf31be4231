use super::{Role, Service, Stack};

impl Stack {
    /// The services that have a role, in reading order.
    pub fn with_role(&self, role: Role) -> impl Iterator<Item = &Service> {
        self.services.iter().filter(move |service| service.role == Some(role))
    }
}

impl Service {
    /// Where other services of the stack reach it: its name and its port.
    pub fn address(&self) -> String {
        format!("{}:{}", self.name, self.port)
    }
}
