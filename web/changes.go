package web

import (
	"encoding/json"
	"fmt"
	"net/http"
	"time"
)

// How often files are looked at for whoever waits for changes, and how often a
// sign of life is sent where there are none.
const (
	lookEvery = time.Second
	beatEvery = 15 * time.Second
)

// mostWaiting is how many may wait for changes at once.
const mostWaiting = 64

// changed is sent where the files of a case are other than they were.
type changed struct {
	Stamp   string    `json:"stamp"` // of the case as it is shown now
	Trouble []Trouble `json:"trouble"`
}

// changes tells whoever asks, as long as they listen, that the files changed:
// server-sent events, one at once and one for each change.
func (s *Server) changes(q *asked, w http.ResponseWriter) error {
	select {
	case s.waiting <- struct{}{}:
		defer func() { <-s.waiting }()
	default:
		return refuse(http.StatusServiceUnavailable, "close other pages of the case", "%d pages wait for changes already", mostWaiting)
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	out := &events{w: w, c: http.NewResponseController(w)}
	// The bound on reading is for requests that bring something.
	if err := out.c.SetReadDeadline(time.Time{}); err != nil {
		return err
	}
	w.WriteHeader(http.StatusOK)
	look, beat := time.NewTicker(lookEvery), time.NewTicker(beatEvery)
	defer look.Stop()
	defer beat.Stop()
	last := q.st
	out.send(last)
	for out.err == nil {
		select {
		case <-q.r.Context().Done():
			return nil
		case <-s.done:
			return nil
		case <-beat.C:
			out.write(": alive\n\n")
		case <-look.C:
			if st, _ := q.m.now(); st.onDisk != last.onDisk {
				last = st
				out.send(st)
			}
		}
	}
	return nil // whoever listened is gone
}

// events writes server-sent events, and keeps the first error.
type events struct {
	w   http.ResponseWriter
	c   *http.ResponseController
	err error
}

func (e *events) send(st *state) {
	b, err := json.Marshal(changed{st.stamp, orEmpty(st.trouble)})
	if err != nil {
		e.err = err
		return
	}
	e.write(fmt.Sprintf("event: case\ndata: %s\n\n", b))
}

func (e *events) write(text string) {
	if e.err != nil {
		return
	}
	// The bound on writing is for answers that end.
	if e.err = e.c.SetWriteDeadline(time.Now().Add(2 * beatEvery)); e.err != nil {
		return
	}
	if _, e.err = e.w.Write([]byte(text)); e.err == nil {
		e.err = e.c.Flush()
	}
}
