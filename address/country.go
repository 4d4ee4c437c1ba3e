package address

import (
	"slices"

	"github.com/holdshort/holdshort/track"
)

// block is a run of addresses that one register assigns from.
type block struct {
	first, last uint32
	iso         string // ISO 3166-1, two letters
	name        string
}

// Country is the country whose block holds an address: its ISO 3166 code of two
// letters and its usual English name. Ok is false outside all blocks, in those
// that ICAO keeps for itself, and for an address outside ICAO's plan.
//
// The blocks are those of ICAO Annex 10, Volume III, chapter 9, appendix, and a
// few addresses that registers are seen to use beyond it. Where a territory's
// register assigns from a known part of its State's block, the country is the
// territory: see parts.
func Country(a track.Address) (iso, name string, ok bool) {
	if a.NonICAO {
		return "", "", false
	}
	for _, table := range [...][]block{parts, blocks} {
		if b, ok := find(table, a.Code); ok {
			return b.iso, b.name, true
		}
	}
	return "", "", false
}

func find(table []block, code uint32) (block, bool) {
	i, ok := slices.BinarySearchFunc(table, code, func(b block, code uint32) int {
		switch {
		case code < b.first:
			return 1
		case code > b.last:
			return -1
		}
		return 0
	})
	if !ok {
		return block{}, false
	}
	return table[i], true
}
