package docket

import (
	"regexp"
	"strings"

	"github.com/holdshort/holdshort/span"
)

var (
	hopTime = regexp.MustCompile(`(?:(?:[A-Z][a-z]{2}, *)?\d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d(?:\.\d+)? (?:[+-]\d{4}|[A-Z]{1,4})(?: \([A-Z]+\))?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)? [+-]\d{4} UTC(?: m=\S+)?)\s*$`)
	hopBy   = regexp.MustCompile(`\bby\s+(\S+)`)
	hopFrom = regexp.MustCompile(`^\s*from\s+(\S+)`)
)

// hops reads the date of a mail and the way it went. Each host adds its line
// above the others, by its own clock, so that the lowest is the first. Lines
// below the recipient's own host are only as true as who wrote them.
func (in *input) hops(headers []header, path string) {
	var way []Time // first to last
	n := 0
	for i := len(headers) - 1; i >= 0; i-- {
		h := headers[i]
		switch strings.ToLower(h.name) {
		case "date":
			if t, ok := in.claim(Sent, h.text, 0, len(h.b), where{path: join(path, "Date"), clock: "the mail's sender"}); ok {
				way = append([]Time{t}, way...)
			}
		case "received":
			n++
			if t, ok := in.hop(h, at(join(path, "Received"), n)); ok {
				way = append(way, t)
			}
		}
	}
	for i := 1; i < len(way); i++ {
		if back := int64(way[i-1].Span.Earliest()) - int64(way[i].Span.Latest()); back > 0 {
			in.note(way[i].Path, way[i].Byte, "out of order: by its clock %s had the mail %s before %s had: a clock is off, or a line was altered",
				way[i].Clock, span.Length(back).Words(), way[i-1].Clock)
		}
	}
	in.file.Times = append(in.file.Times, way...)
}

// hop reads one Received line: it ends with the time at which the host had the mail.
func (in *input) hop(h header, path string) (Time, bool) {
	w := where{path: path, clock: "an unnamed host"}
	if m := hopBy.FindSubmatch(h.b); m != nil {
		w.clock = string(m[1])
	}
	if m := hopFrom.FindSubmatch(h.b); m != nil {
		w.by = string(m[1])
	}
	m := hopTime.FindIndex(h.b)
	if m == nil {
		in.note(path, h.origin(0), "a Received line whose time was not read: %q", clip(h.value(), 120))
		return Time{}, false
	}
	return in.claim(Received, h.text, m[0], m[1], w)
}
