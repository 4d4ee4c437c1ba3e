package sweep

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// StateVersion is the version of the state file.
const StateVersion = 1

// state is a sweep as it is kept. It holds what was found before byte Next, and
// nothing of what comes after; the finds beside it are as long as Finds says, and
// what follows that is of a run that was ended.
type state struct {
	Version int               `json:"version"`
	Asked   string            `json:"asked"` // digest of what was asked of which parts
	Query   string            `json:"query"`
	Next    int64             `json:"next"`
	Done    bool              `json:"done"`
	Full    int64             `json:"full"`
	Counts  map[Verdict]int64 `json:"counts"`
	Audit   Audit             `json:"audit"`
	Finds   []keptFind        `json:"finds"`
	Spool   int64             `json:"spool"`
	Heard   []byte            `json:"heard"`
}

type keptFind struct {
	Address string  `json:"address"`
	Verdict Verdict `json:"verdict"`
	Broken  string  `json:"broken,omitempty"`
	Open    int     `json:"open"`
	Ends    Ends    `json:"ends"`
	At      int64   `json:"at"`
	Size    int64   `json:"size"`
}

// asked is the digest of all that the result depends on besides the bytes.
func (r *run) asked() string {
	type part struct {
		Name string
		Size int64
	}
	var parts []part
	for _, p := range r.parts {
		parts = append(parts, part{p.Name, p.Size})
	}
	b, err := json.Marshal(struct {
		Query   string
		Lists   []*List
		Silence span.Length
		Deaf    bool
		Parts   []part
	}{r.o.Query.Text, r.o.Query.lists, r.o.Silence, r.o.Deaf, parts})
	if err != nil {
		panic("sweep: " + err.Error())
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// resume takes up what is kept, or begins anew.
func (r *run) resume() error {
	if r.o.State == "" {
		f, err := os.CreateTemp("", "sweep-finds-*")
		if err != nil {
			return err
		}
		r.spool = &spool{f: f, temp: true}
		return nil
	}
	b, err := os.ReadFile(r.o.State)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		b = nil
	case err != nil:
		return err
	}
	f, err := os.OpenFile(r.o.State+".finds", os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	r.spool = &spool{f: f}
	if b != nil {
		err = r.load(b)
	}
	if err == nil {
		err = f.Truncate(r.spool.size)
	}
	if err != nil {
		f.Close()
	}
	return err
}

// load takes a state up.
func (r *run) load(b []byte) error {
	var s state
	if err := json.Unmarshal(b, &s); err != nil {
		return fmt.Errorf("%s is no state of a sweep: %w; remove it to begin anew", r.o.State, err)
	}
	switch {
	case s.Version != StateVersion:
		return fmt.Errorf("%s is of version %d, and this program writes version %d; remove it to begin anew", r.o.State, s.Version, StateVersion)
	case s.Asked != r.asked():
		return fmt.Errorf("%s is of another sweep, or of other parts: it asked %q; remove it, or name another state", r.o.State, s.Query)
	}
	info, err := r.spool.f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < s.Spool {
		return fmt.Errorf("%s.finds has %d bytes, fewer than the state says (%d); remove both to begin anew", r.o.State, info.Size(), s.Spool)
	}
	if err := r.heard.UnmarshalBinary(s.Heard); err != nil {
		return fmt.Errorf("%s: who was heard cannot be unpacked: %w; remove it to begin anew", r.o.State, err)
	}
	r.next, r.from, r.done, r.Full, r.Counts, r.Audit, r.spool.size = s.Next, s.Next, s.Done, s.Full, s.Counts, s.Audit, s.Spool
	if r.Counts == nil {
		r.Counts = map[Verdict]int64{}
	}
	if r.Audit.Hours == nil {
		r.Audit.Hours = map[int64]int64{}
	}
	for _, f := range s.Finds {
		a, ok := track.ParseAddress(f.Address)
		if !ok {
			return fmt.Errorf("%s: %q is no address; remove the file to begin anew", r.o.State, f.Address)
		}
		r.Finds = append(r.Finds, Find{a, f.Verdict, f.Broken, f.Open, f.Ends, f.At, f.Size})
	}
	return nil
}

// keep keeps the state: the finds first, so that the state never speaks of what is
// not there.
func (r *run) keep() error {
	if r.o.State == "" {
		return nil
	}
	if err := r.spool.f.Sync(); err != nil {
		return err
	}
	s := state{Version: StateVersion, Asked: r.asked(), Query: r.o.Query.Text, Next: r.next, Done: r.done, Full: r.Full, Counts: r.Counts, Audit: r.Audit, Spool: r.spool.size}
	for _, f := range r.Finds {
		s.Finds = append(s.Finds, keptFind{f.Address.String(), f.Verdict, f.Broken, f.Open, f.Ends, f.at, f.size})
	}
	var err error
	if s.Heard, err = r.heard.MarshalBinary(); err != nil {
		return err
	}
	b, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return durable.WriteFile(r.o.State, b)
}
