package main

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/holdshort/holdshort/feed"
	"github.com/holdshort/holdshort/fetch"
	"github.com/holdshort/holdshort/span"
	"github.com/holdshort/holdshort/track"
)

// checkTrace says whether some bytes are a whole trace of the aircraft and day
// wanted, and what is in it. It says nothing of whether the trace is true.
func checkTrace(body []byte, w fetch.Want) (string, error) {
	var tracks []*track.Track
	sum, err := feed.Read(bytes.NewReader(body), "", feed.Options{}, func(t *track.Track) error {
		tracks = append(tracks, t)
		return nil
	})
	switch {
	case err != nil:
		var fe *feed.Error
		if errors.As(err, &fe) {
			return "", errors.New(fe.Msg)
		}
		return "", err
	case sum.Format != "readsb-trace":
		return "", fmt.Errorf("it is %s and no trace", sum.Format)
	case sum.Partial:
		return "", fmt.Errorf("the trace breaks off or is damaged: %s", notes(sum))
	case len(tracks) == 0:
		return "", fmt.Errorf("the trace has no usable position: %s", notes(sum))
	}
	n, on := 0, 0
	for _, t := range tracks {
		if t.Address != w.Address {
			return "", fmt.Errorf("the trace is of the aircraft %s", t.Address)
		}
		for _, f := range t.Fixes {
			n++
			if within(f.At, w.Day) {
				on++
			}
		}
	}
	if on == 0 {
		return "", fmt.Errorf("the trace has no position on %s: its first is of %s", w.Day, tracks[0].Fixes[0].At.RFC3339())
	}
	return fmt.Sprintf("a readsb trace of %s with %d positions, %d of them on %s", w.Address, n, on, w.Day), nil
}

func within(at span.Instant, d fetch.Day) bool {
	t := time.UnixMilli(int64(at))
	return !t.Before(d.Start()) && t.Before(d.End())
}

func notes(sum feed.Summary) string {
	var out []string
	for _, n := range sum.Notes {
		out = append(out, n.Text)
	}
	return strings.Join(out, "; ")
}
