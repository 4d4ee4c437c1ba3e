package holdshort

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v3"
)

// Bounds on a case's files, so that reading one takes bounded time and memory
// whatever it holds. See docs/limits.md.
const (
	MaxFile     = 8 << 20  // bytes in one case file
	MaxCase     = 32 << 20 // bytes in all case files together
	MaxMarks    = 1 << 20  // bytes in one file that may begin a value: - , : [ { and line ends
	MaxDeep     = 100      // flow brackets within one another
	MaxRecords  = 50_000   // records in all case files together, those within others included
	MaxValue    = 64 << 10 // bytes in one value
	MaxProblems = 100      // problems reported; the rest are counted
)

// Load reads a case from the YAML files in fsys, whose names end in .yaml, in
// it and the folders below it. Folders named vault and tracks, and names that
// begin with ".", are passed over, and so is follow.yaml at the top, which says
// what is followed. It reads strictly: what it does not
// understand is a Problem with its place, and all of them are returned, as
// Problems. Warnings are left in the Case. The order of files and of records
// within them changes nothing.
func Load(fsys fs.FS) (*Case, error) {
	l := &loader{spoiled: map[Pos]bool{}}
	if err := l.readAll(fsys); err != nil {
		return nil, err
	}
	c := l.assemble()
	l.finish(c)
	if l.found == 0 {
		return c, nil
	}
	l.problems.sort()
	l.problems = l.problems[:min(len(l.problems), MaxProblems)]
	if more := l.found - len(l.problems); more > 0 {
		l.problems = append(l.problems, Problem{Msg: fmt.Sprintf("and %d more problems", more)})
	}
	return nil, l.problems
}

// followFile is no part of the case, but read by docket follow.
const followFile = "follow.yaml"

type loader struct {
	problems Problems     // the first of them
	found    int          // how many there are
	spoiled  map[Pos]bool // records in which something was not understood
	refs     []reference
	files    []fileRecord
	total    int64 // bytes
	records  int
}

// add keeps a problem, or only counts it where there are too many to show.
func (l *loader) add(p Problem) {
	if l.found++; len(l.problems) < 10*MaxProblems {
		l.problems = append(l.problems, p)
	}
}

func (l *loader) readAll(fsys fs.FS) error {
	return fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch base := path.Base(name); {
		case err != nil:
			return fmt.Errorf("read the case: %w", err)
		case name != "." && (strings.HasPrefix(base, ".") || e.IsDir() && (base == "vault" || base == "tracks")):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir() || name == followFile:
			return nil
		case strings.HasSuffix(base, ".yaml"):
			return l.read(fsys, name)
		case strings.EqualFold(path.Ext(base), ".yml") || strings.EqualFold(path.Ext(base), ".yaml"):
			l.fail(name, "name it .yaml", "case files end in .yaml; this one would be passed over")
		case e.Type()&fs.ModeSymlink != 0 && base != "vault" && base != "tracks":
			if info, err := fs.Stat(fsys, name); err == nil && info.IsDir() {
				l.fail(name, "put the folder itself here", "a link to a folder is not followed; this one would be passed over")
			}
		}
		return nil
	})
}

func (l *loader) fail(file, hint, format string, args ...any) {
	l.add(Problem{Pos: Pos{File: file}, Msg: fmt.Sprintf(format, args...), Hint: hint})
}

func (l *loader) read(fsys fs.FS, name string) error {
	// A pipe would be waited for, and a link is as good as what it leads to.
	info, err := fs.Stat(fsys, name)
	if err != nil {
		return fmt.Errorf("read the case: %w", err)
	}
	if !info.Mode().IsRegular() {
		l.fail(name, "name a folder, pipe or device otherwise", "not a file with text in it")
		return nil
	}
	f, err := fsys.Open(name)
	if err != nil {
		return fmt.Errorf("read the case: %w", err)
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	switch l.total += int64(len(b)); {
	case err != nil:
		return fmt.Errorf("read the case: %s: %w", name, err)
	case len(b) > MaxFile:
		l.fail(name, "split it; tracks and documents belong in tracks/ and the vault", "the file has more than %d bytes", MaxFile)
		return nil
	case l.total > MaxCase:
		return tooMuch(name, "the case files have more than %d bytes together", MaxCase)
	}
	return l.decode(name, b)
}

// tooMuch is the one error of a case that is over a bound as a whole.
func tooMuch(name, format string, most int) error {
	return Problems{{Pos: Pos{File: name}, Msg: fmt.Sprintf(format, most), Hint: "divide the matter into several cases"}}
}

// decode reads one file. Its error is that of a case that is too large.
func (l *loader) decode(name string, b []byte) error {
	if p, ok := checkBytes(name, b); !ok {
		l.add(p)
		return nil
	}
	dec := yaml.NewDecoder(bytes.NewReader(b))
	var doc, second yaml.Node
	switch err := dec.Decode(&doc); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		l.add(yamlProblem(name, b, err))
		return nil
	}
	switch err := dec.Decode(&second); {
	case errors.Is(err, io.EOF):
	case err != nil:
		l.add(yamlProblem(name, b, err))
		return nil
	default:
		l.add(Problem{Pos: Pos{name, second.Line, 1}, Msg: "a case file is one YAML document", Hint: "take out the line ---"})
		return nil
	}
	if len(doc.Content) == 0 || doc.Content[0].Tag == "!!null" {
		return nil
	}
	if l.records += mappings(&doc); l.records > MaxRecords {
		return tooMuch(name, "the case files have more than %d records together", MaxRecords)
	}
	d := &decoder{name, l}
	var f fileRecord
	d.decode(doc.Content[0], reflect.ValueOf(&f).Elem(), field{})
	l.files = append(l.files, f)
	return nil
}

// mappings counts the records in a tree.
func mappings(n *yaml.Node) int {
	sum := 0
	if n.Kind == yaml.MappingNode {
		sum = 1
	}
	for _, sub := range n.Content {
		sum += mappings(sub)
	}
	return sum
}

// checkBytes refuses what must not reach the YAML parser.
func checkBytes(name string, b []byte) (Problem, bool) {
	for i, r := range string(b) {
		switch {
		case r == utf8.RuneError && !bytes.HasPrefix(b[i:], []byte("\uFFFD")):
			return Problem{Pos: place(name, b, i), Text: fmt.Sprintf("%02x", b[i]), Msg: fmt.Sprintf("byte %d is not UTF-8", i), Hint: "save the file as UTF-8"}, false
		case r < ' ' && r != '\t' && r != '\n' && r != '\r' || r >= 0x7f && r < 0xa0 && r != 0x85 || r == 0xfffe || r == 0xffff:
			return Problem{Pos: place(name, b, i), Text: fmt.Sprintf("%02x", b[i]), Msg: fmt.Sprintf("byte %d is a control character", i), Hint: "save the file as plain text in UTF-8"}, false
		}
	}
	marks, deep := 0, 0
	for i, c := range b {
		switch c {
		case '[', '{':
			deep++
			marks++
		case ']', '}':
			deep = max(0, deep-1)
		case '\n', ',', ':', '-', '?':
			marks++
		}
		if deep > MaxDeep || marks > MaxMarks {
			return Problem{Pos: place(name, b, i), Msg: "more values, or deeper ones, than a case file may hold", Hint: "see docs/limits.md; split the file"}, false
		}
	}
	return Problem{}, true
}

func place(name string, b []byte, i int) Pos {
	line := bytes.Count(b[:i], []byte("\n")) + 1
	return Pos{name, line, i - bytes.LastIndexByte(b[:i], '\n')}
}

var yamlLine = regexp.MustCompile(`^yaml: (?:line ([0-9]+): )?(?s:(.*))$`)

// yamlProblem places an error of the YAML parser, which names only a line, and
// quotes that line.
func yamlProblem(name string, b []byte, err error) Problem {
	p := Problem{Pos: Pos{name, 1, 1}, Msg: "not YAML: " + err.Error(), Hint: "a value that holds ': ' or ' #', or begins with a mark, needs quotes; between { } also one that holds ? , [ or ]"}
	m := yamlLine.FindStringSubmatch(err.Error())
	if m == nil {
		return p
	}
	p.Msg = "not YAML: " + m[2]
	if n, err := strconv.Atoi(m[1]); err == nil {
		p.Line = n
	}
	_, anchor, _ := strings.Cut(m[2], "unknown anchor '")
	anchor, _, _ = strings.Cut(anchor, "'")
	switch at := bytes.Index(b, []byte("*"+anchor)); {
	case anchor != "" && at >= 0:
		p.Pos, p.Hint = place(name, b, at), "write the value out"
	case strings.HasSuffix(m[2], "expected key") || strings.HasSuffix(m[2], "expected '-' indicator"):
		p.Line = outOfBlock(b, m[2], p.Line+1)
		p.Hint = "indent every field of a record alike, and every item of a list"
	case strings.HasPrefix(m[2], "did not find expected"):
		p.Line++ // for these alone the parser counts lines from 0
	}
	lines := bytes.Split(b, []byte("\n"))
	if p.Line > len(lines) {
		return p
	}
	tab := func(line []byte) bool {
		return bytes.ContainsRune(line[:len(line)-len(bytes.TrimLeft(line, " \t"))], '\t')
	}
	if i := slices.IndexFunc(lines[p.Line-1:], tab); i >= 0 && strings.Contains(m[2], "tab character") {
		p.Line += i
	}
	line := lines[p.Line-1]
	p.Text = clip(string(bytes.TrimSpace(line)))
	if tab(line) {
		p.Hint = "indent with spaces: YAML takes no tabs there"
	}
	return p
}

// outOfBlock is the first line that ends a block wrongly. The parser names the
// line on which the block begins, so it is looked for, unless that takes long:
// up to that line everything is well.
func outOfBlock(b []byte, msg string, begins int) int {
	lines := bytes.SplitAfter(b, []byte("\n"))
	if len(b) > 256<<10 {
		return begins
	}
	i := sort.Search(len(lines), func(i int) bool {
		var n yaml.Node
		err := yaml.Unmarshal(bytes.Join(lines[:i+1], nil), &n)
		return err != nil && strings.HasSuffix(err.Error(), msg)
	})
	return min(i+1, len(lines))
}

// assemble joins the files into one case, its records in order of their ids.
func (l *loader) assemble() *Case {
	c := &Case{}
	for _, f := range l.files {
		switch {
		case f.Case != nil && c.Header.Pos.File != "":
			l.add(Problem{Pos: f.Case.Pos, Msg: "a second header of the case", Hint: fmt.Sprintf("keep case: in one file; the other stands at %s:%d", c.Header.Pos.File, c.Header.Pos.Line)})
		case f.Case != nil:
			c.Header = *f.Case
		}
		from, to := reflect.ValueOf(f), reflect.ValueOf(c).Elem()
		for i := range from.NumField() {
			name := from.Type().Field(i).Name
			if name == "Case" {
				continue
			}
			list := to.FieldByName(name)
			list.Set(reflect.AppendSlice(list, from.Field(i)))
		}
	}
	if c.Header.Pos.File == "" && l.found == 0 {
		l.fail("", "one file begins with  case:  and has id, caption and zone", "no case file has the case's header")
	}
	c.sort()
	return c
}

func (c *Case) sort() {
	byID(c.Sources, func(r Source) ID { return r.ID })
	byID(c.Parties, func(r Party) ID { return r.ID })
	byID(c.Places, func(r Place) ID { return r.ID })
	byID(c.Areas, func(r Area) ID { return r.ID })
	byID(c.Cohorts, func(r Cohort) ID { return r.ID })
	byID(c.Rulings, func(r Ruling) ID { return r.ID })
	byID(c.Lifecycle, func(r Edge) ID { return r.ID })
	byID(c.Periods, func(r Period) ID { return r.ID })
	byID(c.Notices, func(r Notice) ID { return r.ID })
	byID(c.Movements, func(r Movement) ID { return r.ID })
	byID(c.Custody, func(r Custody) ID { return r.ID })
	byID(c.Payments, func(r Payment) ID { return r.ID })
	byID(c.Statements, func(r Statement) ID { return r.ID })
	byID(c.Events, func(r Happening) ID { return r.ID })
	byID(c.Sequences, func(r Sequence) ID { return r.ID })
	byID(c.Readings, func(r Reading) ID { return r.ID })
	byID(c.Lists, func(r List) ID { return r.ID })
	byID(c.Questions, func(r Question) ID { return r.ID })
	slices.SortFunc(c.Aside, func(a, b Aside) int {
		return cmp.Or(strings.Compare(a.Claim, b.Claim), strings.Compare(a.Why, b.Why), strings.Compare(a.By, b.By))
	})
	slices.SortStableFunc(c.Questions, func(a, b Question) int { return rank(a) - rank(b) })
}

// rank puts the questions of a numbered list first, in its order.
func rank(q Question) int {
	if q.Number == 0 {
		return 1 << 30
	}
	return q.Number
}

func byID[T any](records []T, id func(T) ID) {
	slices.SortStableFunc(records, func(a, b T) int { return strings.Compare(string(id(a)), string(id(b))) })
}
