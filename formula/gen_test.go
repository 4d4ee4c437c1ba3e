package formula_test

import (
	"maps"
	"slices"

	"pgregory.net/rapid"

	. "github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

var (
	parts = rapid.OneOf(
		rapid.SampledFrom([]string{"it", "and", "or", "not", "all", "any", "in", "under", "binds", "completes", "10m", "PT5M", "7", "_", "x-y"}),
		rapid.StringMatching(`[0-9A-Za-z_]([-0-9A-Za-z_]{0,6}[0-9A-Za-z_])?`),
	)
	names = rapid.Custom(func(t *rapid.T) string {
		s := parts.Draw(t, "part")
		for range rapid.IntRange(0, 2).Draw(t, "dots") {
			s += "." + parts.Draw(t, "part")
		}
		if rapid.Bool().Draw(t, "place") {
			s += "@" + parts.Draw(t, "part")
		}
		return s
	})
	lengths = rapid.Custom(func(t *rapid.T) span.Length {
		return span.Length(rapid.Int64Range(0, int64(span.MaxLength)).Draw(t, "length"))
	})
)

// args draws an argument of the kind.
func args(t *rapid.T, k Kind) Arg {
	a := Arg{Kind: k}
	switch k {
	case Name:
		a.Name = names.Draw(t, "name")
	case Gap:
		a.Gap = lengths.Draw(t, "gap")
	case Number:
		a.Number = rapid.Int64Range(0, 1<<62).Draw(t, "number")
	case Time:
		switch rapid.IntRange(0, 3).Draw(t, "moment") {
		case 0:
			a.Call, a.Names = "binds", []string{names.Draw(t, "ruling")}
		case 1:
			a.Call, a.Names = "completes", rapid.SliceOfN(names, 1, 2).Draw(t, "completes")
		case 2:
			a.Stated = rapid.StringN(1, 20, 60).Draw(t, "stated")
		default:
			a.Name = names.Draw(t, "event")
		}
		if a.Shift = lengths.Draw(t, "shift"); rapid.Bool().Draw(t, "back") {
			a.Shift = -a.Shift
		}
		if rapid.Bool().Draw(t, "unshifted") {
			a.Shift = 0
		}
	}
	return a
}

func atoms(t *rapid.T, of map[Op]Signature) Node {
	n := Node{Op: rapid.SampledFrom(slices.Sorted(maps.Keys(of))).Draw(t, "atom")}
	sig := of[n.Op]
	for _, k := range sig.Args[:len(sig.Args)-rapid.IntRange(0, sig.Optional).Draw(t, "left out")] {
		n.Args = append(n.Args, args(t, k))
	}
	return n
}

func formulas(t *rapid.T, depth int) Node {
	op := Op("")
	if depth > 0 {
		op = rapid.SampledFrom([]Op{"", "", And, Or, Not, All, Any, Under}).Draw(t, "op")
	}
	n := Node{Op: op}
	subs := 1
	switch op {
	case "":
		return atoms(t, Atoms)
	case And, Or:
		subs = rapid.IntRange(2, 3).Draw(t, "subs")
	case All, Any:
		n.Var = parts.Draw(t, "var")
		if rapid.Bool().Draw(t, "written out") {
			n.Items = rapid.SliceOfN(names, 1, 3).Draw(t, "items")
		} else {
			n.List = names.Draw(t, "list")
		}
	case Under:
		n.Reading = names.Draw(t, "reading")
	}
	for range subs {
		n.Subs = append(n.Subs, formulas(t, depth-1))
	}
	return n
}

// nodes draws formulas and look-ups that the language can hold.
var nodes = rapid.Custom(func(t *rapid.T) Node {
	n := Node{}
	if rapid.IntRange(0, 9).Draw(t, "look-up") == 0 {
		n = atoms(t, Lookups)
	} else {
		n = formulas(t, 4)
	}
	if len(n.String()) > MaxText {
		t.Skip("too long to be one line")
	}
	return n
})
