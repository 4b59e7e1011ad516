//! Ports: trait objects that modules offer and others ask for, by type: one alone, or many by name (gateways, registrars,
//! engines, kinds of products). The kernel carries them without knowing what they are.

use std::any::{Any, TypeId, type_name};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::Refusal;

type Object = Box<dyn Any + Send + Sync>;

/// Trait objects by their type.
#[derive(Default)]
pub struct Ports {
    owner: &'static str,
    one: HashMap<TypeId, (&'static str, Object)>,
    many: HashMap<TypeId, (&'static str, BTreeMap<&'static str, Object>)>,
    fault: Option<Refusal>,
}

impl Ports {
    /// From here on it is this module that offers.
    pub(super) fn owned_by(&mut self, module: &'static str) {
        self.owner = module;
    }

    /// What was wrong with an offer.
    pub(super) fn settle(&mut self) -> Result<(), Refusal> {
        self.fault.take().map_or(Ok(()), Err)
    }

    fn refuse(&mut self, fault: Refusal) {
        self.fault.get_or_insert(fault);
    }

    /// Offers the one implementation that there may be: `ports.offer::<dyn DnsZones>(Arc::new(PowerDns))`. A second offer is
    /// refused at boot.
    pub fn offer<T: ?Sized + Send + Sync + 'static>(&mut self, port: Arc<T>) {
        let name = type_name::<T>();
        let before = self.one.insert(TypeId::of::<T>(), (name, Box::new(port)));
        if before.is_some() {
            self.refuse(duplicate(name.to_owned()));
        }
    }

    /// Offers one of many under its name, `<module>.<name>`: `ports.offer_named::<dyn Gateway>("commerce.zarinpal", …)`.
    /// A name taken twice, or of another module, is refused at boot.
    pub fn offer_named<T: ?Sized + Send + Sync + 'static>(
        &mut self,
        name: &'static str,
        port: Arc<T>,
    ) {
        let kind = type_name::<T>();
        if let Err(fault) = super::registry::own_key(self.owner, "port", name) {
            self.refuse(fault);
        }
        let all = self
            .many
            .entry(TypeId::of::<T>())
            .or_insert_with(|| (kind, BTreeMap::new()));
        if all.1.insert(name, Box::new(port)).is_some() {
            self.refuse(duplicate(format!("{kind} {name}")));
        }
    }

    /// Asks for the one; `None` when no mounted module offers it.
    #[must_use]
    pub fn get<T: ?Sized + Send + Sync + 'static>(&self) -> Option<Arc<T>> {
        self.one
            .get(&TypeId::of::<T>())
            .and_then(|(_, port)| port.downcast_ref::<Arc<T>>())
            .cloned()
    }

    /// Asks for one of many by its name.
    #[must_use]
    pub fn named<T: ?Sized + Send + Sync + 'static>(&self, name: &str) -> Option<Arc<T>> {
        let (_, all) = self.many.get(&TypeId::of::<T>())?;
        all.get(name)?.downcast_ref::<Arc<T>>().cloned()
    }

    /// All of many, by name.
    #[must_use]
    pub fn all<T: ?Sized + Send + Sync + 'static>(&self) -> Vec<(&'static str, Arc<T>)> {
        let all = self.many.get(&TypeId::of::<T>()).into_iter();
        all.flat_map(|(_, all)| all)
            .filter_map(|(name, port)| Some((*name, Arc::clone(port.downcast_ref::<Arc<T>>()?))))
            .collect()
    }

    /// What is offered: the traits, each with its name where there are many; sorted.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let one = self.one.values().map(|(kind, _)| (*kind).to_owned());
        let many = self
            .many
            .values()
            .flat_map(|(kind, all)| all.keys().map(move |name| format!("{kind} {name}")));
        let mut names: Vec<_> = one.chain(many).collect();
        names.sort_unstable();
        names
    }
}

fn duplicate(key: String) -> Refusal {
    Refusal::Duplicate { kind: "port", key }
}

#[cfg(test)]
mod tests {
    use super::*;

    trait Greets: Send + Sync {
        fn greet(&self) -> &'static str;
    }
    struct Says(&'static str);
    impl Greets for Says {
        fn greet(&self) -> &'static str {
            self.0
        }
    }

    #[test]
    fn a_port_is_found_by_its_trait_and_absent_otherwise() {
        let mut ports = Ports::default();
        assert!(ports.get::<dyn Greets>().is_none());
        ports.offer::<dyn Greets>(Arc::new(Says("درود")));
        assert_eq!(ports.get::<dyn Greets>().unwrap().greet(), "درود");
        assert_eq!((ports.names().len(), ports.settle()), (1, Ok(())));
    }

    #[test]
    fn many_are_found_by_name_and_listed_by_it() {
        let mut ports = Ports::default();
        for (owner, name, word) in [("b", "b.fa", "درود"), ("a", "a.en", "hello")] {
            ports.owned_by(owner);
            ports.offer_named::<dyn Greets>(name, Arc::new(Says(word)));
        }
        let all: Vec<_> = ports
            .all::<dyn Greets>()
            .iter()
            .map(|(name, port)| (*name, port.greet()))
            .collect();
        assert_eq!(all, [("a.en", "hello"), ("b.fa", "درود")]);
        assert_eq!(ports.named::<dyn Greets>("b.fa").unwrap().greet(), "درود");
        assert!(ports.named::<dyn Greets>("c").is_none() && ports.get::<dyn Greets>().is_none());
        assert_eq!(ports.settle(), Ok(()));
    }

    #[test]
    fn a_second_offer_and_a_foreign_name_are_refused() {
        let offers: [fn(&mut Ports); 3] = [
            |ports| (0..2).for_each(|_| ports.offer::<dyn Greets>(Arc::new(Says("")))),
            |ports| (0..2).for_each(|_| ports.offer_named::<dyn Greets>("a.x", Arc::new(Says("")))),
            |ports| ports.offer_named::<dyn Greets>("b.x", Arc::new(Says(""))),
        ];
        for offer in offers {
            let mut ports = Ports::default();
            ports.owned_by("a");
            offer(&mut ports);
            assert!(ports.settle().is_err());
        }
    }
}
