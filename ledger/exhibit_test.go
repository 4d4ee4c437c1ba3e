package ledger

import (
	"bytes"
	"strings"
	"testing"
)

func TestExhibitHasOneForm(t *testing.T) {
	b := Exhibit{Version: ExhibitVersion, Caption: "A <b> & c", Growth: []Growth{{From: 1, To: 2}}, Withheld: map[string]uint64{"sealed": 2, "erased": 1}}.Bytes()
	e, err := ParseExhibit(b)
	if err != nil || e.Withheld["sealed"] != 2 || !bytes.Contains(b, []byte("A <b> & c")) {
		t.Fatal(err)
	}
	for name, other := range map[string]string{
		"a space":       strings.Replace(string(b), "{", "{ ", 1),
		"no line end":   strings.TrimSuffix(string(b), "\n"),
		"null":          strings.Replace(string(b), `"proof": []`, `"proof": null`, 1),
		"a field more":  strings.Replace(string(b), `"version": 2`, `"version": 2, "more": 2`, 1),
		"another order": strings.Replace(string(b), `"erased": 1,`, `"erased": 1, "erased": 1,`, 1),
		"version":       strings.Replace(string(b), `"version": 2`, `"version": 1`, 1),
		"an escape":     strings.Replace(string(b), "<b>", `\u003cb>`, 1),
	} {
		if other == string(b) {
			t.Errorf("%s: nothing was changed", name)
		}
		if _, err := ParseExhibit([]byte(other)); err == nil {
			t.Errorf("%s is taken", name)
		}
	}
}

// Each row is a chain's items and the class that its first entry has.
func TestClass(t *testing.T) {
	keep, file := Item{Kind: Keep}, Item{Kind: Change, Edit: &Edit{Path: "sources/a.yaml"}}
	own := func(it Item, c Class) Item { it.Class = c; return it }
	release := func(c Class, positions []uint64, pattern ...string) Item {
		return Item{Kind: Release, Released: &Mark{Class: c, Positions: positions, Pattern: strings.Join(pattern, "")}}
	}
	zero := []uint64{0}
	for name, x := range map[string]struct {
		items []Item
		want  Class
	}{
		"nobody said":                  {[]Item{keep}, Unmarked},
		"said when sealed":             {[]Item{own(keep, SealedClass)}, SealedClass},
		"released":                     {[]Item{keep, release(Public, zero)}, Public},
		"another released":             {[]Item{keep, release(Public, []uint64{1})}, Unmarked},
		"released and withdrawn":       {[]Item{keep, release(Public, zero), release(SealedClass, zero)}, SealedClass},
		"marked, then released":        {[]Item{own(keep, SealedClass), release(Public, zero)}, Public},
		"a pattern is not for kept":    {[]Item{keep, release(Public, nil, "./")}, Unmarked},
		"all files":                    {[]Item{file, release(Public, nil, "./")}, Public},
		"a folder":                     {[]Item{file, release(Public, nil, "sources/")}, Public},
		"another folder":               {[]Item{file, release(Public, nil, "source/")}, Unmarked},
		"a pattern":                    {[]Item{file, release(Public, nil, "sources/*.yaml")}, Public},
		"a pattern of the top":         {[]Item{file, release(Public, nil, "*.yaml")}, Unmarked},
		"the later pattern":            {[]Item{file, release(Public, nil, "./"), release(PartyOnly, nil, "sources/")}, PartyOnly},
		"a pattern again":              {[]Item{file, release(Public, nil, "./"), release(PartyOnly, nil, "sources/"), release(Public, nil, "./")}, Public},
		"the position after a pattern": {[]Item{file, release(Public, nil, "./"), release(PartyOnly, zero)}, PartyOnly},
		"open":                         {[]Item{{Kind: Open}}, Public},
		"open, marked":                 {[]Item{{Kind: Open}, release(SealedClass, zero)}, SealedClass},
		"a private part marked":        {[]Item{keep, {Kind: Release, Released: &Mark{Class: Public, Positions: zero, Private: true}}}, Unmarked},
		"heartbeat":                    {[]Item{{Kind: Heartbeat}}, Unmarked},
		"a release of a class":         {[]Item{release(PartyOnly, nil, "./")}, PartyOnly},
	} {
		var m Marks
		for i := len(x.items) - 1; i >= 0; i-- {
			if err := m.Add(uint64(i), &x.items[i]); err != nil {
				t.Fatal(err)
			}
		}
		if got := m.Class(0, &x.items[0]); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
	// An earlier release of files covers a later change, unless that was marked.
	var m Marks
	r := release(Public, nil, "./")
	if err := m.Add(0, &r); err != nil {
		t.Fatal(err)
	}
	if got := m.Class(1, &file); got != Public {
		t.Errorf("a later change is %s", got)
	}
	if marked := own(file, SealedClass); m.Class(1, &marked) != SealedClass {
		t.Error("a later change that was marked is not as marked")
	}
	bad := release(Public, nil, "[")
	if err := m.Add(2, &bad); err == nil {
		t.Error("a bad pattern is taken")
	}
}

func TestShownTo(t *testing.T) {
	for _, x := range []struct {
		class, audience Class
		want            bool
	}{{Public, Public, true}, {Public, PartyOnly, true}, {PartyOnly, PartyOnly, true}, {PartyOnly, Public, false},
		{SealedClass, PartyOnly, false}, {Unmarked, Unmarked, false}, {Unmarked, Public, false}} {
		if got := x.class.ShownTo(x.audience); got != x.want {
			t.Errorf("%s to %s: %v", x.class, x.audience, got)
		}
	}
}
