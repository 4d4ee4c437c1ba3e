// Package vault is the evidence vault of a case: it keeps exact bytes, seals what
// was kept, changed, released and destroyed in a log that can only grow, and
// gives the proofs of it.
//
// A vault has one writer at a time, a Vault, which holds a lock; any number may
// read it meanwhile, each a Log as of one checkpoint. What the log holds is
// defined by package ledger, how the folder is laid out by
// docs/formats/vault.md.
//
// An entry is sealed in four steps, each on disk before the next: the bytes, the
// opened records with their indexes (the redo log), the tiles, the signed
// checkpoint. The last is the commit point. A vault that is opened after a crash
// completes what has records and no checkpoint.
package vault
