// Package proof is the form in which a finding's reasons are written down, and
// a checker that verifies them from the case alone.
//
// A proof of Yes or No supposes the opposite, follows every way in which the
// opposite could be true, and shows for each a closed round of constraints
// whose lengths add up to less than nothing: the events would have to come
// before themselves. An Unknown is shown by two worlds, dated tables that obey
// every constraint, in one of which the formula holds and in the other not.
//
// Check redoes the grounding of the formula and the derivation of each
// constraint from the case, then only adds and compares. It uses no part of
// the solver that found the proof.
package proof

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"

	"github.com/holdshort/holdshort/ground"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/tri"
)

// Version is the version of the form of a Proof.
const Version = 1

// Proof is why a formula has the truth it has, under one reading.
type Proof struct {
	Version  int           `json:"version"`
	Case     string        `json:"case"` // digest of the case
	AsOf     string        `json:"as_of,omitempty"`
	Formula  string        `json:"formula"`
	Reading  string        `json:"reading,omitempty"`
	Truth    tri.Truth     `json:"answer"`
	Refute   *Branch       `json:"refute,omitempty"` // yes: of the negation; no: of the formula
	Edges    []ground.Edge `json:"edges,omitempty"`  // every constraint that the branches or worlds use, sorted by id
	Holds    *World        `json:"holds,omitempty"`  // unknown: the formula is true here
	Fails    *World        `json:"fails,omitempty"`  // unknown: and false here
	Conflict *Round        `json:"conflict,omitempty"`
	ID       string        `json:"id"` // sha256: of everything above
}

// Branch is one way in which the supposition could be true. Suppose lists what
// is taken for granted in it and not above it. A Branch ends in a Round, in a
// Fact that says otherwise, or in Ways, one Branch for each part of the
// disjunction Of, counted from 0 among those not yet looked at.
type Branch struct {
	Suppose []ground.Lit `json:"suppose,omitempty"`
	Of      int          `json:"of,omitempty"`
	Ways    []*Branch    `json:"ways,omitempty"`
	Round   *Round       `json:"round,omitempty"`
	Fact    *ground.Fact `json:"fact,omitempty"`
}

// Round is a closed round of constraints, each beginning at the event where
// the one before it ended, whose lengths add up to Sum, less than zero.
type Round struct {
	Steps []string `json:"steps"`  // ids of edges, or suppositionID of a Lit
	Sum   int64    `json:"sum_ms"` // below zero
}

// World is a dated table that obeys every constraint of the case.
type World struct {
	Times map[string]int64  `json:"times"` // event id to milliseconds
	Facts map[string]string `json:"facts,omitempty"`
}

// SuppositionID names a supposed comparison among the steps of a Round.
func SuppositionID(l ground.Lit) string {
	b, _ := json.Marshal(l)
	sum := sha256.Sum256(b)
	return "supposed:" + hex.EncodeToString(sum[:6])
}

// Seal sets the ID from the content.
func (p *Proof) Seal() { p.ID = p.digest() }

func (p *Proof) digest() string {
	q := *p
	q.ID = ""
	b, err := json.Marshal(q)
	if err != nil {
		panic("proof: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return "sha256:" + hex.EncodeToString(sum[:])
}

// AsOfText is how a Proof states that the case is seen as of t; "" for span.End.
func AsOfText(t span.Instant) string {
	if t == span.End {
		return ""
	}
	return t.RFC3339()
}
