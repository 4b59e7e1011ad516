//! Ports: trait objects that one module offers and another asks for, found by type.
//! The kernel carries them without knowing what they are.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::sync::Arc;

/// Trait objects by their type.
#[derive(Default)]
pub struct Ports(HashMap<TypeId, (&'static str, Box<dyn Any + Send + Sync>)>);

impl Ports {
    /// Offers an implementation: `ports.offer::<dyn DnsZones>(Arc::new(PowerDns))`. The first offer stays.
    pub fn offer<T: ?Sized + Send + Sync + 'static>(&mut self, port: Arc<T>) {
        self.0
            .entry(TypeId::of::<T>())
            .or_insert_with(|| (std::any::type_name::<T>(), Box::new(port)));
    }

    /// Asks for one; `None` when no mounted module offers it.
    #[must_use]
    pub fn get<T: ?Sized + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.0
            .get(&TypeId::of::<T>())
            .and_then(|(_, port)| port.downcast_ref::<Arc<T>>())
            .cloned()
    }

    /// The names of the traits offered, sorted.
    #[must_use]
    pub fn names(&self) -> Vec<&'static str> {
        let mut names: Vec<_> = self.0.values().map(|(name, _)| *name).collect();
        names.sort_unstable();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    trait Greets: Send + Sync {
        fn greet(&self) -> &'static str;
    }
    struct Persian;
    impl Greets for Persian {
        fn greet(&self) -> &'static str {
            "درود"
        }
    }

    #[test]
    fn a_port_is_found_by_its_trait_and_absent_otherwise() {
        let mut ports = Ports::default();
        assert!(ports.get::<dyn Greets>().is_none());
        ports.offer::<dyn Greets>(Arc::new(Persian));
        assert_eq!(ports.get::<dyn Greets>().unwrap().greet(), "درود");
        assert_eq!(ports.names().len(), 1);
    }
}
