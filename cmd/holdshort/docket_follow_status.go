package main

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"

	"github.com/holdshort/holdshort/follow"
)

// status shows what each feed covers.
func (out *followOutput) status(f *follow.Follower) error {
	report, stale := f.Status(), 0
	for _, s := range report.Feeds {
		if s.Stale {
			stale++
		}
	}
	if out.json {
		if err := writeJSON(out.w, report); err != nil {
			return err
		}
	}
	for i := range report.Feeds {
		if out.json {
			break
		}
		if err := writeStatus(out.w, &report.Feeds[i]); err != nil {
			return err
		}
	}
	if stale > 0 {
		return &failure{exitFailed, fmt.Errorf("%d of %d feeds are stale", stale, len(report.Feeds)), "nobody follows them, their servers are down, or what those send stands still: holdshort docket follow CASE"}
	}
	return nil
}

func writeStatus(w io.Writer, s *follow.Status) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s, %s\n", s.Feed, s.Kind)
	switch {
	case s.Polls == 0:
		b.WriteString("   never asked\n")
	case s.Kind == follow.Hook:
		fmt.Fprintf(&b, "   %d messages, the last on %s; they are not signed\n", s.Polls, clockText(s.LastPoll))
	default:
		fmt.Fprintf(&b, "   asked %d times; last read %s; next %s\n", s.Polls, clockText(s.LastGood), clockText(s.NextPoll))
	}
	if s.Stale {
		b.WriteString("   STALE: what came since is not known; it was not read of late, or says that it was made long ago\n")
	}
	if s.Why != "" {
		fmt.Fprintf(&b, "   last: %s\n", s.Why)
	}
	fmt.Fprintf(&b, "   %d records, %d of them edits, %d came late", s.Records, s.Edits, s.Late)
	if s.Late > 0 {
		fmt.Fprintf(&b, ", by %s at least", time.Duration(s.Latest)*time.Second)
	}
	b.WriteString("\n")
	writeRuns(&b, s)
	_, err := io.WriteString(w, clean(b.String()))
	return err
}

// writeRuns writes the runs with the gaps between them, in order.
func writeRuns(b *strings.Builder, s *follow.Status) {
	for i, r := range s.Runs {
		if i > 0 {
			g := s.Gaps[i-1]
			fmt.Fprintf(b, "   GAP      %s to %s", clockText(g.From), clockText(g.To))
			if g.Listed.After(g.From) && g.Listed.Before(g.To) {
				fmt.Fprintf(b, "; listed when next asked from %s on", clockText(g.Listed))
			}
			b.WriteString("\n")
		}
		switch {
		case s.Kind == follow.Mirror:
			fmt.Fprintf(b, "   covered  all that the mirror had changed by %s\n", clockText(r.To))
		case !r.To.After(r.From):
			fmt.Fprintf(b, "   begun    %s\n", clockText(r.To))
		default:
			fmt.Fprintf(b, "   covered  %s to %s, what came up to %s late\n", clockText(r.From), clockText(r.To), late(r))
		}
	}
}

func late(r follow.Run) time.Duration {
	if r.Late == nil {
		return 0
	}
	return (time.Duration(*r.Late) * time.Second).Truncate(time.Minute)
}

func clockText(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2006-01-02 15:04:05Z")
}

// clean is s without what a terminal would obey: control characters, and marks of
// writing direction.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) {
			return unicode.ReplacementChar
		}
		return r
	}, s)
}
