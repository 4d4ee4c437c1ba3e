package formula

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/holdshort/holdshort/span"
)

// wire is the JSON form of a Node.
type wire struct {
	V       int       `json:"v,omitempty"`
	Op      Op        `json:"op"`
	Of      []wire    `json:"of,omitempty"`
	Var     string    `json:"var,omitempty"`
	List    string    `json:"list,omitempty"`
	Items   []string  `json:"items,omitempty"`
	Reading string    `json:"reading,omitempty"`
	Args    []wireArg `json:"args,omitempty"`
}

// wireArg is the JSON form of an Arg: exactly one of its first fields is set.
type wireArg struct {
	Name   string   `json:"name,omitempty"`
	Event  string   `json:"event,omitempty"`
	Call   string   `json:"call,omitempty"`
	Names  []string `json:"names,omitempty"`
	Stated string   `json:"stated,omitempty"`
	Shift  string   `json:"shift,omitempty"`
	Length string   `json:"length,omitempty"`
	Number *int64   `json:"number,omitempty"`
}

// MarshalJSON writes the JSON form, with the version at its top.
func (n Node) MarshalJSON() ([]byte, error) {
	w := n.wire()
	w.V = Version
	return json.Marshal(w)
}

func (n Node) wire() wire {
	w := wire{Op: n.Op, Var: n.Var, List: n.List, Items: n.Items, Reading: n.Reading}
	for _, s := range n.Subs {
		w.Of = append(w.Of, s.wire())
	}
	for _, a := range n.Args {
		w.Args = append(w.Args, a.wire())
	}
	return w
}

func (a Arg) wire() wireArg {
	w := wireArg{Call: a.Call, Names: a.Names, Stated: a.Stated}
	switch a.Kind {
	case Name:
		w.Name = a.Name
	case Gap:
		w.Length = a.Gap.ISO()
	case Number:
		w.Number = &a.Number
	case Time:
		w.Event = a.Name
		if a.Shift != 0 {
			w.Shift = a.Shift.ISO()
		}
	}
	return w
}

// UnmarshalJSON reads the JSON form, strictly: an unknown field, an unknown
// version or a formula that Check refuses is an error.
func (n *Node) UnmarshalJSON(b []byte) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	var w wire
	if err := d.Decode(&w); err != nil {
		return fmt.Errorf("formula in JSON: %w", err)
	}
	if w.V != Version {
		return fmt.Errorf("formula in JSON: version %d, this program reads version %d", w.V, Version)
	}
	out, err := w.node(0)
	if err != nil {
		return fmt.Errorf("formula in JSON: %w", err)
	}
	if err := out.Check(); err != nil {
		return fmt.Errorf("formula in JSON: %w", err)
	}
	*n = out
	return nil
}

func (w wire) node(depth int) (Node, error) {
	switch {
	case depth >= MaxDepth:
		return Node{}, fmt.Errorf("formulas lie more than %d deep", MaxDepth)
	case depth > 0 && w.V != 0:
		return Node{}, fmt.Errorf("the version stands at the top alone")
	}
	n := Node{Op: w.Op, Var: w.Var, List: w.List, Items: w.Items, Reading: w.Reading}
	for _, s := range w.Of {
		sub, err := s.node(depth + 1)
		if err != nil {
			return Node{}, err
		}
		n.Subs = append(n.Subs, sub)
	}
	for _, a := range w.Args {
		arg, err := a.arg()
		if err != nil {
			return Node{}, err
		}
		n.Args = append(n.Args, arg)
	}
	return n, nil
}

func (w wireArg) arg() (Arg, error) {
	a := Arg{Call: w.Call, Names: w.Names, Stated: w.Stated}
	set := 0
	for _, is := range []bool{w.Name != "", w.Event != "", w.Call != "", w.Stated != "", w.Length != "", w.Number != nil} {
		if is {
			set++
		}
	}
	if set != 1 {
		return a, fmt.Errorf("an argument has one of name, event, call, stated, length and number, here %d", set)
	}
	var err error
	switch {
	case w.Shift != "" && w.Event == "" && w.Call == "" && w.Stated == "":
		return a, fmt.Errorf("only a moment can be shifted")
	case w.Name != "":
		a.Kind, a.Name = Name, w.Name
	case w.Number != nil:
		a.Kind, a.Number = Number, *w.Number
	case w.Length != "":
		a.Kind = Gap
		a.Gap, err = span.ParseLength(w.Length)
	default:
		a.Kind, a.Name = Time, w.Event
		if w.Shift != "" {
			a.Shift, err = span.ParseLength(w.Shift)
		}
	}
	return a, err
}
