package bag

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// wholly is the rule as the format's page states it, for names as wholes: no two
// files or folders fold to one, and none is both.
func wholly(names []string) bool {
	seen := map[string]spelling{}
	for _, name := range names {
		for at := range len(name) + 1 {
			if at < len(name) && name[at] != '/' {
				continue
			}
			x := spelling{name[:at], at < len(name)}
			have, ok := seen[fold(x.name)]
			if ok && (have != x || !x.folder) {
				return false
			}
			seen[fold(x.name)] = x
		}
	}
	return true
}

// Names are compared part by part, with the same result as when they are folded as
// wholes.
func TestSpelled(t *testing.T) {
	parts := []string{"a", "A", "b", "é", "e\u0301", "\u0301", "fi", "ﬁ", "a／b", "℀", "a", "c", "İ", "ｂ"}
	r := rand.New(rand.NewPCG(1, 2))
	taken := 0
	for range 20_000 {
		s, err := newSpelled(), error(nil)
		var names []string
		for range 1 + r.IntN(4) {
			var p []string
			for range 1 + r.IntN(3) {
				p = append(p, parts[r.IntN(len(parts))])
			}
			names = append(names, strings.Join(p, "/"))
			if err == nil {
				err = s.add(names[len(names)-1])
			}
		}
		if (err == nil) != wholly(names) {
			t.Errorf("%q: %v", names, err)
		}
		if err == nil {
			taken++
		}
	}
	if taken < 2000 || taken > 18_000 {
		t.Errorf("%d of 20000 are taken: the test tells nothing", taken)
	}
}

// A name costs as much as it is long, and folders are bounded: names of hundreds
// of folders each, which come in a small file, do not take time and memory by the
// square of their lengths.
func TestDeepNames(t *testing.T) {
	s, at := newSpelled(), time.Now()
	for n := 0; ; n++ {
		name := fmt.Sprintf("%05d/", n) + strings.Repeat("A/", 490) + "x"
		if err := CheckName(name); err != nil {
			t.Fatal(err)
		}
		if err := s.add(name); err != nil {
			if !strings.Contains(err.Error(), "more than 262144 folders") || n != MaxFolders/491 {
				t.Errorf("name %d: %v", n, err)
			}
			break
		}
	}
	if took := time.Since(at); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}
