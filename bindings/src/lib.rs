//! The library that phones load: re-exports core's one uniffi component. No behaviour lives here.

childfirst::uniffi_reexport_scaffolding!();
