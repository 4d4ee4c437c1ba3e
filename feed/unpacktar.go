package feed

import (
	"archive/tar"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"github.com/holdshort/holdshort/track"
)

const blockSize = 512

// anyTable is the format that any table is taken for: one without the columns
// of positions is no more than another file.
const anyTable = "csv"

// isTar tells a tar by the sum over its first header, which all kinds of tar
// have.
func isTar(head []byte) bool {
	if len(head) < blockSize || head[0] == 0 {
		return false
	}
	field := strings.Trim(string(head[148:156]), " \x00")
	want, err := strconv.ParseInt(field, 8, 64)
	if err != nil {
		return false
	}
	sum := int64(8 * ' ') // the field itself counts as blanks
	for i, c := range head[:blockSize] {
		if i < 148 || i >= 156 {
			sum += int64(c)
		}
	}
	return sum == want
}

// archive counts the members of a tar or zip.
type archive struct {
	rd      *reading
	src     source
	kind    string
	members int32
	read    int // members with positions
	others  int // without
	other   string
	chosen  int // named for an aircraft that was not asked for
	failed  error
	failing int
}

// tar reads a tar, or several one after another in a file.
func (rd *reading) tar(src source, depth int) error {
	a := &archive{rd: rd, src: src, kind: "tar"}
	for {
		err := a.tar(depth)
		if rd.sinkErr != nil {
			return rd.sinkErr
		}
		if err != nil {
			return a.end(rd.broke(src, "tar", err, nil, a.read > 0))
		}
		if !a.another() {
			return a.end(nil)
		}
	}
}

// tar reads one tar up to its end.
func (a *archive) tar(depth int) error {
	z := tar.NewReader(a.src.r)
	for {
		h, err := z.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		switch h.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
			continue
		case tar.TypeReg, tar.TypeGNUSparse:
		default:
			a.warn(h.Name, "is a link or device, which is not followed")
			continue
		}
		m := &meter{r: z, in: a.src.count, all: a.rd.outer}
		if !isSparse(h) {
			m.all = nil // a tar expands nothing by itself
		}
		a.member(h.Name, m, depth)
		if a.rd.sinkErr != nil {
			return a.rd.sinkErr
		}
		if m.err != nil && !errors.Is(m.err, errBomb) {
			return m.err
		}
	}
}

// isSparse reports whether a member has holes, which take no room in the tar.
func isSparse(h *tar.Header) bool {
	return h.Typeflag == tar.TypeGNUSparse || h.PAXRecords["GNU.sparse.major"] != "" || h.PAXRecords["GNU.sparse.map"] != ""
}

// another passes over the zeros after a tar, and reports whether a further tar
// follows. Other bytes are noted.
func (a *archive) another() bool {
	for {
		block, err := a.src.r.Peek(blockSize)
		if len(block) == 0 {
			return false
		}
		if bytes.Count(block, []byte{0}) < len(block) {
			if isTar(block) {
				return true
			}
			a.rd.note(a.src.name, track.Note{Byte: a.src.count.n - int64(a.src.r.Buffered()), Text: "other bytes follow the tar, and were left out"})
			return false
		}
		if _, err2 := a.src.r.Discard(len(block)); err != nil || err2 != nil {
			return false
		}
	}
}

// member reads one member. Its failure is noted and does not stop the others.
func (a *archive) member(name string, r io.Reader, depth int) {
	rd := a.rd
	rd.level++
	a.members++
	rd.at[rd.level] = a.members
	a.open(name, r, depth)
	rd.finish()
	rd.at[rd.level] = 0
	rd.level--
}

// open reads a member, unless its name says that it is the trace of an aircraft
// that was not asked for: a day has tens of thousands of them. All others are
// opened.
func (a *archive) open(name string, r io.Reader, depth int) {
	full := a.src.name + "/" + strings.TrimPrefix(shown(name), "/")
	a.suspect(name)
	if a.rd.passed(name) {
		a.chosen++
		return
	}
	c := &counter{r: r}
	b := borrow(c)
	defer giveBack(b)
	rows := a.rd.sum.Rows
	err := a.rd.unpack(source{name: full, r: b, count: c}, depth+1)
	var e *Error
	switch {
	case a.rd.sinkErr != nil:
	case err == nil:
		a.read++
	case errors.As(err, &e) && (e.Msg == errUnknown.Error() || e.Format == anyTable && a.rd.sum.Rows == rows) || c.n == 0:
		if a.others++; a.others == 1 {
			a.other = full
		}
	default:
		a.rd.note(full, track.Note{Byte: -1, Text: err.Error()})
		if a.failing++; a.failed == nil {
			a.failed = err
		}
	}
}

// end is the error of an archive of which nothing could be read, and otherwise
// notes what was left out.
func (a *archive) end(err error) error {
	if a.read == 0 && err != nil {
		return err
	}
	if a.read == 0 && a.failed != nil {
		return a.failed
	}
	if a.read == 0 && a.chosen == 0 {
		return &Error{Name: a.src.name, Format: a.kind, Byte: -1, Msg: fmt.Sprintf("none of its %d members is a position file known here", a.others)}
	}
	a.rd.sum.Partial = a.rd.sum.Partial || a.failing > 0
	if a.others > 0 {
		a.rd.note(a.src.name, track.Note{Byte: -1, Text: fmt.Sprintf("members that are no position files known here: %d, the first %s", a.others, a.other)})
	}
	if a.chosen > 0 {
		a.rd.note(a.src.name, track.Note{Byte: -1, Text: fmt.Sprintf("%d of its members were not opened: their names say that they are of aircraft not asked for", a.chosen)})
	}
	return err
}

// suspect notes a name that a careless program would write to a wrong place.
func (a *archive) suspect(name string) {
	clean := strings.ReplaceAll(name, `\`, "/")
	switch {
	case len(name) > 4096:
		a.warn(name, "is a name of over 4096 bytes")
	case strings.HasPrefix(clean, "/"), len(clean) > 1 && clean[1] == ':':
		a.warn(name, "is an absolute path; names are not used as paths")
	case clean == "..", strings.HasPrefix(path.Clean(clean), "../"), strings.Contains(clean, "/../"):
		a.warn(name, "leads out of the archive; names are not used as paths")
	case strings.ContainsFunc(name, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0xfffd }):
		a.warn(name, "has control characters or is no UTF-8")
	}
}

// warn notes something of a member by its name.
func (a *archive) warn(name, what string) {
	a.rd.note(a.src.name, track.Note{Byte: -1, Text: fmt.Sprintf("member \"%s\" %s", shown(name), what)})
}
