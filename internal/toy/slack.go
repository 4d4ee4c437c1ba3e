package toy

import "github.com/holdshort/holdshort/formula"

// Sure is the slack of what the times of events do not decide.
const Sure = 1 << 30

// Slack is by how many milliseconds n holds in w, below zero if it fails: of a
// comparison the time between its moments, beyond the length it asks for.
func Slack(n formula.Node, w World) int {
	switch n.Op {
	case formula.Not:
		return -Slack(n.Subs[0], w)
	case formula.And, formula.Or:
		out := Slack(n.Subs[0], w)
		for _, s := range n.Subs[1:] {
			if n.Op == formula.And {
				out = min(out, Slack(s, w))
			} else {
				out = max(out, Slack(s, w))
			}
		}
		return out
	}
	if len(pairs(n)) == 0 {
		return settledSlack(Holds(n, w))
	}
	gap := 0
	if last := n.Args[len(n.Args)-1]; last.Kind == formula.Gap {
		gap = int(last.Gap)
	}
	out := Sure
	for i, p := range pairs(n) {
		d := w.at(p[1]) - w.at(p[0])
		switch {
		case n.Op == "within":
			d = gap - max(d, -d)
		case n.Op == "during" && i == 0:
			d = -d
		default:
			d -= gap
		}
		if name(p[0]) == name(p[1]) {
			d = settledSlack(d > 0 || d == 0 && (n.Op != "before" || len(n.Args) == 3))
		}
		out = min(out, d)
	}
	return out
}

func (w World) at(a formula.Arg) int { return w.Times[name(a)] + int(a.Shift) }

// settledSlack is that of a comparison of an event with itself.
func settledSlack(holds bool) int {
	if holds {
		return Sure
	}
	return -Sure
}
