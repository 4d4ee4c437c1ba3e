// Package witness is both sides of C2SP tlog-witness: a log witness, which
// cosigns a checkpoint only if what it saw before grew into it, and the client
// that asks several for their cosignatures.
//
// A log witness vouches that a log shows everybody one history. It sees sizes and
// hashes, never what was sealed. It is not a witness to any event, and does not
// say that what was sealed is true.
package witness
