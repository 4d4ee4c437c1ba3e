package main

import (
	"fmt"
	"io"
	"os"
	"time"

	"github.com/holdshort/holdshort/feed"
)

// progress writes how far a reading has come to stderr, in one line that is
// written over. It is silent where stderr is no terminal, for the first second,
// and from the first result on if that goes to a terminal too.
type progress struct {
	w       io.Writer
	now     func() time.Time
	began   time.Time // of the pass
	first   time.Time // of the reading
	last    time.Time // written
	pass    bool
	written bool
	shared  bool // results are written to a terminal
	ended   bool
}

// newProgress is nil where nobody would see it. Results go to out.
func newProgress(w, out io.Writer) *progress {
	if !isTerminal(w) {
		return nil
	}
	return &progress{w: w, now: time.Now, shared: isTerminal(out)}
}

// isTerminal reports whether w is a device that takes characters, other than the
// one that drops them.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// tell is for feed.Options.Progress.
func (p *progress) tell(f feed.Progress) {
	now := p.now()
	if p.first.IsZero() {
		p.first, p.last = now, now.Add(time.Second)
	}
	if p.began.IsZero() || p.pass != f.Counting {
		p.began, p.pass = now, f.Counting
	}
	if p.ended || now.Sub(p.last) < time.Second/4 {
		return
	}
	p.last, p.written = now, true
	fmt.Fprintf(p.w, "\r%s\x1b[K", progressLine(f, now.Sub(p.began)))
}

// result makes way for a result.
func (p *progress) result() {
	if p != nil && p.shared {
		p.done()
		p.ended = true
	}
}

// done takes the line away.
func (p *progress) done() {
	if p != nil && p.written {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.written = false
	}
}

// progressLine is what is shown after a time of reading.
func progressLine(f feed.Progress, took time.Duration) string {
	verb := "reading"
	if f.Counting {
		verb = "counting aircraft"
	}
	line := fmt.Sprintf("%s: %d of %d files, %d MB", verb, f.Files, f.All, f.Bytes>>20)
	if f.Size > 0 {
		line += fmt.Sprintf(" of %d", f.Size>>20)
	}
	if f.Positions > 0 {
		line += fmt.Sprintf(", %d positions", f.Positions)
	}
	if s := took.Seconds(); s >= 1 && f.Bytes > 0 {
		line += fmt.Sprintf(", %.0f MB/s", float64(f.Bytes)/s/(1<<20))
		if f.Size > f.Bytes {
			line += fmt.Sprintf(", %s left", (time.Duration(float64(took) * float64(f.Size-f.Bytes) / float64(f.Bytes))).Round(time.Second))
		}
	}
	return line
}
