package bag

import (
	"fmt"
	"strings"
	"unicode"
	utf "unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Bounds on names, in bytes.
const (
	MaxName = 1024 // of a name as a whole, with its folders
	MaxPart = 255  // of one folder's or file's name
)

// CheckName checks the name of a file below data/: parts parted by "/", each of
// printable characters that every system can hold, and none that leads
// elsewhere.
func CheckName(name string) error {
	if len(name)+len(Root+payload) > MaxName {
		return fmt.Errorf("the name %.60q… has more than %d bytes with its folder", name, MaxName)
	}
	for part := range strings.SplitSeq(name, "/") {
		if err := checkPart(part); err != nil {
			return fmt.Errorf("the name %q %w", name, err)
		}
	}
	return nil
}

// forbidden are characters that some system takes for a separator, a stream, a
// pattern or an escape. BagIt escapes the last in its manifests.
const forbidden = `\:*?"<>|%`

func checkPart(part string) error {
	switch {
	case part == "" || part == "." || part == "..":
		return fmt.Errorf("has the part %q", part)
	case len(part) > MaxPart:
		return fmt.Errorf("has a part of more than %d bytes", MaxPart)
	case !utf.ValidString(part):
		return fmt.Errorf("is not UTF-8")
	case part[0] == ' ' || strings.HasSuffix(part, " ") || strings.HasSuffix(part, "."):
		return fmt.Errorf("has a part that begins with a space, or ends with a space or full stop")
	}
	for _, r := range part {
		if !unicode.IsPrint(r) || strings.ContainsRune(forbidden, r) || r == unicode.ReplacementChar {
			return fmt.Errorf("has the character %q", r)
		}
	}
	return nil
}

// fold is the same for names that a reader, or a disk, could take for one.
func fold(name string) string {
	return strings.Map(unicode.ToLower, norm.NFKC.String(name))
}

// spelled notes each folder and file by the folded parts of its name, so that a
// name costs as much as it is long, however deep it lies.
type spelled struct {
	nodes   map[node]int // numbers from 1; 0 is what all lies in
	names   map[int]spelling
	folders int
}

// node is a folded part of a name, in the node of a number.
type node struct {
	in   int
	part string
}

type spelling struct {
	name   string
	folder bool
}

func newSpelled() *spelled { return &spelled{nodes: map[node]int{}, names: map[int]spelling{}} }

// add refuses a name that could be taken for one that is there, in any of its
// folders, and a file where a folder is.
func (s *spelled) add(name string) error {
	in, from := 0, 0
	for at := range len(name) {
		if name[at] != '/' {
			continue
		}
		in = s.number(in, name[from:at])
		if err := s.folder(in, name[:at]); err != nil {
			return err
		}
		from = at + 1
	}
	in = s.number(in, name[from:])
	if have, ok := s.names[in]; ok {
		return fmt.Errorf("the name %q could be taken for %q", name, have.name)
	}
	s.names[in] = spelling{name, false}
	return nil
}

// number is the node of a part. What is folded may hold a "/" that the part does
// not.
func (s *spelled) number(in int, part string) int {
	for p := range strings.SplitSeq(fold(part), "/") {
		n, ok := s.nodes[node{in, p}]
		if !ok {
			n = len(s.nodes) + 1
			s.nodes[node{in, p}] = n
		}
		in = n
	}
	return in
}

func (s *spelled) folder(n int, name string) error {
	x := spelling{name, true}
	have, ok := s.names[n]
	switch {
	case ok && have != x:
		return fmt.Errorf("the name %q could be taken for %q", name, have.name)
	case ok:
		return nil
	case s.folders == MaxFolders:
		return fmt.Errorf("there are more than %d folders", MaxFolders)
	}
	s.folders++
	s.names[n] = x
	return nil
}
