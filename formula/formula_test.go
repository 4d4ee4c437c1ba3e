package formula_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	. "github.com/holdshort/holdshort/formula"
	"github.com/holdshort/holdshort/span"
)

// What can be drawn is a formula, its text parses to the same node and is
// canonical, and so is its JSON.
func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := nodes.Draw(t, "node")
		if err := n.Check(); err != nil {
			t.Fatalf("Check: %v", err)
		}
		text := n.String()
		back, err := Parse(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if !reflect.DeepEqual(back, n) {
			t.Fatalf("%s: parsed as %#v, drawn as %#v", text, back, n)
		}
		if again := back.String(); again != text {
			t.Fatalf("%s is written again as %s", text, again)
		}
		b, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var m Node
		if err := json.Unmarshal(b, &m); err != nil {
			t.Fatalf("%s: %v", b, err)
		}
		if !reflect.DeepEqual(m, n) {
			t.Fatalf("%s: read as %#v, drawn as %#v", b, m, n)
		}
	})
}

func TestCanonicalText(t *testing.T) {
	for text, want := range map[string]string{
		"before(a,b)":                                            "before(a, b)",
		" before ( a , b , 90m ) ":                               "before(a, b, PT1H30M)",
		"before(a + 10m, b - 1h, 0s)":                            "before(a + PT10M, b - PT1H, PT0S)",
		"before(a + 0s, b)":                                      "before(a, b)",
		"not not happened(a)":                                    "not not happened(a)",
		"not (happened(a))":                                      "not happened(a)",
		"happened(a) or happened(b) and not happened(c)":         "happened(a) or (happened(b) and not happened(c))",
		"(happened(a) or happened(b)) or happened(c)":            "(happened(a) or happened(b)) or happened(c)",
		"happened(a) or happened(b) or happened(c)":              "happened(a) or happened(b) or happened(c)",
		"any x in {a , b}: happened(x) or happened(c)":           "any x in {a, b}: happened(x) or happened(c)",
		"happened(c) and any x in l: happened(x)":                "happened(c) and (any x in l: happened(x))",
		"not all x in l: happened(x)":                            "not (all x in l: happened(x))",
		"under r: happened(a) and happened(b)":                   "under r: happened(a) and happened(b)",
		`before("15 March 2025 \"noon\"", completes(m, remove))`: `before("15 March 2025 \"noon\"", completes(m, remove))`,
		"before(binds, completes)":                               "before(binds, completes)",
		"at-least(c, 007)":                                       "at-least(c, 7)",
		"before(a,\n\tb)":                                        "before(a, b)",
	} {
		n, err := Parse(text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		if got := n.String(); got != want {
			t.Errorf("%q is written %q, want %q", text, got, want)
		}
	}
}

func TestParseErrors(t *testing.T) {
	for _, x := range []struct {
		text   string
		offset int
		msg    string
		hint   string
	}{
		{"", 0, `no atom or look-up is named ""`, ""},
		{"befor(a, b)", 0, `no atom or look-up is named "befor"`, `did you mean "before"?`},
		{"happened(a) and airbourne(m, t)", 16, `no atom or look-up is named "airbourne"`, `did you mean "airborne"?`},
		{"happened(a) andd happened(b)", 12, `"andd" is left over`, "join formulas with and, or"},
		{"happened(a) happened(b)", 12, `"happened" is left over`, "join formulas with and, or"},
		{"before a", 7, `expected "(" after before, found "a"`, ""},
		{"before(a b)", 9, `expected "," between arguments, found "b"`, ""},
		{"before(a", 8, `expected "," between arguments, found ""`, ""},
		{"happened(c) or before(a)", 15, "before takes (time, time, [length]), here 1", ""},
		{"before(a, b, 10m, c)", 16, "before takes (time, time, [length]) and no more", ""},
		{"before(a, b, ten)", 13, `"ten" is not a length of time`, "write it as 10m, 1h30m or PT10M"},
		{"before(a, b, -10m)", 13, `"-" is not a length of time`, "write it as 10m, 1h30m or PT10M"},
		{"before(a, b,)", 12, `")" is not a length of time`, "write it as 10m, 1h30m or PT10M"},
		{"before(a + , b)", 11, `"," is not a length of time`, "write it as 10m, 1h30m or PT10M"},
		{"before(17:26, b)", 9, `expected "," between arguments, found ":"`, ""},
		{"before(\"noon, b)", 7, `the quoted time "noon, b) is not closed, or empty`, `close it with a second "`},
		{`before("", b)`, 7, `the quoted time "" is not closed, or empty`, `close it with a second "`},
		{"before(-a, b)", 7, `"-" is not an event, a choice of the reading or a quoted time`, `quote a stated time: "15 March 2025 18:46 EDT"`},
		{"before(a − 5m, b)", 9, `expected "," between arguments, found "−"`, ""},
		{"at-least(c, many)", 12, `"many" is not a whole number`, "write digits only: 238"},
		{"at-least(c, 99999999999999999999)", 12, `"99999999999999999999" is not a whole number`, "write digits only: 238"},
		{"airborne(., t)", 9, `"." is not a name`, ""},
		{"all x in l happened(x)", 11, `expected ":" after the list, found "happened"`, ""},
		{"all x of l: happened(x)", 6, `expected "in" after the name, found "of"`, ""},
		{"all x in ): happened(x)", 9, `")" is not the name of a list`, "a list is named, or written out in { }"},
		{"all x in {}: happened(x)", 10, `"}" is not a name`, ""},
		{"all x in {a b}: happened(x)", 12, `expected "," between names, found "b"`, ""},
		{"all x.y in l: happened(x)", 4, `"x.y" is not a name for the members of a list`, ""},
		{"under : happened(x)", 6, `":" is not the name of a reading`, ""},
		{"under r happened(x)", 8, `expected ":" after the reading, found "happened"`, ""},
		{"(happened(x)", 12, `expected ")" to close the parenthesis, found ""`, ""},
		{"not when(a)", 0, `"when" is a look-up and cannot be part of a formula`, ""},
		{"before(binds(r, s), b)", 0, `argument 1 of "before": binds(r, s) is not a choice of a reading`, ""},
		{"before(binds(), b)", 13, `")" is not a name`, ""},
		{strings.Repeat("not ", 100) + "happened(a)", 256, "formulas lie more than 32 deep", ""},
		{strings.Repeat("not ", 40) + "happened(a)", 0, "formulas lie more than 32 deep", ""},
		{strings.Repeat("(", 2000), 64, "formulas lie more than 32 deep", ""},
		{strings.Repeat("x", MaxText+1), MaxText, "longer than 4096 bytes", "split it into several questions"},
		{"é(a)", 0, `no atom or look-up is named "é"`, ""},
		{"\xff", 0, `no atom or look-up is named "\xff"`, ""},
	} {
		n, err := Parse(x.text)
		var pe *ParseError
		switch {
		case !errors.As(err, &pe):
			t.Errorf("%.60q: parsed as %s, %v", x.text, n, err)
		case pe.Offset != x.offset || pe.Msg != x.msg || pe.Hint != x.hint:
			t.Errorf("%.60q: got %d %q %q, want %d %q %q", x.text, pe.Offset, pe.Msg, pe.Hint, x.offset, x.msg, x.hint)
		}
	}
}

// Depth is counted in formulas and not in parentheses, so that the canonical
// text, which has more of these, is never too deep.
func TestDepth(t *testing.T) {
	nested := "happened(a)"
	for range MaxDepth - 1 {
		nested = "happened(b) and any x in l: " + nested
	}
	if _, err := Parse(nested); err == nil {
		t.Error("62 formulas within formulas were read")
	}
	half := "happened(a)"
	for range (MaxDepth - 1) / 2 {
		half = "happened(b) and any x in l: " + half
	}
	n, err := Parse(half)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := Parse(n.String()); err != nil || !reflect.DeepEqual(again, n) {
		t.Errorf("the canonical text is not read back: %v", err)
	}
	deep := Node{Op: "happened", Args: []Arg{{Kind: Time, Name: "a"}}}
	for range MaxDepth {
		deep = Node{Op: Not, Subs: []Node{deep}}
	}
	if err := deep.Check(); err == nil {
		t.Error("33 formulas within one another were let pass")
	}
	if err := deep.Subs[0].Check(); err != nil {
		t.Error(err)
	}
}

// A text within its bound whose canonical form is beyond it is refused, since
// what was written could not be read again.
func TestCanonicalTextIsBounded(t *testing.T) {
	text := "before(a,b,1s)" + strings.Repeat(" or before(a,b,1s)", 220)
	if len(text) > MaxText {
		t.Fatal("the example is itself too long")
	}
	if _, err := Parse(text); err == nil || !strings.Contains(err.Error(), "written out, the formula is longer than 4096 bytes") {
		t.Errorf("got %v", err)
	}
}

func TestJSONStrict(t *testing.T) {
	for text, want := range map[string]string{
		`{"op":"happened","args":[{"event":"a"}]}`:                                                     "version 0",
		`{"v":2,"op":"happened","args":[{"event":"a"}]}`:                                               "version 2, this program reads version 1",
		`{"v":1,"op":"happened","args":[{"event":"a"}],"x":1}`:                                         `unknown field "x"`,
		`{"v":1,"op":"not","of":[{"v":1,"op":"happened","args":[{"event":"a"}]}]}`:                     "the version stands at the top alone",
		`{"v":1,"op":"happened","args":[{"event":"a b"}]}`:                                             `"a b" is not an event`,
		`{"v":1,"op":"happened","args":[{"event":"a","stated":"noon"}]}`:                               "one of name, event, call, stated, length and number, here 2",
		`{"v":1,"op":"happened","args":[{}]}`:                                                          "here 0",
		`{"v":1,"op":"happened","args":[{"event":"a","names":["b"]}]}`:                                 "a field that it does not use",
		`{"v":1,"op":"happened","args":[{"name":"a"}]}`:                                                `argument 1 of "happened" is a time, not a name`,
		`{"v":1,"op":"airborne","args":[{"name":"m","shift":"PT5M"},{"event":"a"}]}`:                   "only a moment can be shifted",
		`{"v":1,"op":"before","args":[{"event":"a"},{"event":"b"},{"length":"-PT5M"}]}`:                "-PT5M is less than nothing",
		`{"v":1,"op":"before","args":[{"event":"a"},{"event":"b"},{"length":"soon"}]}`:                 "cannot read",
		`{"v":1,"op":"at-least","args":[{"name":"c"},{"number":-1}]}`:                                  "-1 is less than nothing",
		`{"v":1,"op":"at-least","args":[{"name":"c"},{"number":1.5}]}`:                                 "cannot unmarshal",
		`{"v":1,"op":"before","args":[{"call":"binds","names":["a b"]},{"event":"b"}]}`:                `"a b" is not a name`,
		`{"v":1,"op":"before","args":[{"call":"starts","names":["a"]},{"event":"b"}]}`:                 "not a choice of a reading",
		`{"v":1,"op":"under","reading":"","of":[{"op":"happened","args":[{"event":"a"}]}]}`:            "not the name of a reading",
		`{"v":1,"op":"under","reading":"r","var":"x","of":[{"op":"happened","args":[{"event":"a"}]}]}`: "a field that it does not use",
		`{"v":1,"op":"all","var":"x","list":"a}","of":[{"op":"happened","args":[{"event":"a"}]}]}`:     "not the name of a list",
		`{"v":1,"op":"all","var":"x","items":["a b"],"of":[{"op":"happened","args":[{"event":"a"}]}]}`: `"a b" is not a name`,
		`{"v":1,"op":"all","var":"x","of":[{"op":"happened","args":[{"event":"a"}]}]}`:                 "needs a name and a list",
		`{"v":1,"op":"and","of":[{"op":"happened","args":[{"event":"a"}]}]}`:                           "joins two formulas or more",
		`{"v":1,"op":"not","of":[{"op":"when","args":[{"event":"a"}]}]}`:                               "look-up",
		`{"v":1,"op":"happened","of":[{"op":"happened"}],"args":[{"event":"a"}]}`:                      "takes arguments alone",
		`{"v":1,"op":"sum"}`: `no atom or look-up is named "sum"`,
		`[]`:                 "cannot unmarshal",
		`{"v":1`:             "unexpected end",
		`{"v":1,"op":"not"` + strings.Repeat(`,"of":[{"op":"not"`, 3000) + strings.Repeat("}]", 3000) + `}`: "more than 32 deep",
	} {
		var n Node
		err := json.Unmarshal([]byte(text), &n)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%.100s: got %v, want %q", text, err, want)
		}
	}
}

func TestBind(t *testing.T) {
	for _, x := range []struct{ text, want string }{
		{"airborne(it, it.wheels-up)", "airborne(m, m.wheels-up)"},
		{"airborne(item, item.wheels-up@it)", "airborne(item, item.wheels-up@it)"},
		{"before(completes(it), binds(it))", "before(completes(m), binds(m))"},
		{"before(completes(x, it.y), a)", "before(completes(x, m.y), a)"},
		{`happened("it")`, `happened("it")`},
		{"not (happened(it) and happened(a))", "not (happened(m) and happened(a))"},
		{"all it in l: happened(it)", "all it in l: happened(it)"},
		{"all x in l: all it in k: happened(it.a)", "all x in l: all it in k: happened(it.a)"},
		{"any it in {it, b}: happened(it)", "any it in {m, b}: happened(it)"},
		{"any x in {it, b}: before(x, it)", "any x in {m, b}: before(x, m)"},
		{"happened(it) or (any it in l: happened(it))", "happened(m) or (any it in l: happened(it))"},
		{"under it: happened(it)", "under it: happened(m)"},
		{"when(it.touchdown - 5m)", "when(m.touchdown - PT5M)"},
	} {
		n := must(t, x.text)
		if got := n.Bind("it", "m").String(); got != x.want {
			t.Errorf("%s: got %s, want %s", x.text, got, x.want)
		}
		if n.String() != must(t, x.text).String() {
			t.Errorf("%s was changed in place", x.text)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := nodes.Draw(t, "node")
		if got := n.Bind("no-such-name-at-all", "m"); !reflect.DeepEqual(got, n) {
			t.Fatalf("%s is bound as %s", n, got)
		}
		if b := n.Bind("it", "m"); len(b.String()) <= MaxText && b.Check() != nil {
			t.Fatalf("%s: %v", b, b.Check())
		}
	})
}

func must(t *testing.T, text string) Node {
	t.Helper()
	n, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestUsesReading(t *testing.T) {
	for text, want := range map[string]bool{
		"happened(a)":                                     false,
		"noticed(p, r.x, a)":                              false,
		"in-force(r, a)":                                  true,
		"covered(m, r)":                                   true,
		"before(binds(r), a)":                             true,
		"when(completes(m))":                              true,
		"count(c)":                                        false,
		"under r: in-force(r, a)":                         false,
		"under r: happened(a)":                            false,
		"(under r: in-force(r, a)) and happened(b)":       false,
		"(under r: in-force(r, a)) and in-force(r, b)":    true,
		"any x in l: all y in k: not before(x, binds(y))": true,
		"any x in l: under r: not before(x, binds(y))":    false,
		`before("15 March 2025", a + 5m)`:                 false,
	} {
		if got := must(t, text).UsesReading(); got != want {
			t.Errorf("%s: %v", text, got)
		}
	}
}

func TestParseTime(t *testing.T) {
	for _, x := range []struct {
		text string
		want Arg
	}{
		{"a.b@c", Arg{Kind: Time, Name: "a.b@c"}},
		{"completes(it)", Arg{Kind: Time, Call: "completes", Names: []string{"it"}}},
		{"binds(r) - 5m", Arg{Kind: Time, Call: "binds", Names: []string{"r"}, Shift: -5 * span.Minute}},
		{`"noon EDT" + 1h`, Arg{Kind: Time, Stated: "noon EDT", Shift: span.Hour}},
	} {
		if a, err := ParseTime(x.text); err != nil || !reflect.DeepEqual(a, x.want) {
			t.Errorf("%s: %#v, %v", x.text, a, err)
		}
	}
	for _, text := range []string{"", "a b", "binds()", "binds(a, b)", "completes(a, b, c)", "a +", `"noon`, "a, b", "before(a, b)"} {
		if a, err := ParseTime(text); err == nil {
			t.Errorf("%q is read as %s", text, a)
		}
	}
}

func TestClosest(t *testing.T) {
	words := slices.Collect(maps.Keys(Atoms))
	var ops []string
	for _, w := range words {
		ops = append(ops, string(w))
	}
	for _, x := range []struct {
		word  string
		names []string
		want  string
	}{
		{"befor", nil, "before"},
		{"beofre", nil, "before"}, // an exchange is one edit
		{"airbourne", nil, "airborne"},
		{"in-are", nil, "in-area"},
		{"landsin", nil, "lands-in"},
		{"before", nil, ""}, // the word itself is no hint
		{"wheels-up", nil, ""},
		{"", nil, ""},
		{"ab", []string{"ac", "aa"}, "aa"}, // ties go to the first in the alphabet
		{"ab", []string{"aa", "ac"}, "aa"},
		{"plane-1", []string{"plane-2", "plane-3", "plane"}, "plane-2"},
		{strings.Repeat("x", 65), []string{strings.Repeat("x", 64)}, ""},
		{"abc", nil, ""},
	} {
		if x.names == nil {
			x.names = ops
		}
		if got := Closest(x.word, x.names); got != x.want {
			t.Errorf("%q: got %q, want %q", x.word, got, x.want)
		}
	}
	if got := Closest("x", nil); got != "" {
		t.Errorf("got %q of nothing", got)
	}
}

func TestIsName(t *testing.T) {
	for _, s := range []string{"a", "S02", "plane-1", "a.b.c", "a@B", "a.b@c-d", "_", "1", "a_b", "7.8"} {
		if !IsName(s) {
			t.Errorf("%q is no name", s)
		}
	}
	for _, s := range []string{"", "-a", "a-", "a.", ".a", "a..b", "a@", "@a", "a@b@c", "a@b.c", "a b", "é", "a\n", "a/b", "a#b", "a.-b"} {
		if IsName(s) {
			t.Errorf("%q is a name", s)
		}
	}
}

// Every word of the language says what it means, and the parser knows it.
func TestSignatures(t *testing.T) {
	for _, table := range []map[Op]Signature{Atoms, Lookups} {
		for op, sig := range table {
			if sig.Says == "" || len(sig.Args) == 0 || sig.Optional >= len(sig.Args) {
				t.Errorf("%s: %+v", op, sig)
			}
			for most, n := range []int{len(sig.Args) - sig.Optional - 1, len(sig.Args) + 1} {
				text := fmt.Sprintf("%s(%s)", op, strings.Join(slices.Repeat([]string{"7"}, n), ", "))
				if _, err := Parse(text); err == nil {
					t.Errorf("%s was read (%d)", text, most)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{
		"before(a, b, 10m)", `not-after("15 March 2025 18:46 EDT" - 5m, binds(r))`, "not (happened(a) or happened(b)) and airborne(m, completes(m, remove))",
		"all x in {a, b}: under r: in-force(x, x.y@z)", "when(a)", "any x in l: not any y in k: covered(x, y)", "at-least(c, 007)", `happened("\u00e9\xff")`,
		"before(a + PT0.001S, b)", "term-lasts(c, 52w)",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		n, err := Parse(s)
		if err != nil {
			var pe *ParseError
			if !errors.As(err, &pe) || pe.Offset < 0 || pe.Offset > len(s) || pe.Msg == "" {
				t.Fatalf("%q: %#v", s, err)
			}
			return
		}
		text := n.String()
		again, err := Parse(text)
		if err != nil || !reflect.DeepEqual(again, n) || again.String() != text {
			t.Fatalf("%q is written %q, which is read as %q, %v", s, text, again, err)
		}
		b, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		var m Node
		if err := json.Unmarshal(b, &m); err != nil || !reflect.DeepEqual(m, n) {
			t.Fatalf("%q in JSON is %s, which is read as %#v, %v", s, b, m, err)
		}
	})
}
