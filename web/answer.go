package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// Types of what is answered.
const (
	htmlType = "text/html; charset=utf-8"
	jsonType = "application/json"
	csvType  = "text/csv; charset=utf-8"
	geoType  = "application/geo+json"
)

// answer is a whole answer to a request. It is not changed once made, and can
// be given to several at once.
type answer struct {
	kind    string // its media type
	body    []byte
	file    string // the name under which a browser saves it; empty to show it
	forever bool   // its address changes when it does
	status  int    // 0 for 200
	policy  string // its Content-Security-Policy, if another than that of the pages

	once   sync.Once
	packed []byte
	tag    string
}

// leastPacked is the size in bytes below which packing saves nothing.
const leastPacked = 1 << 10

func (a *answer) finish() {
	a.once.Do(func() {
		sum := sha256.Sum256(a.body)
		a.tag = `"` + hex.EncodeToString(sum[:12]) + `"`
		if len(a.body) < leastPacked || !packs(a.kind) {
			return
		}
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, _ = w.Write(a.body) // a buffer takes all
		_ = w.Close()
		a.packed = b.Bytes()
	})
}

func packs(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "javascript") || strings.Contains(kind, "svg")
}

// write sends a, or that it is still as whoever asks has it.
func (a *answer) write(w http.ResponseWriter, r *http.Request) {
	a.finish()
	h := w.Header()
	h.Set("Content-Type", a.kind)
	h.Set("Vary", "Accept-Encoding")
	h.Set("Cache-Control", "no-cache")
	if a.forever {
		h.Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	if a.policy != "" {
		h.Set("Content-Security-Policy", a.policy)
	}
	if a.file != "" {
		h.Set("Content-Disposition", `attachment; filename="`+a.file+`"`)
	}
	if a.status == 0 {
		h.Set("ETag", a.tag)
		if hasTag(r.Header.Get("If-None-Match"), a.tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := a.body
	if a.packed != nil && takesGzip(r.Header.Get("Accept-Encoding")) {
		h.Set("Content-Encoding", "gzip")
		body = a.packed
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(max(a.status, http.StatusOK))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // who does not take it is gone
	}
}

func hasTag(list, tag string) bool {
	for t := range strings.SplitSeq(list, ",") {
		if strings.TrimPrefix(strings.TrimSpace(t), "W/") == tag {
			return true
		}
	}
	return false
}

// takesGzip reports whether an Accept-Encoding allows gzip.
func takesGzip(list string) bool {
	for t := range strings.SplitSeq(list, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(t), ";")
		if name == "gzip" {
			q, err := strconv.ParseFloat(strings.TrimPrefix(strings.TrimSpace(weight), "q="), 64)
			return err != nil || q > 0
		}
	}
	return false
}

// jsonAnswer is v as JSON.
func jsonAnswer(v any) (*answer, error) {
	b, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	return &answer{kind: jsonType, body: append(b, '\n')}, nil
}

// wrong is the JSON form of a problem.
type wrong struct {
	Error string `json:"error"`
	Hint  string `json:"hint,omitempty"`
}

func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	a, err := s.failure(r, err)
	if err != nil {
		s.log(err.Error())
		http.Error(w, "the server could not do this", http.StatusInternalServerError)
		return
	}
	a.write(w, r)
}

// failure is err as JSON to a program, and as a page to a reader.
func (s *Server) failure(r *http.Request, err error) (*answer, error) {
	trouble := []Trouble(nil)
	if u, ok := err.(*unloaded); ok {
		trouble = u.trouble
		err = refuse(http.StatusServiceUnavailable, "mend the files; the page then shows the case", "%s", u.Error())
	}
	p := s.problemOf(err)
	a, err := (*answer)(nil), error(nil)
	if strings.HasPrefix(r.URL.Path, "/api/") {
		a, err = jsonAnswer(wrong{p.msg, p.hint})
	} else {
		a, err = s.failurePage(p, trouble)
	}
	if a != nil {
		a.status = p.status
	}
	return a, err
}
