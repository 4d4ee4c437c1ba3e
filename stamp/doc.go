// Package stamp asks for and checks the time stamps of RFC 3161: an outside
// authority's signed word that it has seen a digest, and when.
//
// It reads the full answer of an authority, a TimeStampResp, in DER alone, and
// trusts nothing in it but what leads by signatures to one of the roots given.
// What it checks, and what it does not, is on docs/formats/ledger.md under
// Stamps. Nothing here touches a disk, a network or a clock: an answer is
// checked as of the time that it states, so that the same bytes have the same
// result for ever.
package stamp
