package archive

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/track"
)

// Checked is what Check looked at.
type Checked struct {
	Files    int    `json:"files"`
	Adds     int    `json:"records"`
	Rows     int64  `json:"rows"`
	Manifest string `json:"manifest"` // digest of the manifest's bytes
	// Problems are what is wrong, in words; none if the archive is whole.
	Problems []string `json:"problems"`
	// Unlisted are files named as the archive names its own that its manifest does
	// not list, and a copy of another manifest: an interrupted change left them, and the
	// next change removes or replaces them.
	Unlisted []string `json:"unlisted"`
}

// Check reads all of the archive in a folder, and holds every file to its digest,
// to its columns, order, day, sources and counts, and every record to its digest.
func Check(ctx context.Context, dir string) (*Checked, error) {
	a, err := Open(dir)
	if err != nil {
		return nil, err
	}
	c := &checking{ctx: ctx, a: a, sources: map[cite.Digest]bool{}, Checked: Checked{Problems: []string{}}}
	if c.Unlisted, err = unlisted(dir, a.m); err != nil {
		return nil, err
	}
	if c.Manifest, err = a.Digest(); err != nil {
		return nil, err
	}
	counted := c.adds()
	// The copy of the manifest differs after a change that was interrupted.
	if c.copied(manifestName) != nil {
		c.Unlisted = append(c.Unlisted, recordFile(manifestName))
	}
	for _, f := range a.m.Files {
		if err := c.file(f); ctx.Err() != nil {
			return nil, context.Cause(ctx)
		} else if err != nil {
			c.problem("%s: %s", f.Name, err)
		}
	}
	if c.fixes != counted.Fixes || c.legs != counted.Legs {
		c.problem("the records tell of %d positions and %d legs, and the files hold %d and %d", counted.Fixes, counted.Legs, c.fixes, c.legs)
	}
	return &c.Checked, nil
}

// checking is one call of Check.
type checking struct {
	Checked
	ctx         context.Context
	a           *Archive
	sources     map[cite.Digest]bool
	fixes, legs int64
}

func (c *checking) problem(format string, args ...any) {
	c.Problems = append(c.Problems, fmt.Sprintf(format, args...))
}

// adds reads the records, and is what they count together.
func (c *checking) adds() (sum Add) {
	for _, ref := range c.a.m.Adds {
		c.Adds++
		x, err := readAdd(c.a.dir, ref)
		if err != nil {
			c.problem("%s", err)
			continue
		}
		if err := c.copied(ref.Name); err != nil {
			c.problem("%s", err)
		}
		sum.Fixes += x.Fixes
		sum.Legs += x.Legs
		for _, s := range x.Sources {
			d, err := cite.ParseDigest(s.Digest)
			if err != nil {
				c.problem("%s: source %q: %s", ref.Name, s.Name, err)
			}
			c.sources[d] = true
		}
	}
	return sum
}

// copied holds the text in the table records to the file that it is of.
func (c *checking) copied(name string) (err error) {
	want, err := readWhole(filepath.Join(c.a.dir, filepath.FromSlash(name)))
	if err != nil {
		return err
	}
	f, err := openFile(filepath.Join(c.a.dir, filepath.FromSlash(recordFile(name))), records, func() record { return record{} })
	if err != nil {
		return err
	}
	defer f.guard(&err)
	in := f.stream()
	defer in.close()
	r, err := in.peek()
	if err != nil {
		return err
	}
	if f.pf.NumRows() != 1 || r.name != name || r.text != string(want) {
		return fmt.Errorf("%s: it has another text than %s", recordFile(name), name)
	}
	return nil
}

func (c *checking) file(f File) error {
	c.Files++
	name := filepath.Join(c.a.dir, filepath.FromSlash(f.Name))
	if err := sameBytes(name, f); err != nil {
		return err
	}
	switch f.Table() {
	case fixes.name:
		n, err := readAll(c, f, fixes, blank, compareStored, func(p *track.Point) (day, cite.Digest) {
			if p.At < *f.First || p.At > *f.Last || p.Proves() && (float64(p.Radius) > f.Widest || int64(p.Slack) > f.Slackest) {
				c.problem("%s: row %d of %s is beyond the bounds that the manifest states", f.Name, p.Row, p.From.Name)
			}
			return dayOf(p.At), p.Digest
		})
		c.fixes += n
		return err
	case silences.name:
		_, err := readAll(c, f, silences, blankSilence, compareSilences, func(s *silence) (day, cite.Digest) { return s.day(), s.who.Digest })
		return err
	default:
		n, err := readAll(c, f, legs, func() Leg { return Leg{} }, compareLegs, func(l *Leg) (day, cite.Digest) { return dayOf(l.First), l.Who.Digest })
		c.legs += n
		return err
	}
}

// sameBytes holds a file to its size and digest.
func sameBytes(name string, f File) error {
	r, err := os.Open(name)
	if err != nil {
		return err
	}
	defer r.Close()
	h := sha256.New()
	n, err := io.Copy(h, r)
	if err != nil {
		return err
	}
	var d cite.Digest
	h.Sum(d[:0])
	if have := d.String(); have != f.Digest || n != f.Bytes {
		return fmt.Errorf("it has %d bytes with the digest %s, and the manifest has %d with %s", n, have, f.Bytes, f.Digest)
	}
	return nil
}

// readAll reads all rows of a file.
func readAll[R any](c *checking, f File, t *table[R], blank func() R, compare func(a, b *R) int, of func(*R) (day, cite.Digest)) (n int64, err error) {
	x, err := openFile(filepath.Join(c.a.dir, filepath.FromSlash(f.Name)), t, blank)
	if err != nil {
		return 0, err
	}
	defer x.guard(&err)
	if d, _ := x.pf.Lookup(keyDay); d != f.Day {
		return 0, fmt.Errorf("its metadata say the day %q, and the manifest %q", d, f.Day)
	}
	all := &merging[R]{compare: compare}
	defer all.close()
	all.add(x.stream())
	var last R
	err = all.each(c.ctx, func(r *R) error {
		if n++; n > 1 && compare(&last, r) > 0 {
			return fmt.Errorf("row %d is not in its place", n)
		}
		d, source := of(r)
		if d.String() != f.Day {
			return fmt.Errorf("row %d is of the day %s", n, d)
		}
		if !c.sources[source] {
			return fmt.Errorf("row %d is of the source %s, which no record names", n, source)
		}
		last = *r
		return nil
	})
	if c.Rows += n; err == nil && n != f.Rows {
		err = fmt.Errorf("it has %d rows, and the manifest says %d", n, f.Rows)
	}
	return n, err
}
