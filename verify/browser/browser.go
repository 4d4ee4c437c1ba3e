// Package browser holds the second verifier of sealed exhibits: one page for a
// browser, which asks nothing of a network. It shares no code with package verify
// and was first written from docs/formats/sealed-exhibit.md and
// docs/formats/ledger.md, so that each checks the other; for lines and checkpoints
// that cannot be read it was fitted to what that package says.
package browser

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
)

// Page is the page, in UTF-8. Exhibits carry it as verify.html.
//
//go:embed verify.html
var Page []byte

// shipped are the SHA-256 of the pages that exhibits carried, the oldest first. Once
// a version was released its page stays here, so that its exhibits verify.
var shipped = []string{
	"502a1526ddb750a4058c81311e6a7175517f5f877f7cddb537c92ddf821dcd28",
}

// Knows reports whether the page is one that this project shipped.
func Knows(page []byte) bool {
	sum := sha256.Sum256(page)
	return slices.Contains(shipped, hex.EncodeToString(sum[:]))
}
