package docket

import (
	"sort"
	"strings"
)

// text is a text made from part of a file, with the way back: which byte of the
// file each of its bytes stands for. It is made of runs; within one, bytes of
// the text and of the file go side by side.
type text struct {
	b    []byte
	runs []run
	from *text // the text that this one was made from; nil for the file itself
}

// run begins at a byte of the text and of what it was made from.
type run struct {
	at, of int32
	kind   runKind
}

// runKind says how the bytes of a run stand to those that it was made from.
type runKind byte

const (
	side   runKind = iota // side by side
	base64                // four bytes stand for three
	point                 // all stand for what begins at one byte, such as "&amp;"
)

// whole is the text of a file as it is.
func whole(b []byte) *text { return &text{b: b, runs: []run{{}}} }

// part is t from one byte to another.
func (t *text) part(from, to int) *text {
	return &text{b: t.b[from:to:to], runs: []run{{of: int32(from)}}, from: t}
}

// put adds bytes that stand at a byte of what t is made from.
func (t *text) put(b []byte, of int) {
	if len(b) == 0 {
		return
	}
	at := int32(len(t.b))
	if n := len(t.runs); n == 0 || t.runs[n-1].kind != side || t.runs[n-1].of+at-t.runs[n-1].at != int32(of) {
		t.runs = append(t.runs, run{at: at, of: int32(of)})
	}
	t.b = append(t.b, b...)
}

// putAll adds bytes that all stand for what begins at a byte.
func (t *text) putAll(b []byte, of int) {
	if len(b) > 0 {
		t.runs = append(t.runs, run{at: int32(len(t.b)), of: int32(of), kind: point})
		t.b = append(t.b, b...)
	}
}

// origin is the byte of the file that byte i of t stands for.
func (t *text) origin(i int) int64 {
	for ; t != nil; t = t.from {
		n := sort.Search(len(t.runs), func(j int) bool { return int(t.runs[j].at) > i })
		if n == 0 {
			continue
		}
		r := t.runs[n-1]
		switch d := i - int(r.at); r.kind {
		case base64:
			i = int(r.of) + d/3*4
		case point:
			i = int(r.of)
		default:
			i = int(r.of) + d
		}
	}
	return int64(i)
}

// bytes are those of the file that t from one byte to another stands for.
func (in *input) bytes(t *text, from, to int) (string, int64) {
	if from >= to {
		return "", t.origin(from)
	}
	a, z := t.origin(from), t.origin(to-1)+1
	if a < 0 || z > int64(len(in.raw)) || a >= z {
		return "", a
	}
	return string(in.raw[a:z]), a
}

func (t *text) String() string { return string(t.b) }

// oneLine is s with each run of white space as one space.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
