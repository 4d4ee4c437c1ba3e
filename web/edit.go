package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/holdshort/holdshort"
	"github.com/holdshort/holdshort/amend"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
)

// editor changes records of the case in a folder, one at a time. It may be used by
// several goroutines, and beside other programs that hold the case's lock.
type editor struct {
	dir  string
	mu   sync.Mutex
	read func(dir string, files fs.FS) (*Loaded, error) // see Options
	seal func(dir, by, why string) (string, error)
}

// lockName is the file by which two programs that edit a case keep out of each
// other's way. It is no part of the case.
const lockName = ".edit.lock"

// change is what somebody wants a record to be.
type change struct {
	List string // as "movements"
	ID   string
	File string // of a new record: where it goes; empty for the file that has most of its list
	New  bool
	Was  string // the record's text as it was when the form was opened; empty of a new one
	Text string // what it is to be
	By   string // who, a name or a pseudonym
	Why  string
	Dry  bool // only show what would become of it
}

// amended is what a change does.
type amended struct {
	File   string
	Line   int
	Diff   string
	Text   string // the record as it then stands
	Case   *holdshort.Case
	Before *holdshort.Case // nil if the case could not be read before
	Sealed string
}

// clashError is returned for a change of a record that somebody has changed since
// the form was opened.
type clashError struct {
	Theirs string // the record as it stands now
	Merged string // both changes, where they do not touch the same lines
	Clean  bool   // whether they do not
}

func (e *clashError) Error() string {
	return "somebody else has changed this record since the form was opened"
}

// refusedError is returned for a change that cannot be made, with a hint.
type refusedError struct{ msg, hint string }

func (e *refusedError) Error() string { return e.msg }

// badCaseError is returned for a change after which the case could not be read.
type badCaseError struct{ problems holdshort.Problems }

func (e *badCaseError) Error() string { return e.problems.Error() }

// record finds a record, and says in which file it stands.
func (e *editor) record(list, id string) (string, []byte, amend.Record, error) {
	root, err := os.OpenRoot(e.dir)
	if err != nil {
		return "", nil, amend.Record{}, err
	}
	defer root.Close()
	files, err := caseFiles(root.FS())
	if err != nil {
		return "", nil, amend.Record{}, err
	}
	for _, name := range files {
		text, err := fs.ReadFile(root.FS(), name)
		if err != nil {
			return "", nil, amend.Record{}, err
		}
		switch r, ok, err := amend.Find(text, list, id); {
		case err != nil:
			return "", nil, amend.Record{}, &refusedError{fmt.Sprintf("%s: %s", name, err), "mend the file in an editor of texts"}
		case ok:
			return name, text, r, nil
		}
	}
	return "", nil, amend.Record{}, fs.ErrNotExist
}

// apply makes a change, or shows what it would do. Nothing is written unless the
// case can be read afterwards.
func (e *editor) apply(ctx context.Context, ch change) (*amended, error) {
	if e.read == nil {
		return nil, &refusedError{"this server shows the case and changes nothing", "change its files, or serve it without --read-only"}
	}
	if strings.TrimSpace(ch.Why) == "" || strings.TrimSpace(ch.By) == "" {
		return nil, &refusedError{"a change says who makes it and why", "fill in both; a pseudonym will do"}
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if !ch.Dry {
		lock, err := durable.Acquire(ctx, filepath.Join(e.dir, lockName))
		if err != nil {
			return nil, err
		}
		defer lock.Release()
	}
	name, was, now, err := e.written(ch)
	if err != nil {
		return nil, err
	}
	if err := whole(ch, now); err != nil {
		return nil, err
	}
	out := &amended{File: name, Diff: amend.Diff(name, was, now), Text: ch.Text}
	if err := e.check(name, now, out); err != nil {
		return nil, err
	}
	if r, ok, err := amend.Find(now, ch.List, idIn(ch)); err == nil && ok {
		out.Line, out.Text = r.Line, r.Text
	}
	if ch.Dry || out.Diff == "" {
		return out, nil
	}
	made, err := e.write(name, was, now, ch, out)
	if !made {
		return nil, err
	}
	return out, err
}

// write writes a file, and seals what it was and what it is. It says whether the
// file was written: not where what it was cannot be sealed.
func (e *editor) write(name string, was, now []byte, ch change, out *amended) (made bool, err error) {
	if e.seal != nil {
		_, err := e.seal(e.dir, ch.By, "as it stood before a change: "+ch.Why)
		if locked := (*durable.LockedError)(nil); errors.As(err, &locked) {
			err = &refusedError{"another program has the vault; nothing was changed", "wait until it is done, and save again"}
		}
		if err != nil {
			return false, err
		}
	}
	if err := e.replace(name, was, now); err != nil {
		return false, err
	}
	if e.seal != nil {
		if out.Sealed, err = e.seal(e.dir, ch.By, ch.Why); err != nil {
			return true, fmt.Errorf("%s is changed, but the change could not be sealed: %w", name, err)
		}
	}
	return true, nil
}

// replace writes a file anew, with the permissions that it has, unless another
// program has changed it meanwhile.
func (e *editor) replace(name string, was, now []byte) error {
	path := filepath.Join(e.dir, filepath.FromSlash(name))
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if !bytes.Equal(text, was) {
		return &refusedError{name + " was changed by another program meanwhile; nothing was written", "show the change again, and then save it"}
	}
	write := durable.WriteFile
	if info.Mode().Perm()&0o077 == 0 {
		write = durable.WritePrivate
	}
	if err := write(path, now); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// written is the file that a change is to, as it is and as it is to be.
func (e *editor) written(ch change) (name string, was, now []byte, err error) {
	name, was, r, err := e.record(ch.List, ch.ID)
	switch {
	case errors.Is(err, fs.ErrNotExist) && ch.New:
		return e.added(ch)
	case errors.Is(err, fs.ErrNotExist):
		return "", nil, nil, &refusedError{fmt.Sprintf("the case has no %q in %s", ch.ID, ch.List), "it may have been renamed; reload the page"}
	case err != nil:
		return "", nil, nil, err
	case ch.New:
		return "", nil, nil, &refusedError{fmt.Sprintf("the case already has %q in %s", ch.ID, ch.List), "choose another id"}
	case r.Text != ch.Was:
		clash := &clashError{Theirs: r.Text}
		clash.Merged, clash.Clean = amend.Merge(ch.Was, ch.Text, r.Text)
		return "", nil, nil, clash
	}
	return name, was, amend.Put(was, r, ch.Text), nil
}

// added is the file that a new record goes to.
func (e *editor) added(ch change) (name string, was, now []byte, err error) {
	root, err := os.OpenRoot(e.dir)
	if err != nil {
		return "", nil, nil, err
	}
	defer root.Close()
	files, err := caseFiles(root.FS())
	if err != nil {
		return "", nil, nil, err
	}
	if name = ch.File; name == "" {
		name, err = fullest(root.FS(), files, ch.List)
	}
	if err != nil {
		return "", nil, nil, err
	}
	if !slices.Contains(files, name) {
		return "", nil, nil, &refusedError{fmt.Sprintf("%q is no file of the case", name), "choose one of its files: " + strings.Join(files, ", ")}
	}
	if was, err = fs.ReadFile(root.FS(), name); err != nil {
		return "", nil, nil, err
	}
	now, err = amend.Add(was, ch.List, ch.Text)
	if err != nil {
		err = &refusedError{fmt.Sprintf("%s: %s", name, err), "choose another file"}
	}
	return name, was, now, err
}

// check reads the case with the file changed.
func (e *editor) check(name string, now []byte, out *amended) error {
	root, err := os.OpenRoot(e.dir)
	if err != nil {
		return err
	}
	defer root.Close()
	if before, err := e.read(e.dir, root.FS()); err == nil { // it may be this change that mends it
		out.Before, _ = before.as(span.End)
	}
	after, err := e.read(e.dir, overlay{root.FS(), name, now})
	var ps holdshort.Problems
	if errors.As(err, &ps) {
		return &badCaseError{ps}
	}
	if err != nil {
		return err
	}
	out.Case, _ = after.as(span.End)
	return nil
}

// whole refuses a text that is not one record of the file, to be found again: line
// ends that YAML knows and others do not could hide a second.
func whole(ch change, now []byte) error {
	r, ok, err := amend.Find(now, ch.List, idIn(ch))
	if strings.ContainsAny(ch.Text, "\r\u0085\u2028\u2029") || err != nil || !ok || strings.TrimSpace(r.Text) != strings.TrimSpace(ch.Text) {
		return &refusedError{"the text is not one record that can be found again in the file", "begin with a field, and write line ends as line ends"}
	}
	return nil
}

// idIn is the id that a record has after the change, which may be another.
func idIn(ch change) string {
	if m, err := amend.Fields(ch.Text); err == nil {
		for _, key := range []string{"id", "claim"} {
			if id, ok := m[key].(string); ok {
				return id
			}
		}
	}
	return ch.ID
}

// caseFiles are the names of the files that holdshort.Load reads, in order.
func caseFiles(fsys fs.FS) ([]string, error) {
	var out []string
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		base := path.Base(name)
		switch {
		case err != nil:
			return err
		case name != "." && (base[0] == '.' || e.IsDir() && (base == "vault" || base == "tracks")):
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.Type().IsRegular() && strings.HasSuffix(base, ".yaml") && name != "follow.yaml":
			out = append(out, name)
		}
		return nil
	})
	return out, err
}

// fullest is the file that has most records of a list, or else the first.
func fullest(fsys fs.FS, files []string, list string) (string, error) {
	best, most := "", -1
	for _, name := range files {
		text, err := fs.ReadFile(fsys, name)
		if err != nil {
			return "", err
		}
		if n := amend.Count(text, list); n > most {
			best, most = name, n
		}
	}
	return best, nil
}

// files are the names of the case's files.
func (e *editor) files() ([]string, error) {
	root, err := os.OpenRoot(e.dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	return caseFiles(root.FS())
}
