package ledger

import (
	"fmt"
	"path"
	"strings"
)

// MaxPatterns is how many different patterns of files the marks of one chain may
// have, so that a hostile chain cannot make a reader work without end.
const MaxPatterns = 1000

// Marks are the classes that the release entries of a chain give.
type Marks struct {
	positions map[uint64]marked
	private   map[uint64]marked // of private parts
	files     map[string]marked // by pattern
}

type marked struct {
	at    uint64 // position of the release
	class Class
}

// Add takes an entry of the chain, in any order. Only what a release says
// counts.
func (m *Marks) Add(position uint64, it *Item) error {
	if it.Released == nil {
		return nil
	}
	if m.positions == nil {
		m.positions, m.private, m.files = map[uint64]marked{}, map[uint64]marked{}, map[string]marked{}
	}
	x := marked{position, it.Released.Class}
	if !x.class.Known() {
		return fmt.Errorf("the release at position %d gives the class %q, which is not known", position, x.class)
	}
	of := m.positions
	if it.Released.Private {
		of = m.private
	}
	for _, p := range it.Released.Positions {
		if had, ok := of[p]; !ok || had.at < position {
			of[p] = x
		}
	}
	if p := it.Released.Pattern; p != "" {
		if _, err := path.Match(p, ""); err != nil {
			return fmt.Errorf("the release at position %d has the pattern %q: %w", position, p, err)
		}
		if had, ok := m.files[p]; !ok || had.at < position {
			m.files[p] = x
		}
	}
	if len(m.files) > MaxPatterns {
		return fmt.Errorf("the releases of the chain have more than %d patterns", MaxPatterns)
	}
	return nil
}

// Class is who may see the entry at a position. An entry that gives its own
// class was marked when it was sealed; the latest mark counts. Without one, open,
// rotate and erase are public, since nothing that a person says is in their items, a
// release has the class that it gives, and all else is unmarked.
func (m *Marks) Class(position uint64, it *Item) Class {
	last, marked := marked{class: usual(it)}, false
	if it.Class != "" && it.Class != Unmarked {
		last.at, last.class, marked = position, it.Class, true
	}
	if x, ok := m.positions[position]; ok && (!marked || x.at > last.at) {
		last, marked = x, true
	}
	if it.Edit != nil {
		for p, x := range m.files {
			if (!marked || x.at > last.at) && Matches(p, it.Edit.Path) {
				last, marked = x, true
			}
		}
	}
	return last.class
}

// PrivateClass is who may see the private part of the entry at a position, where
// the entry itself is shown: unmarked until a release marks private parts.
func (m *Marks) PrivateClass(position uint64) Class {
	if x, ok := m.private[position]; ok {
		return x.class
	}
	return Unmarked
}

// usual is the class of an entry that nobody marked.
func usual(it *Item) Class {
	switch {
	case it.Kind == Open || it.Kind == Rotate || it.Kind == Erase:
		return Public
	case it.Released != nil:
		return it.Released.Class
	}
	return Unmarked
}

// Matches reports whether the pattern of a Mark is for a file of the case.
func Matches(pattern, name string) bool {
	if pattern == "./" {
		return true
	}
	if strings.HasSuffix(pattern, "/") {
		return strings.HasPrefix(name, pattern)
	}
	ok, _ := path.Match(pattern, name)
	return ok
}

// ShownTo reports whether an exhibit for an audience may show what is of class c:
// what is public, and what is of the audience's own class.
func (c Class) ShownTo(audience Class) bool {
	return c == Public || c == audience && c != Unmarked
}
