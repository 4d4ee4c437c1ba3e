package archive

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// Options are what an Adder takes for granted, none of which the archive knows.
type Options struct {
	Model  func(*track.Track) track.Model // by which doubts are told; nil for track.Jet
	Fields track.Fields                   // airfields, for legs
	Why    string                         // what Model rests on, in words
	// Held is how many positions are sorted in memory, 0 for a quarter of a million. It
	// changes nothing in what is written.
	Held int
}

// Adder adds tracks to an archive. Nothing of them is part of it before Commit has
// returned without an error, and all is afterwards.
type Adder struct {
	dir      string
	lock     *durable.Lock
	m        *Manifest
	opts     Options
	record   Add
	sources  []source
	by       map[string]int    // sources by the name that tracks have
	have     map[string]string // digests of sources, here and in earlier adds, to where they are
	fixes    *sorter[track.Point]
	silences *sorter[silence]
	legs     *sorter[Leg]
}

// patience is how long a change waits for another process to end its own.
const patience = 2 * time.Second

// lockArchive keeps other processes from changing the archive.
func lockArchive(ctx context.Context, dir string) (*durable.Lock, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return durable.Acquire(ctx, filepath.Join(dir, lockName))
}

// Begin begins to add to the archive in a folder, which it makes if there is none.
// If another process changes it for longer than two seconds, the error is a
// *durable.LockedError.
func Begin(ctx context.Context, dir string, opts Options) (_ *Adder, err error) {
	if err := durable.MkdirAll(dir); err != nil {
		return nil, err
	}
	lock, err := lockArchive(ctx, dir)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			_ = lock.Release()
		}
	}()
	m, err := manifestToChange(dir)
	if err != nil {
		return nil, err
	}
	a := &Adder{dir: dir, lock: lock, m: m, opts: opts, by: map[string]int{}, record: Add{Format: addFormat, Version: Version, Model: opts.Why, Sources: []Source{}, Notes: []Note{}}}
	if a.opts.Model == nil {
		a.opts.Model = func(*track.Track) track.Model { return track.Jet }
	}
	temp := filepath.Join(dir, tempName)
	if err := os.Mkdir(temp, 0o700); err != nil {
		return nil, err
	}
	held := cmp.Or(opts.Held, 250_000)
	a.fixes = &sorter[track.Point]{t: fixes, blank: blank, compare: compareStored, dir: temp, most: held}
	a.silences = &sorter[silence]{t: silences, blank: blankSilence, compare: compareSilences, dir: temp, most: held}
	a.legs = &sorter[Leg]{t: legs, blank: func() Leg { return Leg{} }, compare: compareLegs, dir: temp, most: held}
	return a, nil
}

// manifestToChange is the manifest of an archive that is locked; that of an empty
// one if there is none. What an interrupted change left is removed.
func manifestToChange(dir string) (*Manifest, error) {
	m, err := readManifest(dir)
	if errors.Is(err, ErrNone) {
		if err := onlyOurs(dir); err != nil {
			return nil, err
		}
		m, err = &Manifest{Format: formatName, Version: Version, Next: 1, Adds: []AddRef{}, Files: []File{}}, nil
	}
	if err != nil {
		return nil, err
	}
	if err := os.RemoveAll(filepath.Join(dir, tempName)); err != nil {
		return nil, err
	}
	left, err := unlisted(dir, m)
	if err != nil {
		return nil, err
	}
	for _, name := range left {
		if err := durable.Remove(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// onlyOurs refuses a folder without a manifest in which other things lie.
func onlyOurs(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		name := e.Name()
		if !slices.Contains([]string{lockName, tempName, addsName, records.name, fixes.name, silences.name, legs.name}, name) && !strings.HasSuffix(name, durable.TempSuffix) {
			return fmt.Errorf("%s: %w, and %q lies in it", dir, ErrNone, name)
		}
	}
	return nil
}

// unlisted are files in an archive's folder that are named as an archive names its
// own, and that the manifest does not list: a change that was interrupted left
// them.
func unlisted(dir string, m *Manifest) ([]string, error) {
	listed := map[string]bool{}
	for _, f := range m.Files {
		listed[f.Name] = true
	}
	for _, a := range m.Adds {
		listed[a.Name], listed[recordFile(a.Name)] = true, true
	}
	var out []string
	for _, part := range []string{fixes.name, silences.name, legs.name, addsName, records.name} {
		err := filepath.WalkDir(filepath.Join(dir, part), func(name string, e fs.DirEntry, err error) error {
			if errors.Is(err, fs.ErrNotExist) {
				return nil
			}
			if err != nil || e.IsDir() {
				return err
			}
			base := e.Name()
			ours := isSeq(base, ".parquet") || isSeq(base, ".json") || base[0] == '.' && strings.HasSuffix(base, durable.TempSuffix)
			in, err := filepath.Rel(dir, name)
			if in = filepath.ToSlash(in); err == nil && ours && !listed[in] {
				out = append(out, in)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Track adds the whole of an aircraft's track, whose origins are in files that
// Source has named. It is not changed but for the order of its fixes and callsigns.
func (a *Adder) Track(whole *track.Track) error {
	clean, doubts := whole.Cleaned(a.opts.Model(whole))
	own := *whole
	own.Origins = slices.Clone(whole.Origins)
	t := &own
	holders := make([]cite.Digest, len(t.Origins))
	for i, o := range t.Origins {
		s, err := a.sourceOf(o.Name)
		if err != nil {
			return err
		}
		holders[i] = a.holder(s.number)
		t.Origins[i].Name = a.record.Sources[s.number].Name + strings.TrimPrefix(o.Name, s.name)
	}
	points := t.Points(holders, doubts)
	a.record.Tracks++
	a.record.Fixes += int64(len(points))
	a.record.Calls += lostCalls(t)
	for i := range points {
		if !timely(points[i].At) {
			return fmt.Errorf("archive: a position of %s is of %d ms since 1970, which is no day", t.Address, points[i].At)
		}
		if err := a.fixes.add(&points[i]); err != nil {
			return err
		}
	}
	if err := silencesOf(points, a.silences.add); err != nil {
		return err
	}
	for _, l := range legsOf(clean, points, a.opts.Fields) {
		a.record.Legs++
		if err := a.legs.add(&l); err != nil {
			return err
		}
	}
	return nil
}

// timely reports whether a moment is within the years 1 to 9999.
func timely(t span.Instant) bool { return t > -62_135_596_800_000 && t < 253_402_300_800_000 }

// lostCalls is how many callsigns of a track are in force at no position.
func lostCalls(t *track.Track) (n int64) {
	for i, c := range t.Calls {
		k, _ := slices.BinarySearchFunc(t.Fixes, c.At, func(f track.Fix, at span.Instant) int { return cmp.Compare(f.At, at) })
		if k == len(t.Fixes) || i+1 < len(t.Calls) && t.Calls[i+1].At <= t.Fixes[k].At {
			n++
		}
	}
	return n
}

// Abort gives up what was added. It does nothing after Commit.
func (a *Adder) Abort() {
	if a.lock == nil {
		return
	}
	_ = os.RemoveAll(filepath.Join(a.dir, tempName))
	_ = a.lock.Release()
	a.lock = nil
}

// Commit makes what was added part of the archive, and returns its record. The
// digest of every source must have been said.
func (a *Adder) Commit(ctx context.Context) (*Add, error) {
	defer a.Abort()
	for _, s := range a.record.Sources {
		if s.Digest == "" {
			return nil, fmt.Errorf("archive: the digest of %s is not known", s.Name)
		}
	}
	ref, err := a.writeRecord()
	if err != nil {
		return nil, err
	}
	if err := a.writeTables(ctx, ref); err != nil {
		return nil, err
	}
	a.m.Adds = append(a.m.Adds, ref)
	a.m.Next++
	sortFiles(a.m.Files)
	if err := a.m.write(a.dir); err != nil {
		return nil, err
	}
	return &a.record, nil
}

// sortFiles puts files in order of day, then name.
func sortFiles(fs []File) {
	slices.SortFunc(fs, func(a, b File) int { return cmp.Or(cmp.Compare(a.Day, b.Day), cmp.Compare(a.Name, b.Name)) })
}

func (a *Adder) writeRecord() (AddRef, error) {
	if err := durable.MkdirAll(filepath.Join(a.dir, addsName)); err != nil {
		return AddRef{}, err
	}
	b, err := toJSON(a.record)
	if err != nil {
		return AddRef{}, err
	}
	ref := AddRef{Name: fmt.Sprintf("%s/%06d.json", addsName, a.m.Next), Digest: cite.Sum(b).String()}
	if err := writeRecordTable(a.dir, ref.Name, b, durable.Create); err != nil {
		return AddRef{}, err
	}
	return ref, durable.Create(filepath.Join(a.dir, filepath.FromSlash(ref.Name)), b)
}

func (a *Adder) writeTables(ctx context.Context, ref AddRef) error {
	adds := map[string]string{ref.Name: ref.Digest}
	w := tables{dir: a.dir, seq: a.m.Next, adds: adds}
	err := w.write(
		func(give func(*track.Point) error) error {
			return a.fixes.each(ctx, func(p *track.Point) error { a.resolve(p); return give(p) })
		},
		func(give func(*silence) error) error {
			return a.silences.each(ctx, func(s *silence) error { a.resolve(&s.who); return give(s) })
		},
		func(give func(*Leg) error) error {
			return a.legs.each(ctx, func(l *Leg) error { a.resolve(&l.Who); return give(l) })
		})
	a.m.Files = append(a.m.Files, w.done...)
	return err
}
