//! The template fills every extension point of the trait `Module`, and the host sees each: without it something that the
//! registry knows is missing, or the registry refuses to boot. Not copied by `new-module`: others fill what they need.

use kernel::module::{EXTENSION_POINTS, Registry, Without};
use serde_json::Value;

fn described(point: &'static str) -> Option<Value> {
    let template = Without {
        module: _dummy::Dummy,
        point,
    };
    let registry = Registry::new().with(template).finish().ok()?;
    Some(registry.describe())
}

#[test]
fn the_host_misses_each_extension_point_that_the_template_leaves_out() {
    let whole = described("none of them").expect("the template boots");
    for point in EXTENSION_POINTS {
        assert_ne!(
            described(point),
            Some(whole.clone()),
            "{point} makes no difference"
        );
    }
}
