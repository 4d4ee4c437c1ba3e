package verify

import (
	"slices"

	"github.com/holdshort/holdshort/bag"
	"github.com/holdshort/holdshort/ledger"
)

// brought are the checkpoints that the reader has from elsewhere, those of exhibits
// first: they may have what leads to the others.
func (v *verifier) brought() []signed {
	var out, bare []signed
	for _, k := range v.o.Known {
		if k.Bag == nil {
			bare = append(bare, v.taken(k.Signed, k.Name)...)
			continue
		}
		if n := earlierIn(k.Bag); n > ledger.MaxEarlier {
			v.report.check(5).weak("%s has %d checkpoints, more than %d: they are not looked at", k.Name, n, ledger.MaxEarlier)
			continue
		}
		for i := range k.Bag.Files {
			name := k.Bag.Files[i].Name
			if name == ledger.CheckpointFile || len(name) > len(ledger.EarlierDir) && name[:len(ledger.EarlierDir)] == ledger.EarlierDir {
				b, err := k.Bag.Read(name, maxSmall)
				if err != nil {
					v.report.check(5).weak("%s: %s", k.Name, err)
					continue
				}
				out = append(out, v.taken(b, k.Name+", "+name)...)
			}
		}
	}
	return append(out, bare...)
}

func (v *verifier) taken(b []byte, name string) []signed {
	s, err := unsigned(b, name)
	if err != nil {
		v.report.check(5).weak("%s: %s", name, err)
		return nil
	}
	return []signed{s}
}

// consistency makes check 5: one history leads through all checkpoints.
func (v *verifier) consistency() {
	c := v.report.check(5)
	grown := map[uint64]ledger.Growth{}
	for _, g := range v.head.Growth {
		grown[g.From] = g
		if g.To != v.newest.Size {
			c.fail("a growth leads from size %d to %d, and not to the newest checkpoint", g.From, g.To)
		}
	}
	if len(grown) != len(v.head.Growth) || len(grown) != len(v.earlier) {
		c.fail("there are %d growths for %d earlier checkpoints", len(v.head.Growth), len(v.earlier))
	}
	for _, s := range v.earlier {
		if s.Size > v.newest.Size {
			c.fail("%s is of size %d, larger than the newest of size %d", s.from, s.Size, v.newest.Size)
		} else if err := grown[s.Size].Check(s.Checkpoint, v.newest.Checkpoint); err != nil {
			c.fail("%s: %s", s.from, err)
		}
	}
	if len(v.earlier) > 0 {
		c.pass("%d earlier checkpoints grow into the newest", len(v.earlier))
	}
	v.linked = map[uint64]ledger.Hash{v.newest.Size: v.newest.Root}
	for _, s := range v.earlier {
		v.linked[s.Size] = s.Root
	}
	for _, k := range v.o.Known {
		if k.Bag != nil {
			v.beside(k)
		}
	}
	for _, s := range v.others {
		v.compare(c, s)
	}
}

// compare sets a checkpoint that the reader brought beside the newest here.
func (v *verifier) compare(c *Check, s signed) {
	switch {
	case s.Origin != v.newest.Origin:
		c.weak("%s is of the log %q, and not of this one", s.from, s.Origin)
		return
	case s.by == "":
		c.weak("%s is not signed by this log's key, and shows nothing", s.from)
		return
	case v.linked[s.Size] != ledger.Hash{}:
		v.same(c, s, v.linked[s.Size], "another checkpoint")
		return
	case s.Size < v.newest.Size:
		if root, ok := v.forest.root(s.Size); ok {
			v.same(c, s, root, "the entries here")
			return
		}
	default:
		if root, ok := v.theirs[s.from].root(v.newest.Size); ok {
			// s is of one history with its own entries, so that those speak for it.
			if root != v.newest.Root {
				v.fork(c, v.newest.Size, s.from, "the newest checkpoint here")
				return
			}
			v.same(c, s, s.Root, "")
			return
		}
	}
	if v.grows(s) {
		v.same(c, s, s.Root, "")
		return
	}
	c.weak("%s is of size %d, and nothing here or there shows whether size %d is of the same history; ask the log's keeper for a proof of growth", s.from, s.Size, v.newest.Size)
}

// same compares a checkpoint with the root that its size has in the history here.
func (v *verifier) same(c *Check, s signed, root ledger.Hash, what string) {
	if s.Root != root {
		v.fork(c, s.Size, s.from, what)
		return
	}
	v.linked[s.Size] = root
	c.pass("%s is of the same history as the newest here", s.from)
}

func (v *verifier) fork(c *Check, size uint64, one, other string) {
	c.fail("FORK: at size %d, %s has one root and %s another. The log's key signed two histories: keep both files", size, one, other)
}

// grows looks for a proof that leads from the smaller to the larger, in any of the
// exhibits.
func (v *verifier) grows(s signed) bool {
	older, newer := s.Checkpoint, v.newest.Checkpoint
	if older.Size > newer.Size {
		older, newer = newer, older
	}
	gs := v.head.Growth
	for _, k := range v.o.Known {
		if h := headOf(k.Bag); h != nil {
			gs = append(gs[:len(gs):len(gs)], h.Growth...)
		}
	}
	return older.Size == 0 || slices.ContainsFunc(gs, func(g ledger.Growth) bool {
		return g.From == older.Size && g.To == newer.Size && g.Check(older, newer) == nil
	})
}

func headOf(b *bag.Bag) *ledger.Exhibit {
	if b == nil {
		return nil
	}
	text, err := b.Read(ledger.HeadFile, maxSmall)
	if err != nil {
		return nil
	}
	h, err := ledger.ParseExhibit(text)
	if err != nil {
		return nil
	}
	return h
}
