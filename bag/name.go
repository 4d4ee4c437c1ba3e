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

// spelled notes each folder and file by its folded name.
type spelled map[string]spelling

type spelling struct {
	name   string
	folder bool
}

// add refuses a name that could be taken for one that is there, in any of its
// folders, and a file where a folder is.
func (s spelled) add(name string) error {
	for at := 0; at < len(name); at++ {
		next := strings.IndexByte(name[at:], '/')
		if next < 0 {
			break
		}
		at += next
		if err := s.one(spelling{name[:at], true}); err != nil {
			return err
		}
	}
	if _, ok := s[fold(name)]; ok {
		return fmt.Errorf("the name %q could be taken for %q", name, s[fold(name)].name)
	}
	return s.one(spelling{name, false})
}

func (s spelled) one(x spelling) error {
	key := fold(x.name)
	if have, ok := s[key]; ok && have != x {
		return fmt.Errorf("the name %q could be taken for %q", x.name, have.name)
	}
	s[key] = x
	return nil
}
