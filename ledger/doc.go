// Package ledger is the form of the evidence log: what an entry says, how it is
// hidden behind a hash in a public log, and what a stranger needs to check it.
//
// The vault writes these forms and package verify reads them; neither needs the
// other. Nothing here touches a disk, a network or a clock. The pages
// docs/formats/ledger.md and docs/formats/sealed-exhibit.md say the same without
// code.
package ledger
