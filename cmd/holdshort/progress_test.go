package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/sweep"
)

func TestProgress(t *testing.T) {
	var b strings.Builder
	at := time.Unix(1700000000, 0)
	p := &progress{w: &b, now: func() time.Time { return at }}
	tell := func(after time.Duration, f feed.Progress) { at = at.Add(after); p.tell(f) }
	tell(0, feed.Progress{Counting: true, All: 3, Size: 100 << 20})
	tell(time.Second, feed.Progress{Counting: true, Files: 1, All: 3, Bytes: 20 << 20, Size: 100 << 20})
	if b.Len() > 0 {
		t.Errorf("within the first second: %q", b.String())
	}
	tell(time.Second, feed.Progress{Counting: true, Files: 1, All: 3, Bytes: 40 << 20, Size: 100 << 20})
	tell(100*time.Millisecond, feed.Progress{Counting: true, Files: 1, All: 3, Bytes: 50 << 20, Size: 100 << 20})
	tell(time.Second, feed.Progress{Files: 0, All: 3, Bytes: 1 << 20, Size: 100 << 20})
	tell(4*time.Second, feed.Progress{Files: 2, All: 3, Bytes: 60 << 20, Size: 100 << 20, Positions: 7})
	tell(4*time.Second, feed.Progress{Files: 2, All: 3, Bytes: 80 << 20, Positions: 7})
	p.result() // to a file
	p.done()
	p.done()
	p.shared = true
	p.result()
	tell(time.Hour, feed.Progress{})
	want := "\rcounting aircraft: 1 of 3 files, 40 MB of 100, 20 MB/s, 3s left\x1b[K" +
		"\rreading: 0 of 3 files, 1 MB of 100\x1b[K" +
		"\rreading: 2 of 3 files, 60 MB of 100, 7 positions, 15 MB/s, 3s left\x1b[K" +
		"\rreading: 2 of 3 files, 80 MB, 7 positions, 10 MB/s\x1b[K\r\x1b[K"
	if b.String() != want {
		t.Errorf("%q\nwant %q", b.String(), want)
	}
}

// A sweep says its rate, and what is left of what this run has to do.
func TestSweepLine(t *testing.T) {
	for want, p := range map[string]sweep.Progress{
		"sweeping: 40 MB of 100, 7 traces, 2 certain, 3 possible, 10 MB/s, 6s left": {Bytes: 40 << 20, Size: 100 << 20, Traces: 7, Certain: 2, Possible: 3},
		"sweeping: 40 MB of 100, 7 traces, 0 certain, 0 possible, 5 MB/s, 12s left": {Bytes: 40 << 20, From: 20 << 20, Size: 100 << 20, Traces: 7},
		"sweeping: 40 MB, 7 traces, 0 certain, 0 possible, 10 MB/s":                 {Bytes: 40 << 20, Traces: 7},
	} {
		if got := sweepLine(p, 4*time.Second); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// What is no terminal gets none.
func TestProgressIsForTerminals(t *testing.T) {
	f, err := os.CreateTemp(t.TempDir(), "x")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if newProgress(&strings.Builder{}, f) != nil || newProgress(f, f) != nil {
		t.Error("progress is written to a file")
	}
	newProgress(f, f).done()
	null, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	if isTerminal(null) {
		t.Error("what drops everything is taken for a terminal")
	}
}
