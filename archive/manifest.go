package archive

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/holdshort/holdshort/cite"
	"github.com/holdshort/holdshort/internal/durable"
	"github.com/holdshort/holdshort/span"
)

// Manifest says what an archive holds. What it does not list is no part of it.
type Manifest struct {
	Format  string   `json:"format"`
	Version int      `json:"version"`
	Next    int64    `json:"next"` // number of the next change
	Adds    []AddRef `json:"adds"`
	Files   []File   `json:"files"`
}

// AddRef names a record of what was added.
type AddRef struct {
	Name   string `json:"name"` // adds/000001.json
	Digest string `json:"digest"`
}

// File is one Parquet file of an archive.
type File struct {
	Name   string        `json:"name"` // from the archive's folder, with slashes
	Day    string        `json:"day"`  // UTC
	Rows   int64         `json:"rows"`
	Bytes  int64         `json:"bytes"`
	Digest string        `json:"digest"`
	First  *span.Instant `json:"first_ms,omitempty"` // of the positions: milliseconds since 1970
	Last   *span.Instant `json:"last_ms,omitempty"`
	// Widest is the greatest radius that a position states on which a proof may
	// rest, in metres, and Slackest the greatest error of its time.
	Widest   float64  `json:"widest_m,omitempty"`
	Slackest int64    `json:"slackest_ms,omitempty"`
	Adds     []string `json:"adds"` // names of the add records
}

// Add is the record of what was added at once.
type Add struct {
	Format  string   `json:"format"`
	Version int      `json:"version"`
	Sources []Source `json:"sources"`
	Model   string   `json:"taken_for_granted"` // by which doubts and legs were told
	Tracks  int64    `json:"tracks"`            // aircraft, joined from all sources
	Fixes   int64    `json:"fixes"`
	Legs    int64    `json:"legs"`
	Rows    int64    `json:"rows"`    // read from the sources
	Unused  int64    `json:"unused"`  // of them gave no fix: see Notes
	Partial bool     `json:"partial"` // a source broke off, was damaged or could not be read
	// Calls are callsigns that no later position carries, and so are in no file.
	Calls int64  `json:"callsigns_without_a_position"`
	Notes []Note `json:"notes"` // why rows gave no fix, with how many, and what else was odd
}

// Source is a file that was read.
type Source struct {
	Name   string `json:"name"`
	Digest string `json:"digest"`
	Bytes  int64  `json:"bytes"`
}

// Note is something that a reader of the positions should know.
type Note struct {
	Row  int64  `json:"row,omitempty"`
	Text string `json:"text"`
}

// Names in an archive's folder.
const (
	manifestName = "manifest.json"
	lockName     = "lock"
	addsName     = "adds"
	tempName     = ".sorting" // rows on their way, removed when they have come
	formatName   = "holdshort archive"
	addFormat    = "holdshort archive add"
)

// maxManifest bounds what is read of a manifest or record.
const maxManifest = 256 << 20

// ErrNone is that a folder is no archive.
var ErrNone = errors.New("it is no archive")

// readManifest reads the manifest of the archive in a folder. Its error is ErrNone
// if there is none.
func readManifest(dir string) (*Manifest, error) {
	name := filepath.Join(dir, manifestName)
	b, err := readWhole(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(dir); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s: %w", dir, ErrNone)
	case err != nil:
		return nil, err
	}
	return parseManifest(name, b)
}

// parseManifest reads the text of a manifest; name is for errors.
func parseManifest(name string, b []byte) (*Manifest, error) {
	m := &Manifest{}
	switch err := fromJSON(name, b, m); {
	case err != nil:
		return nil, err
	case m.Format != formatName:
		return nil, fmt.Errorf("read %s: its format is %q, not %q", name, m.Format, formatName)
	case m.Version != Version:
		return nil, fmt.Errorf("read %s: it has version %d, and this program reads version %d", name, m.Version, Version)
	}
	for _, f := range m.Files {
		if err := f.check(); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	return m, nil
}

// Table is the table that the file is of: fixes, silences or legs.
func (f File) Table() string {
	table, _, _ := strings.Cut(f.Name, "/")
	return table
}

// check refuses what a manifest of ours cannot say, such as a file elsewhere.
func (f File) check() error {
	table, rest, _ := strings.Cut(f.Name, "/day=")
	day, seq, _ := strings.Cut(rest, "/")
	if (table != fixes.name && table != silences.name && table != legs.name) || day != f.Day || !isSeq(seq, ".parquet") {
		return fmt.Errorf("a file is named %q, of day %q: expected one like %q", f.Name, f.Day, "fixes/day=2025-03-15/000001.parquet")
	}
	if table == fixes.name && (f.First == nil || f.Last == nil) {
		return fmt.Errorf("file %q: it is not said from when to when its positions are", f.Name)
	}
	if _, err := cite.ParseDigest(f.Digest); err != nil {
		return fmt.Errorf("file %q: %w", f.Name, err)
	}
	return nil
}

// isSeq reports whether name is a number of six digits or more, and a suffix.
func isSeq(name, suffix string) bool {
	digits, ok := strings.CutSuffix(name, suffix)
	return ok && len(digits) >= 6 && strings.Trim(digits, "0123456789") == ""
}

// readWhole reads a manifest or record.
func readWhole(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxManifest))
}

// fromJSON reads one value, strictly; name is for errors.
func fromJSON(name string, b []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		return fmt.Errorf("read %s: byte %d: %w", name, d.InputOffset(), err)
	}
	return nil
}

func toJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// write puts the manifest in the place of the one before: from then on the
// archive is what it says. Its copy among the tables is written first.
func (m *Manifest) write(dir string) error {
	b, err := toJSON(m)
	if err != nil {
		return err
	}
	if err := writeRecordTable(dir, manifestName, b, durable.WriteFile); err != nil {
		return err
	}
	return durable.WriteFile(filepath.Join(dir, manifestName), b)
}

// files are those of one table, in order of day and name.
func (m *Manifest) files(table string) (out []File) {
	for _, f := range m.Files {
		if f.Table() == table {
			out = append(out, f)
		}
	}
	return out
}
