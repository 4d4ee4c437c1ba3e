package docket

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/holdshort/holdshort/cite"
)

// Bounds on what Read takes in, whatever a file says of itself.
const (
	MaxFile   = 32 << 20  // bytes of a file
	MaxValues = 2_000_000 // values of a JSON file, or cells of a page
	MaxDepth  = 64        // values, tables, elements or mail parts within one another
	MaxParts  = 200       // parts of a mail
)

// Options are what a file cannot say itself.
type Options struct {
	// Zone is the zone of a court, an IANA name, for times that state none; nil
	// if no court's is known. The court is "" for a file that names none. Such
	// times are marked guessed.
	Zone func(court string) (zone string, ok bool)
	// Court is the court of a file that does not name it.
	Court string
	// KeepNumbers leaves alien registration numbers, social security numbers and
	// dates of birth in the text. They are taken out and counted otherwise.
	KeepNumbers bool
}

// Error is a file that could not be read.
type Error struct {
	Name string
	Byte int64 // -1 if it is of no one place
	Text string
	Msg  string
	Hint string
}

func (e *Error) Error() string {
	s := e.Name
	if e.Byte >= 0 {
		s += fmt.Sprintf(": byte %d", e.Byte)
	}
	s += ": " + e.Msg
	if e.Text != "" {
		s += fmt.Sprintf(": %q", clip(e.Text, 80))
	}
	return s
}

// clip is s cut to at most n bytes, at a whole character.
func clip(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + "…"
}

// Read reads a file of any known format. Name is for errors and Origin alone.
// What is not a docket, or breaks off, is an *Error, the only error returned
// but for those of r; there is then no File.
func Read(r io.Reader, name string, o Options) (*File, error) {
	b, err := io.ReadAll(io.LimitReader(r, MaxFile+1))
	if err != nil {
		return nil, err
	}
	if len(b) > MaxFile {
		return nil, &Error{Name: name, Byte: -1, Msg: fmt.Sprintf("the file has more than %d bytes", MaxFile), Hint: "a docket has far fewer; give the docket alone"}
	}
	in := &input{name: name, raw: b, opts: o, file: &File{Name: name, Digest: cite.Sum(b), Unread: map[string]int{}, Redacted: map[string]int{}}}
	if err := in.read(); err != nil {
		return nil, err
	}
	in.finish()
	return in.file, nil
}

// input is one file while it is read.
type input struct {
	name string
	raw  []byte
	opts Options
	file *File
	last claimKey // of the claim read before, since entries repeat their dates
	held Time

	byMirror map[string]int // CourtListener's id of a docket, to the index of its sheet
}

func (in *input) fail(at int64, text, msg, hint string) error {
	return &Error{Name: in.name, Byte: at, Text: text, Msg: msg, Hint: hint}
}

func (in *input) note(path string, at int64, format string, args ...any) {
	if len(in.file.Notes) < maxNotes {
		in.file.Notes = append(in.file.Notes, Note{Path: path, Byte: at, Text: fmt.Sprintf(format, args...)})
		return
	}
	in.file.Unread["notes beyond the first "+fmt.Sprint(maxNotes)]++
}

const maxNotes = 1000

// unread counts a field that no reader takes.
func (in *input) unread(path string) { in.file.Unread[path]++ }

const hintFormats = "docket pages, notices of electronic filing as raw mail, PACER feeds, and the JSON and XML of CourtListener, RECAP and ACMS are read"

// read tells the format by content and reads the file by it.
func (in *input) read() error {
	head := bytes.TrimLeft(bytes.TrimPrefix(in.raw, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case len(head) == 0:
		return in.fail(-1, "", "the file is empty", hintFormats)
	case bytes.HasPrefix(in.raw, []byte("\xff\xfe")) || bytes.HasPrefix(in.raw, []byte("\xfe\xff")):
		return in.fail(0, "", "the file is in UTF-16", "save it as UTF-8")
	case head[0] == '{' || head[0] == '[':
		return in.readJSON()
	case isMail(head):
		return in.readMail()
	case isXML(head):
		return in.readXML()
	case head[0] == '<':
		return in.readPage()
	}
	line, _, _ := bytes.Cut(head, []byte("\n"))
	return in.fail(int64(len(in.raw)-len(head)), string(line), "not a docket", hintFormats)
}

// finish takes out what is personal, and puts the notes in the order of the file.
func (in *input) finish() {
	f := in.file
	if !in.opts.KeepNumbers {
		in.redact()
	}
	slices.SortStableFunc(f.Notes, func(a, b Note) int { return cmp.Compare(a.Byte, b.Byte) })
	maps.DeleteFunc(f.Unread, func(_ string, n int) bool { return n == 0 })
	if f.Sheets == nil {
		f.Sheets = []Sheet{}
	}
}

// zone is the zone of a court, "" if it is not known.
func (in *input) zone(court string) string {
	if in.opts.Zone == nil {
		return ""
	}
	zone, _ := in.opts.Zone(court)
	return zone
}

// court is what the file says its court is, or else the option.
func (in *input) court(stated string) string {
	return cmp.Or(strings.ToLower(strings.TrimSpace(stated)), in.opts.Court)
}

// onlyOne is the one sheet of a format that has one.
func (in *input) onlyOne() *Sheet {
	in.file.Sheets = append(in.file.Sheets, Sheet{})
	return &in.file.Sheets[len(in.file.Sheets)-1]
}
