package web

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/finding"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// ErrNoCase is the error of a folder that is none of a case and has none in it.
var ErrNoCase = errors.New("there is no case in the folder")

// Loaded is a case as it was read, with all that was attached to it.
type Loaded struct {
	Case   *holdshort.Case
	Tracks map[holdshort.ID][]*track.Analysis // by movement; what is in the folder tracks
	Notes  []string                           // what could not be used

	// Count, if not nil, adds what is counted from what was on record of a case,
	// such as the ends of periods, and says what could not be. It is asked of the
	// case as it is seen.
	Count func(*holdshort.Case) (*holdshort.Case, []string)
}

// as is the case as of a moment, counted, with the notes on it.
func (l *Loaded) as(t span.Instant) (*holdshort.Case, []string) {
	c := l.Case
	if t != span.End {
		c = c.As(t)
	}
	if l.Count == nil {
		return c, l.Notes
	}
	c, more := l.Count(c)
	return c, slices.Concat(l.Notes, more)
}

// Load reads the case in a folder. Its error may be holdshort.Problems.
type Load func(dir string) (*Loaded, error)

// Bounds on what is kept of a case.
const (
	mostSights  = 8  // ways in which one state of a case is seen
	mostAnswers = 48 // answers to requests
)

// matter is one case that is shown.
type matter struct {
	name   string // in addresses; that of its folder
	folder folder
	load   Load
	editor editor

	mu    sync.Mutex
	state *state
}

// state is a case as it last loaded. It does not change.
type state struct {
	stamp   string // of the files from which it was loaded
	onDisk  string // of the files as they are now
	loaded  *Loaded
	trouble []Trouble // why the files as they are now do not load
	sights  *cache[sightKey, *sight]
	answers *cache[string, *answer]
}

// sightKey is one way to see a case.
type sightKey struct {
	asOf    span.Instant
	reading holdshort.ID
}

// sight is a case as of a moment, and what is found under the readings that
// were asked for.
type sight struct {
	c       *holdshort.Case
	notes   []string
	report  *finding.Report
	entries []finding.Entry

	mu     sync.Mutex
	engine *finding.Engine // for one at a time
}

// now is the case in its present state, loaded if that is new. Where it does
// not load it is as it last did, with the trouble; its error is for a case that
// never did.
func (m *matter) now() (*state, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	stamp, err := m.folder.stamp()
	if err != nil {
		stamp = "unread: " + err.Error()
	}
	if m.state != nil && m.state.onDisk == stamp {
		return m.state, m.state.never()
	}
	var loaded *Loaded
	if err == nil {
		loaded, err = m.load(m.folder.dir)
	}
	next := &state{stamp: stamp, onDisk: stamp, loaded: loaded}
	next.forget()
	if err != nil {
		next.trouble = troubles(m.folder.dir, err)
		if old := m.state; old != nil && old.loaded != nil {
			next.stamp, next.loaded, next.sights = old.stamp, old.loaded, old.sights
		}
	}
	m.state = next
	return next, next.never()
}

func (st *state) forget() {
	st.sights = &cache[sightKey, *sight]{most: mostSights}
	st.answers = &cache[string, *answer]{most: mostAnswers}
}

// never is the error of a case that has not loaded yet.
func (st *state) never() error {
	if st.loaded != nil {
		return nil
	}
	return &unloaded{st.trouble}
}

// unloaded is the error of a case that never loaded.
type unloaded struct{ trouble []Trouble }

func (u *unloaded) Error() string {
	return fmt.Sprintf("the case does not load: %s", u.trouble[0].Error)
}

// see is the case seen in one way.
func (st *state) see(k sightKey) (*sight, error) {
	return st.sights.get(k, func() (*sight, error) {
		c, notes := st.loaded.as(k.asOf)
		e := finding.New(c)
		r, err := e.Report(finding.Options{Reading: k.reading})
		if err != nil {
			return nil, err
		}
		return &sight{c: c, notes: notes, report: r, entries: e.Timeline(), engine: e}, nil
	})
}
