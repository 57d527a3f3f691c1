//! `records.db`: keys, sealing, the chain, receipts. Knows bytes, not meaning.
