package finding

import "strings"

// Words says in one line where the movement was, as far as it is known: each
// stretch in which the moment may lie, in order.
func (w *Where) Words() string {
	if len(w.Could) == 0 {
		return "the evidence of where it was contradicts itself, or says nothing"
	}
	var out []string
	for i := range w.Could {
		out = append(out, w.Could[i].Words())
	}
	return strings.Join(out, "; or ")
}

// Words says what the movement did on the stretch.
func (s *Stretch) Words() string {
	switch s.State {
	case OnGround:
		if s.From == nil {
			return "on the ground at " + s.To.Place.Name + ", before " + s.To.name()
		}
		return "on the ground at " + s.To.Place.Name + ", between " + s.From.name() + " and " + s.To.name()
	case InTheAir:
		return "in the air, from " + s.From.Place.Name + " to " + s.To.Place.Name
	case NotBegun:
		return "before " + s.To.named() + ", with which its record begins"
	case Ended:
		return "after " + s.From.named() + ", with which its record ends"
	}
	words := "between " + s.From.named() + " and " + s.To.named()
	if s.From.Phase != "wheels-up" {
		words += ": whether it stayed or flew is not on record"
	}
	return words
}

// name is what the anchor's phase is called: take-off, landing, hand-over.
func (a *Anchor) name() string {
	if n, ok := phaseNames[string(a.Phase)]; ok {
		return n
	}
	return strings.ReplaceAll(string(a.Phase), "-", " ")
}

func (a *Anchor) named() string { return a.name() + " at " + a.Place.Name }

var phaseNames = map[string]string{"wheels-up": "take-off", "touchdown": "landing", "handed-over": "hand-over", "doors-closed": "closing of the doors",
	"deplaned": "leaving the aircraft"}
