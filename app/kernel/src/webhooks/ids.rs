//! Typed ids of what is told to outside programs.
//! Here so that a delivery's id never passes for an endpoint's.

use crate::typed_id;

typed_id! {
    /// An address that hears of facts.
    EndpointId;
    /// One fact for one endpoint, through all its tries: the `webhook-id` that the receiver sees.
    TellingId;
}
